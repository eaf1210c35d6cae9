package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.routing.Release;
import dev.crosspoint.media.api.MediaReply;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.ContactVerb;

/** After the end of a call: requests are told so, and everything else is late. */
final class Late {
    private Late() {}

    static void on(CallInput input, CallTurn turn) {
        switch (input) {
            case CallInput.Asked(long ticket, _, _, ContactVerb.HangUp _, _) -> turn.done(ticket);
            case CallInput.Asked asked -> over(asked.ticket(), turn);
            case CallInput.Invite invite -> over(invite.ticket(), turn);
            // A leg that is gone already: there is nothing left to end.
            case CallInput.Bye(long ticket, _, _) -> turn.done(ticket);
            case CallInput.PutDown(long ticket, _, _) -> turn.done(ticket);
            case CallInput.Adopt adopt -> {
                over(adopt.ticket(), turn);
                turn.effects.add(new CallEffect.Decline(adopt.leg()));
            }
            case CallInput.AgentFound(_, var agent, _, _) -> {
                turn.effects.add(new CallEffect.Free(agent, Release.WITHDRAWN));
                turn.late();
            }
            case CallInput.MediaReplied(_, var reply, long ticket) -> {
                switch (reply) {
                    case MediaReply.Done _, MediaReply.Described _ -> turn.done(ticket);
                    case MediaReply.Refused refused -> turn.refuse(ticket, refused);
                }
            }
            case CallInput.TrunkReplied(_, _, long ticket) ->
                    turn.refuse(ticket, AgentError.NOT_FOUND, "the contact is over");
            case CallInput.TimePassed _ -> {}
            case CallInput.LegFlowing _,
                    CallInput.LegEnded _,
                    CallInput.LegQuality _,
                    CallInput.Talking _,
                    CallInput.DigitHeard _,
                    CallInput.PlayEnded _,
                    CallInput.RecordingFailed _,
                    CallInput.MediaFailed _,
                    CallInput.OnDialog _,
                    CallInput.CustomerHeard _,
                    CallInput.QueueJoined _,
                    CallInput.QueueMoved _,
                    CallInput.QueueRefused _,
                    CallInput.QueueUnchanged _,
                    CallInput.ForFlow _,
                    CallInput.AgentUnavailable _,
                    CallInput.Adopted _,
                    CallInput.NotAdopted _,
                    CallInput.AgentLost _,
                    CallInput.AgentReturned _ ->
                    turn.late();
        }
    }

    private static void over(long ticket, CallTurn turn) {
        turn.refuse(ticket, AgentError.NOT_FOUND, "the contact is over");
    }
}
