package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.call.Told.Pair;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who hears whom: the whole of hold, mute, consultation, conference, transfer, monitoring,
 * whispering and barging, as one function of the parties.
 */
final class Hearing {
    private Hearing() {}

    /** Every pair of legs of which one hears the other. */
    static Set<Pair> of(List<Party> parties, @Nullable Handover handover) {
        var pairs = new HashSet<Pair>();
        for (var listener : parties) {
            var ear = listener.leg();
            if (ear == null) {
                continue;
            }
            for (var source : parties) {
                var mouth = source.leg();
                if (mouth != null && hears(listener, source, handover)) {
                    pairs.add(new Pair(ear, mouth));
                }
            }
        }
        return pairs;
    }

    /** Whether one hears the other. */
    static boolean hears(Party listener, Party source, @Nullable Handover handover) {
        if (listener.id().equals(source.id()) || source.muted()) {
            return false;
        }
        if (isEarly(source)) {
            return listener.id().equals(source.broughtBy())
                    && (converses(listener, handover) || waitsFor(listener, source));
        }
        return converses(listener, handover)
                && converses(source, handover)
                && isMeantFor(listener, source);
    }

    /** Whether somebody takes part in the conversation, be it as a silent listener. */
    static boolean converses(Party party, @Nullable Handover handover) {
        // Nobody could take somebody back whom nobody sees.
        boolean held = party.held() && party.isMember();
        return party.isPresent() && !held && !party.isGuided() && !isPassingOn(party, handover);
    }

    /** Whether the party has passed the call on and only waits for the target to answer. */
    private static boolean isPassingOn(Party party, @Nullable Handover handover) {
        return handover != null
                && handover.kind() == Handover.Kind.BLIND
                && handover.by().equals(party.id());
    }

    /**
     * A network's announcements are for whoever called, until media has taken the answer of whoever
     * is called.
     */
    private static boolean isEarly(Party party) {
        return party.stage() instanceof Stage.Dialing
                && party.line() instanceof Line.Trunk trunk
                && (trunk.sip() == Line.Sip.EARLY || trunk.sip() == Line.Sip.ANSWERED);
    }

    /** Whether a flow has called the source for the listener. */
    private static boolean waitsFor(Party listener, Party source) {
        return listener.isPresent()
                && !listener.held()
                && listener.guide() != null
                && source.id().equals(listener.guide().partner());
    }

    private static boolean isMeantFor(Party listener, Party source) {
        if (!(source.role() instanceof Role.Agent agent) || agent.supervision() == null) {
            return true;
        }
        return switch (agent.supervision().how()) {
            case MONITOR -> false;
            case WHISPER -> listener.id().equals(agent.supervision().subject());
            case BARGE -> true;
        };
    }
}
