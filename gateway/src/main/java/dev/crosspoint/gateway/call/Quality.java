package dev.crosspoint.gateway.call;

import dev.crosspoint.media.api.MediaEvent.QualityReport;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.ContactVerb.Supervision;
import java.util.HashMap;
import java.util.Map;

/** How legs sound: told to agents once a second, and a microphone that has died at once. */
final class Quality {
    private Quality() {}

    static void on(Party party, QualityReport report, CallTurn turn) {
        turn.put(party.with(party.voice().withLevel(report.inLevelDbov())));
        if (party.role() instanceof Role.Agent agent && party.line() instanceof Line.Softphone) {
            listen(party, agent, report, turn);
            tell(agent, report, turn);
        }
    }

    /**
     * A muted agent's browser may well send nothing, and nobody misses a silent monitor's voice.
     */
    private static void listen(Party party, Role.Agent agent, QualityReport report, CallTurn turn) {
        var before = agent.microphone();
        boolean heard = !party.muted() && !isMonitor(agent);
        var after = heard ? before.after(report) : Microphone.UNKNOWN;
        turn.change(party.id(), it -> it.with(agent.with(after)));
        if (!after.state().equals(before.state())) {
            turn.tell(
                    agent.agent(),
                    new AgentMessage.ContactMicrophone(agent.contact().id(), after.state()));
        }
    }

    private static boolean isMonitor(Role.Agent agent) {
        return agent.supervision() != null && agent.supervision().how() == Supervision.MONITOR;
    }

    private static void tell(Role.Agent agent, QualityReport report, CallTurn turn) {
        turn.tell(
                agent.agent(),
                new AgentMessage.ContactQuality(
                        agent.contact().id(),
                        levels(report, turn),
                        Map.of(
                                "lossPercent", report.lossPercent(),
                                "jitterMs", report.jitterMs(),
                                "roundTripMs", report.roundTripMs())));
    }

    private static Map<String, Integer> levels(QualityReport report, CallTurn turn) {
        var levels = new HashMap<String, Integer>();
        turn.parties().stream()
                .filter(Party::isMember)
                .forEach(party -> levels.put(party.id().value(), party.voice().levelDbov()));
        levels.put("agent", report.inLevelDbov());
        turn.customer()
                .ifPresent(customer -> {
                    levels.put("customer", customer.voice().levelDbov());
                    var heard = customer.voice().hearsDbov();
                    if (heard != null) {
                        levels.put("customerHeard", heard);
                    }
                });
        return levels;
    }
}
