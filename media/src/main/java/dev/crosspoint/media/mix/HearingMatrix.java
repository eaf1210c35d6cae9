package dev.crosspoint.media.mix;

import java.util.Objects;

/**
 * Who hears whom: up to 64 slots, each a source and a listener. Hold, mute, whisper, monitoring and
 * conferences are edits of this; it knows none of those words. Nobody hears itself.
 */
public final class HearingMatrix {
    /** As many as fit one word, so that a whole row is compared and cut in one step. */
    public static final int MAX_SLOTS = Long.SIZE;

    private final long[] sources;

    /**
     * @param slots 1 to {@link #MAX_SLOTS}; at first nobody hears anybody
     */
    public HearingMatrix(int slots) {
        if (slots < 1 || slots > MAX_SLOTS) {
            throw new IllegalArgumentException("slots: 1 to " + MAX_SLOTS + ", not " + slots);
        }
        sources = new long[slots];
    }

    public int slots() {
        return sources.length;
    }

    /** Lets a listener hear a source, or no longer. */
    public void set(int listener, int source, boolean hears) {
        Objects.checkIndex(listener, sources.length);
        Objects.checkIndex(source, sources.length);
        if (listener == source && hears) {
            throw new IllegalArgumentException("slot " + listener + " cannot hear itself");
        }
        long bit = 1L << source;
        sources[listener] = hears ? sources[listener] | bit : sources[listener] & ~bit;
    }

    public boolean hears(int listener, int source) {
        Objects.checkIndex(source, sources.length);
        return (sources[listener] >>> source & 1) != 0;
    }

    /** All that a listener hears, bit n for slot n. */
    public long sourcesOf(int listener) {
        return sources[listener];
    }

    /** All that somebody hears, bit n for slot n. */
    public long heard() {
        long heard = 0;
        for (long row : sources) {
            heard |= row;
        }
        return heard;
    }

    /** Empties a slot: it hears nobody, and nobody hears it. */
    public void clear(int slot) {
        sources[slot] = 0;
        for (int listener = 0; listener < sources.length; listener++) {
            sources[listener] &= ~(1L << slot);
        }
    }
}
