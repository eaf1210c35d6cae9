package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.gateway.call.CallControl;
import dev.crosspoint.gateway.call.CallState;
import dev.crosspoint.gateway.call.Line;
import dev.crosspoint.gateway.call.Party;
import dev.crosspoint.gateway.call.Role;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The calls there are, and the ways to find one: by contact, dialog, token, softphone leg, time. A
 * call has as many contacts, dialogs and tokens as it has agents and SIP calls.
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
        private Names names = new Names(Set.of(), Set.of(), Set.of());
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

    /** What a call is found by. */
    private record Names(Set<String> contacts, Set<String> dialogs, Set<String> tokens) {

        static Names of(CallState state) {
            var contacts = new HashSet<String>();
            var dialogs = new HashSet<String>();
            var tokens = new HashSet<String>();
            contacts.add(state.facts().contactId());
            for (var party : state.parties()) {
                if (party.role() instanceof Role.Agent agent) {
                    contacts.add(agent.contact().id());
                }
                switch (party.line()) {
                    case Line.None _ -> {}
                    case Line.Softphone softphone -> tokens.add(softphone.token().value());
                    case Line.Trunk trunk -> dialogs.add(trunk.dialog());
                }
            }
            return new Names(contacts, dialogs, tokens);
        }
    }

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
        return leastLoadedLoop(_ -> 0);
    }

    /** The media loop with the least of a load of another sort; of equals, the fewest calls. */
    int leastLoadedLoop(IntUnaryOperator other) {
        int least = 0;
        for (int loop = 1; loop < loads.length; loop++) {
            int more = Integer.compare(other.applyAsInt(loop), other.applyAsInt(least));
            if (more < 0 || (more == 0 && loads[loop] < loads[least])) {
                least = loop;
            }
        }
        return least;
    }

    Live add(CallControl control, int loop, CallState state) {
        var live = new Live(control, loop, added++, state);
        loads[loop]++;
        calls.put(live.id(), live);
        update(live, state);
        return live;
    }

    /** Notes where the call stands now. */
    void update(Live live, CallState state) {
        live.state = state;
        note(live, Names.of(state));
        noteDeadline(live, state.nextDeadlineNanos());
    }

    void remove(Live live) {
        if (calls.remove(live.id()) == null) {
            return;
        }
        loads[live.loop]--;
        note(live, new Names(Set.of(), Set.of(), Set.of()));
        noteDeadline(live, OptionalLong.empty());
        softphones.values().removeIf(softphone -> softphone.live() == live);
    }

    /** The softphones of these parties are in another call from now on. */
    void hand(List<Party> parties, Live from, Live to) {
        for (var party : parties) {
            if (party.line() instanceof Line.Softphone line && line.leg() != null) {
                softphones.computeIfPresent(
                        line.leg().id(),
                        (_, phone) ->
                                phone.live() == from ? new Softphone(to, phone.address()) : phone);
            }
        }
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

    private void note(Live live, Names names) {
        note(byContact, live, live.names.contacts(), names.contacts());
        note(byDialog, live, live.names.dialogs(), names.dialogs());
        note(byToken, live, live.names.tokens(), names.tokens());
        live.names = names;
    }

    private static void note(
            Map<String, Live> index, Live live, Set<String> before, Set<String> now) {
        before.stream().filter(name -> !now.contains(name)).forEach(index::remove);
        now.stream().filter(name -> !before.contains(name)).forEach(name -> index.put(name, live));
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
