package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.gateway.call.CallInput;
import dev.crosspoint.gateway.call.Line;
import dev.crosspoint.gateway.call.Role;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.gateway.switchboard.LiveCalls.Live;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.SessionText;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Agent;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.Private;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What softphones ask for: legs for contacts, legs that outlive them, and the end of either. Each
 * leg belongs to one call, or to none and then to {@link StandingLegs}.
 */
final class SoftphoneDesk {
    private final Switchboard board;
    private final StandingLegs standing;
    private final Function<Agent, Optional<AgentKey>> signedIn;

    /**
     * @param signedIn whose session it is; empty when it is nobody's
     */
    SoftphoneDesk(Switchboard board, Function<Agent, Optional<AgentKey>> signedIn) {
        this.board = board;
        this.standing = board.standing();
        this.signedIn = signedIn;
    }

    /**
     * The contact token is the credential; an agent who also says who it is must hold the contact.
     */
    void invite(AgentMessage.Invite ask, long ticket, long nowNanos) {
        var leg = new LegId(ask.leg());
        var token = ask.contactToken();
        var offer = new SessionText(ask.sdp().value(), ask.candidates());
        if (token == null) {
            stand(ask, leg, offer, ticket, nowNanos);
            return;
        }
        var live = live(ask.agent(), token);
        if (live.isEmpty()) {
            refuse(ticket, AgentError.NOT_FOUND, "there is no such contact");
            return;
        }
        var known = board.calls().softphone(leg);
        boolean isAnothers =
                known.isPresent()
                        ? known.get().live() != live.get()
                        : standing.find(leg).isPresent();
        if (isAnothers) {
            refuse(ticket, AgentError.CONFLICT, "that leg belongs to another contact");
            return;
        }
        var by = ask.agent();
        boolean ownSocket = by == null;
        var address = by == null ? ask.leg() : by.session();
        var holder = holder(live.get(), token);
        if (known.isEmpty()
                && ask.standing()
                && holder.filter(it -> standing.standingSeconds(it) > 0).isPresent()) {
            standing.prepare(leg, holder.get(), address, offer, live.get().loop);
            board.feed(live.get(), new CallInput.Adopt(ticket, token, leg, ownSocket));
            return;
        }
        board.calls().addSoftphone(leg, live.get(), address);
        board.feed(live.get(), new CallInput.Invite(ticket, token, leg, offer, ownSocket));
    }

    /** A leg without a contact: a new one, or other paths for one that is there. */
    private void stand(
            AgentMessage.Invite ask, LegId leg, SessionText offer, long ticket, long nowNanos) {
        var known = standing.find(leg);
        var who = Optional.ofNullable(ask.agent()).flatMap(signedIn);
        if (known.isPresent()) {
            standing.restart(known.get(), offer, ticket);
        } else if (board.calls().softphone(leg).isPresent()) {
            refuse(ticket, AgentError.CONFLICT, "that leg belongs to a contact");
        } else if (ask.agent() == null || who.isEmpty()) {
            refuse(ticket, AgentError.NOT_FOUND, "there is no such leg");
        } else if (standing.standingSeconds(who.get()) == 0) {
            refuse(ticket, AgentError.ACCESS_DENIED, "no connection may stand here");
        } else {
            standing.prepare(leg, who.get(), ask.agent().session(), offer, standing.newHome());
            standing.stand(leg, ticket, nowNanos);
        }
    }

    void accept(AgentMessage.AcceptInvite ask, long ticket) {
        var leg = new LegId(ask.leg());
        if (board.calls().softphone(leg).isPresent() || standing.find(leg).isPresent()) {
            done(ticket);
        } else {
            refuse(ticket, AgentError.NOT_FOUND, "there is no such leg");
        }
    }

    /** The next contact of a leg that stands. */
    void connect(AgentMessage.ConnectContact ask, long ticket) {
        var leg = new LegId(ask.leg());
        var token = ask.contactToken();
        var live = live(ask.agent(), token);
        var known = standing.find(leg);
        if (live.isEmpty()) {
            refuse(ticket, AgentError.NOT_FOUND, "there is no such contact");
        } else if (known.isEmpty() || known.get().wish instanceof StandingLeg.Wish.End) {
            refuse(ticket, AgentError.BAD_REQUEST, AgentMessage.ConnectContact.STALE);
        } else if (!(known.get().wish instanceof StandingLeg.Wish.Stand)) {
            refuse(ticket, AgentError.CONFLICT, "the leg has a contact");
        } else if (!holds(live.get(), known.get().agent, token)) {
            refuse(ticket, AgentError.ACCESS_DENIED, "the contact is another agent's");
        } else {
            boolean ownSocket = ask.agent() == null;
            board.feed(live.get(), new CallInput.Adopt(ticket, token, leg, ownSocket));
        }
    }

    /** The leg is kept, and has no contact any more. */
    void disconnect(AgentMessage.DisconnectContact ask, long ticket) {
        var leg = new LegId(ask.leg());
        board.calls()
                .softphone(leg)
                .ifPresentOrElse(
                        phone ->
                                board.feed(
                                        phone.live(),
                                        new CallInput.PutDown(ticket, leg, ask.wanted())),
                        () -> done(ticket));
    }

    void bye(AgentMessage.Bye ask, long ticket, long nowNanos) {
        var leg = new LegId(ask.leg());
        board.calls()
                .softphone(leg)
                .ifPresentOrElse(
                        phone ->
                                board.feed(
                                        phone.live(),
                                        new CallInput.Bye(ticket, leg, ask.why().equals("bye"))),
                        () -> {
                            standing.end(leg, nowNanos);
                            done(ticket);
                        });
    }

    /** The call that a token is for, if whoever shows it may. */
    private Optional<Live> live(@Nullable Agent agent, Private token) {
        return board.calls()
                .token(token.value())
                .filter(call ->
                        agent == null
                                || signedIn.apply(agent)
                                        .filter(key -> holds(call, key, token))
                                        .isPresent());
    }

    private static boolean holds(Live call, AgentKey agent, Private token) {
        return holder(call, token).filter(agent::equals).isPresent();
    }

    /** Whose contact a token is for. */
    private static Optional<AgentKey> holder(Live call, Private token) {
        return call.state().parties().stream()
                .filter(party ->
                        party.line() instanceof Line.Softphone line && line.token().equals(token))
                .map(party -> party.role() instanceof Role.Agent role ? role.agent() : null)
                .filter(Objects::nonNull)
                .findFirst();
    }

    private void done(long ticket) {
        board.errand(new Errand.Reply(ticket, new AgentMessage.Reply.Done()));
    }

    private void refuse(long ticket, AgentError error, String reason) {
        board.errand(new Errand.Reply(ticket, new AgentMessage.Reply.Refused(error, reason)));
    }
}
