package dev.crosspoint.gateway.people;

import dev.crosspoint.gateway.access.PasswordHash;
import dev.crosspoint.gateway.access.Permission;
import dev.crosspoint.gateway.access.Tokens;
import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Origin;
import dev.crosspoint.gateway.keys.KeyCabinet;
import dev.crosspoint.gateway.keys.PeopleKeys;
import dev.crosspoint.gateway.oidc.OpenIdProvider;
import dev.crosspoint.gateway.oidc.ProviderSettings;
import dev.crosspoint.gateway.people.People.Configured;
import dev.crosspoint.gateway.people.People.ConfiguredPerson;
import dev.crosspoint.gateway.people.SignIn.Outcome;
import dev.crosspoint.gateway.store.Database;
import dev.crosspoint.gateway.store.DatabaseSettings;
import dev.crosspoint.gateway.store.TestDatabase;
import dev.crosspoint.media.spool.OpenedKeys;
import dev.crosspoint.media.vault.MemoryKeys;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Two tenants with one person of each default profile, on a real database. */
@SuppressWarnings("NullAway.Init") // Only where a provider is used.
public final class PeopleRig implements AutoCloseable {
    public static final Tenant MAIN = new Tenant("acme", "main");
    public static final Tenant BRANCH = new Tenant("acme", "branch");
    public static final String PASSWORD = "correct horse battery";
    public static final Private HASH = PasswordHash.of(PASSWORD);
    static final Private NOBODYS_HASH = PasswordHash.of("never typed");

    public final DatabaseSettings settings;
    public final Vertx vertx;
    public final Database database;
    public final MemoryKeys service = new MemoryKeys();
    public final StoredPeople stored;
    public final List<AuditEvent> audited = new CopyOnWriteArrayList<>();
    final AtomicLong nanos = new AtomicLong(1);
    Instant now = Instant.parse("2026-11-28T09:00:00Z");
    public Tokens tokens;
    public People people;
    public SignIn signIn;
    public ProviderSignIn atProvider;
    ProviderWatch watch;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private VouchedSignIns vouched = VouchedSignIns.NONE;

    public PeopleRig(Vertx vertx) throws Exception {
        this.vertx = vertx;
        settings = TestDatabase.migrated();
        database =
                Database.open(
                        vertx,
                        settings,
                        Path.of("unused"),
                        new SimpleMeterRegistry(),
                        new SecureRandom());
        var cabinet =
                new KeyCabinet(
                        service,
                        new OpenedKeys(service, System::nanoTime),
                        database.instanceKeys(),
                        InstantSource.system());
        stored =
                new StoredPeople(
                        database.people(),
                        database.signInLimits(),
                        new PeopleKeys(cabinet, new SecureRandom()));
        tokens = tokens();
        people = People.start(configured(), stored, tokens);
        signIn = signIn();
    }

    /** As another process on the same database; what this one had in memory is gone. */
    void restart() {
        people.close();
        tokens = tokens();
        people = People.start(configured(), stored, tokens);
        signIn = signIn();
    }

    private Tokens tokens() {
        return new Tokens(
                new SecureRandom(),
                nanos::get,
                TimeUnit.MINUTES.toNanos(90),
                TimeUnit.MINUTES.toNanos(30));
    }

    private SignIn signIn() {
        return new SignIn(
                people,
                stored,
                NOBODYS_HASH,
                tokens,
                new SecureRandom(),
                nanos::get,
                () -> now,
                audited::add,
                vouched);
    }

    /** From now on that one signs in the people of both tenants too. */
    public void use(ProviderSettings settings) {
        var provider = new OpenIdProvider(settings, nanos::get);
        var providers = Map.of(MAIN, provider, BRANCH, provider);
        watch = new ProviderWatch(providers, people, stored, tokens, nanos::get, audited::add);
        vouched = watch;
        signIn = signIn();
        atProvider =
                new ProviderSignIn(
                        providers,
                        people,
                        stored,
                        signIn,
                        new SecureRandom(),
                        nanos::get,
                        () -> now,
                        audited::add,
                        meters);
    }

    private static Map<Tenant, Configured> configured() {
        var everybody =
                List.of(
                        person("admin", "Admin"),
                        person("manager", "CallCenterManager"),
                        person("analyst", "QualityAnalyst"),
                        person("alice", "Agent"));
        var own = Map.of("Listener", Set.of(Permission.MANAGER_LISTEN_IN));
        return Map.of(
                MAIN,
                new Configured(everybody, own),
                BRANCH,
                new Configured(List.of(person("boss", "Admin")), Map.of()));
    }

    private static ConfiguredPerson person(String id, String profile) {
        return new ConfiguredPerson(
                id, new Private("Name of " + id), HASH, List.of(profile), Set.of());
    }

    public Outcome attempt(String user, String password) throws Exception {
        return attempt(MAIN, user, password);
    }

    Outcome attempt(Tenant tenant, String user, String password) throws Exception {
        return signIn.attempt(tenant, user, password, Origin.of("192.0.2.1"));
    }

    /** Signs in with all that it takes. */
    public String token(Tenant tenant, String user) throws Exception {
        return switch (attempt(tenant, user, PASSWORD)) {
            case Outcome.Accepted accepted -> accepted.token();
            case Outcome.Half half -> {
                var secret = signIn.enrol(half.ticket()).orElseThrow().secret();
                var done = signIn.code(half.ticket(), codeOf(secret, 0), Origin.of("192.0.2.1"));
                yield ((Outcome.Accepted) done).token();
            }
            default -> throw new AssertionError("nobody like that");
        };
    }

    /** A sign-in without more ado. */
    public String issue(Tenant tenant, String user) {
        var person = people.find(tenant, user).orElseThrow();
        return tokens.issue(person.identity(), person.standing());
    }

    public Instant now() {
        return now;
    }

    public void passMinutes(int minutes) {
        nanos.addAndGet(TimeUnit.MINUTES.toNanos(minutes));
        now = now.plusSeconds(60L * minutes);
    }

    /** The code of a step of time from now. */
    public String codeOf(Private secret, int step) {
        var key = Base32.decode(secret.value());
        long at = now.getEpochSecond() / 30 + step;
        return "%06d".formatted(Totp.number(key, at) % 1_000_000);
    }

    @Override
    public void close() throws IOException {
        if (watch != null) {
            watch.close();
        }
        people.close();
        database.close();
    }
}
