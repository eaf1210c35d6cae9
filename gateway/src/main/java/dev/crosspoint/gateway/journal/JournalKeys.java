package dev.crosspoint.gateway.journal;

import dev.crosspoint.media.spool.FileDisk;
import dev.crosspoint.media.spool.KeyFile;
import dev.crosspoint.media.vault.KeyFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The keys of journals that lie in a folder or in folders of it. They are not wrapped anew when a
 * tenant's key changes: a journal is emptied, and begins with a key of that time. So whoever wants
 * to destroy an old key has to know whether any still waits under it. Blocks.
 */
public final class JournalKeys {
    private final FileDisk disk = new FileDisk();
    private final Path folder;

    /** Those of a folder, which need not be there. */
    public JournalKeys(Path folder) {
        this.folder = folder;
    }

    /**
     * How many of their data keys a key wraps.
     *
     * @throws IOException when one cannot be read, so that nobody knows; the message says which
     */
    public long wrappedBy(String keyId) throws IOException {
        long wrapped = 0;
        for (var file : files()) {
            try {
                wrapped += KeyFile.read(disk, file).wrapped().keyId().equals(keyId) ? 1 : 0;
            } catch (KeyFailure e) {
                throw new IOException(file + " cannot be read", e);
            }
        }
        return wrapped;
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var all = Files.walk(folder)) {
            return all.filter(SegmentFiles::isKey).toList();
        } catch (UncheckedIOException e) {
            throw new IOException(folder + " cannot be read", e);
        }
    }
}
