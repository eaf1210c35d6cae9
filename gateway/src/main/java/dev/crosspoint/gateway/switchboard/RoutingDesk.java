package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.gateway.call.CallEffect;
import dev.crosspoint.gateway.call.CallFacts.WallClock;
import dev.crosspoint.gateway.call.CallInput;
import dev.crosspoint.gateway.call.EndCause;
import dev.crosspoint.gateway.routing.AgentActivity;
import dev.crosspoint.gateway.routing.AgentBoard;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.gateway.routing.QueueBook;
import dev.crosspoint.gateway.routing.QueueBook.Turn;
import dev.crosspoint.gateway.routing.Release;
import dev.crosspoint.gateway.routing.Reservation;
import dev.crosspoint.gateway.switchboard.Errand.Counted;
import dev.crosspoint.gateway.switchboard.LiveCalls.Live;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Between calls and the rooms that know queues and agents: who waits, whose turn it is, who is
 * free.
 */
final class RoutingDesk {
    private final Switchboard switchboard;
    private final WallClock clock;
    private final Set<AgentKey> changed = new LinkedHashSet<>();
    private final AgentBoard board = new AgentBoard(this::happened);
    private final QueueBook queues = new QueueBook(board);
    private final Devices devices = new Devices(board);
    private final AgentViews views;

    RoutingDesk(Switchboard switchboard, List<TenantSettings> tenants, WallClock clock) {
        this.switchboard = switchboard;
        this.clock = clock;
        this.views = new AgentViews(board, devices, clock);
        for (var tenant : tenants) {
            for (var queue : tenant.queues()) {
                queues.add(tenant.tenant(), queue.id(), queue.rules());
            }
            for (var agent : tenant.agents()) {
                var key = new AgentKey(tenant.tenant(), agent.agentId());
                board.add(key, tenant.profile(agent), clock.nanos());
                devices.add(key, agent.deskPhone() != null);
                views.add(key, agent.displayName());
            }
        }
    }

    AgentBoard board() {
        return board;
    }

    QueueBook queues() {
        return queues;
    }

    Devices devices() {
        return devices;
    }

    AgentViews views() {
        return views;
    }

    private void happened(AgentActivity activity) {
        changed.add(activity.agent());
        switchboard.contacts().happened(activity, clock.epochMsAt(activity.atNanos()));
    }

    // --- what agents choose ---

    /** An agent is to be in a state; the request gets its reply. */
    void choose(AgentKey agent, String state, long ticket, long nowNanos) {
        if (board.choose(agent, state, nowNanos)) {
            reply(ticket, new AgentMessage.Reply.Done());
            tellState(agent);
        } else {
            reply(
                    ticket,
                    new AgentMessage.Reply.Refused(
                            AgentError.CONFLICT, "that state cannot be chosen now"));
        }
    }

    private void reply(long ticket, AgentMessage.Reply reply) {
        switchboard.errand(new Errand.Reply(ticket, reply));
    }

    // --- agents are told ---

    void tell(AgentKey agent, AgentMessage.Event event) {
        var session = board.row(agent).orElseThrow().session();
        if (session != null) {
            switchboard.errand(new Errand.ToSession(session, event));
        }
    }

    void tellState(AgentKey agent) {
        changed.add(agent);
        var row = board.row(agent).orElseThrow();
        tell(
                agent,
                new AgentMessage.StateChanged(
                        row.state(),
                        clock.epochMsAt(row.sinceNanos()),
                        row.allowed(),
                        row.engagement() == null ? null : row.next(),
                        row.deadlineNanos().isPresent()
                                ? clock.epochMsAt(row.deadlineNanos().getAsLong())
                                : 0,
                        devices.word(agent),
                        devices.of(agent)));
    }

    /** Who watches sees which agents have changed since the last time. */
    void showChanges(long nowNanos) {
        for (var agent : changed) {
            if (switchboard.watchers().isWatched(agent.tenant())) {
                switchboard
                        .watchers()
                        .seen(agent.tenant(), views.of(agent, nowNanos))
                        .forEach(switchboard::errand);
            }
        }
        changed.clear();
    }

    // --- time ---

    OptionalLong nextDeadlineNanos() {
        return LongStream.concat(
                        board.nextDeadlineNanos().stream(), queues.nextDeadlineNanos().stream())
                .reduce((a, b) -> a - b <= 0 ? a : b);
    }

    void onTime(long nowNanos) {
        board.onTime(nowNanos).forEach(this::tellState);
        queues.onTime(nowNanos).forEach(this::moved);
    }

    // --- what calls ask for ---

    void carryOut(Live live, CallEffect.Routed effect, long nowNanos) {
        var tenant = live.state().facts().tenant();
        switch (effect) {
            case CallEffect.Enqueue enqueue -> enqueue(live, enqueue, nowNanos);
            case CallEffect.ChangeQueue change -> change(live, change, nowNanos);
            case CallEffect.Restand(var contact, var standing) ->
                    queues.change(tenant, contact, standing, nowNanos);
            case CallEffect.Rejoin(var turn) -> queues.rejoin(turn, nowNanos);
            case CallEffect.LeaveQueue(var contact) -> queues.leave(tenant, contact);
            case CallEffect.Reserve(var contact, var agent) ->
                    reserve(live, contact, agent, nowNanos);
            case CallEffect.Engage(var contact, var agent) -> {
                board.engage(agent, contact, nowNanos);
                tellState(agent);
            }
            case CallEffect.Monitor(var contact, var agent) -> {
                if (!board.monitor(agent, contact, nowNanos)) {
                    throw new IllegalStateException("a supervisor with a contact");
                }
                tellState(agent);
            }
            case CallEffect.Free(var agent, var how) -> {
                if (how == Release.MISSED || how == Release.REJECTED) {
                    switchboard.count(Counted.MISSED);
                }
                board.release(agent, how, nowNanos);
                tellState(agent);
            }
        }
    }

    private void enqueue(Live live, CallEffect.Enqueue enqueue, long nowNanos) {
        var tenant = live.state().facts().tenant();
        var contact = enqueue.contactId();
        if (enqueue.onlyWithAgents() && !queues.hasAgents(tenant, enqueue.queue())) {
            switchboard.feed(live, new CallInput.QueueRefused(contact, EndCause.NO_AGENTS));
            return;
        }
        var joined = queues.join(tenant, enqueue.queue(), contact, enqueue.standing(), nowNanos);
        switchboard.feed(
                live,
                joined.isPresent()
                        ? new CallInput.QueueJoined(contact)
                        : new CallInput.QueueRefused(contact, EndCause.QUEUE_FULL));
    }

    private void change(Live live, CallEffect.ChangeQueue change, long nowNanos) {
        var tenant = live.state().facts().tenant();
        var contact = change.contactId();
        if (change.onlyWithAgents() && !queues.hasAgents(tenant, change.queue())) {
            switchboard.feed(live, new CallInput.QueueUnchanged(EndCause.NO_AGENTS));
            return;
        }
        var moved = queues.move(tenant, contact, change.queue(), nowNanos);
        if (moved.isEmpty()) {
            switchboard.feed(live, new CallInput.QueueUnchanged(EndCause.QUEUE_FULL));
            return;
        }
        queues.change(tenant, contact, change.standing(), nowNanos);
        switchboard.feed(live, new CallInput.QueueMoved(contact, change.queue(), moved.get()));
        switchboard.feed(live, new CallInput.QueueJoined(contact));
    }

    private void moved(QueueBook.Moved moved) {
        switchboard
                .calls()
                .contact(moved.contactId())
                .ifPresent(live ->
                        switchboard.feed(
                                live,
                                new CallInput.QueueMoved(
                                        moved.contactId(), moved.to(), moved.toName())));
    }

    private void reserve(Live live, String contact, AgentKey agent, long nowNanos) {
        if (board.reserve(agent, contact, nowNanos) == Reservation.RESERVED) {
            offer(live, contact, agent, null);
        } else {
            switchboard.feed(live, new CallInput.AgentUnavailable(contact));
        }
    }

    /** Every waiting contact that an agent is free for gets that agent. */
    void route(long nowNanos) {
        for (var turn = queues.nextTurn(nowNanos);
                turn.isPresent();
                turn = queues.nextTurn(nowNanos)) {
            var contact = turn.get().contactId();
            var live = switchboard.calls().contact(contact).orElseThrow();
            offer(live, contact, turn.get().agent(), turn.get());
        }
    }

    private void offer(Live live, String contact, AgentKey agent, @Nullable Turn turn) {
        switchboard.count(Counted.OFFERED);
        tellState(agent);
        switchboard.feed(live, new CallInput.AgentFound(contact, agent, devices.used(agent), turn));
    }
}
