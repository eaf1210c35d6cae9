package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.flow.Awaiting;
import dev.crosspoint.signaling.api.ContactVerb.Supervision;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Where a walk has been, in words, so that a test can say that it got everywhere. */
public final class Situations {
    public static final Set<String> ALL =
            Set.of(
                    "agent and customer",
                    "two agents alone",
                    "customer and third party alone",
                    "conference of three",
                    "conference of six",
                    "customer on hold",
                    "agent on hold",
                    "consultation rings",
                    "consultation talks",
                    "consultation swapped",
                    "consultation with a queue",
                    "blind transfer under way",
                    "blind transfer without a way back",
                    "monitor",
                    "whisper",
                    "barge",
                    "desk phone",
                    "early media",
                    "audio lost",
                    "flow after an agent",
                    "told by a flow while waiting",
                    "told by a flow on hold",
                    "agent told about the customer",
                    "customer told about the agent",
                    "flow for a customer left alone",
                    "third party called by a flow",
                    "flow waits for a third party to leave",
                    "keys to be pressed",
                    "agent asked for by a flow",
                    "transfer by the far end",
                    "transfer by the carrier");

    private final Set<String> seen = new TreeSet<>();

    public Set<String> seen() {
        return seen;
    }

    public void note(CallState state) {
        var talking =
                state.parties().stream()
                        .filter(p -> p.isMember() && Hearing.converses(p, state.handover()))
                        .toList();
        note(talking.size() == 3, "conference of three");
        note(talking.size() == 6, "conference of six");
        boolean agents = talking.stream().anyMatch(p -> p.role() instanceof Role.Agent);
        boolean outside = talking.stream().anyMatch(Party::isOutside);
        note(agents && outside, "agent and customer");
        note(talking.size() == 2 && !outside, "two agents alone");
        note(
                talking.size() == 2 && state.parties().stream().allMatch(Party::isOutside),
                "customer and third party alone");
        state.parties().forEach(party -> note(party, state.facts()));
        noteHandover(state);
        noteSupervisors(state.parties());
    }

    private void note(Party party, CallFacts facts) {
        note(party.held() && party.role() instanceof Role.Customer, "customer on hold");
        note(party.held() && party.role() instanceof Role.Agent, "agent on hold");
        note(
                party.isPresent()
                        && party.role() instanceof Role.Agent
                        && party.line() instanceof Line.Trunk,
                "desk phone");
        note(
                party.line() instanceof Line.Trunk trunk && trunk.sip() == Line.Sip.EARLY,
                "early media");
        note(
                party.stage() instanceof Stage.Joining
                        && party.role() instanceof Role.Agent agent
                        && agent.connectedMs() != 0,
                "audio lost");
        note(party.guide() != null && facts.last() != null, "flow after an agent");
        note(party.stage() instanceof Stage.Referring, "transfer by the carrier");
        if (party.guide() != null) {
            note(party.guide());
        }
    }

    private void note(Guide guide) {
        switch (guide.flow().kind()) {
            case QUEUE -> note(true, "told by a flow while waiting");
            case CUSTOMER_HOLD, AGENT_HOLD -> note(true, "told by a flow on hold");
            case AGENT_WHISPER -> note(true, "agent told about the customer");
            case CUSTOMER_WHISPER -> note(true, "customer told about the agent");
            case OUTBOUND_WHISPER -> note(true, "called customer told before the agent speaks");
            case DISCONNECT -> note(true, "flow for a customer left alone");
            case INBOUND, TRANSFER -> {
                note(
                        guide.flow().awaiting() instanceof Awaiting.Answer,
                        "third party called by a flow");
                note(guide.aside(), "flow waits for a third party to leave");
                note(!guide.keys().left().isEmpty(), "keys to be pressed");
                note(
                        guide.flow().awaiting() instanceof Awaiting.Agent,
                        "agent asked for by a flow");
            }
        }
    }

    private void noteHandover(CallState state) {
        var handover = state.handover();
        if (handover == null) {
            return;
        }
        var target = state.party(handover.target()).orElseThrow();
        note(handover.refer() != null, "transfer by the far end");
        if (handover.kind() == Handover.Kind.BLIND) {
            boolean back = state.party(handover.by()).isPresent();
            note(true, back ? "blind transfer under way" : "blind transfer without a way back");
            return;
        }
        note(!target.isPresent(), "consultation rings");
        note(target.isPresent() && !target.held(), "consultation talks");
        note(target.isPresent() && target.held(), "consultation swapped");
        note(target.stage() instanceof Stage.Sought, "consultation with a queue");
    }

    private void noteSupervisors(List<Party> parties) {
        for (var party : parties) {
            if (party.isPresent()
                    && party.role() instanceof Role.Agent agent
                    && agent.supervision() != null) {
                note(true, word(agent.supervision().how()));
            }
        }
    }

    private static String word(Supervision how) {
        return switch (how) {
            case MONITOR -> "monitor";
            case WHISPER -> "whisper";
            case BARGE -> "barge";
        };
    }

    private void note(boolean so, String what) {
        if (so) {
            seen.add(what);
        }
    }
}
