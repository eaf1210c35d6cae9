package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.call.Diagnosis.Whose;
import dev.crosspoint.media.api.MediaEvent.QualityReport;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.ContactVerb.Supervision;
import dev.crosspoint.signaling.api.LegSound;
import java.util.HashMap;
import java.util.Map;

/**
 * How legs sound: told to agents once a second, with what is wrong as of the last five seconds, and
 * a microphone that has died at once.
 */
final class Quality {
    private Quality() {}

    static void on(Party party, QualityReport report, CallTurn turn) {
        var voice = party.voice().after(report);
        turn.put(party.with(voice));
        var diagnosis = voice.sounding().diagnosis();
        if (voice.sounding().isFresh() && diagnosis != null) {
            var whose = party.role() instanceof Role.Customer ? Whose.CUSTOMER : Whose.OTHER;
            turn.effects.add(
                    new CallEffect.Diagnosed(party.id(), diagnosis, sound(diagnosis, whose)));
        }
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
                                "roundTripMs", report.roundTripMs()),
                        legs(agent, turn)));
    }

    /** Every leg that was diagnosed, by the same names as the levels. */
    private static Map<String, LegSound> legs(Role.Agent agent, CallTurn turn) {
        var legs = new HashMap<String, LegSound>();
        for (var party : turn.parties()) {
            var diagnosis = party.voice().sounding().diagnosis();
            if (diagnosis == null) {
                continue;
            }
            if (party.role() instanceof Role.Agent it
                    && it.contact().id().equals(agent.contact().id())) {
                legs.put("agent", sound(diagnosis, Whose.OWN));
            }
            if (party.role() instanceof Role.Customer) {
                legs.put("customer", sound(diagnosis, Whose.CUSTOMER));
            }
            if (party.isMember()) {
                legs.put(party.id().value(), sound(diagnosis, Whose.OTHER));
            }
        }
        return legs;
    }

    private static LegSound sound(Diagnosis diagnosis, Whose whose) {
        return new LegSound(diagnosis.mos(), diagnosis.words(), diagnosis.sentence(whose));
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
