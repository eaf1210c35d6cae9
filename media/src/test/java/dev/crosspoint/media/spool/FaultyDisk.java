package dev.crosspoint.media.spool;

import dev.crosspoint.media.seal.ByteSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A real disk that can be made full or broken, and writes down what it is asked. */
final class FaultyDisk implements SpoolDisk {
    private final SpoolDisk disk = new FileDisk();
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private volatile @Nullable String refusesAppends;
    private volatile @Nullable String refusesForces;
    private volatile boolean isBuggy;
    private volatile boolean isFull;
    private volatile long usable = Long.MAX_VALUE;

    /** Appends to files with this in their name find the disk full; null for no longer. */
    void fill(@Nullable String name) {
        isFull = true;
        refusesAppends = name;
    }

    /** Appends to files with this in their name fail. */
    void breakAppends(@Nullable String name) {
        isFull = false;
        refusesAppends = name;
    }

    /** Syncs of files with this in their name fail. */
    void breakForces(@Nullable String name) {
        isBuggy = false;
        refusesForces = name;
    }

    /** Syncs of files with this in their name end as nobody expects. */
    void crashForces(String name) {
        isBuggy = true;
        refusesForces = name;
    }

    void leave(long usableBytes) {
        usable = usableBytes;
    }

    /** What it was asked so far, as {@code verb file}. */
    List<String> log() {
        return List.copyOf(log);
    }

    @Override
    public Appender create(Path file) throws IOException {
        note("create", file);
        return new FaultyAppender(file, disk.create(file));
    }

    @Override
    public Appender reopen(Path file, long keepBytes) throws IOException {
        note("reopen", file);
        return new FaultyAppender(file, disk.reopen(file, keepBytes));
    }

    @Override
    public ByteSource open(Path file) throws IOException {
        return disk.open(file);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        note("rename", to);
        disk.rename(from, to);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        note("force", folder);
        disk.forceFolder(folder);
    }

    @Override
    public void makeFolder(Path folder) throws IOException {
        disk.makeFolder(folder);
    }

    @Override
    public void delete(Path file) throws IOException {
        note("delete", file);
        disk.delete(file);
    }

    @Override
    public List<Path> list(Path folder) throws IOException {
        return disk.list(folder);
    }

    @Override
    public long usableBytes(Path folder) {
        return usable;
    }

    @Override
    public long totalBytes(Path folder) {
        return 100L << 30;
    }

    private void note(String verb, Path file) {
        log.add(verb + " " + file.getFileName());
    }

    private static boolean isMeant(@Nullable String name, Path file) {
        return name != null && file.getFileName().toString().contains(name);
    }

    private final class FaultyAppender implements Appender {
        private final Path file;
        private final Appender appender;

        FaultyAppender(Path file, Appender appender) {
            this.file = file;
            this.appender = appender;
        }

        @Override
        public void append(byte[] bytes, int offset, int length) throws IOException {
            note("append", file);
            if (isMeant(refusesAppends, file)) {
                var why = new IOException("told to fail");
                throw isFull ? new Full(why) : why;
            }
            appender.append(bytes, offset, length);
        }

        @Override
        public void force() throws IOException {
            note("force", file);
            if (isMeant(refusesForces, file)) {
                if (isBuggy) {
                    throw new IllegalStateException("told to crash");
                }
                throw new IOException("told to fail");
            }
            appender.force();
        }

        @Override
        public void close() throws IOException {
            note("close", file);
            appender.close();
        }
    }
}
