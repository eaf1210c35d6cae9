package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.call.CallState.InFlow;
import dev.crosspoint.gateway.call.CallState.Opening;
import dev.crosspoint.gateway.call.CallState.Queued;
import dev.crosspoint.gateway.flow.FlowEffect;
import dev.crosspoint.gateway.flow.FlowInput;
import dev.crosspoint.gateway.flow.FlowKind;
import dev.crosspoint.gateway.flow.FlowRunner;
import dev.crosspoint.gateway.flow.FlowSettings;
import dev.crosspoint.media.api.Ids.PlayId;
import org.jspecify.annotations.Nullable;

/** Between a call and its flow: what the flow asks for becomes answers, prompts and queues. */
final class CallFlow {
    private final FlowRunner runner;

    CallFlow(FlowRunner runner) {
        this.runner = runner;
    }

    CallState start(Opening s, CallTurn turn) {
        var step =
                runner.start(
                        FlowKind.INBOUND,
                        turn.facts.customer().flow(),
                        turn.facts.data(),
                        FlowSettings.INITIAL,
                        turn.nowNanos);
        var next = apply(s, step, null, turn);
        if (next instanceof InFlow flow) {
            turn.ringCustomer();
            return new InFlow(turn.facts, flow.flow(), flow.playing());
        }
        return next;
    }

    CallState step(InFlow s, FlowInput input, CallTurn turn) {
        return apply(s, runner.step(s.flow(), input, turn.nowNanos), s.playing(), turn);
    }

    /** The queue has taken the contact, so the flow is over and the customer waits. */
    CallState leave(InFlow s, String queueName, CallTurn turn) {
        var step = runner.step(s.flow(), new FlowInput.Queued(), turn.nowNanos);
        var queue = step.state().settings().targetQueue();
        if (queue == null) {
            throw new IllegalStateException("in a queue that no flow asked for");
        }
        turn.facts = turn.facts.with(new CallFacts.Queue(queue, queueName));
        turn.answerCustomer();
        var music = turn.playMusic();
        return new Queued(turn.facts, music);
    }

    private CallState apply(
            CallState s, FlowRunner.Step first, @Nullable PlayId before, CallTurn turn) {
        var step = first;
        var playing = before;
        for (boolean more = true; more; ) {
            var settings = step.state().settings();
            turn.facts =
                    turn.facts.with(
                            step.state().data(),
                            RecordingPolicy.of(settings.recordAgent(), settings.recordCustomer()));
            FlowInput answer = null;
            for (var effect : step.effects()) {
                switch (effect) {
                    case FlowEffect.Play(var prompt, boolean endless) -> {
                        turn.letCustomerHear();
                        playing = turn.play(prompt, turn.customerLeg(), endless ? 0 : 1);
                    }
                    case FlowEffect.StopPlay _ -> {
                        turn.stopPlay(playing);
                        playing = null;
                    }
                    case FlowEffect.WantInput _ -> turn.answerCustomer();
                    case FlowEffect.EnterQueue(var queue, _, _) -> turn.enqueue(queue, false);
                    case FlowEffect.Log(var flow, var action) ->
                            turn.effects.add(
                                    new CallEffect.Log("flow " + flow + " action " + action));
                    case FlowEffect.Disconnect(var why) -> {
                        return turn.end(s, cause(why));
                    }
                    // What calls cannot do yet takes the error branch of its action.
                    case FlowEffect.ChangeQueue _ -> answer = new FlowInput.NotQueued();
                    case FlowEffect.OfferAgent _ -> answer = new FlowInput.AgentUnavailable();
                    case FlowEffect.CallThirdParty _ -> answer = new FlowInput.ThirdPartyFailed();
                    case FlowEffect.InvokeFunction(int ticket, _) ->
                            answer = new FlowInput.FunctionFailed(ticket);
                    case FlowEffect.Reroute _, FlowEffect.DropThirdParty _, FlowEffect.Over _ -> {}
                }
            }
            more = answer != null;
            if (answer != null) {
                step = runner.step(step.state(), answer, turn.nowNanos);
            }
        }
        return new InFlow(turn.facts, step.state(), playing);
    }

    private static EndCause cause(FlowEffect.Why why) {
        return switch (why) {
            case DISCONNECTED, ENDED -> EndCause.FLOW_DISCONNECTED;
            case RUNAWAY -> EndCause.FAILED;
        };
    }
}
