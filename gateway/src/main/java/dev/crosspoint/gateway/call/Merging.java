package dev.crosspoint.gateway.call;

import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaReply;
import dev.crosspoint.signaling.api.TrunkMessage;
import java.util.List;
import java.util.Optional;

/**
 * Two calls become one: a far end that is in both has asked for it by REFER with Replaces. Whoever
 * is in the one moves to the other, legs and all, and the far end leaves both.
 */
final class Merging {
    private Merging() {}

    /** Gives away everybody who is here, but not the far end itself, and ends the call. */
    static Optional<CallControl.Given> give(String dialog, CallId target, int loop, CallTurn turn) {
        var farEnd = turn.state().dialog(dialog);
        var parties =
                turn.parties().stream()
                        .filter(party -> farEnd.filter(it -> it.id().equals(party.id())).isEmpty())
                        .filter(party -> party.isMember() && party.isPresent())
                        .filter(party -> party.leg() != null)
                        .toList();
        if (farEnd.isEmpty() || parties.isEmpty()) {
            return Optional.empty();
        }
        for (var party : parties) {
            Guides.drop(party.id(), turn);
            turn.remove(party.id());
            var leg = party.leg();
            if (leg != null) {
                turn.media(
                        new MediaCommand.MoveLeg(
                                turn.tenant(), turn.facts.call(), leg, target, loop));
            }
        }
        Leaving.end(EndCause.TRANSFERRED, turn);
        return Optional.of(
                new CallControl.Given(new CallControl.Step(turn.state(), turn.effects), parties));
    }

    /** The far end is told that it has what it asked for, before its calls are over. */
    static void accept(String dialog, CallTurn turn) {
        turn.trunk(new TrunkMessage.AcceptTransfer(dialog));
        turn.trunk(new TrunkMessage.ReportTransfer(dialog, 200));
    }

    /** Takes them in, to be heard as soon as media has their legs, in place of the far end. */
    static void take(String dialog, List<Party> given, CallTurn turn) {
        for (var party : given) {
            turn.put(
                    new Party(
                            turn.newId(),
                            elsewhere(party.role()),
                            onTheWay(party.line()),
                            party.stage(),
                            false,
                            party.muted(),
                            null,
                            null,
                            party.voice()));
        }
        turn.state()
                .dialog(dialog)
                .ifPresent(farEnd -> Leaving.leave(farEnd, EndCause.TRANSFERRED, turn));
    }

    /** What was recorded of the interval in the other call ended with it. */
    private static Role elsewhere(Role role) {
        return role instanceof Role.Agent agent ? agent.with(agent.recorded().elsewhere()) : role;
    }

    private static Line onTheWay(Line line) {
        return switch (line) {
            case Line.Softphone softphone ->
                    softphone.with(
                            softphone.leg() == null ? null : softphone.leg().withInMedia(false));
            case Line.Trunk trunk -> trunk.withInMedia(false);
            case Line.None none -> none;
        };
    }

    /** Media has handed over a leg, or cannot. */
    static void moved(LegId leg, MediaReply reply, CallTurn turn) {
        var party = turn.state().leg(leg);
        if (party.isEmpty()) {
            // Whoever it belongs to left while it was on its way, when it could not be closed.
            if (reply instanceof MediaReply.Done) {
                turn.closeLeg(leg);
            }
            turn.late();
            return;
        }
        if (!(reply instanceof MediaReply.Done)) {
            CallControl.legEnded(party.get(), turn);
            return;
        }
        switch (party.get().line()) {
            case Line.Softphone softphone -> {
                var phone = softphone.leg();
                if (phone != null) {
                    turn.put(party.get().with(softphone.with(phone.withInMedia(true))));
                }
            }
            case Line.Trunk trunk -> turn.put(party.get().with(trunk.withInMedia(true)));
            case Line.None _ -> turn.late();
        }
    }
}
