package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.gateway.call.Party;
import dev.crosspoint.media.api.Digits;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.api.MediaReply.MediaError;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Media: audio begins and ends, keys are pressed, prompts end, and commands fail for a while. */
final class RandomMedia {
    private final Office office;
    private final Random random;

    RandomMedia(Office office, Random random) {
        this.office = office;
        this.random = random;
    }

    /** First audio of some leg. */
    void flows() {
        media(call -> new MediaEvent.LegFlowing(Office.mediaTenant(), call, leg(call)));
    }

    /** Some leg ends. */
    void endLeg() {
        media(call ->
                new MediaEvent.LegEnded(
                        Office.mediaTenant(),
                        call,
                        leg(call),
                        pick(List.of(MediaEvent.EndReason.values()))));
    }

    /** Some leg ends that waits for a call. */
    void endWaitingLeg() {
        var leg = pick(new ArrayList<>(office.media.lobby));
        office.media.lobby.remove(leg);
        office.media(
                new MediaEvent.LegEnded(
                        Office.mediaTenant(),
                        new CallId("standing." + leg.value()),
                        leg,
                        MediaEvent.EndReason.CONSENT_EXPIRED));
    }

    /** Somebody presses a key. */
    void digit() {
        media(call ->
                new MediaEvent.DigitHeard(
                        Office.mediaTenant(),
                        call,
                        leg(call),
                        new Digits(pick(List.of("1", "2", "*")))));
    }

    /** What somebody hears comes to its end, or else a key is pressed. */
    void goesOn(Party party, CallId call) {
        var leg = party.leg();
        if (party.guide() == null || leg == null) {
            quality();
            return;
        }
        office.media.room(call).plays.values().stream()
                .filter(play -> play.listeners().contains(leg))
                .findFirst()
                .ifPresentOrElse(
                        play -> {
                            office.media.room(call).plays.remove(play.play());
                            office.media(
                                    new MediaEvent.PlayEnded(
                                            Office.mediaTenant(), call, play.play()));
                        },
                        () ->
                                office.media(
                                        new MediaEvent.DigitHeard(
                                                Office.mediaTenant(), call, leg, new Digits("1"))));
    }

    private void media(Function<CallId, MediaEvent> event) {
        var open = new ArrayList<>(office.media.rooms.keySet());
        if (!open.isEmpty()) {
            var call = pick(open);
            if (!office.media.room(call).legs.isEmpty()) {
                office.media(event.apply(call));
            }
        }
    }

    private LegId leg(CallId call) {
        return pick(new ArrayList<>(office.media.room(call).legs));
    }

    void endPlay() {
        for (var call : List.copyOf(office.media.rooms.keySet())) {
            if (office.media.room(call).plays.values().stream().anyMatch(p -> p.times() != 0)) {
                office.endPlay(call);
                return;
            }
        }
    }

    void quality() {
        media(call ->
                new MediaEvent.LegQuality(
                        Office.mediaTenant(),
                        call,
                        leg(call),
                        new MediaEvent.QualityReport(-30, -40, 50, 50, 0, 0, 1, 20, 0, 0)));
    }

    /** One sort of command fails for a while, or media gives a call up, or trunks say no. */
    void failOnce() {
        office.media.refusals.clear();
        office.trunks.refuseCalls = random.nextBoolean();
        office.trunks.stalled = random.nextBoolean();
        var open = List.copyOf(office.media.rooms.keySet());
        if (random.nextBoolean()) {
            // A refusal of these three leaves media as it was only where it ends the call.
            boolean fatal = random.nextInt(4) == 0;
            office.media.refusals.put(
                    pick(
                            fatal
                                    ? List.of(
                                            MediaCommand.EditHearing.class,
                                            MediaCommand.CloseLeg.class,
                                            MediaCommand.StopPlay.class)
                                    : List.of(
                                            MediaCommand.OpenCall.class,
                                            MediaCommand.AnswerLeg.class,
                                            MediaCommand.OfferLeg.class,
                                            MediaCommand.AcceptAnswer.class,
                                            MediaCommand.AnswerReoffer.class,
                                            MediaCommand.Play.class,
                                            MediaCommand.SendDigits.class)),
                    fatal
                            ? MediaError.INTERNAL
                            : pick(
                                    List.of(
                                            MediaError.NO_CAPACITY,
                                            MediaError.INTERNAL,
                                            MediaError.NOT_ACCEPTABLE,
                                            MediaError.BAD_AUDIO_FILE)));
        } else if (!open.isEmpty()) {
            var call = pick(open);
            office.media.rooms.remove(call);
            office.media.closed.add(call);
            office.media(new MediaEvent.CallFailed(Office.mediaTenant(), call));
        }
    }

    /** An event for a call that has been over for a while. */
    void stale() {
        if (!office.media.closed.isEmpty()) {
            var call = pick(new ArrayList<>(office.media.closed));
            office.media(new MediaEvent.LegFlowing(Office.mediaTenant(), call, new LegId("old")));
        }
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
