package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.call.Line.Sip;
import dev.crosspoint.media.api.AudioCodec;
import dev.crosspoint.media.api.LegKind;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaReply;
import dev.crosspoint.media.api.SessionText;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.TrunkMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The SIP calls of a call: what comes in, what is placed, answered and ended, each with its leg in
 * media. What each kind of SIP call needs at its end is decided here and nowhere else.
 */
final class TrunkCalls {
    private TrunkCalls() {}

    // --- coming in ---

    /** Media is to answer the caller's offer, or to make one when the INVITE has none. */
    static void arrive(Party party, Line.Trunk line, @Nullable Private offer, CallTurn turn) {
        if (offer == null) {
            offerLeg(line, turn);
        } else {
            turn.media(
                    new MediaCommand.AnswerLeg(
                            turn.tenant(),
                            turn.facts.call(),
                            line.leg(),
                            line.kind(),
                            SessionText.of(offer.value()),
                            codecs(line, turn)));
        }
        turn.put(party);
    }

    private static List<AudioCodec> codecs(Line.Trunk line, CallTurn turn) {
        return line.kind() instanceof LegKind.Browser
                ? Softphones.codecs(turn)
                : turn.rules.codecs().preference();
    }

    /** 180, so that the caller's network does not take us for dead. */
    static void ring(PartyId id, CallTurn turn) {
        turn.change(
                id,
                party -> {
                    if (!(party.line() instanceof Line.Trunk line) || line.sip() != Sip.ARRIVED) {
                        return party;
                    }
                    turn.trunk(new TrunkMessage.Ring(line.dialog(), null));
                    return party.with(line.with(Sip.RINGING));
                });
    }

    /** A way for the caller to hear us: 183 where that is wanted, else 200. */
    static void letHear(PartyId id, CallTurn turn) {
        if (!turn.rules.earlyMedia()) {
            answer(id, turn);
            return;
        }
        turn.change(
                id,
                party -> {
                    if (!(party.line() instanceof Line.Trunk line)
                            || (line.sip() != Sip.ARRIVED && line.sip() != Sip.RINGING)) {
                        return party;
                    }
                    turn.trunk(new TrunkMessage.Ring(line.dialog(), line.sdp()));
                    return party.with(line.with(Sip.HEARING));
                });
    }

    /** 200, unless it was said before. */
    static void answer(PartyId id, CallTurn turn) {
        turn.change(
                id,
                party ->
                        party.line() instanceof Line.Trunk line
                                ? party.with(answered(line, turn))
                                : party);
    }

    private static Line.Trunk answered(Line.Trunk line, CallTurn turn) {
        return switch (line.sip()) {
            case ARRIVED, RINGING, HEARING -> {
                var sdp = line.sdp();
                if (sdp == null) {
                    throw new IllegalStateException("nothing to answer a caller with yet");
                }
                turn.trunk(new TrunkMessage.Answer(line.dialog(), sdp));
                yield line.with(Sip.ANSWERED);
            }
            case UNPLACED, PLACED, ALERTING, EARLY, ANSWERED, OVER -> line;
        };
    }

    // --- going out ---

    /** Begins to call somebody: media makes the offer first. */
    static void call(Party party, CallTurn turn) {
        if (!(party.line() instanceof Line.Trunk line)) {
            throw new IllegalStateException("nothing to call by");
        }
        offerLeg(line, turn);
        long patienceNanos = CallRules.callingNanos(ringSeconds(party, turn));
        // An agent's desk phone rings within the time of its offer.
        turn.put(
                party.stage() instanceof Stage.Offered
                        ? party
                        : party.with(new Stage.Dialing(turn.after(patienceNanos))));
    }

    private static void offerLeg(Line.Trunk line, CallTurn turn) {
        turn.media(
                new MediaCommand.OfferLeg(
                        turn.tenant(),
                        turn.facts.call(),
                        line.leg(),
                        line.kind(),
                        codecs(line, turn)));
    }

    /** As long as the flow that calls somebody likes, or as is usual. */
    private static int ringSeconds(Party party, CallTurn turn) {
        return ThirdParties.ringSeconds(party.id(), turn).orElse(turn.rules.outboundRingSeconds());
    }

    private static Line.Trunk place(
            Line.Trunk line, Private offer, int ringSeconds, CallTurn turn) {
        turn.trunk(
                new TrunkMessage.PlaceCall(
                        turn.facts.tenant(),
                        line.dialog(),
                        line.trunk(),
                        line.from(),
                        line.number(),
                        offer,
                        ringSeconds));
        return line.described(offer).with(Sip.PLACED);
    }

    // --- what media and trunks say ---

    /** Media has described a trunk's leg, or cannot. */
    static void described(Party party, MediaReply reply, CallTurn turn) {
        if (!(party.line() instanceof Line.Trunk line)) {
            turn.late();
            return;
        }
        switch (reply) {
            case MediaReply.Described(var text) -> {
                var sdp = new Private(text.sdp());
                switch (line.sip()) {
                    case UNPLACED -> {
                        turn.put(party.with(place(line, sdp, ringSeconds(party, turn), turn)));
                        Progress.told(turn, party.id(), "dialing");
                    }
                    case ARRIVED -> {
                        var ready = turn.put(party.with(line.described(sdp)));
                        if (line.weOffer()) {
                            answer(party.id(), turn);
                        } else {
                            ready(ready, turn);
                        }
                    }
                    case RINGING, HEARING, PLACED, ALERTING, EARLY, ANSWERED, OVER -> turn.late();
                }
            }
            case MediaReply.Refused refused -> fail(party, EndCause.of(refused.error()), turn);
            case MediaReply.Done _ -> turn.late();
        }
    }

    /** Media has taken the far side's answer, or cannot: only then is somebody here. */
    static void accepted(Party party, MediaReply reply, CallTurn turn) {
        switch (reply) {
            case MediaReply.Refused refused -> fail(party, EndCause.of(refused.error()), turn);
            case MediaReply.Done _, MediaReply.Described _ -> {
                boolean answered =
                        party.line() instanceof Line.Trunk line && line.sip() == Sip.ANSWERED;
                boolean expected =
                        party.stage() instanceof Stage.Dialing
                                || party.stage() instanceof Stage.Offered;
                if (answered && expected) {
                    Entry.here(party, turn);
                }
            }
        }
    }

    /** A SIP call comes to nothing: a desk phone is passed over like the agent whose it is. */
    static void fail(Party party, EndCause cause, CallTurn turn) {
        if (party.stage() instanceof Stage.Offered) {
            boolean declined = cause == EndCause.BUSY || cause == EndCause.DECLINED;
            Seats.pass(party, declined ? EndCause.REJECTED : EndCause.MISSED, turn);
        } else {
            Leaving.leave(party, cause, turn);
        }
    }

    /** The trunk says something about one of the SIP calls. */
    static void on(Party party, CallInput.OnDialog input, CallTurn turn) {
        if (!(party.line() instanceof Line.Trunk line)) {
            turn.late();
            return;
        }
        switch (input) {
            case CallInput.Progress(_, var sdp) -> progress(party, line, sdp, turn);
            case CallInput.Answered(_, var sdp) -> answered(party, line, sdp, turn);
            case CallInput.Confirmed(_, var sdp) -> confirmed(party, line, sdp, turn);
            case CallInput.CallFailed(_, int status) -> {
                var over = turn.put(party.with(line.with(Sip.OVER)));
                fail(over, EndCause.ofStatus(status), turn);
            }
            case CallInput.Gone _ -> {
                var over = turn.put(party.with(line.with(Sip.OVER)));
                fail(over, Leaving.hungUp(over, turn), turn);
            }
            case CallInput.TransferAsked(_, var target, var replaces) ->
                    Referrals.asked(party, line, target, replaces, turn);
            case CallInput.DigitsRefused(_, var digits) -> Keypad.byTones(party, digits, turn);
            case CallInput.TransferProgress(_, int status) ->
                    Referrals.progress(party, status, turn);
            case CallInput.Replaced(_, var by, var offer) ->
                    Replacements.begin(party, by, offer, turn);
            case CallInput.Reoffered(_, var sdp) -> {
                turn.media(
                        new MediaCommand.AnswerReoffer(
                                turn.tenant(),
                                turn.facts.call(),
                                line.leg(),
                                SessionText.of(sdp.value())));
                Holding.asked(party, line, sdp, turn);
            }
        }
    }

    private static void progress(
            Party party, Line.Trunk line, @Nullable Private sdp, CallTurn turn) {
        switch (line.sip()) {
            case PLACED, ALERTING, EARLY -> {
                if (sdp != null) {
                    acceptAnswer(line, sdp, turn);
                    turn.put(party.with(line.with(Sip.EARLY)));
                    if (line.sip() != Sip.EARLY) {
                        Progress.told(turn, party.id(), "early-media");
                        Referrals.report(turn.handover, party.id(), 183, turn);
                    }
                } else if (line.sip() == Sip.PLACED) {
                    turn.put(party.with(line.with(Sip.ALERTING)));
                    Progress.told(turn, party.id(), "ringing");
                    Referrals.report(turn.handover, party.id(), 180, turn);
                }
            }
            case ARRIVED, RINGING, HEARING, UNPLACED, ANSWERED, OVER -> turn.late();
        }
    }

    private static void answered(
            Party party, Line.Trunk line, @Nullable Private sdp, CallTurn turn) {
        switch (line.sip()) {
            case PLACED, ALERTING, EARLY -> {
                var answered = turn.put(party.with(line.with(Sip.ANSWERED)));
                if (sdp == null) {
                    accepted(answered, new MediaReply.Done(), turn); // by an offer of theirs before
                } else {
                    acceptAnswer(line, sdp, turn);
                }
            }
            case ARRIVED, RINGING, HEARING, UNPLACED, ANSWERED, OVER -> turn.late();
        }
    }

    /** RFC 3264 5: an INVITE without an offer brings its answer in the ACK. */
    private static void confirmed(
            Party party, Line.Trunk line, @Nullable Private sdp, CallTurn turn) {
        boolean arriving =
                party.stage() instanceof Stage.Arriving || party.stage() instanceof Stage.Replacing;
        if (!line.weOffer() || !arriving) {
            return;
        }
        if (sdp == null) {
            Leaving.leave(party, EndCause.NOT_ACCEPTABLE, turn);
            return;
        }
        acceptAnswer(line, sdp, turn);
        ready(party, turn);
    }

    /** The leg of a SIP call that came in can carry audio. */
    private static void ready(Party party, CallTurn turn) {
        if (party.stage() instanceof Stage.Replacing(_, var whom)) {
            answer(party.id(), turn);
            turn.party(party.id()).ifPresent(it -> Replacements.complete(it, whom, turn));
        } else if (party.role() instanceof Role.Agent) {
            // A phone that has dialled.
            answer(party.id(), turn);
            turn.party(party.id()).ifPresent(it -> Entry.here(it, turn));
        } else {
            Guides.welcome(party, turn);
        }
    }

    private static void acceptAnswer(Line.Trunk line, Private sdp, CallTurn turn) {
        turn.media(
                new MediaCommand.AcceptAnswer(
                        turn.tenant(), turn.facts.call(), line.leg(), SessionText.of(sdp.value())));
    }

    /** What the trunk says to what it was asked, or to be taken for it when it says nothing. */
    static void replied(
            TrunkMessage.Command command, TrunkMessage.Reply reply, long ticket, CallTurn turn) {
        switch (reply) {
            case TrunkMessage.Reply.Done _ -> turn.done(ticket);
            case TrunkMessage.Reply.Full _ -> {
                turn.log("too many keys wait for their INFO: no more are taken");
                turn.refuse(ticket, AgentError.BUSY, "too many keys wait to be told");
            }
            case TrunkMessage.Reply.Refused _ -> {
                turn.done(ticket);
                refused(command, turn);
            }
        }
    }

    /** What the trunk would not do, or not in time. */
    private static void refused(TrunkMessage.Command command, CallTurn turn) {
        var party = turn.state().dialog(command.dialog());
        switch (command) {
            // A trunk that is only slow places the call yet; the hang-up comes behind it.
            case TrunkMessage.PlaceCall _ ->
                    party.ifPresent(it -> fail(it, EndCause.ofStatus(503), turn));
            // The caller has gone in the same moment, or the answer did not get out: either way
            // nobody can talk. A hang-up that comes too late does no harm.
            case TrunkMessage.Answer _ ->
                    party.ifPresent(it -> Leaving.leave(it, EndCause.ABANDONED, turn));
            case TrunkMessage.Ring _,
                    TrunkMessage.Refuse _,
                    TrunkMessage.HangUp _,
                    TrunkMessage.AnswerReoffer _,
                    TrunkMessage.RefuseReoffer _,
                    TrunkMessage.AcceptTransfer _,
                    TrunkMessage.RefuseTransfer _,
                    TrunkMessage.ReportTransfer _ ->
                    turn.log("the trunk refused a command");
            case TrunkMessage.SendDigits digits ->
                    party.ifPresent(it -> Keypad.byTones(it, digits.digits(), turn));
            case TrunkMessage.Transfer _ -> party.ifPresent(it -> Referrals.refused(it, turn));
        }
    }

    // --- the end ---

    /** Ends a SIP call in the way that its state asks for. */
    static void end(Line.Trunk line, EndCause cause, CallTurn turn) {
        switch (line.sip()) {
            case ARRIVED, RINGING, HEARING ->
                    turn.trunk(
                            new TrunkMessage.Refuse(line.dialog(), cause.status(), cause.reason()));
            case PLACED, ALERTING, EARLY, ANSWERED ->
                    turn.trunk(new TrunkMessage.HangUp(line.dialog(), cause.reason()));
            case UNPLACED, OVER -> {}
        }
    }

    /** What the agent is told who waits for somebody to answer. */
    private static final class Progress {
        static void told(CallTurn turn, PartyId id, String word) {
            turn.party(id)
                    .flatMap(party -> turn.party(party.broughtBy()))
                    .ifPresent(by -> {
                        if (by.role() instanceof Role.Agent agent) {
                            turn.tell(
                                    agent.agent(),
                                    new AgentMessage.ContactProgress(agent.contact().id(), word));
                        }
                    });
        }
    }
}
