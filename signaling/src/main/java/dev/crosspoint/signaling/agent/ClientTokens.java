package dev.crosspoint.signaling.agent;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The reconnect tokens of one leg. A token is {@code <leg>.<secret>}: the leg finds its holder, the
 * secret proves it. Older ones stay good until they expire, for the newest may have been on its way
 * when the socket broke.
 */
final class ClientTokens {

    /** Tokens alive at once; with a lifetime of a few renewals there are never more. */
    private static final int MAX_ALIVE = 8;

    private record Token(String text, long expiresMs) {}

    private final String leg;
    private final long lifetimeMs;
    private final Deque<Token> alive = new ArrayDeque<>(2);

    ClientTokens(String leg, long lifetimeMs) {
        this.leg = leg;
        this.lifetimeMs = lifetimeMs;
    }

    /** The leg a token claims to belong to; any text will do. */
    static String legOf(String token) {
        int dot = token.indexOf('.');
        return dot < 0 ? "" : token.substring(0, dot);
    }

    /** A new token; {@code secret} is unguessable. */
    String issue(String secret, long nowMs) {
        String token = leg + "." + secret;
        if (alive.size() == MAX_ALIVE) {
            alive.removeFirst();
        }
        alive.addLast(new Token(token, nowMs + lifetimeMs));
        return token;
    }

    /** Whether the token is one of ours and still good; compared in constant time. */
    boolean accepts(String token, long nowMs) {
        alive.removeIf(t -> t.expiresMs() - nowMs <= 0);
        byte[] claimed = token.getBytes(StandardCharsets.UTF_8);
        boolean found = false;
        for (Token t : alive) {
            found |= MessageDigest.isEqual(t.text().getBytes(StandardCharsets.UTF_8), claimed);
        }
        return found;
    }
}
