package dev.crosspoint.gateway.people;

import dev.crosspoint.gateway.access.Permission;
import dev.crosspoint.gateway.access.TenantChoice;
import dev.crosspoint.gateway.access.TenantGate;
import dev.crosspoint.gateway.access.TenantGate.Way;
import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.audit.AuditEvent.Origin;
import dev.crosspoint.gateway.store.StoreUnavailable;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.signaling.api.PhoneDirectory;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.RequestSource;
import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How agents' own SIP phones sign in: by a secret of ours, as often as a password may be tried, and
 * on record as every other sign-in. Whoever may not take contacts has no phone.
 */
public final class PhoneSignIn implements PhoneDirectory {
    /**
     * Phones of one address that register at once: after a restart those of a whole office do, as
     * many as may have sockets that are nobody's yet, and some libraries never try again.
     */
    static final int ADDRESS_BURST = 64;

    private final People people;
    private final PeopleRecords records;
    private final Attempts attempts;
    private final TenantChoice tenants;
    private final TenantGate gate;
    private final Consumer<AuditEvent> audit;

    /**
     * @param nanoClock monotonic time, ns
     * @param audit is told of every attempt that was looked at
     */
    public PhoneSignIn(
            People people,
            PeopleRecords records,
            TenantChoice tenants,
            TenantGate gate,
            LongSupplier nanoClock,
            Consumer<AuditEvent> audit) {
        this.people = people;
        this.records = records;
        this.attempts = new Attempts(records, nanoClock, ADDRESS_BURST);
        this.tenants = tenants;
        this.gate = gate;
        this.audit = audit;
    }

    @Override
    public Future<Claim> claim(@Nullable String host, Private user, RequestSource from) {
        Promise<Claim> promise = Promise.promise();
        Thread.ofVirtual()
                .name("phone sign-in")
                .start(() -> {
                    try {
                        promise.complete(find(host, user.value(), from));
                    } catch (StoreUnavailable | KeyFailure | RuntimeException e) {
                        promise.complete(new Unavailable());
                    }
                });
        return promise.future();
    }

    private Claim find(@Nullable String host, String user, RequestSource from)
            throws StoreUnavailable, KeyFailure {
        var tenant = tenants.byHost(host == null ? "" : host.replaceFirst(":\\d+$", ""));
        if (tenant.isEmpty()) {
            return new Nobody();
        }
        // First: who may not come from there uses nothing up.
        if (!mayCome(tenant.get(), new Actor.Stranger(), from)) {
            return new Nobody();
        }
        long wait = attempts.take(tenant.get(), user, address(from));
        if (wait > 0) {
            return new TooMany(wait);
        }
        var person = welcome(tenant.get(), user);
        if (person.isEmpty()) {
            audit(
                    new Actor.Stranger(),
                    from,
                    tenant.get(),
                    new Deed.FailedToSignIn(known(tenant.get(), user)));
            return new Nobody();
        }
        return new Account(
                tenant.get(), user, records.sipSecret(person.get()), stamp(person.get()));
    }

    private Optional<String> known(Tenant tenant, String user) {
        return people.find(tenant, user).map(Person::id);
    }

    private Optional<Person> welcome(Tenant tenant, String user) {
        return people.find(tenant, user)
                .filter(Person::isWelcome)
                .filter(it -> it.sipSecret() != null)
                .filter(it -> it.permissions().contains(Permission.BASIC_AGENT_ACCESS));
    }

    private static long stamp(Person person) {
        return Arrays.hashCode(person.sipSecret());
    }

    @Override
    public void judged(Account who, boolean right, boolean first, RequestSource from) {
        if (right) {
            // In the database, so not on whoever's thread this is.
            Thread.ofVirtual()
                    .name("phone sign-in")
                    .start(() -> attempts.giveBack(who.tenant(), who.agentId(), address(from), 1));
        }
        if (!right) {
            var failed = new Deed.FailedToSignIn(Optional.of(who.agentId()));
            audit(new Actor.Stranger(), from, who.tenant(), failed);
        } else if (first) {
            var signedIn = new Deed.SignedIn(who.agentId());
            audit(new Actor.Agent(who.agentId()), from, who.tenant(), signedIn);
        }
    }

    @Override
    public boolean mayStay(Account who, RequestSource from) {
        return mayCome(who.tenant(), new Actor.Agent(who.agentId()), from);
    }

    private boolean mayCome(Tenant tenant, Actor who, RequestSource from) {
        return gate.admits(tenant, Way.SOFTPHONE, "RegisterPhone", who, from);
    }

    @Override
    public boolean stands(Account who) {
        return welcome(who.tenant(), who.agentId())
                .filter(person -> stamp(person) == who.stamp())
                .isPresent();
    }

    private static String address(RequestSource from) {
        return Objects.requireNonNullElse(from.address(), "");
    }

    private void audit(Actor who, RequestSource from, Tenant tenant, Deed what) {
        var origin = new Origin(from.address(), from.userAgent(), null);
        audit.accept(AuditEvent.now(who, origin, tenant, what));
    }
}
