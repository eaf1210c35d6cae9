package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.gateway.call.CallInput;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.SessionText;
import org.jspecify.annotations.Nullable;

/** One leg that may stand without a contact: where media has it, and where it is to be. */
final class StandingLeg {

    /** Where media has it. */
    sealed interface Place {
        /** Nowhere; its offer waits until somebody says where it is to be. */
        record Nowhere(SessionText offer) implements Place {}

        /** Media makes it, in a call of its own. */
        record Making() implements Place {}

        /** It waits on its home loop. */
        record Lobby() implements Place {}

        /** It is in a call. */
        record InCall(CallId call, int loop) implements Place {}

        /** It moves; without a call to the lobby. */
        record Moving(@Nullable CallId to, int loop) implements Place {}
    }

    /** Where it is to be. */
    sealed interface Wish {
        record Stand() implements Wish {}

        record Carry(CallId call) implements Wish {}

        record End() implements Wish {}
    }

    final LegId id;
    final AgentKey agent;

    /** Whose events reach what carries it. */
    final String address;

    /** The loop with its door. */
    final int home;

    /** The call that it is made in, and is said to be in while it is in none. */
    final CallId cradle;

    Place place;
    Wish wish = new Wish.Stand();

    /** How contacts call what it was agreed to speak; null until it was. */
    @Nullable String codec;

    /** Of whoever waits for it to be made or to come; {@link CallInput#NOBODY} when nobody does. */
    long ticket = CallInput.NOBODY;

    /** When it has stood for too long; meaningless while it carries something. */
    long untilNanos;

    StandingLeg(LegId id, AgentKey agent, String address, int home, SessionText offer) {
        this.id = id;
        this.agent = agent;
        this.address = address;
        this.home = home;
        this.cradle = new CallId("standing." + id.value());
        this.place = new Place.Nowhere(offer);
    }

    /** Whether it waits for the next contact. */
    boolean isIdle() {
        return place instanceof Place.Lobby && wish instanceof Wish.Stand;
    }

    /** Whether it carries a call's contact, or is about to. */
    boolean isFor(CallId call) {
        return wish instanceof Wish.Carry(var wanted) && wanted.equals(call);
    }

    /** Whether a command is one that this leg was sent by. */
    boolean moves(MediaCommand command) {
        return place instanceof Place.Moving(var to, _)
                && command instanceof MediaCommand.MoveLeg move
                && (to == null ? move.target() == null : to.equals(move.target()));
    }

    long takeTicket() {
        long taken = ticket;
        ticket = CallInput.NOBODY;
        return taken;
    }
}
