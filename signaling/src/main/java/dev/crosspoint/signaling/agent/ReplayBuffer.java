package dev.crosspoint.signaling.agent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The numbered events of one session, printed, newest last: what a client that lost its socket may
 * have missed. Numbers have no gaps, so the oldest kept one follows from the newest.
 */
final class ReplayBuffer {

    private final int maxEvents;
    private final int maxCharacters;
    private final Deque<String> kept = new ArrayDeque<>(4);
    private int characters;
    private long lastSeq;

    ReplayBuffer(int maxEvents, int maxCharacters) {
        this.maxEvents = maxEvents;
        this.maxCharacters = maxCharacters;
    }

    /** Number of the newest event, 0 before the first. */
    long lastSeq() {
        return lastSeq;
    }

    /** Keeps an event under the next number, and lets the oldest go where there is no room. */
    void add(String text) {
        lastSeq++;
        kept.addLast(text);
        characters += text.length();
        while (kept.size() > maxEvents || characters > maxCharacters) {
            characters -= kept.removeFirst().length();
        }
    }

    /** Everything after {@code seq}, oldest first; empty when that cannot be told any more. */
    Optional<List<String>> since(long seq) {
        long missed = lastSeq - seq;
        if (seq < 0 || missed < 0 || missed > kept.size()) {
            return Optional.empty();
        }
        return Optional.of(new ArrayList<>(kept).subList(kept.size() - (int) missed, kept.size()));
    }
}
