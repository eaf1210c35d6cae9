package dev.crosspoint.gateway.bookkeeping;

/** How often and how long the far side of a contact was on hold. */
final class Holds {
    private static final long NOT = -1;

    private long sinceMs = NOT;
    private int count;
    private long totalMs;
    private long longestMs;

    /** It is on hold now, or is not. */
    void set(boolean held, long nowMs) {
        if (held && sinceMs == NOT) {
            sinceMs = nowMs;
            count++;
        } else if (!held && sinceMs != NOT) {
            long lasted = nowMs - sinceMs;
            totalMs += lasted;
            longestMs = Math.max(longestMs, lasted);
            sinceMs = NOT;
        }
    }

    int count() {
        return count;
    }

    long totalMs() {
        return totalMs;
    }

    long longestMs() {
        return longestMs;
    }
}
