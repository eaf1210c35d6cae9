package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.call.CallFacts.Customer;
import dev.crosspoint.gateway.call.CallFacts.WallClock;
import dev.crosspoint.gateway.contact.Contact;
import dev.crosspoint.gateway.contact.ContactData;
import dev.crosspoint.gateway.contact.PhoneNumber;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.TrunkConfig;
import dev.crosspoint.signaling.api.Tenant;
import dev.crosspoint.signaling.api.TrunkMessage;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Whose a number is: from a trunk and a dialled number to a tenant and a flow, and back out. */
final class Numbering {
    private final Fresh fresh;
    private final WallClock clock;
    private final Map<String, TrunkConfig> trunks = new HashMap<>();
    private final Map<Tenant, TenantSettings> tenants = new HashMap<>();

    Numbering(CallSettings settings, Fresh fresh, WallClock clock) {
        this.fresh = fresh;
        this.clock = clock;
        settings.trunks().forEach(trunk -> trunks.put(trunk.id(), trunk));
        settings.tenants().forEach(tenant -> tenants.put(tenant.tenant(), tenant));
    }

    Optional<TenantSettings> tenant(Tenant tenant) {
        return Optional.ofNullable(tenants.get(tenant));
    }

    /** A call that came in; empty when the trunk's tenant has no such number. */
    Optional<CallFacts> inbound(TrunkMessage.CallArrived arrived) {
        var tenant = tenants.get(arrived.tenant());
        var trunk = trunks.get(arrived.trunk());
        if (tenant == null || trunk == null || !trunk.tenant().equals(arrived.tenant())) {
            return Optional.empty();
        }
        var systemAddress = Translation.systemAddress(arrived.to(), trunk);
        return tenant.flowFor(trunk.id(), arrived.to().value(), systemAddress.value())
                .map(flow ->
                        facts(
                                arrived.tenant(),
                                true,
                                Translation.customerAddress(arrived.from(), trunk),
                                systemAddress,
                                Customer.calling(
                                        arrived.dialog(),
                                        trunk.id(),
                                        new LegId(fresh.id()),
                                        Translation.kind(trunk),
                                        flow,
                                        arrived.sdp() == null)));
    }

    /** A call to go out by the tenant's trunk; empty when it has none. */
    Optional<CallFacts> outbound(TenantSettings tenant, PhoneNumber to) {
        var trunk = trunks.get(tenant.outboundTrunk());
        var callerId = tenant.callerId();
        if (trunk == null || callerId == null) {
            return Optional.empty();
        }
        return Optional.of(
                facts(
                        tenant.tenant(),
                        false,
                        new Private(to.e164()),
                        new Private(callerId.e164()),
                        Customer.called(
                                fresh.id(),
                                trunk.id(),
                                new LegId(fresh.id()),
                                Translation.kind(trunk))));
    }

    /** Whether somebody who calls from this number is the customer of that call. */
    boolean isCustomer(Private caller, CallFacts facts) {
        var trunk = trunks.get(facts.customer().trunk());
        return trunk != null
                && Translation.customerAddress(caller, trunk)
                        .equals(facts.data().customerAddress());
    }

    private CallFacts facts(
            Tenant tenant,
            boolean inbound,
            Private customerAddress,
            Private systemAddress,
            Customer customer) {
        return new CallFacts(
                tenant,
                new CallId(fresh.id()),
                inbound,
                new ContactData(
                        Contact.first(fresh.id()), Map.of(), customerAddress, systemAddress, null),
                RecordingPolicy.OFF,
                null,
                customer,
                clock,
                0);
    }
}
