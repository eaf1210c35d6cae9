package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.gateway.call.CallInput;
import dev.crosspoint.gateway.call.CodecPolicy;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.gateway.switchboard.LiveCalls.Live;
import dev.crosspoint.gateway.switchboard.StandingLeg.Place;
import dev.crosspoint.gateway.switchboard.StandingLeg.Wish;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.api.MediaReply;
import dev.crosspoint.media.api.MediaReply.MediaError;
import dev.crosspoint.media.api.SessionText;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The legs of softphones that outlive their contacts. Each has a place in media and one where it is
 * to be; whenever it is not on its way, it is sent from the one to the other. Calls know of it only
 * what they know of any softphone.
 */
final class StandingLegs {

    /** Signalling ends a leg that stands too long; this is for the case that it never does. */
    private static final long SLACK_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Switchboard board;
    private final LegErrands errands;
    private final Map<LegId, StandingLeg> legs = new HashMap<>();

    StandingLegs(Switchboard board) {
        this.board = board;
        this.errands = new LegErrands(board);
    }

    /** How many there are, whatever they do. */
    int size() {
        return legs.size();
    }

    Collection<StandingLeg> all() {
        return List.copyOf(legs.values());
    }

    Optional<StandingLeg> find(LegId leg) {
        return Optional.ofNullable(legs.get(leg));
    }

    /**
     * Where a new leg that has no call is to have its door. It stays there all day, while calls
     * come and go: such doors are spread before calls are looked at.
     */
    int newHome() {
        var doors = new HashMap<Integer, Integer>();
        legs.values().forEach(it -> doors.merge(it.home, 1, Integer::sum));
        return board.calls().leastLoadedLoop(loop -> doors.getOrDefault(loop, 0));
    }

    // --- what is asked for ---

    /**
     * A new leg, about to be told what it is for: {@link #stand}, {@link #adopt} or {@link
     * #decline}.
     */
    void prepare(LegId leg, AgentKey agent, String address, SessionText offer, int loop) {
        legs.put(leg, new StandingLeg(leg, agent, address, loop, offer));
    }

    /** It is to stand, and whoever has offered it is told what it is answered. */
    void stand(LegId leg, long ticket, long nowNanos) {
        find(leg)
                .ifPresent(it -> {
                    it.ticket = ticket;
                    wish(it, new Wish.Stand(), nowNanos);
                });
    }

    /** It is to carry a contact of a call. */
    void adopt(LegId leg, Live live, long ticket, long nowNanos) {
        var it = legs.get(leg);
        if (it == null) {
            errands.refuse(ticket, AgentError.BAD_REQUEST, AgentMessage.ConnectContact.STALE);
            board.feed(live, new CallInput.NotAdopted(leg, true));
            return;
        }
        board.calls().addSoftphone(leg, live, it.address);
        it.ticket = ticket;
        wish(it, new Wish.Carry(live.id()), nowNanos);
    }

    /** No call wants it: one that was never made is forgotten, and one that stands stands on. */
    void decline(LegId leg) {
        legs.computeIfPresent(leg, (_, it) -> it.place instanceof Place.Nowhere ? null : it);
    }

    /** A call is done with it. */
    void letGo(LegId leg, boolean stands, long nowNanos) {
        var it = legs.get(leg);
        if (it == null) {
            return;
        }
        board.calls().removeSoftphone(leg);
        if (!stands || !mayStand(it) || it.place instanceof Place.Making) {
            if (stands) {
                errands.tell(it, new AgentMessage.EndLeg(leg.value()));
            }
            errands.refuse(it.takeTicket(), AgentError.NOT_FOUND, "the contact is over");
            wish(it, new Wish.End(), nowNanos);
            return;
        }
        if (it.ticket == CallInput.NOBODY) {
            errands.tell(it, new AgentMessage.StandLeg(leg.value()));
        }
        errands.refuse(it.takeTicket(), AgentError.NOT_FOUND, "the contact is over");
        wish(it, new Wish.Stand(), nowNanos);
    }

    /** Other network paths for a leg that waits. */
    void restart(StandingLeg leg, SessionText offer, long ticket) {
        if (leg.isIdle()) {
            errands.restart(leg, offer, ticket);
        } else {
            errands.refuse(ticket, AgentError.CONFLICT, "the leg is on its way");
        }
    }

    /** Whoever has it wants it no more. */
    void end(LegId leg, long nowNanos) {
        find(leg).ifPresent(it -> wish(it, new Wish.End(), nowNanos));
    }

    /** A desktop is closed, and what stands of it ends. What carries a contact is its call's. */
    void endAll(String session, long nowNanos) {
        endIf(it -> it.address.equals(session), nowNanos);
    }

    /** An agent is gone, and with it whatever stands, on whatever socket. */
    void endAll(AgentKey agent, long nowNanos) {
        endIf(it -> it.agent.equals(agent), nowNanos);
    }

    private void endIf(Predicate<StandingLeg> which, long nowNanos) {
        for (var it : List.copyOf(legs.values())) {
            if (which.test(it) && it.wish instanceof Wish.Stand) {
                errands.tell(it, new AgentMessage.EndLeg(it.id.value()));
                wish(it, new Wish.End(), nowNanos);
            }
        }
    }

    /** Two calls become one, and it goes along: the call that it leaves has sent it. */
    void merged(LegId leg, Live to) {
        find(leg)
                .ifPresent(it -> {
                    it.place = new Place.Moving(to.id(), to.loop);
                    it.wish = new Wish.Carry(to.id());
                });
    }

    // --- what media says ---

    /** Whether it is the answer to something that this room has asked. */
    boolean onReply(MediaCommand command, MediaReply reply, long ticket, long nowNanos) {
        if (command instanceof MediaCommand.AnswerLeg answer) {
            var it = legs.get(answer.leg());
            if (it != null && it.cradle.equals(answer.call())) {
                made(it, reply, nowNanos);
                return true;
            }
        } else if (command instanceof MediaCommand.AnswerReoffer again) {
            var it = legs.get(again.leg());
            if (it != null && !(it.place instanceof Place.InCall)) {
                errands.described(ticket, reply, 0);
                return true;
            }
        } else if (command instanceof MediaCommand.MoveLeg move) {
            var it = legs.get(move.leg());
            if (it != null && it.moves(move)) {
                moved(it, reply, nowNanos);
                return true;
            }
        }
        return false;
    }

    /** Whether it is about a leg that no call has. */
    boolean onEvent(MediaEvent event) {
        if (event instanceof MediaEvent.LegEnded ended) {
            var it = legs.get(ended.leg());
            if (it != null && !(it.place instanceof Place.InCall)) {
                gone(it);
                return true;
            }
        }
        return false;
    }

    private void made(StandingLeg it, MediaReply reply, long nowNanos) {
        long asked = it.takeTicket();
        if (it.wish instanceof Wish.End) {
            errands.refuse(asked, AgentError.NOT_FOUND, "the leg is over");
            legs.remove(it.id);
        } else if (reply instanceof MediaReply.Described(var answer)) {
            it.codec = CodecWord.of(answer).orElse(null);
            it.place = new Place.InCall(it.cradle, it.home);
            errands.described(
                    asked, reply, (int) TimeUnit.SECONDS.toMillis(standingSeconds(it.agent)));
            settle(it, nowNanos);
        } else {
            errands.described(asked, reply, 0);
            notAdopted(it, true);
            legs.remove(it.id);
        }
        errands.closeCradle(it);
    }

    private void moved(StandingLeg it, MediaReply reply, long nowNanos) {
        if (!(it.place instanceof Place.Moving(var to, int loop))) {
            return;
        }
        if (!(reply instanceof MediaReply.Refused(var error, _))) {
            it.place = to == null ? new Place.Lobby() : new Place.InCall(to, loop);
            settle(it, nowNanos);
        } else if (to != null && isUnwanted(error)) {
            // It waits at home then.
            it.place = new Place.Lobby();
            if (it.isFor(to)) {
                notTaken(it, nowNanos);
            } else {
                settle(it, nowNanos);
            }
        } else {
            gone(it);
        }
    }

    /** The call does not take it: it stands, and whoever believes that it talks is told. */
    private void notTaken(StandingLeg it, long nowNanos) {
        boolean told = it.ticket != CallInput.NOBODY;
        errands.refuse(it.takeTicket(), AgentError.NOT_FOUND, "the call does not take the leg");
        if (!told) {
            errands.tell(it, new AgentMessage.StandLeg(it.id.value()));
        }
        notAdopted(it, told);
        wish(it, new Wish.Stand(), nowNanos);
    }

    /** Whether a leg was refused by the call that it was to come to. */
    private static boolean isUnwanted(MediaError error) {
        return error == MediaError.NO_CAPACITY
                || error == MediaError.DUPLICATE
                || error == MediaError.UNKNOWN_CALL;
    }

    /** Media has it no more, or nobody knows where. */
    private void gone(StandingLeg it) {
        legs.remove(it.id);
        boolean told = it.ticket != CallInput.NOBODY;
        errands.refuse(it.takeTicket(), AgentError.BAD_REQUEST, AgentMessage.ConnectContact.STALE);
        notAdopted(it, told);
        errands.tell(it, new AgentMessage.EndLeg(it.id.value()));
        if (it.place instanceof Place.Making) {
            errands.closeCradle(it);
        }
        errands.close(it, it.cradle, it.home);
        if (it.place instanceof Place.Moving(var to, int loop) && to != null) {
            errands.close(it, to, loop);
        }
    }

    private void notAdopted(StandingLeg it, boolean told) {
        if (it.wish instanceof Wish.Carry(var call)) {
            board.calls().removeSoftphone(it.id);
            board.calls()
                    .call(call)
                    .ifPresent(live -> board.feed(live, new CallInput.NotAdopted(it.id, told)));
        }
    }

    // --- from where it is to where it is to be ---

    private void wish(StandingLeg it, Wish wish, long nowNanos) {
        it.wish = wish;
        if (wish instanceof Wish.Stand) {
            it.untilNanos =
                    nowNanos + TimeUnit.SECONDS.toNanos(standingSeconds(it.agent)) + SLACK_NANOS;
            standsAlone(it, nowNanos);
        }
        settle(it, nowNanos);
    }

    /** An agent has one that stands: the newest. */
    private void standsAlone(StandingLeg it, long nowNanos) {
        endIf(other -> other != it && other.agent.equals(it.agent), nowNanos);
    }

    private void settle(StandingLeg it, long nowNanos) {
        switch (it.place) {
            case Place.Making _, Place.Moving _ -> {}
            case Place.Nowhere(var offer) -> {
                if (it.wish instanceof Wish.End) {
                    legs.remove(it.id);
                } else {
                    errands.make(it, offer, codecs(it.agent));
                }
            }
            case Place.Lobby _ -> {
                switch (it.wish) {
                    case Wish.Stand _ -> {}
                    case Wish.Carry(var call) -> carry(it, it.cradle, it.home, call, nowNanos);
                    case Wish.End _ -> {
                        legs.remove(it.id);
                        errands.close(it, it.cradle, it.home);
                    }
                }
            }
            case Place.InCall(var in, int loop) -> {
                switch (it.wish) {
                    case Wish.Stand _ -> errands.move(it, in, loop, null, it.home);
                    case Wish.Carry(var call) when call.equals(in) -> arrived(it, call);
                    case Wish.Carry(var call) -> carry(it, in, loop, call, nowNanos);
                    case Wish.End _ -> {
                        legs.remove(it.id);
                        errands.close(it, in, loop);
                    }
                }
            }
        }
    }

    private void carry(StandingLeg it, CallId from, int loop, CallId call, long nowNanos) {
        var live = board.calls().call(call);
        if (live.isPresent()) {
            errands.move(it, from, loop, call, live.get().loop);
        } else {
            errands.refuse(it.takeTicket(), AgentError.NOT_FOUND, "the contact is over");
            wish(it, new Wish.Stand(), nowNanos);
        }
    }

    private void arrived(StandingLeg it, CallId call) {
        errands.reply(it.takeTicket(), new AgentMessage.Reply.Done());
        board.calls()
                .call(call)
                .ifPresent(live -> {
                    if (it.codec != null) {
                        board.contacts().carries(call, it.id, it.codec);
                    }
                    board.feed(live, new CallInput.Adopted(it.id));
                });
    }

    // --- time ---

    void onTime(long nowNanos) {
        endIf(it -> it.untilNanos - nowNanos <= 0, nowNanos);
    }

    OptionalLong nextDeadlineNanos() {
        return legs.values().stream()
                .filter(it -> it.wish instanceof Wish.Stand)
                .mapToLong(it -> it.untilNanos)
                .reduce((a, b) -> a - b <= 0 ? a : b);
    }

    // --- details ---

    /** Whether anybody is behind it who could have another contact. */
    private boolean mayStand(StandingLeg it) {
        var session = board.routing().board().row(it.agent).map(row -> row.session()).orElse(null);
        boolean ownSocket = it.address.equals(it.id.value());
        return session != null && (ownSocket || session.equals(it.address));
    }

    /** How long a leg of this agent's may stand, s; 0 when none may. */
    int standingSeconds(AgentKey agent) {
        return board.numbering()
                .tenant(agent.tenant())
                .map(tenant -> tenant.limits().standingSeconds())
                .orElse(0);
    }

    private CodecPolicy codecs(AgentKey agent) {
        return board.numbering().tenant(agent.tenant()).orElseThrow().codecs();
    }
}
