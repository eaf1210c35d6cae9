package dev.crosspoint.gateway.access;

import dev.crosspoint.gateway.access.AgentDirectory.AgentIdentity;
import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.audit.AuditEvent.Origin;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Signing in and out of local accounts. A wrong password and an unknown name get the same answer
 * after the same work. Attempts are limited by name and by address before any work is done.
 */
public final class SignIn {
    private static final int BURST_PER_USER = 5;
    private static final long REFILL_PER_USER_NANOS = TimeUnit.SECONDS.toNanos(12);
    private static final int BURST_PER_ADDRESS = 20;
    private static final long REFILL_PER_ADDRESS_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final int MAX_NAMES = 10_000;

    private final Map<Key, Account> accounts = new HashMap<>();
    private final Private nobodysHash;
    private final Tokens tokens;
    private final Worker worker;
    private final LongSupplier nanoClock;
    private final Consumer<AuditEvent> audit;
    private final AttemptLimit perUser =
            new AttemptLimit(BURST_PER_USER, REFILL_PER_USER_NANOS, MAX_NAMES);
    private final AttemptLimit perAddress =
            new AttemptLimit(BURST_PER_ADDRESS, REFILL_PER_ADDRESS_NANOS, MAX_NAMES);

    private record Key(Tenant tenant, String agentId) {}

    /** Runs blocking work elsewhere, bounded: 19 MiB and 50 ms each. */
    @FunctionalInterface
    public interface Worker {
        Future<Boolean> run(Callable<Boolean> work);
    }

    /** What came of an attempt. */
    public sealed interface Outcome {
        /** Welcome. */
        record Accepted(String token, AgentIdentity agent) implements Outcome {
            @Override
            public String toString() {
                return "Accepted[" + agent.agentId() + "]";
            }
        }

        /** Wrong name or wrong password; which of them is not said. */
        record Rejected() implements Outcome {}

        /** Too many attempts. */
        record TooMany(long retryAfterSeconds) implements Outcome {}
    }

    /**
     * A desk with these accounts.
     *
     * @param nobodysHash hash of a random password, that unknown names are measured against
     * @param audit is told of every attempt that was looked at, and of every end
     */
    public SignIn(
            List<Account> accounts,
            Private nobodysHash,
            Tokens tokens,
            Worker worker,
            LongSupplier nanoClock,
            Consumer<AuditEvent> audit) {
        for (var account : accounts) {
            this.accounts.put(new Key(account.tenant(), account.agentId()), account);
        }
        this.nobodysHash = nobodysHash;
        this.tokens = tokens;
        this.worker = worker;
        this.nanoClock = nanoClock;
        this.audit = audit;
    }

    /**
     * Tries to sign in.
     *
     * @param address of the client, for the limit and the record
     */
    public Future<Outcome> attempt(Tenant tenant, String user, String password, String address) {
        long now = nanoClock.getAsLong();
        var key = new Key(tenant, user);
        long waitNanos = perAddress.take(address, now);
        if (waitNanos == 0) {
            waitNanos = perUser.take(key.toString(), now);
        }
        if (waitNanos > 0) {
            long seconds = Math.ceilDiv(waitNanos, TimeUnit.SECONDS.toNanos(1));
            return Future.succeededFuture(new Outcome.TooMany(seconds));
        }
        var account = accounts.get(key);
        var hash = account == null ? nobodysHash : account.passwordHash();
        return worker.run(() -> PasswordHash.matches(password, hash))
                .map(matches -> {
                    if (account == null || !matches) {
                        var known = Optional.ofNullable(account).map(Account::agentId);
                        var failed = new Deed.FailedToSignIn(known);
                        audit.accept(
                                AuditEvent.now(
                                        new Actor.Stranger(), Origin.of(address), tenant, failed));
                        return new Outcome.Rejected();
                    }
                    perUser.giveBack(key.toString(), now);
                    perAddress.giveBack(address, now);
                    return welcome(account, address);
                });
    }

    /** Ends a sign-in. Idempotent. */
    public void end(String token) {
        tokens.revoke(token)
                .ifPresent(
                        agent -> audit(agent, Origin.UNKNOWN, new Deed.SignedOut(agent.agentId())));
    }

    private Outcome welcome(Account account, String address) {
        var agent = new AgentIdentity(account.tenant(), account.agentId(), account.displayName());
        audit(agent, Origin.of(address), new Deed.SignedIn(agent.agentId()));
        return new Outcome.Accepted(tokens.issue(agent), agent);
    }

    private void audit(AgentIdentity agent, Origin from, Deed what) {
        audit.accept(AuditEvent.now(new Actor.Agent(agent.agentId()), from, agent.tenant(), what));
    }
}
