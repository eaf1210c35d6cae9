package dev.crosspoint.media.jitter;

/**
 * Whether it pays to keep one packet more: when packets get lost, and their successors carry copies
 * of them.
 */
final class LossWatch {
    /** Packets over which loss is averaged; 5 s of 20 ms packets. */
    private static final int MEMORY = 250;

    /** From this part of loss on, what is recovered is worth the delay. */
    private static final float WORTH_WAITING = 0.01f;

    private float lostPart;
    private int sinceCopy = MEMORY;

    /**
     * One packet's turn has come.
     *
     * @param lost it was not here
     * @param copies the packet here, or the next one, carries a copy
     */
    void onPacket(boolean lost, boolean copies) {
        lostPart += ((lost ? 1 : 0) - lostPart) / MEMORY;
        sinceCopy = copies ? 0 : Math.min(sinceCopy + 1, MEMORY);
    }

    boolean worthWaiting() {
        return lostPart > WORTH_WAITING && sinceCopy < MEMORY;
    }
}
