package dev.crosspoint.media.rtp;

/** Loss between two looks at growing counters (RFC 3550 A.3). */
final class LossInterval {
    private long expectedBefore;
    private long receivedBefore;

    void begin() {
        expectedBefore = 0;
        receivedBefore = 0;
    }

    /** The share of packets lost since the last look, 0 to 1; duplicates never make it negative. */
    double close(long expected, long received) {
        long expectedNow = expected - expectedBefore;
        long lostNow = expectedNow - (received - receivedBefore);
        expectedBefore = expected;
        receivedBefore = received;
        return expectedNow <= 0 || lostNow <= 0 ? 0 : Math.min(1, (double) lostNow / expectedNow);
    }
}
