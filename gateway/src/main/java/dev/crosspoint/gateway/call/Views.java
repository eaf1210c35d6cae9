package dev.crosspoint.gateway.call;

import dev.crosspoint.signaling.api.ContactView;
import dev.crosspoint.signaling.api.ContactView.Participant;
import dev.crosspoint.signaling.api.Private;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What participants and supervisors see of a call, as a function of the parties. */
final class Views {
    private final CallRules rules;

    Views(CallRules rules) {
        this.rules = rules;
    }

    ContactView of(CallFacts facts, List<Party> parties, @Nullable Handover handover) {
        return new ContactView(
                facts.contactId(),
                facts.direction().name().toLowerCase(Locale.ROOT),
                facts.direction() == CallFacts.Direction.INTERNAL
                        ? new Private("")
                        : facts.data().customerAddress(),
                facts.queue(),
                state(parties),
                facts.startedMs(),
                parties.stream().filter(Party::isMember).map(this::participant).toList(),
                handover(parties, handover),
                Recordings.state(parties));
    }

    /** The furthest that an agent is; without one, where the customer is. */
    private static String state(List<Party> parties) {
        var agents =
                parties.stream()
                        .filter(party -> party.role() instanceof Role.Agent && party.isMember())
                        .map(Views::state)
                        .toList();
        if (agents.contains("connected")) {
            return "connected";
        }
        if (agents.contains("ringing") || agents.contains("joining")) {
            return "ringing";
        }
        if (agents.contains("waiting")) {
            return "waiting";
        }
        return parties.stream().anyMatch(party -> party.isGuided()) ? "flow" : "connected";
    }

    private Participant participant(Party party) {
        return switch (party.role()) {
            case Role.Customer(var number) -> participant(party, "customer", "", number, "");
            case Role.External(var number) -> participant(party, "external", "", number, "");
            case Role.Agent agent ->
                    participant(
                            party,
                            agent.supervision() == null ? "agent" : "supervisor",
                            agentId(agent),
                            name(agent),
                            agent.contact().id());
        };
    }

    private static Participant participant(
            Party party, String role, String agentId, Private name, String contactId) {
        return new Participant(
                party.id().value(),
                role,
                agentId,
                name,
                contactId,
                state(party),
                party.held(),
                party.muted());
    }

    /** Empty while the next agent of a queue is not known yet. */
    private static String agentId(Role.Agent agent) {
        if (agent.agent() != null) {
            return agent.agent().agentId();
        }
        return agent.wanted() instanceof Role.Wanted.Named(var named) ? named.agentId() : "";
    }

    private Private name(Role.Agent agent) {
        if (agent.agent() != null) {
            return rules.agent(agent.agent().agentId()).displayName();
        }
        return switch (agent.wanted()) {
            case Role.Wanted.FromQueue queue -> new Private(queue.name());
            case Role.Wanted.Named(var named) -> rules.agent(named.agentId()).displayName();
            case Role.Wanted.Own _ -> new Private("");
        };
    }

    private static String state(Party party) {
        return switch (party.stage()) {
            case Stage.Arriving _ -> "flow";
            case Stage.Planned _, Stage.Replacing _, Stage.Referring _ -> "dialing";
            case Stage.Sought _ -> "waiting";
            case Stage.Offered _ -> "ringing";
            case Stage.Joining _ -> "joining";
            case Stage.Dialing _ ->
                    party.line() instanceof Line.Trunk trunk && trunk.sip() == Line.Sip.PLACED
                            ? "dialing"
                            : "ringing";
            case Stage.Present _ ->
                    party.isGuided() && !party.held() && party.isOutside() ? "flow" : "connected";
        };
    }

    /** Only while both ends are there to be shown. */
    private static ContactView.@Nullable Handover handover(
            List<Party> parties, @Nullable Handover handover) {
        return handover == null
                        || parties.stream().noneMatch(p -> p.id().equals(handover.by()))
                        || parties.stream().noneMatch(p -> p.id().equals(handover.target()))
                ? null
                : new ContactView.Handover(
                        handover.kind().name().toLowerCase(Locale.ROOT),
                        handover.by().value(),
                        handover.target().value());
    }
}
