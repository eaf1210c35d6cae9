package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.call.CallState.Calling;
import dev.crosspoint.gateway.call.CallState.Ended;
import dev.crosspoint.gateway.call.CallState.InFlow;
import dev.crosspoint.gateway.call.CallState.Joining;
import dev.crosspoint.gateway.call.CallState.Opening;
import dev.crosspoint.gateway.call.CallState.Queued;
import dev.crosspoint.gateway.call.CallState.Ringing;
import dev.crosspoint.gateway.call.CallState.Talking;
import dev.crosspoint.gateway.flow.FlowInput;
import dev.crosspoint.gateway.flow.FlowRunner;
import dev.crosspoint.media.api.Ids.PlayId;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaReply;
import dev.crosspoint.signaling.api.Private;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a call: {@code step(state, input, now) -> (state, effects)}, with no clock,
 * thread or memory of its own. Each state says what is special in it; {@link CallAnyway} says what
 * an input means wherever it comes.
 */
final class CallControl {
    private final CallRules rules;
    private final CallFlow flows;

    CallControl(CallRules rules, FlowRunner flows) {
        this.rules = rules;
        this.flows = new CallFlow(flows);
    }

    /** A state and what it asks for, in order. */
    record Step(CallState state, List<CallEffect> effects) {
        Step {
            effects = List.copyOf(effects);
        }
    }

    /** A customer calls. */
    Step arrive(CallFacts facts, @Nullable Private offer, String events, long nowNanos) {
        var turn = new CallTurn(rules, facts, nowNanos);
        turn.open(events);
        if (offer == null) {
            turn.offerCustomerLeg();
        } else {
            turn.answerCustomerLeg(offer);
        }
        return new Step(new Opening(turn.facts, turn.after(rules.openingNanos())), turn.effects);
    }

    /** An agent calls somebody. */
    Step dial(CallFacts facts, AgentSide agent, String events, long nowNanos) {
        var turn = new CallTurn(rules, facts, nowNanos);
        turn.open(events);
        turn.offer(agent, 0);
        turn.accepted(agent);
        return new Step(
                new Joining(turn.facts, null, agent, turn.after(rules.joinNanos())), turn.effects);
    }

    /** What becomes of a call. */
    Step step(CallState state, CallInput input, long nowNanos) {
        var turn = new CallTurn(rules, state.facts(), nowNanos);
        var next =
                switch (state) {
                    case Opening s -> opening(s, input, turn);
                    case InFlow s -> inFlow(s, input, turn);
                    case Queued s -> queued(s, input, turn);
                    case Ringing s -> ringing(s, input, turn);
                    case Joining s -> WithAgent.joining(s, input, turn);
                    case Calling s -> WithAgent.calling(s, input, turn);
                    case Talking s -> WithAgent.talking(s, input, turn);
                    case Ended s -> CallAnyway.ended(s, input, turn);
                };
        return new Step(next, turn.effects);
    }

    /** Ends a call for a reason that lies outside it, without asking {@link #step}. */
    Step abandon(CallState state, EndCause cause, long nowNanos) {
        var turn = new CallTurn(rules, state.facts(), nowNanos);
        return new Step(turn.end(state, cause), turn.effects);
    }

    private CallState opening(Opening s, CallInput input, CallTurn turn) {
        return switch (input) {
            case CallInput.MediaReplied(
                            MediaCommand.AnswerLeg _,
                            MediaReply.Described(var answer),
                            _) -> {
                turn.facts =
                        turn.facts.with(turn.facts.customer().withSdp(new Private(answer.sdp())));
                yield flows.start(s, turn);
            }
            case CallInput.MediaReplied(
                            MediaCommand.OfferLeg _,
                            MediaReply.Described(var offer),
                            _) -> {
                turn.facts =
                        turn.facts.with(turn.facts.customer().withSdp(new Private(offer.sdp())));
                turn.answerCustomer();
                yield new Opening(turn.facts, s.deadlineNanos());
            }
            // RFC 3264 5: an INVITE without an offer brings its answer in the ACK.
            case CallInput.Confirmed(var answer) when s.facts().customer().weOffer() -> {
                if (answer == null) {
                    yield turn.end(s, EndCause.NOT_ACCEPTABLE);
                }
                turn.acceptCustomerAnswer(answer);
                yield flows.start(s, turn);
            }
            case CallInput.TimePassed _ when isPast(s.deadlineNanos(), turn) ->
                    turn.end(s, EndCause.FAILED);
            case CallInput other -> CallAnyway.step(s, other, turn);
        };
    }

    private CallState inFlow(InFlow s, CallInput input, CallTurn turn) {
        return switch (input) {
            case CallInput.PlayEnded(var play) when play.equals(s.playing()) ->
                    flows.step(s, new FlowInput.PromptEnded(), turn);
            case CallInput.MediaReplied(
                            MediaCommand.Play(_, _, var play, _, _, _),
                            MediaReply.Refused(var error, _),
                            _)
                    when play.equals(s.playing()) && !CallAnyway.isFatal(error) ->
                    flows.step(s, new FlowInput.PromptFailed(), turn);
            case CallInput.DigitHeard(var leg, var digit) when leg.equals(turn.customerLeg()) ->
                    flows.step(s, new FlowInput.Digit(new Private(digit.value())), turn);
            case CallInput.TimePassed _ -> flows.step(s, new FlowInput.TimePassed(), turn);
            case CallInput.QueueFull _ -> flows.step(s, new FlowInput.QueueFull(), turn);
            case CallInput.QueueJoined(var name) -> flows.leave(s, name, turn);
            case CallInput other -> CallAnyway.step(s, other, turn);
        };
    }

    private CallState queued(Queued s, CallInput input, CallTurn turn) {
        return switch (input) {
            case CallInput.AgentFound(var agent) -> {
                var holder = new AgentSide(agent, new Private(""), null, false, 0);
                turn.offer(holder, rules.ringSeconds());
                yield new Ringing(turn.facts, s.music(), holder, turn.after(rules.ringNanos()));
            }
            case CallInput other -> CallAnyway.step(s, other, turn);
        };
    }

    private CallState ringing(Ringing s, CallInput input, CallTurn turn) {
        return switch (input) {
            case CallInput.Accept(long ticket, var token) -> {
                var holder = new AgentSide(s.holder().agent(), token, null, false, 0);
                turn.done(ticket);
                turn.accepted(holder);
                yield new Joining(turn.facts, s.music(), holder, turn.after(rules.joinNanos()));
            }
            case CallInput.Reject(long ticket) -> {
                turn.done(ticket);
                yield passOn(s, s.music(), "rejected", "You declined the call.", turn);
            }
            case CallInput.HangUp(long ticket) -> {
                turn.done(ticket);
                yield passOn(s, s.music(), "rejected", "You declined the call.", turn);
            }
            case CallInput.TimePassed _ when isPast(s.deadlineNanos(), turn) ->
                    passOn(s, s.music(), "missed", "You missed a call.", turn);
            case CallInput.AgentLost _ ->
                    passOn(s, s.music(), "missed", "You missed a call.", turn);
            case CallInput.AgentReturned _ -> {
                long left = s.deadlineNanos() - turn.nowNanos;
                turn.offer(s.holder(), (int) Math.max(1, left / 1_000_000_000));
                yield s;
            }
            case CallInput other -> CallAnyway.step(s, other, turn);
        };
    }

    /** The agent did not take the contact: it goes to the front, for whoever is next. */
    static Queued passOn(CallState s, PlayId music, String reason, String sentence, CallTurn turn) {
        var agent = s.agent();
        var queue = turn.facts.queue();
        if (agent == null || queue == null) {
            throw new IllegalStateException("passed on without an agent or a queue");
        }
        var softphone = agent.softphone();
        if (softphone != null) {
            turn.closeLeg(softphone.leg());
        }
        turn.dismiss(agent, reason, sentence, true);
        turn.enqueue(queue.id(), true);
        return new Queued(turn.facts, music);
    }

    static boolean isPast(long deadlineNanos, CallTurn turn) {
        return deadlineNanos - turn.nowNanos <= 0;
    }
}
