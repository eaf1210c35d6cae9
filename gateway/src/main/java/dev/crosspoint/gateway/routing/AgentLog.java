package dev.crosspoint.gateway.routing;

import dev.crosspoint.gateway.routing.AgentActivity.StateChanged;
import dev.crosspoint.gateway.routing.AgentRow.Part;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** What is remembered of one agent, and told as it happens. */
final class AgentLog {
    private final Consumer<AgentActivity> told;
    private final Deque<StateChanged> changes = new ArrayDeque<>();
    private final Map<String, Long> nanosInState = new HashMap<>();
    private final Map<Release, Integer> contacts = new HashMap<>();
    private long signedInAtNanos;
    private long signedInNanos;

    AgentLog(Consumer<AgentActivity> told) {
        this.told = told;
    }

    /** A row took the place of another. */
    void changed(AgentRow before, AgentRow after, long nowNanos) {
        var agent = after.agent();
        if (before.session() == null && after.session() != null) {
            signedInAtNanos = nowNanos;
            told.accept(new AgentActivity.SignedIn(agent, nowNanos));
        }
        if (before.sinceNanos() != after.sinceNanos() || !before.state().equals(after.state())) {
            long lasted = nowNanos - before.sinceNanos();
            if (counts(before)) {
                nanosInState.merge(before.state(), lasted, Long::sum);
            }
            if (!before.state().equals(after.state())) {
                remember(new StateChanged(agent, nowNanos, before.state(), lasted, after.state()));
            }
        }
        if (before.session() != null && after.session() == null) {
            long lasted = nowNanos - signedInAtNanos;
            signedInNanos += lasted;
            told.accept(new AgentActivity.SignedOut(agent, nowNanos, lasted));
        }
    }

    /** The agent of that row is about to have its contact no more. */
    void released(AgentRow row, Release why, long nowNanos) {
        var held = row.engagement();
        if (held == null) {
            return;
        }
        boolean monitored = held.part() == Part.MONITORING;
        if (!monitored) {
            contacts.merge(why, 1, Integer::sum);
        }
        told.accept(
                new AgentActivity.ContactReleased(
                        row.agent(),
                        nowNanos,
                        held.contactId(),
                        monitored,
                        why,
                        nowNanos - held.sinceNanos()));
    }

    AgentHistory history(AgentRow row, long nowNanos) {
        boolean here = row.session() != null;
        var inState = new HashMap<>(nanosInState);
        if (counts(row)) {
            inState.merge(row.state(), nowNanos - row.sinceNanos(), Long::sum);
        }
        return new AgentHistory(
                here ? OptionalLong.of(signedInAtNanos) : OptionalLong.empty(),
                signedInNanos + (here ? nowNanos - signedInAtNanos : 0),
                contacts.getOrDefault(Release.ENDED, 0),
                contacts.getOrDefault(Release.MISSED, 0),
                contacts.getOrDefault(Release.REJECTED, 0),
                inState,
                List.copyOf(changes));
    }

    private void remember(StateChanged change) {
        if (changes.size() == AgentHistory.MOST_CHANGES) {
            changes.removeFirst();
        }
        changes.addLast(change);
        told.accept(change);
    }

    /** Somebody who is not there is not offline for the record; an agent lost in a call is busy. */
    private static boolean counts(AgentRow row) {
        return row.session() != null || row.engagement() != null;
    }
}
