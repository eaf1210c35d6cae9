package dev.crosspoint.gateway.call;

import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The calls there are, and the ways to find one: by contact, dialog, token, softphone leg, time.
 */
final class LiveCalls {
    private final Map<CallId, Live> calls = new HashMap<>();
    private final Map<String, Live> byContact = new HashMap<>();
    private final Map<String, Live> byDialog = new HashMap<>();
    private final Map<String, Live> byToken = new HashMap<>();
    private final Map<LegId, Softphone> softphones = new HashMap<>();
    private final TreeSet<Deadline> deadlines = new TreeSet<>();
    private final int[] loads;
    private long added;

    LiveCalls(int mediaLoops) {
        loads = new int[mediaLoops];
    }

    /** One call. */
    static final class Live {
        final CallControl control;
        final int loop;
        private final long number;
        private CallState state;
        private @Nullable String token;
        private @Nullable Deadline deadline;

        private Live(CallControl control, int loop, long number, CallState state) {
            this.control = control;
            this.loop = loop;
            this.number = number;
            this.state = state;
        }

        CallState state() {
            return state;
        }

        CallId id() {
            return state.facts().call();
        }
    }

    /**
     * A softphone leg.
     *
     * @param address whose events reach what carries it
     */
    record Softphone(Live live, String address) {}

    private record Deadline(long nanos, Live live) implements Comparable<Deadline> {
        @Override
        public int compareTo(Deadline other) {
            // Nanosecond clocks may wrap: compare by distance.
            int byTime = Long.compare(nanos - other.nanos, 0);
            return byTime != 0 ? byTime : Long.compare(live.number, other.live.number);
        }
    }

    /** The media loop with the fewest calls. */
    int leastLoadedLoop() {
        int least = 0;
        for (int loop = 1; loop < loads.length; loop++) {
            if (loads[loop] < loads[least]) {
                least = loop;
            }
        }
        return least;
    }

    Live add(CallControl control, int loop, CallState state) {
        var live = new Live(control, loop, added++, state);
        loads[loop]++;
        calls.put(live.id(), live);
        byContact.put(state.facts().contactId(), live);
        byDialog.put(state.facts().customer().dialog(), live);
        update(live, state);
        return live;
    }

    /** Notes where the call stands now. */
    void update(Live live, CallState state) {
        live.state = state;
        var agent = state.agent();
        noteToken(live, agent == null ? null : agent.token().value());
        noteDeadline(live, state.nextDeadlineNanos());
    }

    void remove(Live live) {
        if (calls.remove(live.id()) == null) {
            return;
        }
        loads[live.loop]--;
        byContact.remove(live.state().facts().contactId());
        byDialog.remove(live.state().facts().customer().dialog());
        noteToken(live, null);
        noteDeadline(live, OptionalLong.empty());
        softphones.values().removeIf(softphone -> softphone.live() == live);
    }

    void addSoftphone(LegId leg, Live live, String address) {
        softphones.put(leg, new Softphone(live, address));
    }

    Optional<Softphone> removeSoftphone(LegId leg) {
        return Optional.ofNullable(softphones.remove(leg));
    }

    Optional<Softphone> softphone(LegId leg) {
        return Optional.ofNullable(softphones.get(leg));
    }

    Optional<Live> call(CallId call) {
        return Optional.ofNullable(calls.get(call));
    }

    Optional<Live> contact(String contactId) {
        return Optional.ofNullable(byContact.get(contactId));
    }

    Optional<Live> dialog(String dialog) {
        return Optional.ofNullable(byDialog.get(dialog));
    }

    Optional<Live> token(String token) {
        return token.isEmpty() ? Optional.empty() : Optional.ofNullable(byToken.get(token));
    }

    Collection<Live> all() {
        return List.copyOf(calls.values());
    }

    int size() {
        return calls.size();
    }

    OptionalLong nextDeadlineNanos() {
        return deadlines.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(deadlines.first().nanos());
    }

    /** The call that has waited longest for time to pass; empty when none has. */
    Optional<Live> due(long nowNanos) {
        return deadlines.isEmpty() || deadlines.first().nanos() - nowNanos > 0
                ? Optional.empty()
                : Optional.of(deadlines.first().live());
    }

    private void noteToken(Live live, @Nullable String token) {
        if (live.token != null) {
            byToken.remove(live.token);
        }
        live.token = token == null || token.isEmpty() ? null : token;
        if (live.token != null) {
            byToken.put(live.token, live);
        }
    }

    private void noteDeadline(Live live, OptionalLong nanos) {
        if (live.deadline != null) {
            deadlines.remove(live.deadline);
        }
        live.deadline = nanos.isPresent() ? new Deadline(nanos.getAsLong(), live) : null;
        if (live.deadline != null) {
            deadlines.add(live.deadline);
        }
    }
}
