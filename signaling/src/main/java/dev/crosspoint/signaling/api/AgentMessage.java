package dev.crosspoint.signaling.api;

import dev.crosspoint.signaling.api.ContactVerb.Supervision;
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

    /**
     * Does something with a contact.
     *
     * @param contactId the agent's own, or that of the agent who is to be supervised
     */
    record OnContact(Agent agent, String contactId, ContactVerb verb) implements Request {}

    /** Calls somebody: a number or an agent. Answered by {@link Reply.Dialing}. */
    record Dial(Agent agent, Target target) implements Request {}

    /**
     * Chooses what carries the agent's audio from the next contact on.
     *
     * @param device {@code softphone}, or {@code desk-phone} where one is configured for the agent
     */
    record SetDevice(Agent agent, String device) implements Request {}

    /** Asks for the quick connects of the tenant. Answered by {@link Reply.QuickConnects}. */
    record ListQuickConnects(Agent agent) implements Request {}

    /**
     * Asks to be told of all live contacts of the tenant and of its agents, or no longer. For
     * supervisors.
     */
    record Watch(Agent agent, boolean on) implements Request {}

    /** Makes the demo customer call in, where the gateway runs with one. */
    record CallDemoCustomer(Agent agent) implements Request {}

    /**
     * The softphone's offer for a contact's audio. Answered by {@link Reply.Invited}. A second
     * invite for a contact either replaces its leg or is refused with {@link AgentError#CONFLICT}.
     *
     * @param agent null on the direct socket, where the contact token is the credential
     * @param leg id of the media leg, chosen by the session that carries it, unique
     * @param contactToken null for a leg that has no contact: one that is to stand, or stands
     * @param standing whether the softphone would keep the leg from contact to contact
     */
    record Invite(
            @Nullable Agent agent,
            String leg,
            @Nullable Private contactToken,
            Private sdp,
            List<String> candidates,
            boolean standing)
            implements Request {
        public Invite {
            candidates = List.copyOf(candidates);
        }
    }

    /** The softphone has our answer and starts to talk. */
    record AcceptInvite(@Nullable Agent agent, String leg) implements Request {}

    /** A leg that stands is to carry this contact. Answered when it does. */
    record ConnectContact(@Nullable Agent agent, String leg, Private contactToken)
            implements Request {
        /** Why it is refused when the leg is gone; connect-rtc-js looks for these words. */
        public static final String STALE = "Stale Peer Connection";
    }

    /**
     * The softphone has its contact no more and keeps the leg.
     *
     * @param wanted whether it hangs up; false when it was not told in time that it has the contact
     */
    record DisconnectContact(@Nullable Agent agent, String leg, boolean wanted)
            implements Request {}

    /**
     * The softphone hangs up, or its leg was reaped by signalling.
     *
     * @param why {@code bye}, {@code never-accepted}, {@code socket-lost} or {@code inactive}
     */
    record Bye(@Nullable Agent agent, String leg, String why) implements Request {}

    /** The one answer to a request. */
    sealed interface Reply extends AgentMessage {

        /** It is so. */
        record Done() implements Reply {}

        /**
         * The agent behind a token.
         *
         * @param permissions what the agent's security profile allows, for a page that shows only
         *     what can be done
         * @param devices what may carry the agent's audio: {@code softphone}, and {@code
         *     desk-phone} where one is switched on
         */
        record Authenticated(
                Agent agent, Private displayName, List<String> permissions, List<String> devices)
                implements Reply {
            public Authenticated {
                permissions = List.copyOf(permissions);
                devices = List.copyOf(devices);
            }
        }

        /** Whom contacts can be passed to at the press of a button. */
        record QuickConnects(List<QuickConnect> entries) implements Reply {
            public QuickConnects {
                entries = List.copyOf(entries);
            }
        }

        /** An outbound contact has begun. */
        record Dialing(String contactId) implements Reply {}

        /**
         * Our SDP answer and candidates, not empty.
         *
         * @param standsMs how long a new leg may stand without a contact; 0 when it may not, and
         *     for a leg that was there
         */
        record Invited(Private sdp, List<String> candidates, int standsMs) implements Reply {
            public Invited {
                candidates = List.copyOf(candidates);
            }

            /** Of a leg that ends with its contact, or that was there. */
            public Invited(Private sdp, List<String> candidates) {
                this(sdp, candidates, 0);
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
     * A target with a name.
     *
     * @param available whether somebody would answer now; null when that is not known beforehand
     */
    record QuickConnect(Private name, Target target, @Nullable Boolean available) {}

    /**
     * The agent's state.
     *
     * @param sinceMs wall-clock time of the change, ms since 1970
     * @param allowed states the agent may choose next
     * @param next what the agent chose for the time after this contact, or null
     * @param endsMs when the state ends by itself (after-contact work), ms since 1970; 0 when it
     *     does not
     * @param device what carries the agent's audio: {@code softphone} or {@code desk-phone}
     * @param devices what may carry it now: SIP phones come and go
     */
    record StateChanged(
            String state,
            long sinceMs,
            List<String> allowed,
            @Nullable String next,
            long endsMs,
            String device,
            List<String> devices)
            implements Event {
        public StateChanged {
            allowed = List.copyOf(allowed);
            devices = List.copyOf(devices);
        }
    }

    /**
     * A contact waits for this agent's answer.
     *
     * @param direction {@code inbound}, {@code outbound}, {@code internal}, {@code transfer} or
     *     {@code monitor}
     * @param number the far party's number in E.164, or {@code anonymous}; empty when there is none
     * @param queue the queue's name, or empty
     * @param from the colleague who calls or passes it on; empty when there is none
     * @param attributes what the flow has set
     * @param ringSeconds how long it rings here before it goes on to somebody else; 0 when there is
     *     nothing to answer, because the agent began it or has it already
     * @param device what rings: {@code softphone} waits for an accept, {@code desk-phone} is
     *     answered there
     */
    record ContactOffered(
            String contactId,
            String direction,
            Private number,
            String queue,
            Private from,
            Map<String, Private> attributes,
            int ringSeconds,
            String device)
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

    /**
     * Who is in the call and how: told at every change, and complete each time.
     *
     * @param contactId the agent's own contact
     * @param self the agent's own participant id
     */
    record ContactRoster(String contactId, String self, ContactView view) implements Event {}

    /** Who talks now, by participant id. */
    record ContactTalkers(String contactId, List<String> talkers) implements Event {
        public ContactTalkers {
            talkers = List.copyOf(talkers);
        }
    }

    /**
     * A transfer, consultation or added participant came to nothing, and the call is back.
     *
     * @param participant who was to come
     * @param reason one of those of {@link ContactEnded}
     * @param sentence for the agent, safe to show
     */
    record ContactTransferFailed(
            String contactId, String participant, String reason, String sentence)
            implements Event {}

    /**
     * How a supervisor takes part from now on.
     *
     * @param contactId the supervisor's own contact
     * @param participant the agent whom it is about
     */
    record ContactSupervision(String contactId, String participant, Supervision how)
            implements Event {}

    /**
     * How the agent's microphone reaches the gateway.
     *
     * @param state {@code no-packets}, {@code silent} (nothing but digital silence) or {@code ok}
     */
    record ContactMicrophone(String contactId, String state) implements Event {}

    /**
     * A digit of somebody whom the agent hears.
     *
     * @param participant who pressed it
     */
    record ContactDigit(String contactId, String participant, Private digit) implements Event {}

    /**
     * How the contact sounds, once a second.
     *
     * @param levels dBov, -127 to 0, by party: {@code agent}, {@code customer}, and {@code
     *     customerHeard} when the far end is the demo customer, which says what it received; and by
     *     participant id
     * @param figures {@code lossPercent}, {@code jitterMs}, {@code roundTripMs} of the agent's leg
     * @param legs what the last five seconds say, by {@code agent}, {@code customer} and
     *     participant id; empty at first
     */
    record ContactQuality(
            String contactId,
            Map<String, Integer> levels,
            Map<String, Double> figures,
            Map<String, LegSound> legs)
            implements Event {
        public ContactQuality {
            levels = Map.copyOf(levels);
            figures = Map.copyOf(figures);
            legs = Map.copyOf(legs);
        }
    }

    /**
     * The contact is over for this agent.
     *
     * @param reason {@code customer-hung-up}, {@code agent-hung-up}, {@code missed}, {@code
     *     rejected}, {@code abandoned}, {@code busy}, {@code no-answer}, {@code failed}, {@code
     *     media-lost}, {@code transferred}, {@code removed}, {@code ended}
     * @param sentence for the agent, safe to show
     */
    record ContactEnded(String contactId, String reason, String sentence) implements Event {}

    /** What those are told who {@link Watch}. */
    sealed interface Watched extends Event {}

    /** A live contact of the tenant is new or has changed. */
    record ContactSeen(ContactView view) implements Watched {}

    /** A live contact is over. */
    record ContactGone(String contactId) implements Watched {}

    /** An agent of the tenant has signed in or out, or has changed. */
    record AgentSeen(AgentView view) implements Watched {}

    /**
     * The session is over: its socket is closed, it cannot be resumed, and no {@link SessionLost}
     * follows.
     *
     * @param reason {@code signed-out}, {@code signed-in-elsewhere} or {@code access-withdrawn}
     */
    record EndSession(String reason) implements Event {}

    /**
     * The gateway hangs up a softphone leg: the protocol's {@code bye}, or {@code PCBye} when it
     * has no contact, on whatever carries it.
     */
    record EndLeg(String leg) implements Event {}

    /** The contact of a softphone leg is over, and the leg stands. */
    record StandLeg(String leg) implements Event {}
}
