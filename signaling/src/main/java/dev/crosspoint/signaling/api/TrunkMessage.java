package dev.crosspoint.signaling.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What passes between SIP trunks and call control. {@link Command}s go to {@link #COMMANDS} and are
 * answered by {@link Reply}; {@link Event}s go to {@link #EVENTS}. A {@code dialog} is our own id
 * of one SIP call, unique for the life of the process and safe to log.
 */
public sealed interface TrunkMessage {

    /** Event-bus address that takes every {@link Command}. */
    String COMMANDS = "trunk.commands";

    /** Event-bus address that every {@link Event} goes to. */
    String EVENTS = "trunk.events";

    /** The SIP call it is about. */
    String dialog();

    /** What call control asks of a trunk. */
    sealed interface Command extends TrunkMessage {}

    /**
     * Sends an INVITE.
     *
     * @param trunk id of a configured trunk of the tenant
     * @param from caller id to show, E.164
     * @param to number or user part to call, E.164 or as the trunk wants it
     * @param ringSeconds give up after this long without a final answer
     */
    record PlaceCall(
            Tenant tenant,
            String dialog,
            String trunk,
            Private from,
            Private to,
            Private sdp,
            int ringSeconds)
            implements Command {}

    /**
     * A provisional answer: 180, or 183 with early media when {@code sdp} is given.
     *
     * @param sdp our answer, or null for plain ringing
     */
    record Ring(String dialog, @Nullable Private sdp) implements Command {}

    /** 200 to the INVITE, with our answer (or our offer when the INVITE had none). */
    record Answer(String dialog, Private sdp) implements Command {}

    /**
     * A final failure to the INVITE.
     *
     * @param status 400 to 699
     * @param reason goes into the Reason header; safe to show
     */
    record Refuse(String dialog, int status, String reason) implements Command {}

    /** Ends the call, whatever state it is in: CANCEL, BYE, or a refusal. Idempotent. */
    record HangUp(String dialog, String reason) implements Command {}

    /** 200 to a re-INVITE or UPDATE. */
    record AnswerReoffer(String dialog, Private sdp) implements Command {}

    /** 488 (or another failure) to a re-INVITE; the call goes on as it was. */
    record RefuseReoffer(String dialog, int status, String reason) implements Command {}

    /** The one answer to a command; what comes of it follows as events. */
    sealed interface Reply extends TrunkMessage {

        /** It was sent. */
        record Done(String dialog) implements Reply {}

        /** It was not: no such trunk, no such dialog, or the wrong state. */
        record Refused(String dialog, String reason) implements Reply {}
    }

    /**
     * What a trunk tells call control. The last event of every call, whoever ended it, is one
     * {@link CallFailed} or one {@link CallEnded}.
     */
    sealed interface Event extends TrunkMessage {
        /** Whose trunk it is. */
        Tenant tenant();
    }

    /**
     * An authenticated INVITE from a known trunk.
     *
     * @param from caller as the trunk gives it (P-Asserted-Identity before From), user part
     * @param to dialled number, user part of the Request-URI
     * @param sdp the offer, or null when the INVITE has none
     * @param identity caller-identity headers by name, for flows (INP-5)
     */
    record CallArrived(
            Tenant tenant,
            String dialog,
            String trunk,
            Private from,
            Private to,
            @Nullable Private sdp,
            Map<String, Private> identity)
            implements Event {
        public CallArrived {
            identity = Map.copyOf(identity);
        }
    }

    /**
     * The far end rings.
     *
     * @param status 180 to 189
     * @param sdp early media's answer, or null
     */
    record CallProgress(Tenant tenant, String dialog, int status, @Nullable Private sdp)
            implements Event {}

    /** The far end answered our INVITE. */
    record CallAnswered(Tenant tenant, String dialog, Private sdp) implements Event {}

    /**
     * The caller acknowledged our 200; {@code sdp} is its answer when our 200 held the offer. Comes
     * again, with {@code sdp}, when a re-INVITE asked for our offer and the answer differs.
     */
    record CallConfirmed(Tenant tenant, String dialog, @Nullable Private sdp) implements Event {}

    /**
     * Our INVITE failed; {@code status} is the far end's, 408 for no answer, 503 for no way there.
     */
    record CallFailed(Tenant tenant, String dialog, int status, String reason) implements Event {}

    /** The call is over: BYE, CANCEL, a lost dialog. */
    record CallEnded(Tenant tenant, String dialog, String reason) implements Event {}

    /** A re-INVITE or UPDATE with an offer; answer with one of the two commands. */
    record Reoffered(Tenant tenant, String dialog, Private sdp) implements Event {}

    /** Digits by SIP INFO (application/dtmf-relay or application/dtmf). */
    record InfoDigit(Tenant tenant, String dialog, Private digit) implements Event {}
}
