package dev.crosspoint.media.spool;

import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.MediaEvent.RecordingFailure;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.record.Recorder;
import dev.crosspoint.media.record.Tape;
import dev.crosspoint.media.vault.KeyProvider;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Keeps recordings, sealed, from the first word until they are delivered. Media loops write into
 * rings and never wait; one thread seals and appends, a few others wait for the platter.
 *
 * <p>No plaintext and no key outlives its recording here: rings and buffers are wiped as they are
 * emptied, data keys are wiped as soon as the file's own key is derived, and that one is let go
 * with the file.
 */
public final class Spool implements Recorder, AutoCloseable {
    /** Files that are synced or made at the same time. */
    static final int DISK_THREADS = 4;

    /** How long the end waits for what is still to be sealed. */
    private static final long CLOSE_MS = 10_000;

    private final List<TapRing> rings;
    private final SpoolWriter writer;
    private final OpenedKeys openedKeys;
    private final SpoolFolder folder;
    private final ExecutorService diskThreads;
    private final AtomicInteger numbers = new AtomicInteger();

    private Spool(
            SpoolSettings settings,
            SpoolDisk disk,
            KeyProvider keys,
            OpenedKeys openedKeys,
            SpoolListener listener)
            throws IOException {
        folder = new SpoolFolder(settings.root());
        disk.makeFolder(settings.root());
        rings =
                Stream.generate(() -> new TapRing(settings.ringBytes()))
                        .limit(settings.loops())
                        .toList();
        this.openedKeys = openedKeys;
        diskThreads =
                Executors.newFixedThreadPool(
                        DISK_THREADS,
                        Thread.ofPlatform().daemon().name("crosspoint-spool-disk-", 0).factory());
        writer =
                new SpoolWriter(
                        settings,
                        rings,
                        disk,
                        keys,
                        openedKeys,
                        what -> Thread.ofVirtual().name("crosspoint-data-key").start(what),
                        diskThreads,
                        listener,
                        System::nanoTime);
    }

    /**
     * Starts one; {@link SpoolRecovery} comes before.
     *
     * @param openedKeys of whoever reads what is kept here; wiped in time, and closed in the end
     * @throws IOException when there is no such folder and none can be made
     */
    public static Spool start(
            SpoolSettings settings,
            SpoolDisk disk,
            KeyProvider keys,
            OpenedKeys openedKeys,
            SpoolListener listener)
            throws IOException {
        var spool = new Spool(settings, disk, keys, openedKeys, listener);
        spool.writer.start();
        return spool;
    }

    /** From now on data keys are made ahead for this tenant. Idempotent; any thread. */
    public void expect(Tenant tenant) {
        writer.expect(tenant);
    }

    /**
     * Begins a recording. Never waits: what is written before its file is there is kept in memory.
     * When the disk is nearly full, or this spool is closed, it is refused: told as that, and the
     * tape keeps nothing.
     */
    @Override
    public Tape open(
            int loop,
            Tenant tenant,
            RecordingId recording,
            String description,
            Consumer<RecordingFailure> failed) {
        var tape =
                new SpoolTape(
                        rings.get(loop),
                        numbers.incrementAndGet(),
                        tenant,
                        recording,
                        description,
                        failed,
                        writer::close);
        if (writer.takesMore()) {
            writer.open(tape);
        } else {
            tape.end();
            writer.refuse(tape, RecordingFailure.NO_SPACE);
        }
        return tape;
    }

    /** Where the files are. */
    public SpoolFolder folder() {
        return folder;
    }

    /** Any thread. */
    public SpoolMeter meter() {
        return writer.meter();
    }

    /**
     * Seals what is open, when its loops write no more, and waits for that some seconds. Keys are
     * wiped.
     */
    @Override
    public void close() {
        writer.stop(CLOSE_MS);
        diskThreads.shutdown();
        openedKeys.close();
        try {
            if (!diskThreads.awaitTermination(CLOSE_MS, TimeUnit.MILLISECONDS)) {
                diskThreads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
