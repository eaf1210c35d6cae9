package dev.crosspoint.gateway.access;

import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.audit.AuditEvent.Origin;
import dev.crosspoint.signaling.agent.AddressBlocks;
import dev.crosspoint.signaling.api.RequestSource;
import dev.crosspoint.signaling.api.Tenant;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Whether somebody comes from where a tenant's people may come from: asked at every sign-in, at
 * every request and at every WebSocket, so that a sign-in which moves elsewhere is of no use there.
 * Who is refused is counted, and on record as often as tells what happens without flooding the
 * trail. On any thread.
 */
public final class TenantGate {
    /** What somebody is told who is refused. */
    public static final String SENTENCE = "this is not available from where you are";

    private static final int MOST_NAMES = 10_000;

    /** Of one address: the first one, then one in a quarter of an hour. */
    private static final long PER_ADDRESS_NANOS = TimeUnit.MINUTES.toNanos(15);

    /** Of a tenant, from however many addresses: twenty, then one in a minute. */
    private static final int BURST_PER_TENANT = 20;

    private static final long PER_TENANT_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Map<Tenant, Checked> rules = new HashMap<>();
    private final Consumer<AuditEvent> audit;
    private final MeterRegistry registry;
    private final LongSupplier nanoClock;
    private final AttemptLimit perAddress = new AttemptLimit(1, PER_ADDRESS_NANOS, MOST_NAMES);
    private final AttemptLimit perTenant =
            new AttemptLimit(BURST_PER_TENANT, PER_TENANT_NANOS, MOST_NAMES);

    private record Checked(List<String> origins, AddressBlocks networks) {}

    /** How somebody comes in. */
    public enum Way {
        SIGN_IN,
        API,
        /** The WebSocket of the agent's page. */
        DESKTOP,
        /** A softphone: the WebSocket of a page's, or a SIP phone that registers. */
        SOFTPHONE;

        private String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Why somebody is refused. */
    private enum Reason {
        NETWORK,
        ORIGIN;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A gate.
     *
     * @param rules of each tenant; one that is not in it has none
     * @param audit is told of some of those who were refused
     */
    public TenantGate(
            Map<Tenant, AccessRules> rules,
            Consumer<AuditEvent> audit,
            MeterRegistry registry,
            LongSupplier nanoClock) {
        rules.forEach((tenant, of) ->
                this.rules.put(
                        tenant, new Checked(of.origins(), new AddressBlocks(of.networks()))));
        this.audit = audit;
        this.registry = registry;
        this.nanoClock = nanoClock;
        for (var way : Way.values()) {
            // All of them from the start, so that a graph begins at zero.
            for (var reason : Reason.values()) {
                var _ = counter(way, reason);
            }
        }
    }

    /**
     * Whether somebody may come in.
     *
     * @param operation what for, for the record
     */
    public boolean admits(
            Tenant tenant, Way way, String operation, Actor who, RequestSource source) {
        var of = rules.get(tenant);
        if (of == null) {
            return true;
        }
        var address = source.address() == null ? "" : source.address();
        if (!of.networks().contains(address)) {
            refuse(tenant, way, Reason.NETWORK, operation, who, source);
            return false;
        }
        var page = source.webOrigin();
        if (page != null && !of.origins().isEmpty() && !of.origins().contains(page)) {
            refuse(tenant, way, Reason.ORIGIN, operation, who, source);
            return false;
        }
        return true;
    }

    private void refuse(
            Tenant tenant,
            Way way,
            Reason reason,
            String operation,
            Actor who,
            RequestSource source) {
        counter(way, reason).increment();
        long now = nanoClock.getAsLong();
        if (perAddress.take(tenant + " " + AttemptLimit.nameOf(source.address()), now) == 0
                && perTenant.take(tenant.toString(), now) == 0) {
            var from = new Origin(source.address(), source.userAgent(), null);
            var refused = new Deed.WasRefused(operation, "access:" + reason.word());
            audit.accept(AuditEvent.now(who, from, tenant, refused));
        }
    }

    private Counter counter(Way way, Reason reason) {
        return registry.counter(
                "crosspoint.access.refused", "way", way.word(), "reason", reason.word());
    }
}
