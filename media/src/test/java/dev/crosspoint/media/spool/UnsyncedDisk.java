package dev.crosspoint.media.spool;

import dev.crosspoint.media.seal.ByteSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The file system without fdatasync, to measure what all else costs. */
public class UnsyncedDisk implements SpoolDisk {
    private final FileDisk disk = new FileDisk();

    @Override
    public Appender create(Path file) throws IOException {
        return unsynced(disk.create(file));
    }

    @Override
    public Appender reopen(Path file, long keepBytes) throws IOException {
        return unsynced(disk.reopen(file, keepBytes));
    }

    private static Appender unsynced(Appender to) {
        return new Appender() {
            @Override
            public void append(byte[] bytes, int offset, int length) throws IOException {
                to.append(bytes, offset, length);
            }

            @Override
            public void force() {}

            @Override
            public void close() throws IOException {
                to.close();
            }
        };
    }

    @Override
    public ByteSource open(Path file) throws IOException {
        return disk.open(file);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void forceFolder(Path folder) {}

    @Override
    public void makeFolder(Path folder) throws IOException {
        disk.makeFolder(folder);
    }

    @Override
    public void delete(Path file) throws IOException {
        disk.delete(file);
    }

    @Override
    public List<Path> list(Path folder) throws IOException {
        return disk.list(folder);
    }

    @Override
    public long usableBytes(Path folder) throws IOException {
        return disk.usableBytes(folder);
    }

    @Override
    public long totalBytes(Path folder) throws IOException {
        return disk.totalBytes(folder);
    }
}
