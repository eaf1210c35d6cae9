package dev.crosspoint.signaling.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What requests with an idempotency key were answered with, for {@link #KEPT_MS}: so that a client
 * that lost its socket may ask again without a second execution.
 */
final class RecentAnswers {

    /** The member of {@code params} that carries the key. */
    static final String MEMBER = "idempotencyKey";

    /** How long a key is remembered. */
    static final long KEPT_MS = 5 * 60_000;

    /** Keys remembered at once: three a second. Forgetting one early could execute it twice. */
    static final int MAX_KEYS = 1024;

    /** What is known of a key. */
    sealed interface Found {
        /** Nothing: it is remembered from now on as running. */
        record New() implements Found {}

        /** The same request has been answered. */
        record Answered(Answer answer) implements Found {}

        /** The same request is being executed under this call. */
        record Running(long call) implements Found {}

        /** Another request has this key. */
        record Conflict() implements Found {}

        /** No room for another key. */
        record Full() implements Found {}
    }

    private static final class Entry {
        private final byte[] fingerprint;
        private final long expiresMs;
        private final long call;
        private @Nullable Answer answer;

        Entry(byte[] fingerprint, long expiresMs, long call) {
            this.fingerprint = fingerprint;
            this.expiresMs = expiresMs;
            this.call = call;
        }
    }

    private final Map<String, Entry> entries = new LinkedHashMap<>(4);

    /**
     * Looks a key up.
     *
     * @param call under which the request will be executed if it is new
     */
    Found find(String key, byte[] fingerprint, long call, long nowMs) {
        expire(nowMs);
        Entry entry = entries.get(key);
        if (entry == null) {
            if (entries.size() == MAX_KEYS) {
                return new Found.Full();
            }
            entries.put(key, new Entry(fingerprint, nowMs + KEPT_MS, call));
            return new Found.New();
        }
        if (!MessageDigest.isEqual(entry.fingerprint, fingerprint)) {
            return new Found.Conflict();
        }
        return entry.answer == null
                ? new Found.Running(entry.call)
                : new Found.Answered(entry.answer);
    }

    /** The request has been answered. */
    void answered(String key, Answer answer) {
        Entry entry = entries.get(key);
        if (entry != null) {
            entry.answer = answer;
        }
    }

    /** The request was refused before anything was executed: it may be asked again. */
    void forget(String key) {
        entries.remove(key);
    }

    /** What two requests must share to be the same: method and params, text for text. */
    static byte[] fingerprint(String method, ObjectNode params) {
        ObjectNode rest = params.deepCopy();
        rest.remove(MEMBER);
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest((method + '\n' + rest).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private void expire(long nowMs) {
        Iterator<Entry> oldestFirst = entries.values().iterator();
        while (oldestFirst.hasNext() && oldestFirst.next().expiresMs - nowMs <= 0) {
            oldestFirst.remove();
        }
    }
}
