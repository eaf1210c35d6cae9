package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.call.Role.Wanted;
import dev.crosspoint.gateway.flow.FlowInput;
import dev.crosspoint.gateway.flow.FlowRunner;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.LegKind;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Target;
import dev.crosspoint.signaling.api.TrunkMessage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a call: {@code step(state, input, now) -> (state, effects)}, with no clock or
 * thread of its own. Each input is brought to the room that it is about; what follows from who is
 * then in the call ({@link Consequences}) is the same for all of them.
 */
public final class CallControl {
    private final CallRules rules;
    private final FlowRunner flows;
    private final Fresh fresh;
    private final Views views;

    /**
     * For all calls of one tenant, each of which it is handed with every step.
     *
     * @param flows the tenant's
     * @param fresh where the ids of contacts, legs and SIP calls come from
     */
    public CallControl(CallRules rules, FlowRunner flows, Fresh fresh) {
        this.rules = rules;
        this.flows = flows;
        this.fresh = fresh;
        this.views = new Views(rules);
    }

    /** A state and what it asks for, in order. */
    public record Step(CallState state, List<CallEffect> effects) {
        public Step {
            effects = List.copyOf(effects);
        }
    }

    /**
     * One half of a merge.
     *
     * @param step how the call that gives ends
     * @param parties those who move; media is asked to hand over their legs
     */
    public record Given(Step step, List<Party> parties) {
        public Given {
            parties = List.copyOf(parties);
        }
    }

    /**
     * A customer calls.
     *
     * @param offer the INVITE's SDP, or null when it has none
     * @param flow the flow that answers
     * @param events address for media's events
     */
    public Step arrive(
            CallFacts facts,
            Line.Trunk line,
            @Nullable Private offer,
            String flow,
            String events,
            long nowNanos) {
        var turn = open(facts, events, nowNanos);
        var customer =
                Party.of(
                        turn.newId(),
                        new Role.Customer(facts.data().customerAddress()),
                        line,
                        new Stage.Arriving(turn.after(rules.openingNanos()), flow),
                        null);
        TrunkCalls.arrive(customer, line, offer, turn);
        return finish(turn);
    }

    /**
     * An agent calls somebody, who is called as soon as the agent has audio.
     *
     * @param target a number that can be called, or an agent
     * @param device what the agent talks by
     * @param events address for media's events
     */
    public Step dial(
            CallFacts facts,
            AgentKey agent,
            Device device,
            Target target,
            String events,
            long nowNanos) {
        var turn = open(facts, events, nowNanos);
        var role = Role.Agent.seat(facts.data().contact(), new Wanted.Own()).with(agent);
        var caller =
                turn.put(Party.of(turn.newId(), role, new Line.None(), new Stage.Planned(), null));
        turn.effects.add(new CallEffect.Engage(role.contact().id(), agent));
        boolean rings = Outgoing.ring(caller, agent, device, turn);
        Seats.offer(caller.id(), 0, turn);
        if (!rings) {
            Softphones.expect(caller, turn);
        }
        return plan(target, caller, turn);
    }

    /**
     * An agent's own SIP phone calls somebody: it is answered, and then they are called.
     *
     * @param dialog the SIP call of the phone
     * @param offer of the phone
     * @param target a number that can be called, or an agent
     * @param events address for media's events
     */
    public Step dialled(
            CallFacts facts,
            AgentKey agent,
            String dialog,
            Private offer,
            Target target,
            String events,
            long nowNanos) {
        var turn = open(facts, events, nowNanos);
        var role = Role.Agent.seat(facts.data().contact(), new Wanted.Own()).with(agent);
        var line =
                Line.Trunk.calling(
                        dialog,
                        TrunkMessage.PHONES,
                        turn.newLeg(),
                        new LegKind.Browser(),
                        new Private(agent.agentId()),
                        new Private(""),
                        false);
        long patienceNanos = CallRules.callingNanos(rules.outboundRingSeconds());
        var stage = new Stage.Dialing(turn.after(patienceNanos));
        var caller = turn.put(Party.of(turn.newId(), role, line, stage, null));
        turn.effects.add(new CallEffect.Engage(role.contact().id(), agent));
        Seats.offer(caller.id(), 0, turn);
        TrunkCalls.arrive(caller, line, offer, turn);
        return plan(target, caller, turn);
    }

    private Step plan(Target target, Party caller, CallTurn turn) {
        new Targets(turn)
                .planned(target, false, caller, CallInput.NOBODY)
                .ifPresent(called -> turn.put(as(called, turn.facts)));
        return finish(turn);
    }

    /** Whom an agent calls is the customer of the call, unless it is a colleague. */
    private static Party as(Party called, CallFacts facts) {
        return called.role() instanceof Role.External external
                        && facts.direction() == CallFacts.Direction.OUTBOUND
                ? called.with(new Role.Customer(external.number()))
                : called;
    }

    /**
     * What becomes of a call. An input that comes too late or fits nothing changes nothing and is
     * said to be {@link CallEffect.Late}.
     */
    public Step step(CallState state, CallInput input, long nowNanos) {
        var turn = new CallTurn(rules, flows, fresh, state, nowNanos);
        if (state.over()) {
            Late.on(input, turn);
            return new Step(turn.state(), turn.effects);
        }
        on(input, turn);
        if (isReport(input)) {
            Consequences.ofReport(turn, views);
            return new Step(turn.state(), turn.effects);
        }
        return finish(turn);
    }

    /** Ends a call for a reason that lies outside it, without asking {@link #step}. */
    public Step abandon(CallState state, EndCause cause, long nowNanos) {
        var turn = new CallTurn(rules, flows, fresh, state, nowNanos);
        Leaving.end(cause, turn);
        return new Step(turn.state(), turn.effects);
    }

    /**
     * The far end of two SIP calls, one in each of two calls, leaves them to each other.
     *
     * @param dialog the SIP call of the far end in this call, which gives
     * @param target the call that the others move to
     * @param loop the media loop that the target lives on
     * @return empty, and nothing changes, when there is nobody to move
     */
    public Optional<Given> give(
            CallState state, String dialog, CallId target, int loop, long nowNanos) {
        var turn = new CallTurn(rules, flows, fresh, state, nowNanos);
        return Merging.give(dialog, target, loop, turn);
    }

    /**
     * Says so to the far end, in the call that {@link #take takes}.
     *
     * @param dialog the SIP call by which the far end has asked
     */
    public Step accept(CallState state, String dialog, long nowNanos) {
        var turn = new CallTurn(rules, flows, fresh, state, nowNanos);
        Merging.accept(dialog, turn);
        return finish(turn);
    }

    /**
     * The other half of {@link #give}: they are in this call now, and the far end is not.
     *
     * @param dialog the SIP call by which the far end has asked
     */
    public Step take(CallState state, String dialog, List<Party> given, long nowNanos) {
        var turn = new CallTurn(rules, flows, fresh, state, nowNanos);
        Merging.take(dialog, given, turn);
        return finish(turn);
    }

    private CallTurn open(CallFacts facts, String events, long nowNanos) {
        var state = new CallState(facts, List.of(), null, Told.NOTHING, false);
        var turn = new CallTurn(rules, flows, fresh, state, nowNanos);
        turn.media(new MediaCommand.OpenCall(turn.tenant(), facts.call(), events));
        return turn;
    }

    /** Of how somebody sounds, which moves nobody. */
    private static boolean isReport(CallInput input) {
        return input instanceof CallInput.LegQuality
                || input instanceof CallInput.Talking
                || input instanceof CallInput.CustomerHeard;
    }

    private Step finish(CallTurn turn) {
        if (!turn.isOver()) {
            Consequences.of(turn, views);
        }
        if (!turn.isOver() && turn.mayRelease) {
            Referrals.release(turn);
        }
        return new Step(turn.state(), turn.effects);
    }

    private static void on(CallInput input, CallTurn turn) {
        switch (input) {
            case CallInput.MediaReplied(var command, var reply, long ticket) ->
                    MediaReplies.on(command, reply, ticket, turn);
            case CallInput.LegFlowing(var leg) ->
                    leg(leg, turn)
                            .filter(party -> party.line() instanceof Line.Softphone)
                            .filter(party -> party.stage() instanceof Stage.Joining)
                            .ifPresent(party -> Entry.here(party, turn));
            case CallInput.LegEnded(var leg, _) ->
                    leg(leg, turn).ifPresentOrElse(party -> legEnded(party, turn), turn::late);
            case CallInput.DigitHeard(var leg, var digit, var way) ->
                    leg(leg, turn)
                            .filter(party -> Keypad.counts(party, way, digit, turn))
                            .flatMap(_ -> leg(leg, turn))
                            .ifPresent(party -> {
                                var key = new FlowInput.Digit(new Private(digit.value()));
                                if (party.isGuided()) {
                                    Guides.tell(party, key, turn);
                                } else {
                                    Verbs.relayDigit(party, digit, way, turn);
                                }
                            });
            case CallInput.PlayEnded(var play) -> {
                if (!Guides.said(play, new FlowInput.PromptEnded(), turn)) {
                    turn.late();
                }
            }
            case CallInput.LegQuality(var leg, var report) ->
                    leg(leg, turn).ifPresent(party -> Quality.on(party, report, turn));
            case CallInput.Talking(var leg, boolean talks) ->
                    leg(leg, turn)
                            .ifPresent(
                                    party -> turn.put(party.with(party.voice().withTalks(talks))));
            case CallInput.RecordingFailed(var recording, var reason) ->
                    Recordings.failed(recording, reason, turn);
            case CallInput.MediaFailed _ -> Leaving.end(EndCause.FAILED, turn);
            case CallInput.TrunkReplied(var command, var reply, long ticket) ->
                    TrunkCalls.replied(command, reply, ticket, turn);
            case CallInput.OnDialog onDialog ->
                    turn.state()
                            .dialog(onDialog.dialog())
                            .ifPresentOrElse(
                                    party -> TrunkCalls.on(party, onDialog, turn), turn::late);
            case CallInput.CustomerHeard(int level) ->
                    turn.customer()
                            .ifPresent(party -> turn.put(party.with(party.voice().hearing(level))));
            case CallInput.QueueJoined(var contact) -> Seats.joined(contact, turn);
            case CallInput.QueueRefused(var contact, var why) -> Seats.refused(contact, why, turn);
            case CallInput.QueueUnchanged(var why) -> Seats.unchanged(why, turn);
            case CallInput.ForFlow(int run, var news) -> Guides.tell(run, news, turn);
            case CallInput.AgentFound found -> Seats.found(found, turn);
            case CallInput.QueueMoved(var contact, var queue, var name) ->
                    Seats.moved(contact, queue, name, turn);
            case CallInput.AgentUnavailable(var contact) ->
                    Seats.refused(contact, EndCause.AGENT_UNAVAILABLE, turn);
            case CallInput.Asked asked -> Verbs.on(asked, turn);
            case CallInput.Invite invite -> Softphones.invite(invite, turn);
            case CallInput.Adopt adopt -> StandingPhones.adopt(adopt, turn);
            case CallInput.Adopted(var leg) -> StandingPhones.adopted(leg, turn);
            case CallInput.NotAdopted(var leg, boolean told) ->
                    StandingPhones.notAdopted(leg, told, turn);
            case CallInput.PutDown down -> StandingPhones.putDown(down, turn);
            case CallInput.Bye bye -> Softphones.bye(bye, turn);
            case CallInput.AgentLost(var agent, boolean forGood) ->
                    Softphones.browserLost(agent, forGood, turn);
            case CallInput.AgentReturned(var agent) -> Returning.tell(agent, turn);
            case CallInput.TimePassed _ -> Deadlines.pass(turn);
        }
    }

    private static Optional<Party> leg(LegId leg, CallTurn turn) {
        return turn.state().leg(leg);
    }

    static void legEnded(Party party, CallTurn turn) {
        switch (party.line()) {
            case Line.Softphone _ -> Softphones.lose(party, turn);
            case Line.Trunk _ -> TrunkCalls.fail(party, EndCause.MEDIA_LOST, turn);
            case Line.None _ -> turn.late();
        }
    }
}
