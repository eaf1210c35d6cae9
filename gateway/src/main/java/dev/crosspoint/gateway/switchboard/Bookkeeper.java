package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.gateway.bookkeeping.ContactBook;
import dev.crosspoint.gateway.call.CallEffect;
import dev.crosspoint.gateway.call.CallFacts;
import dev.crosspoint.gateway.call.CallFacts.WallClock;
import dev.crosspoint.gateway.call.CallState;
import dev.crosspoint.gateway.call.EndCause;
import dev.crosspoint.gateway.call.Party;
import dev.crosspoint.gateway.legs.LegBook;
import dev.crosspoint.gateway.routing.AgentActivity;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.api.MediaReply;
import dev.crosspoint.signaling.api.TrunkMessage;
import java.util.List;
import java.util.function.Consumer;

/** Tells the contact book what passes through the switchboard, and has its records written down. */
final class Bookkeeper {
    private final ContactBook book = new ContactBook();
    private final LegBook legs = new LegBook();
    private final WallClock clock;
    private final Consumer<Errand> errands;

    Bookkeeper(Consumer<Errand> errands, WallClock clock) {
        this.clock = clock;
        this.errands = errands;
    }

    /** A call began, or made a step; before its effects are carried out. */
    void changed(CallState state, List<CallEffect> effects, long nowNanos) {
        try {
            legs.changed(state, effects, clock.epochMsAt(nowNanos));
            book.changed(state, effects, nowNanos);
        } catch (RuntimeException bug) {
            // People talk on, whatever becomes of what is written about it.
            errands.accept(new Errand.LogBug(state.facts().call(), bug));
        }
    }

    /** A call did not come to be. */
    void refused(CallFacts facts, EndCause why) {
        book.refused(facts, why);
    }

    /** These go on in another call. */
    void moved(List<Party> parties, CallId from, CallId to) {
        book.moved(parties, from, to);
    }

    /** The newest legs of trunks and agents. */
    LegBook legs() {
        return legs;
    }

    void on(TrunkMessage.Event event, long nowNanos) {
        legs.on(event, clock.epochMsAt(nowNanos));
    }

    /** A call that came in did not become one. */
    void turnedAway(TrunkMessage.CallArrived arrived, int status, long nowNanos) {
        legs.turnedAway(arrived, status, clock.epochMsAt(nowNanos));
    }

    void on(MediaEvent event, long nowNanos) {
        legs.on(event, clock.epochMsAt(nowNanos));
        if (event instanceof MediaEvent.LegQuality(_, var call, var leg, var report)) {
            book.sounds(call, leg, report);
        }
    }

    /** The far end's answer to our offer says which codec the leg has. */
    void on(MediaCommand command) {
        if (command instanceof MediaCommand.AcceptAnswer(_, var call, var leg, var answer)) {
            CodecWord.of(answer).ifPresent(codec -> book.codec(call, leg, codec));
        }
    }

    /** A leg that comes from elsewhere has agreed on it before. */
    void carries(CallId call, LegId leg, String codec) {
        book.codec(call, leg, codec);
    }

    /** Likewise ours to its. */
    void on(MediaCommand command, MediaReply reply) {
        legs.on(command, reply);
        if (command instanceof MediaCommand.AnswerLeg asked
                && reply instanceof MediaReply.Described(var answer)) {
            CodecWord.of(answer).ifPresent(codec -> book.codec(asked.call(), asked.leg(), codec));
        }
    }

    /**
     * An agent did something.
     *
     * @param atMs ms since 1970
     */
    void happened(AgentActivity activity, long atMs) {
        book.happened(activity);
        errands.accept(new Errand.Remember(activity, atMs));
    }

    /** What is new becomes records. */
    void writeDown() {
        book.drain().forEach(record -> errands.accept(new Errand.Keep(record)));
    }

    /** Nothing happens any more. */
    void shutDown(long nowNanos) {
        book.shutDown(nowNanos);
        writeDown();
    }
}
