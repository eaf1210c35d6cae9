package dev.crosspoint.media.jitter;

import java.util.Arrays;

/**
 * How long packets must be kept so that nearly all arrive in time. The quickest packets of the last
 * seconds are the zero line; how far the others stay behind them is counted in a histogram that
 * forgets. All times in nanoseconds; media time is any clock that runs at the sender's speed.
 */
final class PlayoutDelay {
    static final long MS = 1_000_000;

    /** Longest wait for a late packet. Above this, talkers notice the delay before the loss. */
    static final long CAP_NANOS = 200 * MS;

    /** Covers the jitter of our own tick. */
    static final long FLOOR_NANOS = 10 * MS;

    /** What a stream starts with: most networks need no more than one packet. */
    private static final long START_NANOS = 20 * MS;

    private static final long BIN_NANOS = 5 * MS;
    private static final int BINS = (int) (CAP_NANOS / BIN_NANOS) + 1;

    /** So many packets may come late; the tick's own rounding saves most of them. */
    private static final float LATE_PART = 0.03f;

    /** Packets that the histogram remembers; 4 s of 20 ms packets. */
    private static final int MEMORY_PACKETS = 200;

    /** How many packets the first guess weighs. */
    private static final int GUESS_PACKETS = 5;

    /**
     * The zero line looks back two seconds: longer than a spell of jitter, short enough to follow a
     * sender whose clock drifts, or a path that has become longer.
     */
    private static final int BUCKETS = 8;

    private static final long BUCKET_NANOS = 250 * MS;

    /** A rise of the zero line that is not chance but a path that has become longer. */
    private static final long STEP_NANOS = 2 * BIN_NANOS;

    private final float[] histogram = new float[BINS];
    private final long[] quickest = new long[BUCKETS];
    private int bucket;
    private long bucketEndsNanos;
    private long zeroNanos;
    private boolean measured;
    private int packets;
    private long neededNanos;
    private long extraNanos;

    PlayoutDelay() {
        histogram[bin(START_NANOS - 1)] = 1;
        packets = GUESS_PACKETS;
        neededNanos = START_NANOS;
    }

    /** A new time line on the same path: the zero line is void, the spread remains. */
    void restart() {
        measured = false;
    }

    /** A packet has arrived, be it in time or not. */
    void onArrival(long mediaNanos, long nowNanos) {
        measure(nowNanos - mediaNanos, nowNanos);
        long late = behindNanos(mediaNanos, nowNanos);
        if (late > CAP_NANOS) {
            // No delay that we allow would have saved it, so it is no reason for one.
            return;
        }
        packets = Math.min(packets + 1, MEMORY_PACKETS);
        float weight = 1f / packets;
        for (int i = 0; i < BINS; i++) {
            histogram[i] *= 1 - weight;
        }
        histogram[bin(late)] += weight;
        float behind = 0;
        int i = BINS - 1;
        while (i > 0 && behind + histogram[i] <= LATE_PART) {
            behind += histogram[i];
            i--;
        }
        neededNanos = (i + 1) * BIN_NANOS;
    }

    /** A reason besides jitter to keep packets: recovery from the next one. */
    void extra(long nanos) {
        extraNanos = nanos;
    }

    /** How far play-out should stay behind the quickest packets. */
    long targetNanos() {
        return Math.min(CAP_NANOS, Math.max(FLOOR_NANOS, neededNanos) + extraNanos);
    }

    /** How far play-out of this media time at this moment is behind the quickest packets. */
    long behindNanos(long mediaNanos, long nowNanos) {
        return nowNanos - mediaNanos - zeroNanos;
    }

    private void measure(long transitNanos, long nowNanos) {
        boolean first = !measured;
        if (first) {
            measured = true;
            Arrays.fill(quickest, transitNanos);
            bucketEndsNanos = nowNanos + BUCKET_NANOS;
        }
        for (int i = 0; i < BUCKETS && nowNanos - bucketEndsNanos >= 0; i++) {
            bucket = (bucket + 1) % BUCKETS;
            quickest[bucket] = transitNanos;
            bucketEndsNanos += BUCKET_NANOS;
        }
        if (nowNanos - bucketEndsNanos >= 0) {
            // After a long silence every bucket is new, and time goes on from here.
            bucketEndsNanos = nowNanos + BUCKET_NANOS;
        }
        quickest[bucket] = Math.min(quickest[bucket], transitNanos);
        long before = zeroNanos;
        zeroNanos = quickest[0];
        for (int i = 1; i < BUCKETS; i++) {
            zeroNanos = Math.min(zeroNanos, quickest[i]);
        }
        if (zeroNanos - before >= STEP_NANOS && !first) {
            lessLate((int) Math.min(BINS - 1, (zeroNanos - before) / BIN_NANOS));
        }
    }

    /** Measured from the new zero line, all that came before was less late. */
    private void lessLate(int bins) {
        for (int i = 1; i < BINS; i++) {
            float part = histogram[i];
            histogram[i] = 0;
            histogram[Math.max(0, i - bins)] += part;
        }
    }

    private static int bin(long nanos) {
        return Math.clamp(nanos / BIN_NANOS, 0, BINS - 1);
    }
}
