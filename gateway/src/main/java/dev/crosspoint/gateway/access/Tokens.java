package dev.crosspoint.gateway.access;

import dev.crosspoint.signaling.api.Tenant;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
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

    /** How long it is believed that somebody is who signed in, for what must not go wrong. */
    public static final long PROVEN_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final Map<String, Grant> grants = new ConcurrentHashMap<>();
    private final SecureRandom random;
    private final LongSupplier nanoClock;
    private final long lifetimeNanos;
    private final long idleNanos;

    /** One sign-in; its times are in the terms of the clock. */
    private static final class Grant {
        private final AgentIdentity agent;
        private final long sinceNanos;
        private volatile Standing standing;
        private volatile long usedNanos;
        private volatile long provenNanos;

        Grant(AgentIdentity agent, Standing standing, boolean proven, long nowNanos) {
            this.agent = agent;
            this.standing = standing;
            this.sinceNanos = nowNanos;
            this.usedNanos = nowNanos;
            this.provenNanos = proven ? nowNanos : nowNanos - PROVEN_NANOS;
        }
    }

    /**
     * What a sign-in stands on.
     *
     * @param epoch of the person; a higher one ends it
     */
    public record Standing(long epoch, Set<Permission> permissions) {
        public Standing {
            permissions = Set.copyOf(permissions);
        }

        /** Whether a sign-in with this goes on when it is like that now. */
        boolean holdsIn(Standing now) {
            return epoch == now.epoch && now.permissions.containsAll(permissions);
        }

        boolean isAdministrative() {
            return Permission.isAdministrative(permissions);
        }
    }

    /** What people stand on now. */
    @FunctionalInterface
    public interface Roster {
        /** Empty for somebody who may not sign in. */
        Optional<Standing> of(Tenant tenant, String id);
    }

    /**
     * No sign-ins yet.
     *
     * @param nanoClock monotonic time, ns
     * @param lifetimeNanos how long a token is good
     * @param idleNanos how long one is good that nobody uses
     */
    public Tokens(SecureRandom random, LongSupplier nanoClock, long lifetimeNanos, long idleNanos) {
        this.random = random;
        this.nanoClock = nanoClock;
        this.lifetimeNanos = lifetimeNanos;
        this.idleNanos = idleNanos;
    }

    /** A new token for somebody who has just shown to be that: opaque, URL-safe. */
    public String issue(AgentIdentity agent, Standing standing) {
        return issue(agent, standing, true);
    }

    /**
     * A new token: opaque, URL-safe.
     *
     * @param proven whether somebody has just shown to be that, and not to others long ago
     */
    public String issue(AgentIdentity agent, Standing standing, boolean proven) {
        forgetExpired();
        limit(agent);
        var bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        var token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        grants.put(sum(token), new Grant(agent, standing, proven, nanoClock.getAsLong()));
        return token;
    }

    @Override
    public Optional<AgentIdentity> byToken(String token) {
        var grant = good(token);
        grant.ifPresent(found -> found.usedNanos = nanoClock.getAsLong());
        return grant.map(found -> found.agent);
    }

    @Override
    public boolean isEnded(String token) {
        return !grants.containsKey(sum(token));
    }

    @Override
    public boolean isProven(String token) {
        return good(token)
                .filter(grant -> nanoClock.getAsLong() - grant.provenNanos < PROVEN_NANOS)
                .isPresent();
    }

    /** Whoever has this token has just shown again to be who signed in. */
    public void proved(String token) {
        good(token).ifPresent(grant -> grant.provenNanos = nanoClock.getAsLong());
    }

    /** A sign-in goes on although its person has changed, because it made the change. */
    public void keep(String token, Standing standing) {
        good(token).ifPresent(grant -> grant.standing = standing);
    }

    /** Ends a token; whose it was, if it was good. */
    public Optional<AgentIdentity> revoke(String token) {
        return revokeSum(sum(token));
    }

    /** As {@link #isEnded}, of the token of that sum. */
    public boolean isEndedSum(String sum) {
        return !grants.containsKey(sum);
    }

    /** Ends the token of that sum; whose it was, if it was good. */
    public Optional<AgentIdentity> revokeSum(String sum) {
        return Optional.ofNullable(grants.remove(sum))
                .filter(grant -> !isExpired(grant))
                .map(grant -> grant.agent);
    }

    /**
     * Ends the sign-ins of those who may not sign in any more, whose epoch is another, or who may
     * do less. Whoever has come to administer by it has not shown what that takes: the sign-in goes
     * on, and is not proven.
     *
     * @param tenant whose people have changed
     * @return how many
     */
    public int review(Tenant tenant, Roster roster) {
        int ended = 0;
        for (var entry : Map.copyOf(grants).entrySet()) {
            var grant = entry.getValue();
            if (grant.agent.tenant().equals(tenant)) {
                var now = roster.of(tenant, grant.agent.agentId());
                if (now.isPresent() && grant.standing.holdsIn(now.get())) {
                    if (now.get().isAdministrative() && !grant.standing.isAdministrative()) {
                        grant.provenNanos = nanoClock.getAsLong() - PROVEN_NANOS;
                    }
                    grant.standing = now.get();
                } else if (grants.remove(entry.getKey(), grant)) {
                    ended++;
                }
            }
        }
        return ended;
    }

    private Optional<Grant> good(String token) {
        return Optional.ofNullable(grants.get(sum(token))).filter(grant -> !isExpired(grant));
    }

    private void limit(AgentIdentity agent) {
        var own =
                grants.entrySet().stream()
                        .filter(entry -> isSame(entry.getValue().agent, agent))
                        .sorted(
                                Map.Entry.comparingByValue(
                                        (a, b) -> Long.signum(a.sinceNanos - b.sinceNanos)))
                        .map(Map.Entry::getKey)
                        .toList();
        own.stream().limit(Math.max(0, own.size() - MOST_PER_AGENT + 1)).forEach(grants::remove);
    }

    /** A day later nobody asks any more whether it had ended. */
    private void forgetExpired() {
        long longest = lifetimeNanos + TimeUnit.DAYS.toNanos(1);
        long now = nanoClock.getAsLong();
        grants.values().removeIf(grant -> now - grant.sinceNanos >= longest);
    }

    private boolean isExpired(Grant grant) {
        long now = nanoClock.getAsLong();
        return now - grant.sinceNanos >= lifetimeNanos || now - grant.usedNanos >= idleNanos;
    }

    private static boolean isSame(AgentIdentity a, AgentIdentity b) {
        return a.tenant().equals(b.tenant()) && a.agentId().equals(b.agentId());
    }

    /** As which a token is kept. */
    public static String sum(String token) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return Base64.getEncoder()
                    .encodeToString(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
