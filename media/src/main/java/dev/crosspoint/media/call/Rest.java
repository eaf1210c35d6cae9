package dev.crosspoint.media.call;

/**
 * Lets a call pass over most of its ticks while all that it does is forward packets: its timers,
 * reports and RTCP are matters of seconds, and to look at them is to fetch a leg's memory once more
 * between its packets (ADR 078). Whatever else happens in the call ends the rest.
 */
final class Rest {
    /** So that what is due is a tenth of a second late at most. */
    private static final int TICKS = 4;

    private int left;

    /** Whether this tick is passed over. */
    boolean passesOver() {
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }

    /** A tick was not passed over; whether the next ones may be. */
    void begin(boolean allowed) {
        left = allowed ? TICKS : 0;
    }

    /** Something has happened that the next tick is to see. */
    void end() {
        left = 0;
    }
}
