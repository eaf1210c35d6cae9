package dev.crosspoint.gateway.call;

import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.TrunkMessage;
import java.util.List;

/** Effects as short words, so that a table of them can be read. */
final class EffectWords {
    private EffectWords() {}

    static List<String> of(List<CallEffect> effects) {
        return effects.stream().map(EffectWords::of).toList();
    }

    private static String of(CallEffect effect) {
        return switch (effect) {
            case CallEffect.ToMedia(var command, long ticket) ->
                    media(command) + (ticket == CallInput.NOBODY ? "" : " for " + ticket);
            case CallEffect.ToTrunk(var command) -> trunk(command);
            case CallEffect.ToAgent(_, var event) -> event(event);
            case CallEffect.EndSoftphone(var leg) -> "end " + leg;
            case CallEffect.Reply(long ticket, var reply) -> reply(ticket, reply);
            case CallEffect.Enqueue(var queue, boolean first) ->
                    "enqueue " + queue + (first ? " first" : "");
            case CallEffect.LeaveQueue(var queue) -> "leave " + queue;
            case CallEffect.Release(_, boolean missed) -> missed ? "release missed" : "release";
            case CallEffect.Log(var line) -> "log " + line;
            case CallEffect.Late _ -> "late";
            case CallEffect.Over(var cause) -> "over " + cause;
        };
    }

    private static String media(MediaCommand command) {
        return switch (command) {
            case MediaCommand.OpenCall _ -> "open";
            case MediaCommand.CloseCall _ -> "close";
            case MediaCommand.AnswerLeg answer -> "answer " + answer.leg();
            case MediaCommand.OfferLeg offer -> "offer " + offer.leg();
            case MediaCommand.AcceptAnswer _ -> "accept answer";
            case MediaCommand.AnswerReoffer reoffer -> "reoffer " + reoffer.leg();
            case MediaCommand.CloseLeg close -> "close " + close.leg();
            case MediaCommand.EditHearing edit -> {
                var first = edit.edits().getFirst();
                yield edit.edits().size() == 2
                        ? "hear both"
                        : first.listener()
                                + (first.hears() ? " hears " : " does not hear ")
                                + first.source();
            }
            case MediaCommand.Play play ->
                    "play " + play.file().getFileName() + " to " + play.listeners().getFirst();
            case MediaCommand.StopPlay stop -> "stop " + stop.play();
            case MediaCommand.SendDigits digits -> "digits to " + digits.leg();
            case MediaCommand.MoveLeg _ -> "move";
        };
    }

    private static String trunk(TrunkMessage.Command command) {
        return switch (command) {
            case TrunkMessage.PlaceCall _ -> "place call";
            case TrunkMessage.Ring ring -> ring.sdp() == null ? "ring" : "early media";
            case TrunkMessage.Answer _ -> "answer";
            case TrunkMessage.Refuse refuse -> "refuse " + refuse.status();
            case TrunkMessage.HangUp _ -> "hang up";
            case TrunkMessage.AnswerReoffer _ -> "answer re-offer";
            case TrunkMessage.RefuseReoffer refuse -> "refuse re-offer " + refuse.status();
            case TrunkMessage.AcceptTransfer _ -> "accept transfer";
            case TrunkMessage.RefuseTransfer refuse -> "refuse transfer " + refuse.status();
            case TrunkMessage.ReportTransfer report -> "report transfer " + report.status();
            case TrunkMessage.Transfer transfer ->
                    transfer.replaces() == null ? "transfer" : "transfer to another call";
        };
    }

    private static String event(AgentMessage.Event event) {
        return switch (event) {
            case AgentMessage.StateChanged changed -> "state " + changed.state();
            case AgentMessage.ContactOffered offered -> "offered " + offered.ringSeconds();
            case AgentMessage.ContactAccepted _ -> "accepted";
            case AgentMessage.ContactProgress progress -> "progress " + progress.progress();
            case AgentMessage.ContactConnected _ -> "connected";
            case AgentMessage.ContactMuted muted -> "muted " + muted.muted();
            case AgentMessage.ContactDigit _ -> "digit";
            case AgentMessage.ContactQuality _ -> "quality";
            case AgentMessage.ContactEnded ended -> "ended " + ended.reason();
            case AgentMessage.EndSession _ -> "end session";
            case AgentMessage.EndLeg _ -> "end leg";
        };
    }

    private static String reply(long ticket, AgentMessage.Reply reply) {
        return switch (reply) {
            case AgentMessage.Reply.Done _ -> "done " + ticket;
            case AgentMessage.Reply.Authenticated _ -> "authenticated " + ticket;
            case AgentMessage.Reply.Dialing _ -> "dialing " + ticket;
            case AgentMessage.Reply.Invited _ -> "invited " + ticket;
            case AgentMessage.Reply.Refused refused -> "refuse " + ticket + " " + refused.error();
        };
    }
}
