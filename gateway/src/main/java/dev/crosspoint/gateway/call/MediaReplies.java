package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.flow.FlowInput;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaEvent.RecordingFailure;
import dev.crosspoint.media.api.MediaReply;
import dev.crosspoint.media.api.MediaReply.MediaError;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.TrunkMessage;

/** What media answers to what it was asked, brought to whomever it was asked for. */
final class MediaReplies {
    private MediaReplies() {}

    static void on(MediaCommand command, MediaReply reply, long ticket, CallTurn turn) {
        if (command instanceof MediaCommand.SendDigits send
                && reply instanceof MediaReply.Refused refused
                && refused.error() == MediaError.TAKES_NO_DIGITS) {
            Keypad.byInfo(send, refused, ticket, turn);
            return;
        }
        switch (reply) {
            case MediaReply.Done _, MediaReply.Described _ -> turn.done(ticket);
            case MediaReply.Refused refused -> turn.refuse(ticket, refused);
        }
        if (reply instanceof MediaReply.Refused refused && isFatal(refused.error())) {
            Leaving.end(EndCause.FAILED, turn);
            return;
        }
        switch (command) {
            case MediaCommand.AnswerLeg answer -> described(answer.leg(), false, reply, turn);
            case MediaCommand.OfferLeg offer -> described(offer.leg(), false, reply, turn);
            case MediaCommand.AnswerReoffer reoffer -> described(reoffer.leg(), true, reply, turn);
            case MediaCommand.AcceptAnswer accept ->
                    turn.state()
                            .leg(accept.leg())
                            .ifPresent(party -> TrunkCalls.accepted(party, reply, turn));
            case MediaCommand.OpenCall _ -> {
                if (reply instanceof MediaReply.Refused refused) {
                    Leaving.end(EndCause.of(refused.error()), turn);
                }
            }
            case MediaCommand.Play play -> {
                if (reply instanceof MediaReply.Refused refused) {
                    turn.log("media cannot play a prompt: " + refused.error());
                    Guides.said(play.play(), new FlowInput.PromptFailed(), turn);
                }
            }
            case MediaCommand.MoveLeg move -> Merging.moved(move.leg(), reply, turn);
            case MediaCommand.RecordLegs record -> {
                if (reply instanceof MediaReply.Refused) {
                    Recordings.failed(record.recording(), RecordingFailure.DISK_ERROR, turn);
                }
            }
            case MediaCommand.StopPlay _,
                    MediaCommand.EditHearing _,
                    MediaCommand.SendDigits _,
                    MediaCommand.SendTones _,
                    MediaCommand.StopRecording _ -> {
                if (reply instanceof MediaReply.Refused refused) {
                    turn.log("media refused a command: " + refused.error());
                }
            }
            // Ending what has ended by itself meanwhile is no failure.
            case MediaCommand.CloseCall _, MediaCommand.CloseLeg _ -> {}
        }
    }

    private static void described(LegId leg, boolean again, MediaReply reply, CallTurn turn) {
        var party = turn.state().leg(leg);
        if (party.isEmpty()) {
            // Whoever it was made for left while a port was being opened for it.
            if (reply instanceof MediaReply.Described) {
                turn.closeLeg(leg);
            }
            turn.late();
            return;
        }
        switch (party.get().line()) {
            case Line.Softphone _ -> Softphones.described(party.get(), again, reply, turn);
            case Line.Trunk line -> {
                if (again) {
                    answerReoffer(line, reply, turn);
                } else {
                    TrunkCalls.described(party.get(), reply, turn);
                }
            }
            case Line.None _ -> turn.late();
        }
    }

    private static void answerReoffer(Line.Trunk line, MediaReply reply, CallTurn turn) {
        switch (reply) {
            case MediaReply.Described(var answer) ->
                    turn.trunk(
                            new TrunkMessage.AnswerReoffer(
                                    line.dialog(), new Private(answer.sdp())));
            case MediaReply.Refused refused ->
                    turn.trunk(
                            new TrunkMessage.RefuseReoffer(
                                    line.dialog(),
                                    EndCause.of(refused.error()).status(),
                                    "no way to change the audio"));
            case MediaReply.Done _ -> turn.late();
        }
    }

    /** Errors after which the call cannot go on, whatever was asked. */
    private static boolean isFatal(MediaError error) {
        return error == MediaError.INTERNAL || error == MediaError.UNKNOWN_CALL;
    }
}
