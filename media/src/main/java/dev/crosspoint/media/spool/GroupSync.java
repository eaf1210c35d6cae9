package dev.crosspoint.media.spool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings files to the platter, in groups of what is due in one turn of the writer: a thread is
 * woken for many instead of for each. Used by the writer's thread.
 */
final class GroupSync {
    /** Files that wait for each other at most; with 5 ms for each it is 80 ms for the last. */
    private static final int TOGETHER = 16;

    /** Groups that few files make, so that they wait for each other as little as can be. */
    private static final int GROUPS = Spool.DISK_THREADS;

    private final Executor diskThreads;
    private final Executor writer;
    private final SpoolCounts counts;
    private final List<Due> due = new ArrayList<>();

    private record Due(TrackFile file, Consumer<@Nullable IOException> then) {}

    /**
     * Nothing is due yet.
     *
     * @param diskThreads that wait for the platter
     * @param writer the thread that is told
     */
    GroupSync(Executor diskThreads, Executor writer, SpoolCounts counts) {
        this.diskThreads = diskThreads;
        this.writer = writer;
        this.counts = counts;
    }

    /**
     * Asks for a file in this turn; {@code then} is called in a later one, with what went wrong.
     */
    void add(TrackFile file, Consumer<@Nullable IOException> then) {
        due.add(new Due(file, then));
    }

    /** Starts with what was asked for. */
    void start() {
        List<Due> all = List.copyOf(due);
        due.clear();
        int size = Math.clamp(Math.ceilDiv(all.size(), GROUPS), 1, TOGETHER);
        for (int from = 0; from < all.size(); from += size) {
            List<Due> group = all.subList(from, Math.min(from + size, all.size()));
            diskThreads.execute(() -> group.forEach(this::sync));
        }
    }

    private void sync(Due one) {
        IOException failure = force(one.file());
        writer.execute(() -> one.then().accept(failure));
    }

    private @Nullable IOException force(TrackFile file) {
        long before = System.nanoTime();
        try {
            file.force();
            return null;
        } catch (IOException e) {
            return e;
        } catch (RuntimeException e) {
            return new IOException(e); // the others of the group are not to wait for ever
        } finally {
            counts.syncs.increment();
            counts.syncNanos.add(System.nanoTime() - before);
        }
    }
}
