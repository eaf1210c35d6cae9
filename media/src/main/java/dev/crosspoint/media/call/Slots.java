package dev.crosspoint.media.call;

/** The slots of a call's hearing matrix that are in use; a prompt has one like a party. */
final class Slots {
    static final int NONE = -1;

    private final int count;
    private long taken;

    Slots(int count) {
        this.count = count;
    }

    /** The lowest free one, taken, or {@link #NONE}. */
    int take() {
        int slot = Long.numberOfTrailingZeros(~taken);
        if (slot >= count) {
            return NONE;
        }
        taken |= 1L << slot;
        return slot;
    }

    void free(int slot) {
        taken &= ~(1L << slot);
    }
}
