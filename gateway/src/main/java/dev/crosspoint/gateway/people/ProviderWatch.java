package dev.crosspoint.gateway.people;

import dev.crosspoint.gateway.access.Tokens;
import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.oidc.OpenIdProvider;
import dev.crosspoint.gateway.oidc.OpenIdProvider.Renewed;
import dev.crosspoint.gateway.oidc.OpenIdProvider.Saying;
import dev.crosspoint.gateway.oidc.ProviderFailure;
import dev.crosspoint.gateway.people.VouchedPeople.Found;
import dev.crosspoint.gateway.store.StoreUnavailable;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks OpenID providers whether those whom they have signed in are still welcome there (IAM-4):
 * every few minutes, by the refresh token. Who is not, is signed out here; who has other groups,
 * has other profiles. A provider that is away changes nothing for an hour, and then it does: the
 * same holds for sign-ins that came without a refresh token.
 */
public final class ProviderWatch implements VouchedSignIns, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProviderWatch.class);

    /** How long a sign-in goes on that nobody vouches for any more. */
    private static final long LONGEST_UNKNOWN_NANOS = TimeUnit.HOURS.toNanos(1);

    private static final int LOOK_SECONDS = 5;
    private static final int ASKED_AT_ONCE = 4;
    private static final Executor ASIDE =
            work -> Thread.ofVirtual().name("provider question").start(work);

    private final Map<Tenant, OpenIdProvider> providers;
    private final VouchedPeople people;
    private final Tokens tokens;
    private final LongSupplier nanoClock;
    private final Consumer<AuditEvent> audit;
    private final Map<String, Watched> all = new ConcurrentHashMap<>();

    /** Those that are being asked about. */
    private final Set<String> asking = ConcurrentHashMap.newKeySet();

    /** Of each tenant its own: whose provider hangs keeps nobody else waiting. */
    private final Map<Tenant, Semaphore> permits = new ConcurrentHashMap<>();

    private final ScheduledExecutorService clockwork =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("provider watch").factory());

    /**
     * A sign-in, by the sum of its token.
     *
     * @param subject who that was at the provider
     * @param refreshToken null for none
     * @param knownNanos when it was last known that somebody was welcome
     * @param nextNanos when to ask again
     */
    private record Watched(
            Tenant tenant,
            String user,
            @Nullable String subject,
            @Nullable Private refreshToken,
            long knownNanos,
            long nextNanos) {
        Watched with(Private otherToken) {
            return new Watched(tenant, user, subject, otherToken, knownNanos, nextNanos);
        }

        Watched at(long known, long next) {
            return new Watched(tenant, user, subject, refreshToken, known, next);
        }
    }

    public ProviderWatch(
            Map<Tenant, OpenIdProvider> providers,
            People people,
            PeopleRecords records,
            Tokens tokens,
            LongSupplier nanoClock,
            Consumer<AuditEvent> audit) {
        this.providers = Map.copyOf(providers);
        this.people = new VouchedPeople(people, records);
        this.tokens = tokens;
        this.nanoClock = nanoClock;
        this.audit = audit;
    }

    /** Looks every few seconds who is to be asked about. */
    public void start() {
        var _ =
                clockwork.scheduleWithFixedDelay(
                        () -> {
                            try {
                                var _ = look();
                            } catch (RuntimeException e) {
                                LOG.error("sign-ins could not be looked at", e);
                            }
                        },
                        LOOK_SECONDS,
                        LOOK_SECONDS,
                        TimeUnit.SECONDS);
    }

    @Override
    public void began(String token, Person person, Vouched by) {
        long now = nanoClock.getAsLong();
        var watched =
                new Watched(
                        person.tenant(),
                        person.id(),
                        person.subject(),
                        by.refreshToken(),
                        now,
                        now + between(person.tenant()));
        all.put(Tokens.sum(token), watched);
    }

    private long between(Tenant tenant) {
        var provider = providers.get(tenant);
        return provider == null
                ? LONGEST_UNKNOWN_NANOS
                : TimeUnit.MINUTES.toNanos(provider.settings().recheckMinutes());
    }

    /**
     * Ends what nobody has vouched for in an hour, and asks about everybody whose time has come.
     *
     * @return completes when all of those have been asked about
     */
    CompletableFuture<Void> look() {
        // One whose time is over may have a call that goes on: until then it is asked about.
        all.keySet().removeIf(tokens::isEndedSum);
        long now = nanoClock.getAsLong();
        var asked = new ArrayList<CompletableFuture<Void>>();
        for (var entry : Map.copyOf(all).entrySet()) {
            var watched = entry.getValue();
            if (now - watched.knownNanos() >= LONGEST_UNKNOWN_NANOS) {
                end(entry.getKey(), watched);
            } else if (now - watched.nextNanos() >= 0 && asking.add(entry.getKey())) {
                asked.add(CompletableFuture.runAsync(() -> ask(entry.getKey(), watched), ASIDE));
            }
        }
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new));
    }

    private void ask(String sum, Watched watched) {
        var permit = permits.computeIfAbsent(watched.tenant(), _ -> new Semaphore(ASKED_AT_ONCE));
        permit.acquireUninterruptibly();
        try {
            var provider = providers.get(watched.tenant());
            var known = watched.refreshToken();
            if (provider == null || known == null) {
                later(sum, watched);
            } else {
                ask(sum, watched, provider, known);
            }
        } catch (StoreUnavailable e) {
            LOG.debug("somebody's profiles stay as they are: {}", e.getMessage());
            later(sum, watched);
        } catch (RuntimeException e) {
            LOG.error("a sign-in could not be looked at", e);
            later(sum, watched);
        } finally {
            permit.release();
            asking.remove(sum);
        }
    }

    private void ask(String sum, Watched watched, OpenIdProvider provider, Private known)
            throws StoreUnavailable {
        Renewed renewed;
        try {
            renewed = provider.renew(known);
        } catch (ProviderFailure e) {
            switch (e.kind()) {
                case REFUSED -> end(sum, watched);
                case AWAY, UNTRUSTED -> later(sum, watched);
            }
            return;
        }
        // The old token may be worthless from now on, whatever else is found.
        var next = watched.with(renewed.refreshToken());
        if (!all.replace(sum, watched, next)) {
            return;
        }
        switch (renewed.saying()) {
            case Saying.Nothing() -> welcome(sum, next);
            case Saying.Doubtful _ -> later(sum, next);
            case Saying.Claimed(var claims) -> {
                boolean isWelcome =
                        claims.subject().equals(watched.subject())
                                && people.find(watched.tenant(), provider.settings(), claims)
                                        instanceof Found.Welcome;
                if (isWelcome) {
                    welcome(sum, next);
                } else {
                    end(sum, next);
                }
            }
        }
    }

    private void welcome(String sum, Watched watched) {
        long now = nanoClock.getAsLong();
        all.replace(sum, watched, watched.at(now, now + between(watched.tenant())));
    }

    /** Nobody knows: it goes on as it is, for a while. */
    private void later(String sum, Watched watched) {
        long next = nanoClock.getAsLong() + between(watched.tenant());
        all.replace(sum, watched, watched.at(watched.knownNanos(), next));
    }

    private void end(String sum, Watched watched) {
        all.remove(sum);
        tokens.revokeSum(sum)
                .ifPresent(agent ->
                        audit.accept(
                                AuditEvent.now(
                                        new Actor.Gateway(),
                                        watched.tenant(),
                                        new Deed.EndedByProvider(agent.agentId()))));
    }

    @Override
    public void close() {
        clockwork.shutdownNow();
    }
}
