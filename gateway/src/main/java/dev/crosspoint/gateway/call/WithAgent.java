package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.call.CallFacts.Sip;
import dev.crosspoint.gateway.call.CallState.Calling;
import dev.crosspoint.gateway.call.CallState.Joining;
import dev.crosspoint.gateway.call.CallState.Talking;
import dev.crosspoint.media.api.Ids.PlayId;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaCommand.EditHearing.Edit;
import dev.crosspoint.media.api.MediaReply;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.Private;
import org.jspecify.annotations.Nullable;

/** A call that has its agent: the softphone connects, the customer is called, the two talk. */
final class WithAgent {
    private WithAgent() {}

    static CallState joining(Joining s, CallInput input, CallTurn turn) {
        var agent = s.holder();
        return switch (input) {
            case CallInput.Invite invite ->
                    new Joining(
                            turn.facts,
                            s.music(),
                            Softphones.invite(agent, invite, turn),
                            s.deadlineNanos());
            case CallInput.MediaReplied(
                            MediaCommand.AnswerLeg(_, _, var leg, _, _, _),
                            var reply,
                            _)
                    when agent.has(leg) ->
                    new Joining(
                            turn.facts,
                            s.music(),
                            Softphones.invited(agent, reply, turn),
                            s.deadlineNanos());
            case CallInput.LegFlowing(var leg) when agent.has(leg) ->
                    proceed(s, Softphones.heard(agent), turn);
            case CallInput.LegFlowing(var leg) when leg.equals(turn.customerLeg()) -> {
                CallAnyway.customerFlows(turn);
                yield proceed(s, agent, turn);
            }
            case CallInput.LegEnded(var leg, _) when agent.has(leg) -> {
                turn.dropSoftphone(agent);
                turn.accepted(agent);
                yield new Joining(turn.facts, s.music(), agent.with(null), s.deadlineNanos());
            }
            case CallInput.Bye(long ticket, var leg, boolean wanted) when agent.has(leg) -> {
                turn.done(ticket);
                if (wanted) {
                    yield turn.end(s, EndCause.AGENT_HUNG_UP);
                }
                turn.closeLeg(leg);
                turn.dropSoftphone(agent);
                yield new Joining(turn.facts, s.music(), agent.with(null), s.deadlineNanos());
            }
            case CallInput.Accept(long ticket, _) -> {
                turn.done(ticket);
                turn.accepted(agent);
                yield s;
            }
            case CallInput.AgentReturned _ -> {
                turn.offer(agent, 0);
                turn.accepted(agent);
                yield s;
            }
            case CallInput.Mute(long ticket, boolean muted) -> {
                turn.done(ticket);
                turn.muted(agent.withMuted(muted));
                yield new Joining(turn.facts, s.music(), agent.withMuted(muted), s.deadlineNanos());
            }
            case CallInput.TimePassed _ when CallControl.isPast(s.deadlineNanos(), turn) -> {
                var music = s.music();
                if (music == null || agent.connectedMs() != 0) {
                    yield turn.end(s, EndCause.MEDIA_LOST);
                }
                if (agent.isFlowing()) {
                    // A customer who says nothing yet, or nothing we get, can still listen.
                    yield connect(s.music(), agent, turn);
                }
                yield CallControl.passOn(
                        s, music, "missed", "Your audio did not connect in time.", turn);
            }
            case CallInput other -> CallAnyway.step(s, other, turn);
        };
    }

    static CallState calling(Calling s, CallInput input, CallTurn turn) {
        var agent = s.holder();
        return switch (input) {
            case CallInput.MediaReplied(
                            MediaCommand.OfferLeg _,
                            MediaReply.Described(var offer),
                            _) -> {
                turn.placeCall(new Private(offer.sdp()));
                turn.progress(agent, "dialing");
                yield new Calling(turn.facts, agent, null, turn.after(turn.rules.callingNanos()));
            }
            case CallInput.Progress(var sdp) -> progress(s, sdp, turn);
            case CallInput.Answered(var sdp) -> {
                turn.acceptCustomerAnswer(sdp);
                turn.sip(Sip.ANSWERED);
                yield connect(s.ringback(), agent, turn);
            }
            case CallInput.Invite(long ticket, var leg, var offer, _) -> {
                if (!agent.has(leg)) {
                    turn.refuse(ticket, AgentError.CONFLICT, "this call has its softphone leg");
                    yield s;
                }
                turn.answerReoffer(leg, offer);
                yield new Calling(
                        turn.facts,
                        Softphones.asked(agent, ticket, turn),
                        s.ringback(),
                        s.deadlineNanos());
            }
            case CallInput.LegEnded(var leg, _) when agent.has(leg) ->
                    turn.end(s, EndCause.MEDIA_LOST);
            case CallInput.Bye(long ticket, var leg, boolean wanted) when agent.has(leg) -> {
                turn.done(ticket);
                yield turn.end(s, wanted ? EndCause.AGENT_HUNG_UP : EndCause.MEDIA_LOST);
            }
            case CallInput.AgentLost _ when !Softphones.hasOwnSocket(agent) ->
                    turn.end(s, EndCause.MEDIA_LOST);
            case CallInput.AgentReturned _ -> {
                turn.offer(agent, 0);
                turn.accepted(agent);
                turn.progress(agent, s.ringback() == null ? "dialing" : "ringing");
                yield s;
            }
            case CallInput.SendDigits(long ticket, var digits)
                    when turn.facts.customer().sip() == Sip.EARLY -> {
                turn.sendDigits(turn.customerLeg(), digits, ticket);
                yield s;
            }
            case CallInput.Mute(long ticket, boolean muted) -> {
                turn.done(ticket);
                turn.muted(agent.withMuted(muted));
                yield new Calling(
                        turn.facts, agent.withMuted(muted), s.ringback(), s.deadlineNanos());
            }
            case CallInput.TimePassed _ when CallControl.isPast(s.deadlineNanos(), turn) ->
                    turn.end(s, EndCause.NO_ANSWER);
            case CallInput other -> CallAnyway.step(s, other, turn);
        };
    }

    static CallState talking(Talking s, CallInput input, CallTurn turn) {
        var agent = s.holder();
        return switch (input) {
            case CallInput.DigitHeard(var leg, var digit) when leg.equals(turn.customerLeg()) -> {
                var softphone = agent.softphone();
                if (softphone != null) {
                    turn.sendDigits(softphone.leg(), digit, CallInput.NOBODY);
                }
                turn.tell(
                        agent,
                        new AgentMessage.ContactDigit(
                                turn.facts.contactId(), new Private(digit.value())));
                yield s;
            }
            case CallInput.DigitHeard(var leg, var digit) when agent.has(leg) -> {
                turn.sendDigits(turn.customerLeg(), digit, CallInput.NOBODY);
                yield s;
            }
            case CallInput.SendDigits(long ticket, var digits) -> {
                turn.sendDigits(turn.customerLeg(), digits, ticket);
                yield s;
            }
            case CallInput.Mute(long ticket, boolean muted) -> {
                var softphone = agent.softphone();
                if (softphone != null) {
                    turn.hear(new Edit(turn.customerLeg(), softphone.leg(), !muted));
                }
                turn.done(ticket);
                turn.muted(agent.withMuted(muted));
                yield new Talking(turn.facts, agent.withMuted(muted));
            }
            case CallInput.LegQuality(var leg, var report) when agent.has(leg) -> {
                turn.quality(agent, report);
                yield s;
            }
            case CallInput.Invite invite when !agent.has(invite.leg()) ->
                    lose(Softphones.invite(agent, invite, turn), turn);
            case CallInput.Invite(long ticket, var leg, var offer, _) -> {
                turn.answerReoffer(leg, offer);
                yield new Talking(turn.facts, Softphones.asked(agent, ticket, turn));
            }
            case CallInput.LegEnded(var leg, _) when agent.has(leg) -> {
                turn.dropSoftphone(agent);
                yield lose(agent.with(null), turn);
            }
            case CallInput.Bye(long ticket, var leg, boolean wanted) when agent.has(leg) -> {
                turn.done(ticket);
                if (wanted) {
                    yield turn.end(s, EndCause.AGENT_HUNG_UP);
                }
                turn.closeLeg(leg);
                turn.dropSoftphone(agent);
                yield lose(agent.with(null), turn);
            }
            case CallInput.AgentLost _ when !Softphones.hasOwnSocket(agent) -> {
                Softphones.close(agent, turn);
                yield lose(agent.with(null), turn);
            }
            case CallInput.AgentReturned _ -> {
                turn.offer(agent, 0);
                turn.accepted(agent);
                turn.connected(agent);
                turn.muted(agent);
                yield s;
            }
            case CallInput other -> CallAnyway.step(s, other, turn);
        };
    }

    /** The softphone has audio: on to the customer, who waits or is yet to be called. */
    private static CallState proceed(Joining s, AgentSide agent, CallTurn turn) {
        if (agent.isFlowing() && turn.facts.customer().sip() == Sip.UNPLACED) {
            turn.offerCustomerLeg();
            return new Calling(turn.facts, agent, null, turn.after(turn.rules.callingNanos()));
        }
        return agent.isFlowing() && turn.facts.customer().flowing()
                ? connect(s.music(), agent, turn)
                : new Joining(turn.facts, s.music(), agent, s.deadlineNanos());
    }

    private static Talking connect(@Nullable PlayId music, AgentSide agent, CallTurn turn) {
        var softphone = agent.softphone();
        if (softphone == null) {
            throw new IllegalStateException("connected without a softphone");
        }
        var connected = agent.connectedAt(turn.epochMs());
        turn.stopPlay(music);
        turn.letThemTalk(softphone.leg(), agent.muted());
        turn.connected(connected);
        return new Talking(turn.facts, connected);
    }

    /** The agent's audio is gone; the customer hears music while it comes back. */
    private static Joining lose(AgentSide agent, CallTurn turn) {
        var music = turn.playMusic();
        if (agent.softphone() == null) {
            // The softphone is asked to come back, as it was asked to come.
            turn.accepted(agent);
        }
        return new Joining(turn.facts, music, agent, turn.after(turn.rules.joinNanos()));
    }

    private static CallState progress(Calling s, @Nullable Private sdp, CallTurn turn) {
        var softphone = s.holder().softphone();
        if (softphone == null || turn.facts.customer().sip() == Sip.UNPLACED) {
            turn.late();
            return s;
        }
        if (sdp != null) {
            boolean first = turn.facts.customer().sip() != Sip.EARLY;
            turn.acceptCustomerAnswer(sdp);
            turn.stopPlay(s.ringback());
            if (first) {
                turn.hear(new Edit(softphone.leg(), turn.customerLeg(), true));
                turn.sip(Sip.EARLY);
                turn.progress(s.holder(), "early-media");
            }
            return new Calling(turn.facts, s.holder(), null, s.deadlineNanos());
        }
        if (s.ringback() != null || turn.facts.customer().sip() == Sip.EARLY) {
            return s;
        }
        var ringback = turn.play(turn.rules.ringback(), softphone.leg(), 0);
        turn.progress(s.holder(), "ringing");
        return new Calling(turn.facts, s.holder(), ringback, s.deadlineNanos());
    }
}
