package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.contact.PhoneNumber;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Target;
import java.util.Optional;

/** From whom somebody wants to a party that is planned. */
final class Targets {
    private final CallTurn turn;

    Targets(CallTurn turn) {
        this.turn = turn;
    }

    /**
     * Somebody for a running call; refuses the request, and answers empty, when it cannot be.
     *
     * @param blind whether the target takes the place of whoever asks; a carrier may then be asked
     *     to do it without us
     */
    Optional<Party> planned(Target target, boolean blind, Party by, long ticket) {
        // Whoever passes the call on makes room.
        if (!blind && turn.isFull()) {
            return refused(ticket, AgentError.CONFLICT, CallTurn.FULL);
        }
        return switch (target) {
            case Target.ToNumber(var number) ->
                    number(number, ticket).map(to -> external(to, blind, by));
            case Target.ToAgent(var agentId) ->
                    agent(agentId, ticket).map(agent -> Seats.forAgent(agent, by.id(), turn));
            case Target.ToQueue(var queue) -> {
                var name = turn.rules.queues().get(queue);
                yield name == null
                        ? refused(ticket, AgentError.NOT_FOUND, "there is no such queue")
                        : Optional.of(Seats.inQueue(queue, name, by.id(), turn));
            }
            case Target.ToFlow _ ->
                    refused(ticket, AgentError.BAD_REQUEST, "nobody can talk to a flow");
        };
    }

    private Party external(PhoneNumber number, boolean blind, Party by) {
        var referred = blind ? Referrals.refer(by, number, turn) : null;
        return referred != null
                ? referred
                : Outgoing.planned(
                        new Role.External(new Private(number.e164())), number, null, by.id(), turn);
    }

    /** A number that can be called. */
    Optional<PhoneNumber> number(Private text, long ticket) {
        if (turn.rules.outbound() == null) {
            return refused(ticket, AgentError.CONFLICT, "no trunk is configured for calling out");
        }
        var number = PhoneNumber.parse(text.value(), turn.rules.defaultCountry());
        return number.isPresent()
                ? number
                : refused(ticket, AgentError.BAD_REQUEST, "that is not a telephone number");
    }

    /** An agent who is not in the call. */
    Optional<AgentKey> agent(String agentId, long ticket) {
        var agent = new AgentKey(turn.facts.tenant(), agentId);
        if (!turn.rules.agents().containsKey(agentId)) {
            return refused(ticket, AgentError.NOT_FOUND, "there is no such agent");
        }
        // Whoever listens silently is busy, as with any other call, and gives nothing away.
        return turn.state().agent(agent).filter(Party::isMember).isPresent()
                ? refused(ticket, AgentError.CONFLICT, "that agent is in the call already")
                : Optional.of(agent);
    }

    private <T> Optional<T> refused(long ticket, AgentError error, String reason) {
        turn.refuse(ticket, error, reason);
        return Optional.empty();
    }
}
