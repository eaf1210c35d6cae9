package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.gateway.fraud.Denial;
import dev.crosspoint.gateway.legs.LegRecord;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.AgentMessage.QuickConnect;
import dev.crosspoint.signaling.api.AgentView;
import dev.crosspoint.signaling.api.ContactVerb;
import dev.crosspoint.signaling.api.ContactView;
import dev.crosspoint.signaling.api.Target;
import dev.crosspoint.signaling.api.Tenant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What programs ask of call control: {@code by} is somebody who is signed in and may ask that sort
 * of thing. Whether it may be of this contact or this agent is decided here.
 */
public sealed interface ControlMessage {

    /** Event-bus address that takes all of them. */
    String ADDRESS = "calls.control";

    /** To be done. Answered by an {@link AgentMessage.Reply}, when that is known. */
    sealed interface Request extends ControlMessage {}

    /**
     * Does something with a contact, as {@link AgentMessage.OnContact}.
     *
     * @param contactId one's own, or, with permission, that of another agent
     */
    record Act(AgentKey by, String contactId, ContactVerb verb) implements Request {}

    /** Calls somebody, for an agent who has a desktop open. */
    record Dial(AgentKey by, Target target) implements Request {}

    /** Chooses a state, for oneself or, with permission, for another agent. */
    record SetState(AgentKey by, String agentId, String state) implements Request {}

    /** Denies a caller, whose live calls end unless denied callers are let in. */
    record Deny(AgentKey by, Denial denial) implements Request {}

    /** Lifts a denial. */
    record Lift(AgentKey by, String denial) implements Request {}

    /**
     * Has what {@link AgentMessage.Watched} says sent to {@link AgentMessage#eventsFor} that
     * session, or no longer. What there is comes first.
     */
    record Watch(Tenant tenant, String session, boolean on) implements Request {}

    /** To be known. Answered at once by a {@link Finding}. */
    sealed interface Question extends ControlMessage {}

    /** All live contacts of the tenant. */
    record ListContacts(AgentKey by) implements Question {}

    /**
     * One live contact that {@code by} takes part in or, with permission, any.
     *
     * @param contactId the call's initial contact, or that of an agent in it
     */
    record ShowContact(AgentKey by, String contactId) implements Question {}

    /** Whom contacts can be passed to at the press of a button. */
    record ListQuickConnects(AgentKey by) implements Question {}

    /** All agents of the tenant. */
    record ListAgents(AgentKey by) implements Question {}

    /** Oneself or, with permission, another agent, and what happened to that agent. */
    record ShowAgent(AgentKey by, String agentId) implements Question {}

    /**
     * The newest legs, of one trunk, one agent, one contact, or of all.
     *
     * @param trunk whose; of any when null
     * @param agent likewise
     * @param contactId likewise
     */
    record ListLegs(
            AgentKey by, @Nullable String trunk, @Nullable String agent, @Nullable String contactId)
            implements Question {}

    /** Who is denied. */
    record ListDenials(AgentKey by) implements Question {}

    /** What a question finds. */
    sealed interface Finding {

        /** Live contacts, oldest first. */
        record Contacts(List<ContactView> views) implements Finding {
            public Contacts {
                views = List.copyOf(views);
            }
        }

        /** One live contact. */
        record Contact(ContactView view) implements Finding {}

        /** Quick connects. */
        record QuickConnects(List<QuickConnect> entries) implements Finding {
            public QuickConnects {
                entries = List.copyOf(entries);
            }
        }

        /** Agents, in the order of the configuration. */
        record Agents(List<AgentView> views) implements Finding {
            public Agents {
                views = List.copyOf(views);
            }
        }

        /**
         * One agent, since the gateway started.
         *
         * @param totalSignedInMs how long there was a session, all together
         * @param inStateMs how long each state lasted; offline only while signed in
         * @param changes of the state, oldest first; the newest {@value
         *     dev.crosspoint.gateway.routing.AgentHistory#MOST_CHANGES}
         */
        record Agent(
                AgentView view,
                long totalSignedInMs,
                Map<String, Long> inStateMs,
                List<Change> changes)
                implements Finding {
            public Agent {
                inStateMs = Map.copyOf(inStateMs);
                changes = List.copyOf(changes);
            }
        }

        /** Legs, the newest first. */
        record Legs(List<LegRecord> records) implements Finding {
            public Legs {
                records = List.copyOf(records);
            }
        }

        /** What is denied; whom is not known any more. */
        record Denials(List<Denial.Shown> entries) implements Finding {
            public Denials {
                entries = List.copyOf(entries);
            }
        }

        /**
         * It is not there, or not for who asked.
         *
         * @param reason safe to show and to log
         */
        record Refused(AgentError error, String reason) implements Finding {}
    }

    /**
     * One state ended and another began.
     *
     * @param atMs ms since 1970
     * @param lastedMs how long the one that ended had lasted
     */
    record Change(long atMs, String from, long lastedMs, String to) {}
}
