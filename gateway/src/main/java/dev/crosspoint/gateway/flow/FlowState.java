package dev.crosspoint.gateway.flow;

import dev.crosspoint.gateway.contact.ContactData;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A flow in the middle of its run.
 *
 * @param kind what it runs for
 * @param flow name of the flow or module it is in
 * @param action identifier of the action it is at
 * @param awaiting what it waits for there
 * @param data the contact's data as the flow has set it
 * @param settings what the contact's flows have switched and chosen, this one included
 * @param external what a function answered last
 * @param modules where to go on after each module it is in, the innermost last
 * @param loops rounds done
 * @param steps actions run so far
 */
public record FlowState(
        FlowKind kind,
        String flow,
        String action,
        Awaiting awaiting,
        ContactData data,
        FlowSettings settings,
        ExternalValues external,
        List<Place> modules,
        Map<Place, Integer> loops,
        int steps) {
    public FlowState {
        modules = List.copyOf(modules);
        loops = Map.copyOf(loops);
    }

    /** The same with what the contact carries now, which other flows may have changed meanwhile. */
    public FlowState with(ContactData now, FlowSettings chosen) {
        return new FlowState(
                kind, flow, action, awaiting, now, chosen, external, modules, loops, steps);
    }

    /** The same, so many actions nearer to the most that a run may have. */
    public FlowState spent(int more) {
        return new FlowState(
                kind,
                flow,
                action,
                awaiting,
                data,
                settings,
                external,
                modules,
                loops,
                steps + more);
    }

    /** Overwrites what was entered and not stored yet, for a flow that nobody goes on with. */
    public void wipeInput() {
        if (awaiting instanceof Awaiting.NextDigit(var digits, _)) {
            digits.wipe();
        }
    }

    /** Whether nothing moves it any more. */
    public boolean isOver() {
        return awaiting instanceof Awaiting.Nothing;
    }

    /** When to say {@link FlowInput.TimePassed} at the latest; empty when only others move it. */
    public OptionalLong nextDeadlineNanos() {
        return awaiting.deadline();
    }

    /** An action within a flow. */
    public record Place(String flow, String action) {}
}
