package dev.crosspoint.media.loop;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much of a core a thread asks for, as the kernel accounts for it: the time that it has run,
 * and the time that it was ready to run while others did (schedstat in proc(5)). A look costs two
 * system calls and allocates nothing.
 *
 * <p>Where there is no such account (other systems than Linux) every look says so; a kernel without
 * {@code CONFIG_SCHED_INFO} gives zeros.
 */
final class CoreAccount implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CoreAccount.class);

    /** Whoever opens it, whoever reads it later. */
    private static final Path OF_WHO_OPENS = Path.of("/proc/thread-self/schedstat");

    /** Two of its three numbers, of 20 digits at most. */
    private final byte[] line = new byte[64];

    private @Nullable RandomAccessFile file;
    private long allRunNanos;
    private long allWaitedNanos;
    private long runNanos;
    private long waitedNanos;

    /** Opens the account of the calling thread. */
    static CoreAccount ofThisThread() {
        return new CoreAccount(OF_WHO_OPENS);
    }

    /** Opens an account, from now on. */
    CoreAccount(Path path) {
        try {
            file = new RandomAccessFile(path.toFile(), "r");
        } catch (IOException e) {
            LOG.debug("the kernel does not say what threads do: {}", e.getMessage());
        }
        var _ = look();
    }

    /**
     * Takes note of what has come to it since the last look.
     *
     * @return false when the kernel does not say
     */
    boolean look() {
        if (file == null) {
            return false;
        }
        try {
            file.seek(0);
            return file.read(line) > 0 && note();
        } catch (IOException e) {
            LOG.debug("the kernel says no more what a thread does: {}", e.getMessage());
            return false;
        }
    }

    private boolean note() {
        int space = indexOf(' ', 0);
        long run = number(0, space);
        long waited = number(space + 1, indexOf(' ', space + 1));
        runNanos = run - allRunNanos;
        waitedNanos = waited - allWaitedNanos;
        allRunNanos = run;
        allWaitedNanos = waited;
        return true;
    }

    private int indexOf(char wanted, int from) {
        int at = from;
        while (at < line.length - 1 && line[at] != wanted) {
            at++;
        }
        return at;
    }

    private long number(int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            number = 10 * number + (line[i] - '0');
        }
        return number;
    }

    /** On a core, between the last two looks; the kernel is up to date within some ms. */
    long runNanos() {
        return runNanos;
    }

    /** Ready to run and on no core, between the last two looks. */
    long waitedNanos() {
        return waitedNanos;
    }

    @Override
    public void close() {
        if (file == null) {
            return;
        }
        try {
            file.close();
        } catch (IOException e) {
            LOG.debug("the account of a thread cannot be closed: {}", e.getMessage());
        }
        file = null;
    }
}
