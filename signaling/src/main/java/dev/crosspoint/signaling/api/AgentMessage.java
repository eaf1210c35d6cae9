package dev.crosspoint.signaling.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What passes between an agent's WebSocket and call control. {@link Request}s go to {@link
 * #REQUESTS} and each is answered by one {@link Reply}; {@link Event}s go to {@link
 * #eventsFor(String)} of a session.
 */
public sealed interface AgentMessage {

    /** Event-bus address that takes every {@link Request}. */
    String REQUESTS = "agent.requests";

    /**
     * Event-bus address of one session's events. A softphone leg on the direct socket has no
     * session; its id stands for one.
     */
    static String eventsFor(String session) {
        return "agent.events." + session;
    }

    /**
     * Something an agent asks for. All but {@link Authenticate} come from an authenticated session.
     */
    sealed interface Request extends AgentMessage {}

    /**
     * Exchanges a sign-in token for who the agent is. Answered by {@link Reply.Authenticated}. A
     * session that belongs to another agent is refused with {@link AgentError#ACCESS_DENIED}, and
     * nothing changes.
     *
     * @param session the id of the session that this connection opens or resumes
     */
    record Authenticate(String session, Private token) implements Request {}

    /** Who asks, in every request after the first. */
    record Agent(Tenant tenant, String agentId, String session) {}

    /** The session's socket has been gone for longer than the grace period: the browser is lost. */
    record SessionLost(Agent agent) implements Request {}

    /**
     * Asks for what is so now (state, contact); answered by {@link Reply.Done} and fresh events.
     * Sent after every session start that replays nothing: a new session, or a gap too long.
     */
    record Refresh(Agent agent) implements Request {}

    /** Offline, available, or a not-ready reason. */
    record SetState(Agent agent, String state) implements Request {}

    /** Takes the offered contact. */
    record AcceptContact(Agent agent, String contactId) implements Request {}

    /** Declines the offered contact; it goes to the next agent. */
    record RejectContact(Agent agent, String contactId) implements Request {}

    /** Ends the agent's contact. */
    record HangUp(Agent agent, String contactId) implements Request {}

    /** Silences the agent's microphone at the gateway, or opens it. */
    record Mute(Agent agent, String contactId, boolean muted) implements Request {}

    /** Keypad digits towards the customer. */
    record SendDigits(Agent agent, String contactId, Private digits) implements Request {}

    /** Calls a number. Answered by {@link Reply.Dialing}. */
    record Dial(Agent agent, Private number) implements Request {}

    /** Makes the demo customer call in, where the gateway runs with one. */
    record CallDemoCustomer(Agent agent) implements Request {}

    /**
     * The softphone's offer for a contact's audio. Answered by {@link Reply.Invited}. A second
     * invite for a contact either replaces its leg or is refused with {@link AgentError#CONFLICT}.
     *
     * @param agent null on the direct socket, where the contact token is the credential
     * @param leg id of the media leg, chosen by the session that carries it, unique
     */
    record Invite(
            @Nullable Agent agent,
            String leg,
            Private contactToken,
            Private sdp,
            List<String> candidates)
            implements Request {
        public Invite {
            candidates = List.copyOf(candidates);
        }
    }

    /** The softphone has our answer and starts to talk. */
    record AcceptInvite(@Nullable Agent agent, String leg) implements Request {}

    /**
     * The softphone hangs up, or its leg was reaped by signalling.
     *
     * @param why {@code bye}, {@code never-accepted} or {@code socket-lost}
     */
    record Bye(@Nullable Agent agent, String leg, String why) implements Request {}

    /** The one answer to a request. */
    sealed interface Reply extends AgentMessage {

        /** It is so. */
        record Done() implements Reply {}

        /** The agent behind a token. */
        record Authenticated(Agent agent, Private displayName) implements Reply {}

        /** An outbound contact has begun. */
        record Dialing(String contactId) implements Reply {}

        /** Our SDP answer and candidates, not empty. */
        record Invited(Private sdp, List<String> candidates) implements Reply {
            public Invited {
                candidates = List.copyOf(candidates);
            }
        }

        /**
         * It cannot be so; nothing changed.
         *
         * @param reason safe to show and to log
         */
        record Refused(AgentError error, String reason) implements Reply {}
    }

    /** Why a request was refused. The WebSocket has one table from these to JSON-RPC codes. */
    enum AgentError {
        BAD_REQUEST,
        ACCESS_DENIED,
        NOT_FOUND,
        TIMEOUT,
        CONFLICT,
        BUSY,
        INTERNAL
    }

    /** Something that happened, for one session; it gets a sequence number on its way out. */
    sealed interface Event extends AgentMessage {}

    /**
     * The agent's state.
     *
     * @param sinceMs wall-clock time of the change, ms since 1970
     * @param allowed states the agent may choose next
     */
    record StateChanged(String state, long sinceMs, List<String> allowed) implements Event {
        public StateChanged {
            allowed = List.copyOf(allowed);
        }
    }

    /**
     * A contact waits for this agent's answer.
     *
     * @param direction {@code inbound} or {@code outbound}
     * @param number the far party's number in E.164, or {@code anonymous}
     * @param attributes what the flow has set
     * @param ringSeconds how long it rings here before it goes on to somebody else
     */
    record ContactOffered(
            String contactId,
            String direction,
            Private number,
            String queue,
            Map<String, Private> attributes,
            int ringSeconds)
            implements Event {
        public ContactOffered {
            attributes = Map.copyOf(attributes);
        }
    }

    /**
     * The agent has taken the contact, and the softphone is to send its invite.
     *
     * @param contactToken credential for {@link Invite} and for the direct socket
     */
    record ContactAccepted(String contactId, Private contactToken) implements Event {}

    /** Progress of an outbound contact: {@code dialing}, {@code ringing}, {@code early-media}. */
    record ContactProgress(String contactId, String progress) implements Event {}

    /** Both sides have audio. */
    record ContactConnected(String contactId, long sinceMs) implements Event {}

    /** Whether the gateway passes the agent's microphone on. */
    record ContactMuted(String contactId, boolean muted) implements Event {}

    /** A digit of the customer. */
    record ContactDigit(String contactId, Private digit) implements Event {}

    /**
     * How the contact sounds, once a second.
     *
     * @param levels dBov, -127 to 0, by party: {@code agent}, {@code customer}, and {@code
     *     customerHeard} when the far end is the demo customer, which says what it received
     * @param figures {@code lossPercent}, {@code jitterMs}, {@code roundTripMs} of the agent's leg
     */
    record ContactQuality(
            String contactId, Map<String, Integer> levels, Map<String, Double> figures)
            implements Event {
        public ContactQuality {
            levels = Map.copyOf(levels);
            figures = Map.copyOf(figures);
        }
    }

    /**
     * The contact is over for this agent.
     *
     * @param reason {@code customer-hung-up}, {@code agent-hung-up}, {@code missed}, {@code
     *     rejected}, {@code abandoned}, {@code busy}, {@code no-answer}, {@code failed}, {@code
     *     media-lost}
     * @param sentence for the agent, safe to show
     */
    record ContactEnded(String contactId, String reason, String sentence) implements Event {}

    /**
     * The session is over: its socket is closed, it cannot be resumed, and no {@link SessionLost}
     * follows.
     *
     * @param reason {@code signed-out}, {@code signed-in-elsewhere} or {@code access-withdrawn}
     */
    record EndSession(String reason) implements Event {}

    /** The gateway hangs up a softphone leg: the protocol's {@code bye} on whatever carries it. */
    record EndLeg(String leg) implements Event {}
}
