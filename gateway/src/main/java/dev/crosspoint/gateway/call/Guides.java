package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.flow.FlowEffect;
import dev.crosspoint.gateway.flow.FlowInput;
import dev.crosspoint.gateway.flow.FlowRunner;
import dev.crosspoint.gateway.flow.FlowState.Awaiting;
import dev.crosspoint.media.api.Ids.PlayId;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Between a call and its flows: what a flow asks for becomes answers, prompts and seats. */
final class Guides {
    private Guides() {}

    /** The flow of the number that was called begins. */
    static void welcome(Party party, CallTurn turn) {
        if (!(party.stage() instanceof Stage.Arriving(_, var flow))) {
            turn.late();
            return;
        }
        turn.put(party.with(new Stage.Present()));
        begin(party.id(), flow, turn);
        TrunkCalls.ring(party.id(), turn);
    }

    /** An agent is told about the customer, and the customer about the agent, before they talk. */
    static void introduce(PartyId agent, CallTurn turn) {}

    /** The customer goes on in a flow, and the agent leaves. */
    static void transfer(String flow, Party by, long ticket, CallTurn turn) {
        var others =
                turn.parties().stream()
                        .filter(party -> party.isMember() && !party.id().equals(by.id()))
                        .toList();
        if (!turn.flows.has(flow)) {
            turn.refuse(ticket, AgentError.NOT_FOUND, "there is no such flow");
        } else if (others.size() != 1
                || !others.getFirst().isOutside()
                || !others.getFirst().isPresent()) {
            turn.refuse(ticket, AgentError.CONFLICT, "only a customer alone can go on in a flow");
        } else {
            turn.done(ticket);
            turn.put(others.getFirst().withHeld(false).withMuted(false));
            begin(others.getFirst().id(), flow, turn);
            Leaving.leave(by, EndCause.TRANSFERRED, turn);
        }
    }

    private static void begin(PartyId id, String flow, CallTurn turn) {
        apply(id, turn.flows.start(flow, turn.facts.data(), turn.nowNanos), null, turn);
    }

    /** Something that a guided participant's flow may wait for; answers whether it is guided. */
    static boolean tell(Party party, FlowInput input, CallTurn turn) {
        var guide = party.guide();
        if (guide == null) {
            return false;
        }
        apply(
                party.id(),
                turn.flows.step(guide.flow(), input, turn.nowNanos),
                guide.playing(),
                turn);
        return true;
    }

    /** Whose guide plays that. */
    static Optional<Party> playing(PlayId play, CallTurn turn) {
        return turn.parties().stream()
                .filter(party -> party.guide() != null && play.equals(party.guide().playing()))
                .findFirst();
    }

    /** A queue has taken the contact, so the flow that wanted it is over. */
    static boolean queued(CallTurn turn) {
        return awaitingQueue(turn)
                .map(party -> {
                    turn.put(party.with((Guide) null));
                    TrunkCalls.answer(party.id(), turn);
                    return true;
                })
                .orElse(false);
    }

    /** A queue had no room. */
    static boolean queueFull(CallTurn turn) {
        return awaitingQueue(turn)
                .map(party -> tell(party, new FlowInput.QueueFull(), turn))
                .orElse(false);
    }

    private static Optional<Party> awaitingQueue(CallTurn turn) {
        return turn.parties().stream()
                .filter(party ->
                        party.guide() != null
                                && party.guide().flow().awaiting() instanceof Awaiting.Queue)
                .findFirst();
    }

    private static void apply(
            PartyId id, FlowRunner.Step step, @Nullable PlayId before, CallTurn turn) {
        turn.facts = turn.facts.with(step.state().data(), step.state().settings());
        var playing = before;
        for (var effect : step.effects()) {
            switch (effect) {
                case FlowEffect.Play(var prompt) -> {
                    TrunkCalls.letHear(id, turn);
                    playing = play(id, prompt, turn);
                }
                case FlowEffect.StopPlay _ -> {
                    turn.stopPlay(playing);
                    playing = null;
                }
                case FlowEffect.WantInput _ -> TrunkCalls.answer(id, turn);
                case FlowEffect.EnterQueue(var queue) -> {
                    var name = turn.rules.queues().getOrDefault(queue, queue);
                    Seats.seek(Seats.inQueue(queue, name, null, turn), turn);
                }
                case FlowEffect.Log(var flow, var action) ->
                        turn.log("flow " + flow + " action " + action);
                case FlowEffect.Disconnect(var why) -> {
                    turn.party(id).ifPresent(party -> Leaving.leave(party, cause(why), turn));
                    return;
                }
            }
        }
        var heard = playing;
        turn.change(id, party -> party.with(new Guide(step.state(), heard)));
    }

    private static @Nullable PlayId play(PartyId id, Path prompt, CallTurn turn) {
        return turn.party(id).map(Party::leg).map(leg -> turn.play(prompt, leg, 1)).orElse(null);
    }

    private static EndCause cause(FlowEffect.Why why) {
        return switch (why) {
            case DISCONNECTED, ENDED -> EndCause.FLOW_DISCONNECTED;
            case RUNAWAY -> EndCause.FAILED;
        };
    }
}
