package dev.crosspoint.media.record;

/** Counts what a channel is made of. */
final class Tally {
    private final int rateHz;
    private long spoken;
    private long concealed;
    private long silent;
    private long packets;
    private long lost;
    private long recovered;
    private long late;
    private long duplicate;
    private long unreadable;

    Tally(int rateHz) {
        this.rateHz = rateHz;
    }

    /** A packet was heard, before which some are missing. */
    void heard(long missing) {
        packets++;
        lost += missing;
    }

    void recovered() {
        recovered++;
    }

    void late() {
        late++;
    }

    void duplicate() {
        duplicate++;
    }

    void unreadable() {
        unreadable++;
    }

    /** So many samples are these; see {@link Strip}. */
    void samples(byte[] heard, int samples) {
        int spokenHere = 0;
        int concealedHere = 0;
        for (int i = 0; i < samples; i++) {
            spokenHere += heard[i] >> 1;
            concealedHere += heard[i] & 1;
        }
        spoken += spokenHere;
        concealed += concealedHere;
        silent += samples - spokenHere - concealedHere;
    }

    Rendering.Side side() {
        return new Rendering.Side(
                spoken * 1000 / rateHz,
                concealed * 1000 / rateHz,
                silent * 1000 / rateHz,
                packets,
                lost,
                recovered,
                late,
                duplicate,
                unreadable);
    }
}
