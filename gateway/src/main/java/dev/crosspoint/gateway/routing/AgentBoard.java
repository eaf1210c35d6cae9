package dev.crosspoint.gateway.routing;

import dev.crosspoint.gateway.routing.AgentRow.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The state of every agent. The gateway sets {@link #BUSY} (has a contact), {@link #AFTER_CONTACT}
 * (writes up the last one, for a limited time), {@link #MISSED} and {@link #REJECTED} (did not take
 * a contact, and gets none until the agent chooses {@link #AVAILABLE}); the agent chooses {@link
 * #AVAILABLE}, {@link #OFFLINE} and the tenant's own reasons. What is chosen with a contact is
 * taken when contact and work are over.
 */
public final class AgentBoard {
    public static final String OFFLINE = "offline";
    public static final String AVAILABLE = "available";
    public static final String BUSY = "busy";
    public static final String AFTER_CONTACT = "after-contact";
    public static final String MISSED = "missed";
    public static final String REJECTED = "rejected";

    /** All of these; a tenant's own reasons are others. */
    public static final Set<String> STATES =
            Set.of(OFFLINE, AVAILABLE, BUSY, AFTER_CONTACT, MISSED, REJECTED);

    private final Consumer<AgentActivity> told;
    private final Map<AgentKey, Entry> entries = new LinkedHashMap<>();
    private final Deadlines<AgentKey> deadlines = new Deadlines<>();
    private Consumer<AgentRow> watcher = _ -> {};
    private Tally tally = new Tally(0, 0, 0);

    private static final class Entry {
        private final AgentLog log;
        private AgentRow row;

        private Entry(AgentLog log, AgentRow row) {
            this.log = log;
            this.row = row;
        }
    }

    /** How many agents are so, of all tenants together. */
    public record Tally(int signedIn, int available, int busy) {}

    /**
     * A board without agents.
     *
     * @param told hears of everything that agents do, at once; must not call the board
     */
    public AgentBoard(Consumer<AgentActivity> told) {
        this.told = told;
    }

    /** Adds an agent, offline. */
    public void add(AgentKey agent, AgentProfile profile, long nowNanos) {
        var row = AgentRow.absent(agent, profile, nowNanos);
        if (entries.putIfAbsent(agent, new Entry(new AgentLog(told), row)) != null) {
            throw new IllegalArgumentException("agent " + agent.agentId() + " is there twice");
        }
        watcher.accept(row);
    }

    /** The agent's row; empty for somebody unknown. */
    public Optional<AgentRow> row(AgentKey agent) {
        return Optional.ofNullable(entries.get(agent)).map(entry -> entry.row);
    }

    /** Counted as things happen, so that it may be asked for all the time. */
    public Tally tally() {
        return tally;
    }

    /** What is remembered of the agent. */
    public AgentHistory history(AgentKey agent, long nowNanos) {
        var entry = known(agent);
        return entry.log.history(entry.row, nowNanos);
    }

    // --- sessions and choices ---

    /** The agent's events go to this session from now on; answers the one they went to before. */
    public Optional<String> signIn(AgentKey agent, String session, long nowNanos) {
        var entry = known(agent);
        var before = Optional.ofNullable(entry.row.session());
        put(entry, entry.row.signedIn(session, nowNanos), nowNanos);
        return before.filter(other -> !other.equals(session));
    }

    /** The session is gone. An agent with a contact stays busy until {@link #release}. */
    public void signOut(AgentKey agent, long nowNanos) {
        var entry = known(agent);
        put(entry, entry.row.signedOut(nowNanos), nowNanos);
    }

    /**
     * Changes the state at the agent's wish: at once, or, with a contact, when it and its work are
     * over. False, and nothing changes, for a state that is not the agent's to choose.
     */
    public boolean choose(AgentKey agent, String state, long nowNanos) {
        var entry = known(agent);
        var row = entry.row;
        if (row.allowed().contains(state)) {
            put(entry, row.chose(state, nowNanos), nowNanos);
            return true;
        }
        return row.session() != null && row.isSetTo(state);
    }

    // --- contacts ---

    /**
     * Offers a contact to one agent, who is busy from now on; or answers why not, and nothing
     * changes.
     */
    public Reservation reserve(AgentKey agent, String contactId, long nowNanos) {
        var entry = entries.get(agent);
        if (entry == null) {
            return Reservation.UNKNOWN;
        }
        var answer = entry.row.reservation();
        if (answer == Reservation.RESERVED) {
            put(entry, entry.row.engaged(contactId, Part.OFFERED, nowNanos), nowNanos);
        }
        return answer;
    }

    /**
     * The agent takes the contact that is offered, or begins one in whatever state. Only ever one:
     * throws when the agent has another.
     */
    public void engage(AgentKey agent, String contactId, long nowNanos) {
        var entry = known(agent);
        put(entry, entry.row.engaged(contactId, Part.TAKEN, nowNanos), nowNanos);
    }

    /**
     * A supervisor listens to a contact: busy until {@link #release}, and then as before, whatever
     * the reason. False, and nothing changes, for somebody with a contact or without a session.
     */
    public boolean monitor(AgentKey agent, String contactId, long nowNanos) {
        var entry = known(agent);
        if (entry.row.engagement() != null || entry.row.session() == null) {
            return false;
        }
        put(entry, entry.row.engaged(contactId, Part.MONITORING, nowNanos), nowNanos);
        return true;
    }

    /** The contact is over for the agent. Throws when there is none. */
    public void release(AgentKey agent, Release why, long nowNanos) {
        var entry = known(agent);
        var row = entry.row.released(why, nowNanos);
        entry.log.released(entry.row, why, nowNanos);
        put(entry, row, nowNanos);
    }

    // --- time ---

    /** When {@link #onTime} has something to do next. */
    public OptionalLong nextDeadlineNanos() {
        return deadlines.next();
    }

    /** Ends after-contact work that took long enough; answers whose. */
    public List<AgentKey> onTime(long nowNanos) {
        var done = new ArrayList<AgentKey>();
        for (var due = deadlines.poll(nowNanos); due.isPresent(); due = deadlines.poll(nowNanos)) {
            var entry = known(due.get());
            put(entry, entry.row.workDone(nowNanos), nowNanos);
            done.add(due.get());
        }
        return done;
    }

    /** Shows every row, and each that changes from now on. There is one who watches. */
    void watch(Consumer<AgentRow> by) {
        watcher = by;
        entries.values().forEach(entry -> by.accept(entry.row));
    }

    private void put(Entry entry, AgentRow row, long nowNanos) {
        var before = entry.row;
        entry.row = row;
        entry.log.changed(before, row, nowNanos);
        deadlines.set(row.agent(), row.deadlineNanos());
        tally =
                new Tally(
                        tally.signedIn() + step(before.session() != null, row.session() != null),
                        tally.available() + step(before.isAvailable(), row.isAvailable()),
                        tally.busy() + step(before.state().equals(BUSY), row.state().equals(BUSY)));
        watcher.accept(row);
    }

    private static int step(boolean before, boolean after) {
        return (after ? 1 : 0) - (before ? 1 : 0);
    }

    private Entry known(AgentKey agent) {
        var entry = entries.get(agent);
        if (entry == null) {
            throw new IllegalArgumentException("no agent " + agent.agentId());
        }
        return entry;
    }
}
