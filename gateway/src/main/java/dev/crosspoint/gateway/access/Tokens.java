package dev.crosspoint.gateway.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The sign-ins that are good now, in memory: a restart signs everybody out. Tokens are kept only as
 * SHA-256 sums, so neither a heap dump nor the timing of a look-up gives one away. Safe for use by
 * several threads.
 */
public final class Tokens implements AgentDirectory {
    private static final int TOKEN_BYTES = 32;

    /** Sign-ins of one agent that are good at once; the oldest ends with one more. */
    private static final int MOST_PER_AGENT = 8;

    private final Map<String, Grant> grants = new ConcurrentHashMap<>();
    private final SecureRandom random;
    private final LongSupplier nanoClock;
    private final long lifetimeNanos;

    private record Grant(AgentIdentity agent, long sinceNanos) {}

    /**
     * No sign-ins yet.
     *
     * @param nanoClock monotonic time, ns
     * @param lifetimeNanos how long a token is good
     */
    public Tokens(SecureRandom random, LongSupplier nanoClock, long lifetimeNanos) {
        this.random = random;
        this.nanoClock = nanoClock;
        this.lifetimeNanos = lifetimeNanos;
    }

    /** A new token for an agent: opaque, URL-safe. */
    String issue(AgentIdentity agent) {
        forgetExpired();
        limit(agent);
        var bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        var token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        grants.put(sum(token), new Grant(agent, nanoClock.getAsLong()));
        return token;
    }

    @Override
    public Optional<AgentIdentity> byToken(String token) {
        return Optional.ofNullable(grants.get(sum(token)))
                .filter(grant -> !isExpired(grant))
                .map(Grant::agent);
    }

    /** Ends a token; whose it was, if it was good. */
    Optional<AgentIdentity> revoke(String token) {
        return Optional.ofNullable(grants.remove(sum(token)))
                .filter(grant -> !isExpired(grant))
                .map(Grant::agent);
    }

    private void limit(AgentIdentity agent) {
        var own =
                grants.entrySet().stream()
                        .filter(entry -> isSame(entry.getValue().agent(), agent))
                        .sorted(
                                Map.Entry.comparingByValue(
                                        (a, b) -> Long.signum(a.sinceNanos() - b.sinceNanos())))
                        .map(Map.Entry::getKey)
                        .toList();
        own.stream().limit(Math.max(0, own.size() - MOST_PER_AGENT + 1)).forEach(grants::remove);
    }

    private void forgetExpired() {
        grants.values().removeIf(this::isExpired);
    }

    private boolean isExpired(Grant grant) {
        return nanoClock.getAsLong() - grant.sinceNanos() >= lifetimeNanos;
    }

    private static boolean isSame(AgentIdentity a, AgentIdentity b) {
        return a.tenant().equals(b.tenant()) && a.agentId().equals(b.agentId());
    }

    private static String sum(String token) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return Base64.getEncoder()
                    .encodeToString(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
