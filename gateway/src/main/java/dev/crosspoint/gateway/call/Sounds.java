package dev.crosspoint.gateway.call;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who hears music or ringing, as a function of the parties. */
final class Sounds {
    private Sounds() {}

    /** What plays to whom; whoever is missing hears nothing from us. */
    static Map<PartyId, Sound> of(List<Party> parties, @Nullable Handover handover) {
        var sounds = new HashMap<PartyId, Sound>();
        for (var party : parties) {
            var sound = of(party, parties, handover);
            if (sound != null && party.leg() != null) {
                sounds.put(party.id(), sound);
            }
        }
        return sounds;
    }

    private static @Nullable Sound of(
            Party party, List<Party> parties, @Nullable Handover handover) {
        if (!party.isPresent() || !party.isMember() || isSpokenTo(party)) {
            return null;
        }
        if (party.held()) {
            return Sound.MUSIC;
        }
        return parties.stream().anyMatch(other -> isCompany(other, party, handover))
                ? null
                : ofWaiting(party, parties);
    }

    /** A guide speaks by itself, unless it waits for somebody whom it called or asked for. */
    private static boolean isSpokenTo(Party party) {
        var guide = party.guide();
        return guide != null
                && guide.speaks()
                && (guide.partner() == null || guide.playing() != null);
    }

    /** Whether the other is somebody to talk to, or something to listen to, already. */
    private static boolean isCompany(Party other, Party party, @Nullable Handover handover) {
        return !other.id().equals(party.id())
                && other.isMember()
                && (Hearing.converses(other, handover) || Hearing.hears(party, other, handover));
    }

    private static @Nullable Sound ofWaiting(Party party, List<Party> parties) {
        var coming = parties.stream().filter(Sounds::isComing).toList();
        if (coming.isEmpty()) {
            return null;
        }
        if (coming.stream().noneMatch(other -> party.id().equals(other.broughtBy()))) {
            return Sound.MUSIC;
        }
        if (coming.stream().anyMatch(Sounds::rings)) {
            return Sound.RINGBACK;
        }
        boolean queued = coming.stream().anyMatch(other -> other.stage() instanceof Stage.Sought);
        return queued ? Sound.MUSIC : null;
    }

    private static boolean isComing(Party party) {
        return party.isMember()
                && switch (party.stage()) {
                    case Stage.Planned _,
                            Stage.Sought _,
                            Stage.Offered _,
                            Stage.Joining _,
                            Stage.Dialing _,
                            Stage.Referring _ ->
                            true;
                    // An agent who is told about the customer first.
                    case Stage.Present _ -> party.isGuided() && !party.held() && !party.isOutside();
                    case Stage.Arriving _, Stage.Replacing _ -> false;
                };
    }

    private static boolean rings(Party party) {
        return switch (party.stage()) {
            case Stage.Offered _, Stage.Joining _ -> true;
            case Stage.Dialing _ ->
                    party.line() instanceof Line.Trunk trunk && trunk.sip() == Line.Sip.ALERTING;
            case Stage.Arriving _,
                    Stage.Planned _,
                    Stage.Sought _,
                    Stage.Replacing _,
                    Stage.Referring _,
                    Stage.Present _ ->
                    false;
        };
    }
}
