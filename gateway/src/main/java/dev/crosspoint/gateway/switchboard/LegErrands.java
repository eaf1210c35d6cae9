package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.gateway.call.CallInput;
import dev.crosspoint.gateway.call.CodecPolicy;
import dev.crosspoint.gateway.call.MediaRefusals;
import dev.crosspoint.gateway.switchboard.StandingLeg.Place;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.LegKind;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaReply;
import dev.crosspoint.media.api.SessionText;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.Private;
import org.jspecify.annotations.Nullable;

/**
 * What media, softphones and whoever waits for an answer are told of a {@link StandingLeg}, which
 * is on its way from then on where media is to make or to move it.
 */
final class LegErrands {
    private final Switchboard board;

    LegErrands(Switchboard board) {
        this.board = board;
    }

    // --- media ---

    /** Media is to make it, in a call of its own. */
    void make(StandingLeg it, SessionText offer, CodecPolicy codecs) {
        it.place = new Place.Making();
        var opening = new MediaCommand.OpenCall(tenant(it), it.cradle, board.mediaEvents());
        var answering =
                new MediaCommand.AnswerLeg(
                        tenant(it),
                        it.cradle,
                        it.id,
                        new LegKind.Browser(),
                        offer,
                        codecs.towardsBrowser(null));
        board.errand(new Errand.ToMedia(it.home, opening, CallInput.NOBODY));
        board.errand(new Errand.ToMedia(it.home, answering, CallInput.NOBODY));
    }

    /** Media is to find other paths for one that waits. */
    void restart(StandingLeg it, SessionText offer, long ticket) {
        var command = new MediaCommand.AnswerReoffer(tenant(it), it.cradle, it.id, offer);
        board.errand(new Errand.ToMedia(it.home, command, ticket));
    }

    /** Sends it to another call, or to the lobby. */
    void move(StandingLeg it, CallId from, int loop, @Nullable CallId to, int target) {
        it.place = new Place.Moving(to, target);
        board.errand(
                new Errand.ToMedia(
                        loop,
                        new MediaCommand.MoveLeg(tenant(it), from, it.id, to, target),
                        CallInput.NOBODY));
    }

    /** Media is to end it, if that loop has it in that call or in its lobby. */
    void close(StandingLeg it, CallId call, int loop) {
        board.errand(
                new Errand.ToMedia(
                        loop,
                        new MediaCommand.CloseLeg(tenant(it), call, it.id),
                        CallInput.NOBODY));
    }

    /** The call that it was made in is of no use any more. */
    void closeCradle(StandingLeg it) {
        var command = new MediaCommand.CloseCall(tenant(it), it.cradle);
        board.errand(new Errand.ToMedia(it.home, command, CallInput.NOBODY));
    }

    // --- softphones ---

    /**
     * Media's answer to an offer.
     *
     * @param standsMs how long the leg may stand; 0 when it may not, or is known to
     */
    void described(long ticket, MediaReply reply, int standsMs) {
        switch (reply) {
            case MediaReply.Described(var answer) ->
                    reply(
                            ticket,
                            new AgentMessage.Reply.Invited(
                                    new Private(answer.sdp()), answer.candidates(), standsMs));
            case MediaReply.Refused refused ->
                    refuse(ticket, MediaRefusals.of(refused.error()), refused.reason());
            case MediaReply.Done _ ->
                    refuse(ticket, AgentError.INTERNAL, "not an answer to an offer");
        }
    }

    void tell(StandingLeg it, AgentMessage.Event event) {
        board.errand(new Errand.ToSession(it.address, event));
    }

    void refuse(long ticket, AgentError error, String reason) {
        reply(ticket, new AgentMessage.Reply.Refused(error, reason));
    }

    void reply(long ticket, AgentMessage.Reply reply) {
        if (ticket != CallInput.NOBODY) {
            board.errand(new Errand.Reply(ticket, reply));
        }
    }

    private static Tenant tenant(StandingLeg it) {
        return new Tenant(it.agent.tenant().account(), it.agent.tenant().instance());
    }
}
