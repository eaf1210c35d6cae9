package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.gateway.call.CallFacts;
import dev.crosspoint.gateway.call.CallFacts.Direction;
import dev.crosspoint.gateway.call.CallFacts.WallClock;
import dev.crosspoint.gateway.call.CallState;
import dev.crosspoint.gateway.call.Fresh;
import dev.crosspoint.gateway.call.Line;
import dev.crosspoint.gateway.call.Party;
import dev.crosspoint.gateway.call.Role;
import dev.crosspoint.gateway.contact.Contact;
import dev.crosspoint.gateway.contact.ContactData;
import dev.crosspoint.gateway.contact.Details;
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

    /** A call that came in, and what answers it. */
    record Inbound(CallFacts facts, Line.Trunk line, String flow) {}

    /** A call that came in; empty when the trunk's tenant has no such number. */
    Optional<Inbound> inbound(TrunkMessage.CallArrived arrived, long nowNanos) {
        var tenant = tenants.get(arrived.tenant());
        var trunk = trunks.get(arrived.trunk());
        if (tenant == null || trunk == null || !trunk.tenant().equals(arrived.tenant())) {
            return Optional.empty();
        }
        var systemAddress = Translation.systemAddress(arrived.to(), trunk);
        var customerAddress = Translation.customerAddress(arrived.from(), trunk);
        return tenant.flowFor(trunk.id(), arrived.to().value(), systemAddress.value())
                .map(flow ->
                        new Inbound(
                                facts(
                                        arrived.tenant(),
                                        Direction.INBOUND,
                                        customerAddress,
                                        systemAddress,
                                        arrived.identity(),
                                        nowNanos),
                                Line.Trunk.calling(
                                        arrived.dialog(),
                                        trunk.id(),
                                        new LegId(fresh.id()),
                                        Translation.kind(trunk),
                                        customerAddress,
                                        systemAddress,
                                        arrived.sdp() == null),
                                flow));
    }

    /** The line of a SIP call that is to take the place of another. */
    Optional<Line.Trunk> replacing(TrunkMessage.CallArrived arrived) {
        return Optional.ofNullable(trunks.get(arrived.trunk()))
                .filter(trunk -> trunk.tenant().equals(arrived.tenant()))
                .map(trunk ->
                        Line.Trunk.calling(
                                arrived.dialog(),
                                trunk.id(),
                                new LegId(fresh.id()),
                                Translation.kind(trunk),
                                Translation.customerAddress(arrived.from(), trunk),
                                Translation.systemAddress(arrived.to(), trunk),
                                arrived.sdp() == null));
    }

    /** A call that an agent makes to a number. */
    CallFacts outbound(TenantSettings tenant, PhoneNumber to, PhoneNumber from, long nowNanos) {
        return facts(
                tenant.tenant(),
                Direction.OUTBOUND,
                new Private(to.e164()),
                new Private(from.e164()),
                Map.of(),
                nowNanos);
    }

    /** A call that an agent makes to a colleague. */
    CallFacts internal(TenantSettings tenant, long nowNanos) {
        var nobody = new Private("");
        return facts(tenant.tenant(), Direction.INTERNAL, nobody, nobody, Map.of(), nowNanos);
    }

    /** Whether somebody who calls from this number is the customer of that call. */
    boolean isCustomer(Private caller, CallState state) {
        return state.parties().stream()
                .filter(party -> party.role() instanceof Role.Customer)
                .map(Party::line)
                .anyMatch(line ->
                        line instanceof Line.Trunk trunkLine
                                && Optional.ofNullable(trunks.get(trunkLine.trunk()))
                                        .map(trunk -> Translation.customerAddress(caller, trunk))
                                        .filter(state.facts().data().customerAddress()::equals)
                                        .isPresent());
    }

    private CallFacts facts(
            Tenant tenant,
            Direction direction,
            Private customerAddress,
            Private systemAddress,
            Map<String, Private> carrier,
            long nowNanos) {
        return CallFacts.of(
                tenant,
                new CallId(fresh.id()),
                direction,
                new ContactData(
                        Contact.first(fresh.id()),
                        Map.of(),
                        Details.NONE,
                        customerAddress,
                        systemAddress,
                        carrier,
                        null),
                clock,
                nowNanos);
    }
}
