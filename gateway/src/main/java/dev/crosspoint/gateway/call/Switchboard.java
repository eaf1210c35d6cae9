package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.call.CallFacts.WallClock;
import dev.crosspoint.gateway.call.Errand.Counted;
import dev.crosspoint.gateway.call.LiveCalls.Live;
import dev.crosspoint.gateway.flow.FlowRunner;
import dev.crosspoint.gateway.routing.AgentBoard;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.gateway.routing.QueueBook;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.api.MediaReply;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import dev.crosspoint.signaling.api.TrunkMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * All calls, agents and queues of the gateway: brings each message to the call it belongs to and
 * each waiting contact to an agent. Pure: time and randomness are arguments, and what is to be done
 * waits in {@link #drain} for the shell.
 */
final class Switchboard {
    private final String mediaEvents;
    private final Fresh fresh;
    private final WallClock clock;
    private final Numbering numbering;
    private final Map<Tenant, CallControl> controls = new HashMap<>();
    private final QueueBook queues = new QueueBook();

    private final AgentBoard board = new AgentBoard();
    private final LiveCalls calls;
    private final List<Errand> errands = new ArrayList<>();
    private final Deque<Pending> pending = new ArrayDeque<>();

    private record Pending(Live live, CallInput input) {}

    /**
     * @param mediaEvents event-bus address for media's events
     */
    Switchboard(CallSettings settings, String mediaEvents, Fresh fresh, WallClock clock) {
        this.mediaEvents = mediaEvents;
        this.fresh = fresh;
        this.clock = clock;
        this.numbering = new Numbering(settings, fresh, clock);
        this.calls = new LiveCalls(settings.mediaLoops());
        for (var tenant : settings.tenants()) {
            var rules = CallRules.of(settings, tenant);
            controls.put(tenant.tenant(), new CallControl(rules, new FlowRunner(tenant.flows())));
            for (var queue : tenant.queues()) {
                queues.add(tenant.tenant(), queue.id(), queue.name(), queue.capacity());
            }
            for (var agent : tenant.agents()) {
                board.add(
                        new AgentKey(tenant.tenant(), agent.agentId()),
                        agent.queues(),
                        tenant.notReadyReasons());
            }
        }
    }

    // --- what happens outside ---

    void onTrunk(TrunkMessage.Event event, long nowNanos) {
        if (event instanceof TrunkMessage.CallArrived arrived) {
            arrive(arrived, nowNanos);
        } else {
            calls.dialog(event.dialog())
                    .filter(live -> live.state().facts().tenant().equals(event.tenant()))
                    .ifPresentOrElse(
                            live ->
                                    Translation.input(event, live.state())
                                            .ifPresentOrElse(i -> feed(live, i), this::late),
                            this::late);
        }
        settle(nowNanos);
    }

    void onMedia(MediaEvent event, long nowNanos) {
        calls.call(event.call())
                .ifPresentOrElse(
                        live -> Translation.input(event).ifPresent(input -> feed(live, input)),
                        this::late);
        settle(nowNanos);
    }

    void onMediaReply(MediaCommand command, MediaReply reply, long ticket, long nowNanos) {
        calls.call(command.call())
                .ifPresentOrElse(
                        live -> feed(live, new CallInput.MediaReplied(command, reply, ticket)),
                        () -> refuse(ticket, "the contact is over"));
        settle(nowNanos);
    }

    void onTrunkRefusal(CallId call, TrunkMessage.Command command, long nowNanos) {
        calls.call(call).ifPresent(live -> feed(live, new CallInput.TrunkRefused(command)));
        settle(nowNanos);
    }

    void onDemoHeard(DemoCaller.Heard heard, long nowNanos) {
        calls.all().stream()
                .filter(live -> numbering.isCustomer(heard.caller(), facts(live)))
                .forEach(live -> feed(live, new CallInput.CustomerHeard(heard.levelDbov())));
        settle(nowNanos);
    }

    void onTime(long nowNanos) {
        for (var due = calls.due(nowNanos); due.isPresent(); due = calls.due(nowNanos)) {
            var live = due.get();
            var before = live.state().nextDeadlineNanos();
            feed(live, new CallInput.TimePassed());
            settle(nowNanos);
            if (calls.call(live.id()).isPresent()
                    && live.state().nextDeadlineNanos().equals(before)) {
                fail(live, new IllegalStateException("a deadline that nothing answers"), nowNanos);
                settle(nowNanos);
            }
        }
    }

    /** The gateway stops: nobody is left on a line that nobody looks after. */
    void shutDown(long nowNanos) {
        calls.all().forEach(live -> abandon(live, EndCause.SHUTTING_DOWN, nowNanos));
    }

    OptionalLong nextDeadlineNanos() {
        return calls.nextDeadlineNanos();
    }

    /** What is to be done, in order; and forgets it. */
    List<Errand> drain() {
        var list = List.copyOf(errands);
        errands.clear();
        return list;
    }

    /** How many contacts wait in queues. */
    int waiting() {
        return queues.waiting();
    }

    int activeCalls() {
        return calls.size();
    }

    // --- for AgentDesk, which speaks for the agents ---

    AgentBoard board() {
        return board;
    }

    LiveCalls calls() {
        return calls;
    }

    String secret() {
        return fresh.secret();
    }

    void errand(Errand errand) {
        errands.add(errand);
    }

    void feed(Live live, CallInput input) {
        pending.add(new Pending(live, input));
    }

    Numbering numbering() {
        return numbering;
    }

    /** An agent calls somebody. */
    void dial(long ticket, AgentKey agent, CallFacts facts, long nowNanos) {
        count(Counted.DIALED);
        engage(agent, facts.contactId(), nowNanos);
        errand(new Errand.Reply(ticket, new AgentMessage.Reply.Dialing(facts.contactId())));
        var control = control(facts.tenant());
        var side = new AgentSide(agent, new Private(fresh.secret()), null, false, 0);
        begin(control, control.dial(facts, side, mediaEvents, nowNanos), nowNanos);
    }

    /** Lets every input have its effects, and every waiting contact its agent. */
    void settle(long nowNanos) {
        do {
            for (var next = pending.poll(); next != null; next = pending.poll()) {
                step(next.live(), next.input(), nowNanos);
            }
            route(nowNanos);
        } while (!pending.isEmpty());
    }

    void tell(AgentKey agent, AgentMessage.Event event) {
        var row = board.row(agent).orElseThrow();
        var session = row.session();
        if (session != null) {
            errand(new Errand.ToSession(session, event));
        }
    }

    void tellState(AgentKey agent) {
        var row = board.row(agent).orElseThrow();
        tell(
                agent,
                new AgentMessage.StateChanged(
                        row.state(), clock.epochMsAt(row.since()), row.allowed()));
    }

    // --- calls ---

    private void arrive(TrunkMessage.CallArrived arrived, long nowNanos) {
        var facts =
                calls.dialog(arrived.dialog()).isPresent()
                        ? Optional.<CallFacts>empty()
                        : numbering.inbound(arrived);
        if (facts.isEmpty()) {
            count(Counted.UNKNOWN_NUMBER);
            var refusal = new TrunkMessage.Refuse(arrived.dialog(), 404, "no such number here");
            errand(new Errand.ToTrunk(null, refusal));
            return;
        }
        count(Counted.ARRIVED);
        var control = control(arrived.tenant());
        begin(control, control.arrive(facts.get(), arrived.sdp(), mediaEvents, nowNanos), nowNanos);
    }

    private void begin(CallControl control, CallControl.Step step, long nowNanos) {
        var live = calls.add(control, calls.leastLoadedLoop(), step.state());
        step.effects().forEach(effect -> carryOut(live, effect, nowNanos));
    }

    /** One call's failure is its own: it ends, and the others go on. */
    private void step(Live live, CallInput input, long nowNanos) {
        try {
            var step = live.control.step(live.state(), input, nowNanos);
            calls.update(live, step.state());
            step.effects().forEach(effect -> carryOut(live, effect, nowNanos));
        } catch (RuntimeException bug) {
            fail(live, bug, nowNanos);
        }
    }

    private void fail(Live live, RuntimeException bug, long nowNanos) {
        errand(new Errand.LogBug(live.id(), bug));
        count(Counted.FAILED);
        abandon(live, EndCause.FAILED, nowNanos);
    }

    private void abandon(Live live, EndCause cause, long nowNanos) {
        var step = live.control.abandon(live.state(), cause, nowNanos);
        calls.update(live, step.state());
        step.effects().forEach(effect -> carryOut(live, effect, nowNanos));
    }

    private void carryOut(Live live, CallEffect effect, long nowNanos) {
        switch (effect) {
            case CallEffect.ToMedia(var command, long ticket) ->
                    errand(new Errand.ToMedia(live.loop, command, ticket));
            case CallEffect.ToTrunk(var command) -> errand(new Errand.ToTrunk(live.id(), command));
            case CallEffect.ToAgent(var agent, var event) -> tell(agent, event);
            case CallEffect.EndSoftphone(var leg) ->
                    calls.removeSoftphone(leg)
                            .ifPresent(softphone ->
                                    errand(
                                            new Errand.ToSession(
                                                    softphone.address(),
                                                    new AgentMessage.EndLeg(leg.value()))));
            case CallEffect.Reply(long ticket, var reply) ->
                    errand(new Errand.Reply(ticket, reply));
            case CallEffect.Enqueue(var queue, boolean first) -> enqueue(live, queue, first);
            case CallEffect.LeaveQueue(var queue) ->
                    queues.leave(facts(live).tenant(), queue, facts(live).contactId());
            case CallEffect.Release(var agent, boolean missed) -> {
                if (missed) {
                    count(Counted.MISSED);
                }
                board.release(agent, missed, nowNanos);
                tellState(agent);
            }
            case CallEffect.Log(var line) -> errand(new Errand.Log(live.id(), line));
            case CallEffect.Late _ -> late();
            case CallEffect.Over(var cause) -> {
                calls.remove(live);
                errand(new Errand.CountEnd(cause));
            }
        }
    }

    // --- routing ---

    private void enqueue(Live live, String queue, boolean first) {
        var tenant = facts(live).tenant();
        var contact = facts(live).contactId();
        if (first) {
            queues.rejoin(tenant, queue, contact);
            return;
        }
        var joined = queues.join(tenant, queue, contact);
        feed(
                live,
                joined.isPresent()
                        ? new CallInput.QueueJoined(joined.get())
                        : new CallInput.QueueFull());
    }

    private void route(long nowNanos) {
        for (var turn = queues.nextTurn(board); turn.isPresent(); turn = queues.nextTurn(board)) {
            var agent = turn.get().agent();
            var live = calls.contact(turn.get().contactId()).orElseThrow();
            count(Counted.OFFERED);
            engage(agent, turn.get().contactId(), nowNanos);
            feed(live, new CallInput.AgentFound(agent));
        }
    }

    private void engage(AgentKey agent, String contact, long nowNanos) {
        board.engage(agent, contact, nowNanos);
        tellState(agent);
    }

    private static CallFacts facts(Live live) {
        return live.state().facts();
    }

    private CallControl control(Tenant tenant) {
        var control = controls.get(tenant);
        if (control == null) {
            throw new IllegalArgumentException("no such tenant");
        }
        return control;
    }

    private void refuse(long ticket, String reason) {
        if (ticket != CallInput.NOBODY) {
            errand(
                    new Errand.Reply(
                            ticket,
                            new AgentMessage.Reply.Refused(
                                    AgentMessage.AgentError.NOT_FOUND, reason)));
        }
    }

    private void late() {
        count(Counted.LATE);
    }

    private void count(Counted what) {
        errand(new Errand.Count(what));
    }
}
