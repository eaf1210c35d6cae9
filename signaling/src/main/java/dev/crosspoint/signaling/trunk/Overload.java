package dev.crosspoint.signaling.trunk;

/**
 * Whether the loop that all SIP calls live on has too much to do, by how late its ticks are. Calls
 * that are there go on; new ones are told to try later, before everything is late (RFC 7339 4).
 */
final class Overload {

    /** A tick this late, ms: half of T1, beyond which far ends begin to send again. */
    private static final long LATE_MS = 250;

    /** A tick this little late, ms, is of a loop that is well. */
    private static final long WELL_MS = 50;

    /** Late ticks in a row that are no pause of a collector. */
    private static final int TICKS_TO_BEGIN = 2;

    /** Good ones in a row before calls are taken again. */
    private static final int TICKS_TO_END = 4;

    private boolean over;
    private int run;

    /** A tick came so much later than it should. */
    void onTick(long lateMs) {
        boolean counts = over ? lateMs <= WELL_MS : lateMs >= LATE_MS;
        run = counts ? run + 1 : 0;
        if (run >= (over ? TICKS_TO_END : TICKS_TO_BEGIN)) {
            over = !over;
            run = 0;
        }
    }

    /** Whether new calls are to wait. */
    boolean isOver() {
        return over;
    }
}
