package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.call.Guide.Saying;
import dev.crosspoint.gateway.flow.FlowEffect;
import dev.crosspoint.gateway.flow.FlowInput;
import dev.crosspoint.gateway.flow.FlowRunner;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.gateway.routing.Standing;
import dev.crosspoint.media.api.Ids.PlayId;
import java.nio.file.Path;

/** Carries out what a flow asks for: answers, prompts, queues, agents, third parties, functions. */
final class FlowDeeds {
    private FlowDeeds() {}

    /** In order, as long as the participant is there and led by this run. */
    static void carryOut(PartyId id, int run, FlowRunner.Step step, CallTurn turn) {
        turn.facts = turn.facts.with(step.state().data(), step.state().settings());
        for (var effect : step.effects()) {
            var party = turn.party(id);
            if (party.isEmpty()
                    || party.get().guide() == null
                    || party.get().guide().run() != run) {
                return;
            }
            carryOut(party.get(), party.get().guide(), effect, turn);
        }
    }

    private static void carryOut(Party party, Guide guide, FlowEffect effect, CallTurn turn) {
        var id = party.id();
        switch (effect) {
            case FlowEffect.Play(var prompt, boolean endless) -> {
                TrunkCalls.letHear(id, turn);
                play(id, prompt, endless, turn);
            }
            case FlowEffect.StopPlay _ -> {
                turn.stopPlay(guide.playing());
                turn.put(party.with(guide.says(null)));
            }
            case FlowEffect.WantInput _ -> TrunkCalls.answer(id, turn);
            case FlowEffect.EnterQueue(var queue, var standing, boolean onlyWithAgents) ->
                    enter(queue, standing, onlyWithAgents, turn);
            case FlowEffect.ChangeQueue(var queue, var standing, boolean onlyWithAgents) ->
                    change(guide, queue, standing, onlyWithAgents, turn);
            case FlowEffect.Reroute(var standing) ->
                    Seats.queued(turn)
                            .ifPresent(seat ->
                                    turn.effects.add(
                                            new CallEffect.Restand(seat.contact().id(), standing)));
            case FlowEffect.OfferAgent(var agent) -> offer(party, guide, agent, turn);
            case FlowEffect.CallThirdParty call -> ThirdParties.call(party, guide, call, turn);
            case FlowEffect.DropThirdParty _ -> ThirdParties.drop(id, turn);
            case FlowEffect.InvokeFunction(int ticket, var call) ->
                    turn.effects.add(new CallEffect.Invoke(guide.run(), ticket, call));
            case FlowEffect.Log(var flow, var action) ->
                    turn.log("flow " + flow + " action " + action);
            case FlowEffect.Disconnect(var why) -> Leaving.leave(party, cause(why), turn);
            case FlowEffect.Over(var why) -> {
                if (why == FlowEffect.Why.RUNAWAY) {
                    turn.log("flow " + guide.flow().flow() + " runs in circles");
                }
                over(party, guide, turn);
            }
        }
    }

    /** Somebody whose audio goes another way now hears from its beginning what was being said. */
    static void sayAgain(PartyId id, CallTurn turn) {
        turn.party(id)
                .map(Party::guide)
                .map(Guide::saying)
                .ifPresent(saying -> {
                    turn.stopPlay(saying.play());
                    play(id, saying.prompt(), saying.endless(), turn);
                });
    }

    private static void play(PartyId id, Path prompt, boolean endless, CallTurn turn) {
        turn.party(id)
                .ifPresent(party -> {
                    var leg = party.leg();
                    var guide = party.guide();
                    if (leg != null && guide != null) {
                        PlayId play = turn.play(prompt, leg, endless ? 0 : 1);
                        turn.put(party.with(guide.says(new Saying(play, prompt, endless))));
                    }
                });
    }

    /**
     * Whoever is on hold keeps the flow that is over, so that it does not begin again; and keys are
     * pressed to the last.
     */
    private static void over(Party party, Guide guide, CallTurn turn) {
        turn.stopPlay(guide.playing());
        boolean kept = guide.isOfHold() || !guide.keys().left().isEmpty();
        turn.put(party.with(kept ? guide.says(null) : null));
    }

    // --- queues ---

    private static void enter(
            String queue, Standing standing, boolean onlyWithAgents, CallTurn turn) {
        var name = turn.rules.queues().getOrDefault(queue, queue);
        var seat = Seats.inQueue(queue, name, null, turn);
        Seats.seek(seat, standing, onlyWithAgents, turn);
    }

    /** The seat that waits in one queue is to wait in another. */
    private static void change(
            Guide guide, String queue, Standing standing, boolean onlyWithAgents, CallTurn turn) {
        var seat = Seats.queued(turn);
        if (seat.isEmpty()) {
            refuse(guide, new FlowInput.NotQueued(), turn);
        } else {
            turn.effects.add(
                    new CallEffect.ChangeQueue(
                            seat.get().contact().id(), queue, standing, onlyWithAgents));
        }
    }

    private static void offer(Party party, Guide guide, String agentId, CallTurn turn) {
        var agent = new AgentKey(turn.facts.tenant(), agentId);
        boolean known = turn.rules.agents().containsKey(agentId);
        if (!known || turn.state().agent(agent).isPresent()) {
            refuse(guide, new FlowInput.AgentUnavailable(), turn);
            return;
        }
        TrunkCalls.answer(party.id(), turn);
        var seat = Seats.forAgent(agent, null, turn);
        turn.change(party.id(), it -> it.with(guide.with(seat.id())));
        Seats.seek(seat, turn);
    }

    /** Not within this step: a flow that asks again and again would never come out of it. */
    static void refuse(Guide guide, FlowInput.Refusal why, CallTurn turn) {
        turn.effects.add(new CallEffect.ToFlow(guide.run(), why));
    }

    private static EndCause cause(FlowEffect.Why why) {
        return switch (why) {
            case DISCONNECTED, ENDED -> EndCause.FLOW_DISCONNECTED;
            case RUNAWAY -> EndCause.FAILED;
        };
    }
}
