package dev.crosspoint.gateway.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lines at the end of a file that only its owner may read. A file that is full is put aside under
 * the time of its last line; of those only the newest are kept. Blocks; for one thread at a time.
 */
final class LineFile implements AutoCloseable {
    private static final String CURRENT = "audit.jsonl";
    private static final String ASIDE = "audit-*.jsonl";

    /** Sorts by name as by time. */
    private static final DateTimeFormatter ASIDE_NAME =
            DateTimeFormatter.ofPattern("'audit-'yyyyMMdd'T'HHmmss.SSSSSS'Z.jsonl'")
                    .withZone(ZoneOffset.UTC);

    private final Path folder;
    private final long mostBytes;
    private final int keptAside;
    private @Nullable FileChannel channel;

    /**
     * A file, opened with the first line.
     *
     * @param mostBytes a file that has grown to this is put aside
     * @param keptAside how many files that were put aside are kept
     */
    LineFile(Path folder, long mostBytes, int keptAside) {
        this.folder = folder;
        this.mostBytes = mostBytes;
        this.keptAside = keptAside;
    }

    /**
     * Writes lines, and returns when they are on the disk. After a failure the file is reopened.
     */
    void append(List<String> lines, Instant now) throws IOException {
        try {
            var open = channel == null ? open() : channel;
            channel = open;
            write(open, String.join("\n", lines) + "\n");
            open.force(false);
            if (open.size() >= mostBytes) {
                close();
                Files.move(folder.resolve(CURRENT), folder.resolve(ASIDE_NAME.format(now)));
                forgetOldest();
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        var open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }

    private FileChannel open() throws IOException {
        Files.createDirectories(folder);
        var file = folder.resolve(CURRENT);
        var opened =
                FileChannel.open(
                        file,
                        Set.of(
                                StandardOpenOption.CREATE,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE),
                        ownerOnly(folder));
        opened.position(opened.size());
        if (endsWithinALine(opened)) {
            write(opened, "\n"); // The process died while it wrote; what it wrote stays.
        }
        return opened;
    }

    private static boolean endsWithinALine(FileChannel file) throws IOException {
        var last = ByteBuffer.allocate(1);
        return file.size() > 0 && file.read(last, file.size() - 1) == 1 && last.get(0) != '\n';
    }

    private static void write(FileChannel file, String text) throws IOException {
        var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    private void forgetOldest() throws IOException {
        try (var aside = Files.newDirectoryStream(folder, ASIDE)) {
            var files = new ArrayList<Path>();
            aside.forEach(files::add);
            files.sort(null);
            for (var file : files.subList(0, Math.max(0, files.size() - keptAside))) {
                Files.delete(file);
            }
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path folder) {
        var posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
