package dev.crosspoint.signaling.client;

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
 * that lost its connection may ask again without a second execution.
 *
 * @param <A> what requests are answered with
 */
public final class RecentAnswers<A> {

    /** How long a key is remembered. */
    public static final long KEPT_MS = 5 * 60_000;

    /** Keys remembered at once: three a second. Forgetting one early could execute it twice. */
    public static final int MAX_KEYS = 1024;

    /** Longest key, characters. */
    public static final int MAX_KEY_LENGTH = 64;

    /** What is known of a key. */
    public sealed interface Found<A> {
        /** Nothing: it is remembered from now on as running. */
        record New<A>() implements Found<A> {}

        /** The same request has been answered. */
        record Answered<A>(A answer) implements Found<A> {}

        /** The same request is being executed under this call. */
        record Running<A>(long call) implements Found<A> {}

        /** Another request has this key. */
        record Conflict<A>() implements Found<A> {}

        /** No room for another key. */
        record Full<A>() implements Found<A> {}
    }

    private static final class Entry<A> {
        private final byte[] fingerprint;
        private final long expiresMs;
        private final long call;
        private @Nullable A answer;

        Entry(byte[] fingerprint, long expiresMs, long call) {
            this.fingerprint = fingerprint;
            this.expiresMs = expiresMs;
            this.call = call;
        }
    }

    private final Map<String, Entry<A>> entries = new LinkedHashMap<>(4);

    /**
     * Looks a key up.
     *
     * @param fingerprint as {@link #fingerprint} makes it
     * @param call under which the request will be executed if it is new
     * @param nowMs any monotonic clock, from 0
     */
    public Found<A> find(String key, byte[] fingerprint, long call, long nowMs) {
        expire(nowMs);
        Entry<A> entry = entries.get(key);
        if (entry == null) {
            if (entries.size() == MAX_KEYS) {
                return new Found.Full<>();
            }
            entries.put(key, new Entry<>(fingerprint, nowMs + KEPT_MS, call));
            return new Found.New<>();
        }
        if (!MessageDigest.isEqual(entry.fingerprint, fingerprint)) {
            return new Found.Conflict<>();
        }
        return entry.answer == null
                ? new Found.Running<>(entry.call)
                : new Found.Answered<>(entry.answer);
    }

    /** The request has been answered. */
    public void answered(String key, A answer) {
        Entry<A> entry = entries.get(key);
        if (entry != null) {
            entry.answer = answer;
        }
    }

    /** The request was refused before anything was executed: it may be asked again. */
    public void forget(String key) {
        entries.remove(key);
    }

    /**
     * What two requests must share to be the same.
     *
     * @param what is asked for
     * @param params of it without the key, text for text
     */
    public static byte[] fingerprint(String what, ObjectNode params) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest((what + '\n' + params).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private void expire(long nowMs) {
        Iterator<Entry<A>> oldestFirst = entries.values().iterator();
        while (oldestFirst.hasNext() && oldestFirst.next().expiresMs - nowMs <= 0) {
            oldestFirst.remove();
        }
    }
}
