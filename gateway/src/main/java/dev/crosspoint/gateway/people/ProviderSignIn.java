package dev.crosspoint.gateway.people;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crosspoint.gateway.access.AttemptLimit;
import dev.crosspoint.gateway.access.Tokens;
import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.audit.AuditEvent.Origin;
import dev.crosspoint.gateway.oidc.Claims;
import dev.crosspoint.gateway.oidc.OpenIdProvider;
import dev.crosspoint.gateway.oidc.OpenIdProvider.Errand;
import dev.crosspoint.gateway.oidc.ProviderFailure;
import dev.crosspoint.gateway.oidc.ProviderSettings;
import dev.crosspoint.gateway.people.SignIn.Outcome;
import dev.crosspoint.gateway.people.VouchedPeople.Found;
import dev.crosspoint.gateway.store.StoreUnavailable;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Signing in at an OpenID provider: the authorization code flow with PKCE. The page makes a secret
 * of its own and tells its sum when it begins; whoever brings the code back has to bring that
 * secret, so nobody can be made to finish a sign-in that somebody else began. Blocks: on virtual
 * threads.
 */
public final class ProviderSignIn {
    private static final long LIFETIME_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final int MOST_BEGUN = 10_000;
    private static final int SECRET_BYTES = 32;

    /**
     * Of one address: so many at once, then one a second; what came to a good end does not count.
     */
    private static final int BURST = 100;

    private static final int SECONDS = 1;

    /** Clocks differ: so much later than now is still now. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    private final Map<Tenant, OpenIdProvider> providers;
    private final VouchedPeople people;
    private final SignIn signIn;
    private final SecureRandom random;
    private final LongSupplier nanoClock;
    private final InstantSource clock;
    private final Consumer<AuditEvent> audit;
    private final MeterRegistry registry;
    private final AttemptLimit beginnings =
            new AttemptLimit(BURST, TimeUnit.SECONDS.toNanos(SECONDS), MOST_BEGUN);
    private final AttemptLimit returns =
            new AttemptLimit(BURST, TimeUnit.SECONDS.toNanos(SECONDS), MOST_BEGUN);

    /** Of each tenant by their state. */
    private final Map<Tenant, Map<String, Begun>> begun = new HashMap<>();

    /**
     * A sign-in that somebody has left for the provider with.
     *
     * @param binding sum of what only that page knows
     */
    private record Begun(String binding, Errand errand, long sinceNanos) {}

    /** What came of beginning. */
    public sealed interface Beginning {
        /** The browser has to go there. */
        record Leave(URI there) implements Beginning {}

        /** It cannot be begun. */
        record NotNow(NotVouched why) implements Beginning {}

        /** Too many. */
        record TooMany(long retryAfterSeconds) implements Beginning {}
    }

    /**
     * @param providers of those tenants that have one
     * @param nanoClock monotonic time, ns
     */
    public ProviderSignIn(
            Map<Tenant, OpenIdProvider> providers,
            People people,
            PeopleRecords records,
            SignIn signIn,
            SecureRandom random,
            LongSupplier nanoClock,
            InstantSource clock,
            Consumer<AuditEvent> audit,
            MeterRegistry registry) {
        this.providers = Map.copyOf(providers);
        this.people = new VouchedPeople(people, records);
        this.signIn = signIn;
        this.random = random;
        this.nanoClock = nanoClock;
        this.clock = clock;
        this.audit = audit;
        this.registry = registry;
        // All of them from the start, so that a graph begins at zero.
        for (var why : NotVouched.values()) {
            var _ = counter(why);
        }
    }

    /** What a tenant's provider is called; empty for a tenant that has none. */
    public Optional<String> nameFor(Tenant tenant) {
        return Optional.ofNullable(providers.get(tenant))
                .map(OpenIdProvider::settings)
                .map(ProviderSettings::name);
    }

    /**
     * Begins a sign-in.
     *
     * @param binding SHA-256 of a secret of the page, base64url
     * @param redirect where the provider sends the browser back to
     * @param fresh whether somebody has to show anew who that is
     */
    public Beginning begin(
            Tenant tenant, String binding, URI redirect, boolean fresh, Origin from) {
        var provider = providers.get(tenant);
        if (provider == null) {
            return new Beginning.NotNow(NotVouched.AWAY);
        }
        long wait = beginnings.take(place(tenant, from), nanoClock.getAsLong());
        if (wait > 0) {
            return new Beginning.TooMany(seconds(wait));
        }
        var errand = new Errand(secret(), secret(), new Private(secret()), redirect, fresh);
        try {
            var there = provider.address(errand);
            synchronized (begun) {
                begun.computeIfAbsent(tenant, _ -> bounded())
                        .put(
                                Tokens.sum(errand.state()),
                                new Begun(binding, errand, nanoClock.getAsLong()));
            }
            return new Beginning.Leave(there);
        } catch (ProviderFailure e) {
            var why = NotVouched.of(e);
            failed(tenant, why, Optional.empty(), from);
            return new Beginning.NotNow(why);
        }
    }

    /**
     * Goes on with whoever has come back from the provider.
     *
     * @param tenant by whose host name that was
     * @param secret of the page that began it
     * @throws StoreUnavailable when it cannot be looked up or kept who that is
     */
    public Outcome finish(Tenant tenant, String state, String code, String secret, Origin from)
            throws StoreUnavailable {
        long wait = returns.take(place(tenant, from), nanoClock.getAsLong());
        if (wait > 0) {
            return new Outcome.TooMany(seconds(wait));
        }
        var mine = take(tenant, state).orElse(null);
        var provider = providers.get(tenant);
        if (mine == null || provider == null) {
            // Anybody can make up a state: that is counted, and not worth a line of the trail.
            counter(NotVouched.EXPIRED).increment();
            return new Outcome.NotVouchedFor(NotVouched.EXPIRED);
        }
        if (!isSum(mine.binding(), secret)) {
            return failed(tenant, NotVouched.EXPIRED, Optional.empty(), from);
        }
        try {
            var signedIn = provider.exchange(code, mine.errand());
            var claims = signedIn.claims();
            boolean recently = isRecent(claims);
            if (mine.errand().fresh() && !recently) {
                return failed(tenant, NotVouched.NOT_FRESH, Optional.empty(), from);
            }
            return switch (people.find(tenant, provider.settings(), claims)) {
                case Found.Unwelcome(var why, var id) -> failed(tenant, why, id, from);
                case Found.Welcome(var person) -> {
                    beginnings.giveBack(place(tenant, from), nanoClock.getAsLong());
                    returns.giveBack(place(tenant, from), nanoClock.getAsLong());
                    yield signIn.vouched(
                            person,
                            new Vouched(
                                    signedIn.refreshToken().orElse(null),
                                    claims.hasSecondFactor(provider.settings()),
                                    recently),
                            from);
                }
            };
        } catch (ProviderFailure e) {
            return failed(tenant, NotVouched.of(e), Optional.empty(), from);
        }
    }

    /** The eldest ends with one too many. */
    private static Map<String, Begun> bounded() {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Begun> eldest) {
                return size() > MOST_BEGUN;
            }
        };
    }

    private static String place(Tenant tenant, Origin from) {
        return tenant + " " + AttemptLimit.nameOf(from.address());
    }

    private static long seconds(long nanos) {
        return Math.ceilDiv(nanos, TimeUnit.SECONDS.toNanos(1));
    }

    private Optional<Begun> take(Tenant tenant, String state) {
        synchronized (begun) {
            return Optional.ofNullable(begun.get(tenant))
                    .map(ofTenant -> ofTenant.remove(Tokens.sum(state)))
                    .filter(found -> nanoClock.getAsLong() - found.sinceNanos() < LIFETIME_NANOS);
        }
    }

    private boolean isRecent(Claims claims) {
        var now = clock.instant();
        return claims.authenticated()
                .filter(then -> then.isAfter(now.minusNanos(Tokens.PROVEN_NANOS)))
                .filter(then -> then.isBefore(now.plus(SKEW)))
                .isPresent();
    }

    private Outcome failed(Tenant tenant, NotVouched why, Optional<String> id, Origin from) {
        counter(why).increment();
        var deed = new Deed.FailedAtProvider(id, why.word());
        audit.accept(AuditEvent.now(new Actor.Stranger(), from, tenant, deed));
        return new Outcome.NotVouchedFor(why);
    }

    private Counter counter(NotVouched why) {
        return registry.counter("crosspoint.signin.provider.failed", "reason", why.word());
    }

    private String secret() {
        var bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static boolean isSum(String binding, @Nullable String secret) {
        if (secret == null) {
            return false;
        }
        try {
            var sum = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(UTF_8));
            var text = Base64.getUrlEncoder().withoutPadding().encodeToString(sum);
            return MessageDigest.isEqual(text.getBytes(UTF_8), binding.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
