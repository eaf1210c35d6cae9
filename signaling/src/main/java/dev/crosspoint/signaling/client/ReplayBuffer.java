package dev.crosspoint.signaling.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Numbered events, printed, newest last: what a client that lost its connection may have missed.
 * Numbers have no gaps, so the oldest kept one follows from the newest.
 */
public final class ReplayBuffer {

    private final int maxEvents;
    private final int maxCharacters;
    private final Deque<String> kept = new ArrayDeque<>(4);
    private int characters;
    private long lastSeq;

    /**
     * An empty buffer.
     *
     * @param maxEvents kept at once
     * @param maxCharacters of all that are kept
     */
    public ReplayBuffer(int maxEvents, int maxCharacters) {
        this.maxEvents = maxEvents;
        this.maxCharacters = maxCharacters;
    }

    /** Number of the newest event, 0 before the first. */
    public long lastSeq() {
        return lastSeq;
    }

    /** Keeps an event under the next number, and lets the oldest go where there is no room. */
    public void add(String text) {
        lastSeq++;
        kept.addLast(text);
        characters += text.length();
        while (kept.size() > maxEvents || characters > maxCharacters) {
            characters -= kept.removeFirst().length();
        }
    }

    /** Everything after {@code seq}, oldest first; empty when that cannot be told any more. */
    public Optional<List<String>> since(long seq) {
        long missed = lastSeq - seq;
        if (seq < 0 || missed < 0 || missed > kept.size()) {
            return Optional.empty();
        }
        return Optional.of(new ArrayList<>(kept).subList(kept.size() - (int) missed, kept.size()));
    }
}
