package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.call.CallRules.Outbound;
import dev.crosspoint.gateway.contact.PhoneNumber;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.media.api.LegKind;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.TrunkMessage;
import org.jspecify.annotations.Nullable;

/** People whom we call: third parties, customers of outbound calls, desk phones. */
final class Outgoing {
    private Outgoing() {}

    /**
     * Somebody to be called by the tenant's trunk; the tenant must have one.
     *
     * @param from the number to show; null for the tenant's own
     */
    static Party planned(
            Role role, PhoneNumber number, @Nullable Private from, PartyId by, CallTurn turn) {
        var line = line(new Private(number.e164()), from, turn);
        return Party.of(turn.newId(), role, line, new Stage.Planned(), by);
    }

    /** Begins with somebody who was planned. */
    static void start(Party party, CallTurn turn) {
        if (party.role() instanceof Role.Agent) {
            Seats.seek(party, turn);
        } else {
            TrunkCalls.call(party, turn);
        }
    }

    /**
     * Lets an agent's phone ring.
     *
     * @return whether there is one: a page is asked otherwise
     */
    static boolean ring(Party party, AgentKey agent, Device device, CallTurn turn) {
        var line =
                switch (device) {
                    case SOFTPHONE -> null;
                    case DESK_PHONE -> {
                        var phone = turn.rules.agent(agent.agentId()).deskPhone();
                        yield phone == null ? null : line(new Private(phone.e164()), null, turn);
                    }
                    case SIP_PHONE ->
                            Line.Trunk.called(
                                    TrunkMessage.PHONE_DIALOG + turn.newDialog(),
                                    TrunkMessage.PHONES,
                                    turn.newLeg(),
                                    new LegKind.Browser(),
                                    new Private(agent.agentId()),
                                    turn.facts.data().customerAddress());
                };
        if (line != null) {
            TrunkCalls.call(party.with(line), turn);
        }
        return line != null;
    }

    private static Line.Trunk line(Private number, @Nullable Private from, CallTurn turn) {
        Outbound outbound = turn.rules.outbound();
        if (outbound == null) {
            throw new IllegalStateException("no trunk to call by");
        }
        return Line.Trunk.called(
                turn.newDialog(),
                outbound.trunk(),
                turn.newLeg(),
                outbound.kind(),
                number,
                from == null ? new Private(outbound.callerId().e164()) : from);
    }
}
