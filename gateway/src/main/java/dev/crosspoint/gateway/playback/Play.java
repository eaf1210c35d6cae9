package dev.crosspoint.gateway.playback;

import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.media.api.Ids.RecordingId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Somebody plays a recording: which stretches of it are on record as sent, and which as reported.
 * Any thread.
 */
final class Play {
    /**
     * What is on record at once: the audit says which half minute was sent, and an hour makes a
     * hundred and twenty events at most, however a browser asks for it.
     */
    static final long STRETCH_MS = 30_000;

    private final String id;
    private final AgentKey who;
    private final String token;
    private final RecordingId recording;
    private final Optional<String> contact;
    private final Spans sent = new Spans();
    private final Spans heard = new Spans();
    private final ReentrantLock lock = new ReentrantLock();
    private volatile long usedNanos;

    /** Puts stretches on record; returns when that is durable. */
    interface Trail {
        void durably(List<Span> stretches) throws CannotPlay, InterruptedException;
    }

    /**
     * A new one.
     *
     * @param id by which its events belong together; opens nothing
     * @param token of the sign-in that it ends with
     */
    Play(
            String id,
            AgentKey who,
            String token,
            RecordingId recording,
            Optional<String> contact,
            long nowNanos) {
        this.id = id;
        this.who = who;
        this.token = token;
        this.recording = recording;
        this.contact = contact;
        this.usedNanos = nowNanos;
    }

    String id() {
        return id;
    }

    AgentKey who() {
        return who;
    }

    String token() {
        return token;
    }

    RecordingId recording() {
        return recording;
    }

    Optional<String> contact() {
        return contact;
    }

    void used(long nowNanos) {
        usedNanos = nowNanos;
    }

    long usedNanos() {
        return usedNanos;
    }

    /**
     * Before sound is sent: what of its time is not on record as sent comes on record, in whole
     * stretches.
     *
     * @param durationMs of the recording
     */
    void beforeSending(Span span, long durationMs, Trail trail)
            throws CannotPlay, InterruptedException {
        if (!span.isEmpty()) {
            once(sent, List.of(stretches(span, durationMs)), trail);
        }
    }

    /** What a page says that it has played, unless it said so before. */
    void reported(List<Span> spans, Trail trail) throws CannotPlay, InterruptedException {
        var merged = new Spans();
        spans.forEach(merged::add);
        once(heard, merged.all(), trail);
    }

    private void once(Spans known, List<Span> spans, Trail trail)
            throws CannotPlay, InterruptedException {
        lock.lockInterruptibly();
        try {
            var missing = spans.stream().flatMap(s -> known.missingOf(s).stream()).toList();
            if (!missing.isEmpty()) {
                trail.durably(missing);
                missing.forEach(known::add);
            }
        } finally {
            lock.unlock();
        }
    }

    private static Span stretches(Span span, long durationMs) {
        long from = span.fromMs() / STRETCH_MS * STRETCH_MS;
        long to = Math.ceilDiv(span.toMs(), STRETCH_MS) * STRETCH_MS;
        // To whole seconds, in which events are; a rest behind the last one is heard too.
        long end = Math.ceilDiv(Math.max(durationMs, span.toMs()), 1000L) * 1000;
        return new Span(from, Math.max(from, Math.min(to, end)));
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "Play[" + id + "]";
    }
}
