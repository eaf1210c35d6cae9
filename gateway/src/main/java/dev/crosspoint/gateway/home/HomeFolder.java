package dev.crosspoint.gateway.home;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The folder that holds everything a gateway keeps, in the hands of one process. After Ctrl-C a
 * shell may give its prompt back while the old process still closes; the next one waits for it.
 */
public final class HomeFolder implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;

    private HomeFolder(Path path, FileChannel channel, FileLock lock) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes the folder, making it when there is none (for its owner only). Blocks.
     *
     * @param patience how long to wait for another process to let go
     * @param onWait told once when there is somebody to wait for
     * @throws IOException when it cannot be had; the message says why
     */
    public static HomeFolder take(Path path, Duration patience, Runnable onWait)
            throws IOException {
        makeFolder(path);
        var channel =
                FileChannel.open(
                        path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            return new HomeFolder(path, channel, waitForLock(channel, path, patience, onWait));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
    }

    private static FileLock waitForLock(
            FileChannel channel, Path path, Duration patience, Runnable onWait) throws IOException {
        long deadlineNanos = System.nanoTime() + patience.toNanos();
        boolean told = false;
        while (true) {
            var lock = tryLock(channel);
            if (lock != null) {
                return lock;
            }
            if (System.nanoTime() - deadlineNanos >= 0) {
                throw new IOException("another gateway is using " + path);
            }
            if (!told) {
                onWait.run();
                told = true;
            }
            pause(path);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // Held by this very process, as in a test.
        }
    }

    private static void pause(Path path) throws IOException {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + path, e);
        }
    }

    private static void makeFolder(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return;
        }
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            var ownerOnly = PosixFilePermissions.fromString("rwx------");
            Files.createDirectories(path, PosixFilePermissions.asFileAttribute(ownerOnly));
        } else {
            Files.createDirectories(path);
        }
    }
}
