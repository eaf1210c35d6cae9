package dev.crosspoint.media.spool;

import dev.crosspoint.media.api.MediaEvent.RecordingFailure;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.vault.KeyProvider;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that drains the rings: what it does in one turn, and what others ask of it. */
final class SpoolWriter {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolWriter.class);

    /** Between two turns while anything is recorded. */
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** Between two looks at disk and keys, and two turns while nothing is recorded. */
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final SpoolSettings settings;
    private final List<TapRing> rings;
    private final long[] limits;
    private final SpoolParts parts;
    private final OpenedKeys openedKeys;
    private final LongSupplier clock;
    private final Thread thread;
    private final Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();
    private final Map<Integer, Reel> reels = new HashMap<>();

    private boolean looked;
    private long lookedNanos;
    private volatile boolean measuring;

    // Of the last turn, for the meter.
    private volatile int open;
    private volatile long buffered;
    private volatile long unsyncedNanos;
    private volatile boolean hasRoom = true;

    private volatile boolean closed;
    private volatile boolean stopping;
    private volatile long stopNanos;

    SpoolWriter(
            SpoolSettings settings,
            List<TapRing> rings,
            SpoolDisk disk,
            KeyProvider keys,
            OpenedKeys openedKeys,
            Executor keyThreads,
            Executor diskThreads,
            SpoolListener listener,
            LongSupplier clock) {
        this.settings = settings;
        this.rings = rings;
        this.limits = new long[rings.size()];
        this.openedKeys = openedKeys;
        this.clock = clock;
        this.thread = Thread.ofPlatform().daemon().name("crosspoint-spool").unstarted(this::run);
        var stock = new KeyStock(settings.keysAhead());
        var counts = new SpoolCounts();
        this.parts =
                new SpoolParts(
                        new SpoolFolder(settings.root()),
                        disk,
                        stock,
                        new KeyRefill(keys, stock, keyThreads, clock),
                        diskThreads,
                        inbox::add, // while there is anything to tell, turns are short
                        new GroupSync(diskThreads, inbox::add, counts),
                        new CarefulListener(listener),
                        counts,
                        new SecureRandom());
    }

    void start() {
        measure();
        thread.start();
    }

    // ---- any thread

    void expect(Tenant tenant) {
        parts.stock().expect(tenant);
        parts.refill().run();
    }

    void open(SpoolTape tape) {
        long nowNanos = clock.getAsLong();
        ask(() -> {
            parts.stock().expect(tape.tenant());
            reels.put(tape.number(), new Reel(tape, parts, nowNanos));
        });
    }

    void refuse(SpoolTape tape, RecordingFailure reason) {
        parts.counts().failures.increment();
        ask(() -> {
            tape.fail(reason);
            parts.listener().refused(tape.tenant(), tape.recording(), tape.description(), reason);
        });
    }

    void close(SpoolTape tape) {
        long position = tape.position();
        inbox.add(() -> {
            Reel reel = reels.get(tape.number());
            if (reel != null) {
                reel.closeAt(position);
            }
        });
    }

    boolean takesMore() {
        return hasRoom && !closed;
    }

    SpoolMeter meter() {
        SpoolCounts counts = parts.counts();
        return new SpoolMeter(
                open,
                buffered,
                counts.dropped.sum() + rings.stream().mapToLong(TapRing::refused).sum(),
                TimeUnit.NANOSECONDS.toMillis(unsyncedNanos),
                counts.bytes.sum(),
                counts.frames.sum(),
                counts.syncs.sum(),
                TimeUnit.NANOSECONDS.toMicros(counts.syncNanos.sum()),
                counts.failures.sum(),
                parts.stock().size(),
                parts.refill().failures(),
                hasRoom);
    }

    /** Ends all recordings and then the thread, or only the thread when that takes too long. */
    void stop(long limitMs) {
        closed = true;
        stopNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMs);
        ask(() -> {
            stopping = true;
            reels.values().forEach(reel -> reel.closeAt(0));
        });
        try {
            // A disk that hangs in the middle of a turn must not hold the end of the process up.
            thread.join(2 * limitMs);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        parts.stock().close();
    }

    private void ask(Runnable what) {
        inbox.add(what);
        LockSupport.unpark(thread);
    }

    // ---- the writer's thread

    private void run() {
        while (!stopping || (!reels.isEmpty() && stopNanos - System.nanoTime() > 0)) {
            try {
                turn(clock.getAsLong());
            } catch (RuntimeException e) {
                LOG.error("A turn of the spool failed", e);
            }
            if (inbox.isEmpty()) {
                LockSupport.parkNanos(this, reels.isEmpty() ? LOOK_NANOS : TURN_NANOS);
            }
        }
    }

    /** Takes what is there, and does what is due. */
    void turn(long nowNanos) {
        // In this order: who opened a tape had said so before anything of it was published, and
        // who closed it, after. So each record finds its reel, and each end its last record.
        for (int i = 0; i < limits.length; i++) {
            limits[i] = rings.get(i).published();
        }
        for (Runnable what = inbox.poll(); what != null; what = inbox.poll()) {
            what.run();
        }
        for (int i = 0; i < limits.length; i++) {
            rings.get(i)
                    .drain(
                            limits[i],
                            (tape, bytes, offset, length) -> {
                                Reel reel = reels.get(tape);
                                if (reel != null) {
                                    reel.take(bytes, offset, length, nowNanos);
                                }
                            });
        }
        try {
            reels.values().removeIf(reel -> reel.turn(nowNanos));
        } finally {
            parts.syncs().start();
        }
        count(nowNanos);
        if (!looked || nowNanos - lookedNanos >= LOOK_NANOS) {
            looked = true;
            lookedNanos = nowNanos;
            look(nowNanos);
        }
    }

    private void count(long nowNanos) {
        long bytes = 0;
        long oldest = 0;
        for (Reel reel : reels.values()) {
            bytes += reel.bufferedBytes();
            oldest = Math.max(oldest, reel.unsyncedNanos(nowNanos));
        }
        open = reels.size();
        buffered = bytes;
        unsyncedNanos = oldest;
    }

    private void look(long nowNanos) {
        parts.stock().expire(nowNanos);
        parts.refill().run();
        openedKeys.expire();
        if (!measuring) {
            measuring = true;
            parts.diskThreads().execute(this::measure);
        }
    }

    private void measure() {
        try {
            long usable = parts.disk().usableBytes(settings.root());
            hasRoom = usable >= settings.reserveOf(parts.disk().totalBytes(settings.root()));
        } catch (IOException e) {
            LOG.warn("The spool's disk does not say how full it is", e);
        } finally {
            measuring = false;
        }
    }
}
