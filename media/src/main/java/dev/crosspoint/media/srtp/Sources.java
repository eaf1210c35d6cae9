package dev.crosspoint.media.srtp;

import org.jspecify.annotations.Nullable;

/**
 * What is known of each SSRC of one direction. Nothing is ever dropped: an SSRC that comes back
 * must not be able to bring its old packets along.
 *
 * @param <S> what is known of one
 */
final class Sources<S> {
    /**
     * A peer changes its SSRC on a transfer or for an announcement, seldom more than a few times
     * between two key exchanges. Only somebody with the key can use up the places.
     */
    static final int MAX_SOURCES = 32;

    private final int[] ssrcs = new int[MAX_SOURCES];
    private final @Nullable Object[] known = new Object[MAX_SOURCES];
    private int size;

    @SuppressWarnings("unchecked") // add is the only one to put anything in
    @Nullable S find(int ssrc) {
        for (int i = 0; i < size; i++) {
            if (ssrcs[i] == ssrc) {
                return (S) known[i];
            }
        }
        return null;
    }

    boolean isEmpty() {
        return size == 0;
    }

    boolean isFull() {
        return size == MAX_SOURCES;
    }

    /**
     * Takes in a source that is not known yet.
     *
     * @throws IllegalStateException when there is no place; whoever takes in what others send asks
     *     first
     */
    void add(int ssrc, S source) {
        if (isFull()) {
            throw new IllegalStateException("more than " + MAX_SOURCES + " SSRCs");
        }
        ssrcs[size] = ssrc;
        known[size++] = source;
    }
}
