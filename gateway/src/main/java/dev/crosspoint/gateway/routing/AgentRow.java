package dev.crosspoint.gateway.routing;

import static dev.crosspoint.gateway.routing.AgentBoard.AFTER_CONTACT;
import static dev.crosspoint.gateway.routing.AgentBoard.AVAILABLE;
import static dev.crosspoint.gateway.routing.AgentBoard.BUSY;
import static dev.crosspoint.gateway.routing.AgentBoard.MISSED;
import static dev.crosspoint.gateway.routing.AgentBoard.OFFLINE;
import static dev.crosspoint.gateway.routing.AgentBoard.REJECTED;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An agent's row on the board.
 *
 * @param state one of those that {@link AgentBoard} names, or a reason of the profile
 * @param sinceNanos when it began
 * @param idleNanos when the agent last became available
 * @param session where the agent's events go; null when not signed in
 * @param engagement the contact offered to or held by the agent; null when there is none
 * @param next the state that follows when contact and work are over; null when it would be the one
 *     before, or nothing is to be over
 * @param deadlineNanos when after-contact work ends by itself
 */
public record AgentRow(
        AgentKey agent,
        AgentProfile profile,
        String state,
        long sinceNanos,
        long idleNanos,
        @Nullable String session,
        @Nullable Engagement engagement,
        @Nullable String next,
        OptionalLong deadlineNanos) {

    /** What an agent has to do with a contact. */
    public enum Part {
        /** It rings at the agent. */
        OFFERED,
        /** The agent took it, or began it. */
        TAKEN,
        /** The agent listens as a supervisor. */
        MONITORING
    }

    /**
     * An agent's contact.
     *
     * @param sinceNanos when this part began
     * @param before the row that a supervisor returns to; null for others
     */
    public record Engagement(
            String contactId, Part part, long sinceNanos, @Nullable AgentRow before) {}

    static AgentRow absent(AgentKey agent, AgentProfile profile, long nowNanos) {
        return new AgentRow(
                agent,
                profile,
                OFFLINE,
                nowNanos,
                nowNanos,
                null,
                null,
                null,
                OptionalLong.empty());
    }

    /** The contact's id; null when there is none. */
    public @Nullable String contact() {
        return engagement == null ? null : engagement.contactId();
    }

    /** The states this agent may choose: at once, or, while busy, as what comes next. */
    public List<String> allowed() {
        if (session == null) {
            return List.of();
        }
        var states = new ArrayList<String>();
        states.add(AVAILABLE);
        states.addAll(profile.reasons());
        states.add(OFFLINE);
        states.remove(engagement == null ? state : upcoming(engagement));
        return states;
    }

    /** Whether that is the agent's state, or, with a contact, the one that comes next. */
    boolean isSetTo(String wanted) {
        return wanted.equals(engagement == null ? state : upcoming(engagement));
    }

    /** Whether a contact can be offered to the agent now. */
    boolean isAvailable() {
        return state.equals(AVAILABLE) && session != null;
    }

    boolean isOnline() {
        return session != null && !state.equals(OFFLINE);
    }

    boolean isStaffed() {
        return isOnline()
                && (state.equals(AVAILABLE) || state.equals(BUSY) || state.equals(AFTER_CONTACT));
    }

    // --- what happens to it ---

    AgentRow signedIn(String newSession, long nowNanos) {
        boolean arrives = session == null && engagement == null;
        return new AgentRow(
                agent,
                profile,
                state,
                arrives ? nowNanos : sinceNanos,
                idleNanos,
                newSession,
                engagement,
                next,
                deadlineNanos);
    }

    /** Without a session. An agent with a contact stays busy until it is released. */
    AgentRow signedOut(long nowNanos) {
        return engagement == null
                ? new AgentRow(
                        agent,
                        profile,
                        OFFLINE,
                        nowNanos,
                        idleNanos,
                        null,
                        null,
                        null,
                        OptionalLong.empty())
                : new AgentRow(
                        agent,
                        profile,
                        state,
                        sinceNanos,
                        idleNanos,
                        null,
                        engagement,
                        next,
                        deadlineNanos);
    }

    /** In a state out of {@link #allowed}. */
    AgentRow chose(String wanted, long nowNanos) {
        return engagement == null ? entering(wanted, nowNanos) : followedBy(wanted);
    }

    Reservation reservation() {
        if (engagement != null) {
            return Reservation.BUSY;
        }
        if (!isOnline()) {
            return Reservation.OFFLINE;
        }
        return switch (state) {
            case AVAILABLE -> Reservation.RESERVED;
            case AFTER_CONTACT -> Reservation.AFTER_CONTACT;
            default -> Reservation.NOT_READY;
        };
    }

    /** With a contact, and what follows it. */
    AgentRow engaged(String contactId, Part part, long nowNanos) {
        var held = engagement;
        if (held != null) {
            if (!held.contactId().equals(contactId) || held.part() != Part.OFFERED) {
                throw new IllegalStateException(
                        "agent " + agent.agentId() + " has a contact already");
            }
            return with(state, sinceNanos, new Engagement(contactId, part, nowNanos, null), next);
        }
        if (part == Part.MONITORING) {
            return with(BUSY, nowNanos, new Engagement(contactId, part, nowNanos, this), null);
        }
        // Whoever calls out in a break is in the break again afterwards.
        var following = next == null ? state : next;
        return with(BUSY, nowNanos, new Engagement(contactId, part, nowNanos, null), following);
    }

    /** Without the contact. */
    AgentRow released(Release why, long nowNanos) {
        var held = engagement;
        if (held == null) {
            throw new IllegalStateException("agent " + agent.agentId() + " has no contact");
        }
        if (session == null) {
            return entering(OFFLINE, nowNanos);
        }
        var following = upcoming(held);
        if (held.part() == Part.MONITORING) {
            return next == null ? returned(held, nowNanos) : entering(next, nowNanos);
        }
        return switch (why) {
            case ENDED -> {
                if (held.part() != Part.TAKEN) {
                    throw new IllegalStateException(
                            "agent " + agent.agentId() + " has not taken the contact that ended");
                }
                yield workedAfter(following, nowNanos);
            }
            case MISSED -> entering(following.equals(AVAILABLE) ? MISSED : following, nowNanos);
            case REJECTED -> entering(following.equals(AVAILABLE) ? REJECTED : following, nowNanos);
            case FAILED -> entering(following, nowNanos);
            case WITHDRAWN -> entering(following, nowNanos, idleNanos);
        };
    }

    /** After-contact work has taken long enough. */
    AgentRow workDone(long nowNanos) {
        return entering(next == null ? AVAILABLE : next, nowNanos);
    }

    private AgentRow workedAfter(String following, long nowNanos) {
        if (profile.afterContactSeconds() == 0) {
            return entering(following, nowNanos);
        }
        var end = nowNanos + TimeUnit.SECONDS.toNanos(profile.afterContactSeconds());
        return new AgentRow(
                agent,
                profile,
                AFTER_CONTACT,
                nowNanos,
                idleNanos,
                session,
                null,
                following,
                OptionalLong.of(end));
    }

    /** As before the supervisor listened; what was left of after-contact work is left still. */
    private AgentRow returned(Engagement held, long nowNanos) {
        var before = held.before();
        if (before == null) {
            throw new IllegalStateException("nothing to return to");
        }
        long awayNanos = nowNanos - held.sinceNanos();
        var end = before.deadlineNanos();
        return new AgentRow(
                agent,
                profile,
                before.state(),
                nowNanos,
                before.idleNanos(),
                session,
                null,
                before.next(),
                end.isPresent() ? OptionalLong.of(end.getAsLong() + awayNanos) : end);
    }

    private String upcoming(Engagement held) {
        if (next != null) {
            return next;
        }
        var before = held.before();
        return before == null ? AVAILABLE : before.state();
    }

    private AgentRow followedBy(String wanted) {
        return with(state, sinceNanos, engagement, wanted);
    }

    private AgentRow entering(String entered, long nowNanos) {
        return entering(entered, nowNanos, entered.equals(AVAILABLE) ? nowNanos : idleNanos);
    }

    private AgentRow entering(String entered, long nowNanos, long idleSinceNanos) {
        return new AgentRow(
                agent,
                profile,
                entered,
                nowNanos,
                idleSinceNanos,
                session,
                null,
                null,
                OptionalLong.empty());
    }

    private AgentRow with(
            String newState, long since, @Nullable Engagement held, @Nullable String following) {
        return new AgentRow(
                agent,
                profile,
                newState,
                since,
                idleNanos,
                session,
                held,
                following,
                OptionalLong.empty());
    }
}
