package dev.crosspoint.signaling.client;

import java.util.ArrayDeque;
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
    private final long keptMs;
    private final Deque<Event> kept = new ArrayDeque<>(4);
    private int characters;
    private long lastSeq;

    private record Event(String text, long atMs) {}

    /**
     * An empty buffer that keeps events however old they are.
     *
     * @param maxEvents kept at once
     * @param maxCharacters of all that are kept
     */
    public ReplayBuffer(int maxEvents, int maxCharacters) {
        this(maxEvents, maxCharacters, Long.MAX_VALUE);
    }

    /**
     * An empty buffer.
     *
     * @param maxEvents kept at once
     * @param maxCharacters of all that are kept
     * @param keptMs for how long an event is kept; looked at when another comes
     */
    public ReplayBuffer(int maxEvents, int maxCharacters, long keptMs) {
        this.maxEvents = maxEvents;
        this.maxCharacters = maxCharacters;
        this.keptMs = keptMs;
    }

    /** Number of the newest event, 0 before the first. */
    public long lastSeq() {
        return lastSeq;
    }

    /** Keeps an event under the next number, and lets the oldest go where there is no room. */
    public void add(String text) {
        add(text, 0);
    }

    /**
     * Keeps an event under the next number, and lets those go that are too old or for which there
     * is no room.
     *
     * @param atMs when it happened, by one clock for all of them
     */
    public void add(String text, long atMs) {
        lastSeq++;
        kept.addLast(new Event(text, atMs));
        characters += text.length();
        while (!kept.isEmpty() && isOutOfBounds(kept.getFirst(), atMs)) {
            characters -= kept.removeFirst().text().length();
        }
    }

    private boolean isOutOfBounds(Event oldest, long nowMs) {
        return kept.size() > maxEvents
                || characters > maxCharacters
                || nowMs - oldest.atMs() > keptMs;
    }

    /** Everything after {@code seq}, oldest first; empty when that cannot be told any more. */
    public Optional<List<String>> since(long seq) {
        long missed = lastSeq - seq;
        if (seq < 0 || missed < 0 || missed > kept.size()) {
            return Optional.empty();
        }
        return Optional.of(kept.stream().skip(kept.size() - missed).map(Event::text).toList());
    }
}
