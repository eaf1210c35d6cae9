package dev.crosspoint.loadtest.phone;

import dev.crosspoint.loadtest.measure.CallSound;

/** What all phones of a bank have done so far. Belongs to the loop. */
public final class PhoneCounts {
    private long calls;
    private long answered;
    private long refused;
    private long postponed;
    private long unconfirmed;
    private long heard;
    private long lost;

    PhoneCounts() {}

    /**
     * All of it at one moment.
     *
     * @param calls that telephones made
     * @param answered of these
     * @param refused of these
     * @param postponed of the refused: those that may try again later
     * @param unconfirmed ends that the gateway did not confirm
     * @param open telephones' calls that are not over
     * @param heard packets, in calls that are over
     * @param lost packets, likewise
     */
    public record Totals(
            long calls,
            long answered,
            long refused,
            long postponed,
            long unconfirmed,
            long open,
            long heard,
            long lost) {}

    void called() {
        calls++;
    }

    void answered() {
        answered++;
    }

    void refused(boolean later) {
        refused++;
        postponed += later ? 1 : 0;
    }

    long postponed() {
        return postponed;
    }

    void ended(CallSound sound, boolean confirmed) {
        heard += sound.packets();
        lost += sound.lost();
        unconfirmed += confirmed ? 0 : 1;
    }

    Totals totals(int open) {
        return new Totals(calls, answered, refused, postponed, unconfirmed, open, heard, lost);
    }
}
