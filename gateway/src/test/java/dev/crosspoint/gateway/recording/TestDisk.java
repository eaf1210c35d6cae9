package dev.crosspoint.gateway.recording;

import dev.crosspoint.media.seal.ByteSource;
import dev.crosspoint.media.spool.FileDisk;
import dev.crosspoint.media.spool.SpoolDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The real disk, which a test can fill, break and watch. */
public final class TestDisk implements SpoolDisk {
    private final SpoolDisk disk = new FileDisk();
    private final Plug plug;
    private final Consumer<Path> onDelete;
    private final AtomicInteger beingRead = new AtomicInteger();
    private volatile Predicate<String> full = _ -> false;
    private volatile Predicate<String> broken = _ -> false;

    /**
     * @param onDelete is asked before anything is deleted
     */
    public TestDisk(Plug plug, Consumer<Path> onDelete) {
        this.plug = plug;
        this.onDelete = onDelete;
    }

    /** There is no room for what has such a name. */
    void full(Predicate<String> names) {
        full = names;
    }

    /** What has such a name cannot be read, made or deleted. */
    void broken(Predicate<String> names) {
        broken = names;
    }

    /** How many files are open to be read. */
    public int beingRead() {
        return beingRead.get();
    }

    void heal() {
        full = _ -> false;
        broken = _ -> false;
    }

    @Override
    public Appender create(Path file) throws IOException {
        require(file);
        requireRoom(file);
        return plug.run(
                "create " + file.getFileName(), () -> new TestAppender(file, disk.create(file)));
    }

    @Override
    public Appender reopen(Path file, long keepBytes) throws IOException {
        require(file);
        return plug.run(
                "reopen " + file.getFileName(),
                () -> new TestAppender(file, disk.reopen(file, keepBytes)));
    }

    @Override
    public ByteSource open(Path file) throws IOException {
        require(file);
        return plug.run(
                "open " + file.getFileName(), () -> new TestSource(disk.open(file), beingRead));
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        require(to);
        plug.act(
                "rename " + to.getFileName(),
                () -> {
                    disk.rename(from, to);
                });
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        disk.forceFolder(folder);
    }

    @Override
    public void makeFolder(Path folder) throws IOException {
        disk.makeFolder(folder);
    }

    @Override
    public void delete(Path file) throws IOException {
        require(file);
        plug.act(
                "delete " + file.getFileName(),
                () -> {
                    onDelete.accept(file);
                    disk.delete(file);
                });
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

    private void require(Path file) throws IOException {
        if (broken.test(file.getFileName().toString())) {
            throw new IOException("told to fail");
        }
    }

    private void requireRoom(Path file) throws IOException {
        if (full.test(file.getFileName().toString())) {
            throw new Full(new IOException("told to be full"));
        }
    }

    private static final class TestSource implements ByteSource {
        private final ByteSource source;
        private final AtomicInteger beingRead;
        private boolean isClosed;

        TestSource(ByteSource source, AtomicInteger beingRead) {
            this.source = source;
            this.beingRead = beingRead;
            beingRead.incrementAndGet();
        }

        @Override
        public long size() throws IOException {
            return source.size();
        }

        @Override
        public int read(long position, byte[] to, int offset, int length) throws IOException {
            return source.read(position, to, offset, length);
        }

        @Override
        public void close() throws IOException {
            if (!isClosed) {
                isClosed = true;
                beingRead.decrementAndGet();
            }
            source.close();
        }
    }

    private final class TestAppender implements Appender {
        private final Path file;
        private final Appender appender;

        TestAppender(Path file, Appender appender) {
            this.file = file;
            this.appender = appender;
        }

        @Override
        public void append(byte[] bytes, int offset, int length) throws IOException {
            requireRoom(file);
            plug.act(
                    "append " + file.getFileName(),
                    () -> {
                        appender.append(bytes, offset, length);
                    });
        }

        @Override
        public void force() throws IOException {
            appender.force();
        }

        @Override
        public void close() throws IOException {
            appender.close();
        }
    }
}
