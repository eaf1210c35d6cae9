package dev.crosspoint.gateway.proof;

import dev.crosspoint.gateway.local.FolderTarget;
import dev.crosspoint.gateway.recording.TenantRecordings;
import dev.crosspoint.media.spool.FileDisk;
import dev.crosspoint.media.spool.KeyFile;
import dev.crosspoint.media.spool.SpoolFolder;
import dev.crosspoint.media.vault.KeyFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The key files of one tenant that lie here: of its spool, and of folders it delivers to. */
public final class KeyFiles {
    private static final String KEY = ".key";

    private final FileDisk disk = new FileDisk();
    private final SpoolFolder spool;
    private final TenantRecordings tenant;

    public KeyFiles(SpoolFolder spool, TenantRecordings tenant) {
        this.spool = spool;
        this.tenant = tenant;
    }

    /**
     * How many of their data keys a key wraps. Blocks.
     *
     * @throws IOException when one cannot be read, so that nobody knows; the message says which
     */
    public long wrappedBy(String keyId) throws IOException {
        long wrapped = 0;
        for (var file : all()) {
            try {
                wrapped += KeyFile.read(disk, file).wrapped().keyId().equals(keyId) ? 1 : 0;
            } catch (KeyFailure e) {
                throw new IOException(file + " cannot be read. Run verify.", e);
            }
        }
        return wrapped;
    }

    private List<Path> all() throws IOException {
        var files = new ArrayList<Path>();
        for (var file : disk.list(spool.of(tenant.tenant()))) {
            if (file.toString().endsWith(KEY)) {
                files.add(file);
            }
        }
        for (var target : tenant.targets()) {
            if (target instanceof FolderTarget folder) {
                for (var location : folder.locations(tenant.tenant())) {
                    files.add(folder.wrappedKeyFile(location));
                }
            }
        }
        return files;
    }
}
