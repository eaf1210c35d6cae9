package dev.crosspoint.media.jitter;

/** Where the play-out of a stream stands, in media time: the same whatever it is decoded with. */
final class Position {
    /** Whether the packets' turn has come; if not, we wait until they have aged enough. */
    boolean playing;

    /**
     * Whether it was heard elsewhere until now, so that the first packet is due when it is here.
     */
    boolean continues;

    /** Whether that may be in the first frame. */
    boolean exactly;

    /** Media time at the end of the queue. */
    long queuedTicks;

    /** Media time of the last packet decoded. */
    long decodedTicks;

    /** Duration of the last packet. */
    long packetTicks;

    /**
     * Invented while the buffer was empty: either the delay grows by it, or it stood for a loss.
     */
    long heldTicks;

    Position(long usualPacketTicks) {
        packetTicks = usualPacketTicks;
    }

    /**
     * What was invented while waiting stood for what now turns out to be lost: goes on behind that.
     *
     * @param gapTicks how much is lost
     * @return how much of it is made good
     */
    long makeGood(long gapTicks) {
        if (heldTicks <= 0 || gapTicks <= 0) {
            return 0;
        }
        long stoodFor = Math.min(heldTicks, gapTicks);
        heldTicks = 0;
        queuedTicks += stoodFor;
        return stoodFor;
    }

    /** Begins with a packet of this media time. */
    void start(long ticks) {
        playing = true;
        continues = false;
        heldTicks = 0;
        queuedTicks = ticks;
    }
}
