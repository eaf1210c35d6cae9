package dev.crosspoint.gateway;

import dev.crosspoint.gateway.access.TenantChoice;
import dev.crosspoint.gateway.access.TenantGate;
import dev.crosspoint.gateway.access.Tokens;
import dev.crosspoint.gateway.audit.AuditTrail;
import dev.crosspoint.gateway.http.SessionApi;
import dev.crosspoint.gateway.keys.KeyCabinet;
import dev.crosspoint.gateway.keys.PeopleKeys;
import dev.crosspoint.gateway.meters.SipMeters;
import dev.crosspoint.gateway.oidc.OpenIdProvider;
import dev.crosspoint.gateway.people.People;
import dev.crosspoint.gateway.people.PeopleDesk;
import dev.crosspoint.gateway.people.PeopleVerticle;
import dev.crosspoint.gateway.people.PhoneSignIn;
import dev.crosspoint.gateway.people.ProviderSignIn;
import dev.crosspoint.gateway.people.ProviderWatch;
import dev.crosspoint.gateway.people.SignIn;
import dev.crosspoint.gateway.people.StoredPeople;
import dev.crosspoint.gateway.store.Database;
import dev.crosspoint.signaling.api.Tenant;
import dev.crosspoint.signaling.phone.PhoneVerticle;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.Closeable;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Everything by which somebody is somebody, put together: who there is, who is signed in, and the
 * ways of signing in, here or at a tenant's OpenID provider.
 */
final class PeoplePlant implements Closeable {
    private final GatewayConfig config;
    private final Tokens tokens;
    private final AuditTrail audit;
    private final StoredPeople stored;
    private final People people;
    private final Map<Tenant, OpenIdProvider> providers = new HashMap<>();
    private final ProviderWatch watch;
    private final SignIn signIn;
    private final ProviderSignIn providerSignIn;
    private final PeopleDesk desk;

    /** Blocks for a first look at who there is. */
    PeoplePlant(
            GatewayConfig config,
            Accounts accounts,
            KeyCabinet cabinet,
            Database database,
            AuditTrail audit,
            MeterRegistry registry,
            SecureRandom random) {
        this.config = config;
        var clock = InstantSource.system();
        var keys = new PeopleKeys(cabinet, random);
        this.audit = audit;
        stored = new StoredPeople(database.people(), database.signInLimits(), keys);
        tokens =
                new Tokens(
                        random,
                        System::nanoTime,
                        TimeUnit.MINUTES.toNanos(config.https().tokenMinutes()),
                        TimeUnit.MINUTES.toNanos(config.https().idleMinutes()));
        people = People.start(accounts.all(), stored, tokens);
        config.signInProviders()
                .forEach((tenant, settings) ->
                        providers.put(tenant, new OpenIdProvider(settings, System::nanoTime)));
        watch = new ProviderWatch(providers, people, stored, tokens, System::nanoTime, audit);
        signIn =
                new SignIn(
                        people,
                        stored,
                        accounts.nobodysHash(),
                        tokens,
                        random,
                        System::nanoTime,
                        clock,
                        audit,
                        watch);
        providerSignIn =
                new ProviderSignIn(
                        providers,
                        people,
                        stored,
                        signIn,
                        random,
                        System::nanoTime,
                        clock,
                        audit,
                        registry);
        desk = new PeopleDesk(people, stored, signIn, tokens, audit::before);
        watch.start();
    }

    /** Who is signed in. */
    Tokens tokens() {
        return tokens;
    }

    /** Who there is, and what they may do. */
    People people() {
        return people;
    }

    /** Who else signs people in. */
    Map<Tenant, OpenIdProvider> providers() {
        return providers;
    }

    /** What answers questions about people. */
    PeopleVerticle answers() {
        return new PeopleVerticle(desk);
    }

    /** Agents' own SIP phones, and how they sign in. */
    PhoneVerticle phones(TenantGate gate, MeterRegistry registry) {
        var tenants = new TenantChoice(config.hosts());
        return new PhoneVerticle(
                config.sip().advertisedAddress(),
                config.https().port(),
                new PhoneSignIn(people, stored, tenants, gate, System::nanoTime, audit),
                SipMeters.ofPhones(registry),
                config.calls().rejoinSeconds());
    }

    /**
     * How somebody signs in.
     *
     * @param demoCustomer whether there is somebody to talk to
     */
    SessionApi sessions(TenantGate gate, boolean demoCustomer) {
        return new SessionApi(
                signIn,
                providerSignIn,
                new TenantChoice(config.hosts()),
                gate,
                demoCustomer,
                config.https().tokenMinutes());
    }

    @Override
    public void close() {
        watch.close();
        providers.values().forEach(OpenIdProvider::close);
        people.close();
    }
}
