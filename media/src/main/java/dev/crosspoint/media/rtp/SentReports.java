package dev.crosspoint.media.rtp;

/**
 * When our last sender reports left. A peer's echo of one that we did not send, or sent long ago,
 * finds nothing, so that it cannot make up a round-trip time.
 */
final class SentReports {
    /** What {@link #find} answers for a report that is not among the last ones. */
    static final long UNKNOWN = Long.MIN_VALUE;

    /** A peer reports about as often as we do; four are a good while. */
    private static final int REMEMBERED = 4;

    private final int[] ntpMiddles = new int[REMEMBERED];
    private final long[] sentNanos = new long[REMEMBERED];
    private int count;

    void add(int ntpMiddle, long nowNanos) {
        int slot = count % REMEMBERED;
        ntpMiddles[slot] = ntpMiddle;
        sentNanos[slot] = nowNanos;
        count++;
    }

    /** When the report with this time in it left, or UNKNOWN. */
    long find(int ntpMiddle) {
        for (int slot = 0; slot < Math.min(count, REMEMBERED); slot++) {
            if (ntpMiddles[slot] == ntpMiddle) {
                return sentNanos[slot];
            }
        }
        return UNKNOWN;
    }
}
