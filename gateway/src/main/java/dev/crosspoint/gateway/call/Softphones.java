package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.call.AgentSide.Softphone;
import dev.crosspoint.media.api.MediaReply;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.Private;

/** The leg of an agent's softphone: offered, answered, replaced, closed. */
final class Softphones {
    private Softphones() {}

    /** A softphone offers a leg: the first, the same again, or one that replaces another. */
    static AgentSide invite(AgentSide agent, CallInput.Invite invite, CallTurn turn) {
        var before = agent.softphone();
        if (before != null && before.leg().equals(invite.leg())) {
            turn.answerReoffer(invite.leg(), invite.offer());
            return asked(agent, invite.ticket(), turn);
        }
        close(agent, turn);
        turn.answerSoftphone(invite.leg(), invite.offer());
        return agent.with(new Softphone(invite.leg(), invite.ticket(), invite.ownSocket(), false));
    }

    /** Another invite for the same leg: the earlier one, if still unanswered, never will be. */
    static AgentSide asked(AgentSide agent, long ticket, CallTurn turn) {
        var softphone = agent.softphone();
        if (softphone == null) {
            return agent;
        }
        turn.refuse(softphone.ticket(), AgentError.CONFLICT, "another invite came after this one");
        return agent.with(softphone.asked(ticket));
    }

    static void close(AgentSide agent, CallTurn turn) {
        var softphone = agent.softphone();
        if (softphone != null) {
            turn.closeLeg(softphone.leg());
            turn.dropSoftphone(agent);
        }
    }

    static AgentSide heard(AgentSide agent) {
        var softphone = agent.softphone();
        return softphone == null ? agent : agent.with(softphone.heard());
    }

    static boolean hasOwnSocket(AgentSide agent) {
        var softphone = agent.softphone();
        return softphone != null && softphone.ownSocket();
    }

    /** Media's answer to the invite reaches the softphone. */
    static AgentSide invited(AgentSide agent, MediaReply reply, CallTurn turn) {
        var softphone = agent.softphone();
        if (softphone == null) {
            return agent;
        }
        return switch (reply) {
            case MediaReply.Described(var answer) -> {
                turn.reply(
                        softphone.ticket(),
                        new AgentMessage.Reply.Invited(
                                new Private(answer.sdp()), answer.candidates()));
                yield agent.with(softphone.answered());
            }
            case MediaReply.Refused refused -> {
                turn.refuse(softphone.ticket(), refused);
                yield agent.with(null);
            }
            case MediaReply.Done _ -> agent;
        };
    }
}
