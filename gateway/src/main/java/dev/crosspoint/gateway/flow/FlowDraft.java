package dev.crosspoint.gateway.flow;

import dev.crosspoint.gateway.contact.ContactData;
import dev.crosspoint.gateway.flow.FlowState.Place;
import dev.crosspoint.gateway.flow.Transitions.ErrorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The next state of a flow in the making, and what it asks for. Used once. */
final class FlowDraft {
    final FlowBook book;
    final FlowWorld world;
    final FlowKind kind;
    final long nowNanos;
    final List<FlowEffect> effects = new ArrayList<>();
    final Map<Place, Integer> loops;
    final List<Place> modules;

    Flow flow;
    Action action;
    Awaiting awaiting;
    ContactData data;
    FlowSettings settings;
    ExternalValues external;
    int steps;

    FlowDraft(FlowBook book, FlowWorld world, FlowState state, long nowNanos) {
        this.book = book;
        this.world = world;
        this.kind = state.kind();
        this.nowNanos = nowNanos;
        this.loops = new HashMap<>(state.loops());
        this.modules = new ArrayList<>(state.modules());
        this.flow = book.flow(state.flow());
        this.action = flow.action(state.action());
        this.awaiting = state.awaiting();
        this.data = state.data();
        this.settings = state.settings();
        this.external = state.external();
        this.steps = state.steps();
    }

    FlowRunner.Step done() {
        return new FlowRunner.Step(
                new FlowState(
                        kind,
                        flow.name(),
                        action.identifier(),
                        awaiting,
                        data,
                        settings,
                        external,
                        modules,
                        loops,
                        steps),
                effects);
    }

    Place place() {
        return new Place(flow.name(), action.identifier());
    }

    // --- where to go on: the identifier of an action, or null when there is something to await ---

    @Nullable String next() {
        var next = action.transitions().next();
        return next == null ? finish(FlowEffect.Why.ENDED) : next;
    }

    @Nullable String branch(String result) {
        for (var condition : action.transitions().conditions()) {
            if (condition.operator().holds(result, text(condition.operand()))) {
                return condition.next();
            }
        }
        return error(ErrorType.NO_MATCHING_CONDITION);
    }

    @Nullable String error(ErrorType type) {
        var errors = action.transitions().errors();
        var next = errors.get(type);
        if (next == null) {
            next = errors.get(ErrorType.NO_MATCHING_ERROR);
        }
        return next == null ? next() : next;
    }

    boolean hasBranchFor(ErrorType type) {
        return action.transitions().errors().containsKey(type);
    }

    @Nullable String await(Awaiting what) {
        awaiting = what;
        return null;
    }

    /** The flow is over. One that ran beside something else leaves the contact with that. */
    @Nullable String finish(FlowEffect.Why why) {
        effects.add(
                kind.holdsContact() || why == FlowEffect.Why.DISCONNECTED
                        ? new FlowEffect.Disconnect(why)
                        : new FlowEffect.Over(why));
        return over();
    }

    /** The flow is over, and whoever answered it knows. */
    @Nullable String over() {
        return await(new Awaiting.Nothing());
    }

    // --- what is known ---

    Lookup lookup() {
        return new Lookup(world, data, settings, external);
    }

    String text(Value value) {
        return lookup().text(value);
    }

    String contactId() {
        return data.contact().id();
    }

    long inSeconds(int seconds) {
        return nowNanos + TimeUnit.SECONDS.toNanos(seconds);
    }
}
