package dev.crosspoint.gateway.people;

import dev.crosspoint.gateway.access.Tokens;
import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.oidc.OpenIdProvider;
import dev.crosspoint.gateway.oidc.ProviderFailure;
import dev.crosspoint.gateway.people.VouchedPeople.Found;
import dev.crosspoint.gateway.store.StoreUnavailable;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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

    private final Map<Tenant, OpenIdProvider> providers;
    private final VouchedPeople people;
    private final Tokens tokens;
    private final LongSupplier nanoClock;
    private final Consumer<AuditEvent> audit;
    private final Map<String, Watched> all = new ConcurrentHashMap<>();
    private final Semaphore permits = new Semaphore(ASKED_AT_ONCE);
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
            long nextNanos) {}

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
                                look();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
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

    /** Asks about everybody whose time has come, a few at once, and waits for the answers. */
    void look() throws InterruptedException {
        all.keySet().removeIf(sum -> !tokens.isGoodSum(sum));
        long now = nanoClock.getAsLong();
        var due =
                all.entrySet().stream()
                        .filter(entry -> now - entry.getValue().nextNanos() >= 0)
                        .map(Map.Entry::getKey)
                        .toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var sum : due) {
                permits.acquire();
                threads.execute(() -> {
                    try {
                        ask(sum);
                    } finally {
                        permits.release();
                    }
                });
            }
        }
    }

    private void ask(String sum) {
        var watched = all.get(sum);
        var provider = watched == null ? null : providers.get(watched.tenant());
        if (watched == null || provider == null) {
            return;
        }
        try {
            var known = watched.refreshToken();
            if (known == null) {
                unknown(sum, watched);
                return;
            }
            var signedIn = provider.renew(known);
            // The old token may be worthless now, whatever else is found.
            all.replace(sum, watched, renewed(watched, signedIn.refreshToken().orElse(known)));
            if (signedIn.claims().isEmpty()) {
                return;
            }
            var claims = signedIn.claims().get();
            boolean same = claims.subject().equals(watched.subject());
            if (!same
                    || !(people.find(watched.tenant(), provider.settings(), claims)
                            instanceof Found.Welcome)) {
                end(sum, watched);
            }
        } catch (ProviderFailure e) {
            switch (e.kind()) {
                case REFUSED -> end(sum, watched);
                case AWAY, UNTRUSTED, NO_ID -> unknown(sum, watched);
            }
        } catch (StoreUnavailable | KeyFailure e) {
            LOG.debug("somebody's profiles stay as they are: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("a sign-in could not be looked at", e);
            unknown(sum, watched);
        }
    }

    private Watched renewed(Watched watched, Private refreshToken) {
        long now = nanoClock.getAsLong();
        return new Watched(
                watched.tenant(),
                watched.user(),
                watched.subject(),
                refreshToken,
                now,
                now + between(watched.tenant()));
    }

    /** Nobody says anything about it: it goes on for a while. */
    private void unknown(String sum, Watched watched) {
        long now = nanoClock.getAsLong();
        if (now - watched.knownNanos() >= LONGEST_UNKNOWN_NANOS) {
            end(sum, watched);
        } else {
            all.replace(
                    sum,
                    watched,
                    new Watched(
                            watched.tenant(),
                            watched.user(),
                            watched.subject(),
                            watched.refreshToken(),
                            watched.knownNanos(),
                            now + between(watched.tenant())));
        }
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
