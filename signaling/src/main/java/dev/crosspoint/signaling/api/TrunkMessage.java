package dev.crosspoint.signaling.api;

import java.net.InetAddress;
import java.util.List;
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

    /** Event-bus address that takes the {@link Command}s of agents' own SIP phones. */
    String PHONE_COMMANDS = "phones.commands";

    /** What stands for a trunk where a call is with an agent's own SIP phone; no trunk's id. */
    String PHONES = "@phones";

    /** What the dialogs of agents' own SIP phones begin with, and no other's. */
    String PHONE_DIALOG = "phone-";

    /** Event-bus address that takes the {@link Command}s of a dialog. */
    static String commandsFor(String dialog) {
        return dialog.startsWith(PHONE_DIALOG) ? PHONE_COMMANDS : COMMANDS;
    }

    /** The SIP call it is about. */
    String dialog();

    /** What call control asks of a trunk. */
    sealed interface Command extends TrunkMessage {}

    /** What a dialog does by itself, whoever the peer is. */
    sealed interface InDialog extends Command {}

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
    record Ring(String dialog, @Nullable Private sdp) implements InDialog {}

    /** 200 to the INVITE, with our answer (or our offer when the INVITE had none). */
    record Answer(String dialog, Private sdp) implements InDialog {}

    /**
     * A final failure to the INVITE.
     *
     * @param status 400 to 699
     * @param reason goes into the Reason header; safe to show
     */
    record Refuse(String dialog, int status, String reason) implements InDialog {}

    /** Ends the call, whatever state it is in: CANCEL, BYE, or a refusal. Idempotent. */
    record HangUp(String dialog, String reason) implements Command {}

    /** 200 to a re-INVITE or UPDATE. */
    record AnswerReoffer(String dialog, Private sdp) implements InDialog {}

    /** 488 (or another failure) to a re-INVITE; the call goes on as it was. */
    record RefuseReoffer(String dialog, int status, String reason) implements InDialog {}

    /**
     * 202 to the REFER of a {@link TransferRequested}: we shall try. The far end is told {@code 100
     * Trying} at once.
     */
    record AcceptTransfer(String dialog) implements InDialog {}

    /**
     * A failure to that REFER; the call goes on as it was.
     *
     * @param status 400 to 699. To a far end that follows RFC 5057 some mean the end of the call
     *     (404, 481 and others): use 403, 488, 500, 503 or 603, and for a target that cannot be
     *     reached accept, and report
     * @param reason goes into the Reason header; safe to show
     */
    record RefuseTransfer(String dialog, int status, String reason) implements InDialog {}

    /**
     * Tells the far end how far a transfer is that was accepted.
     *
     * @param status 100 to 699, as if the far end itself had called the target; from 200 on it is
     *     the last
     */
    record ReportTransfer(String dialog, int status) implements InDialog {}

    /**
     * Asks the far end by REFER to call somebody else; what comes of it follows as {@link
     * TransferProgress}. Refused on a trunk whose {@code transfers} has no {@code OUTBOUND}, before
     * the call is answered, and while another transfer of the dialog is under way in either
     * direction.
     *
     * @param target number or user part, E.164 or as the trunk wants it; means nothing, and may be
     *     empty, when there is another dialog
     * @param replaces an answered dialog of the same trunk, whose far end is to be called, and
     *     whose place the new call takes: the far end hangs it up
     */
    record Transfer(String dialog, Private target, @Nullable String replaces) implements Command {}

    /**
     * Tells the far end of keys by SIP INFO, one after the other. Refused where the trunk's {@code
     * digits} or the far end's Allow do not have that, once the far end has refused one, and before
     * the call is answered; what it refuses comes back as {@link DigitsRefused}. Up to 64 wait for
     * those before them; what is more is {@link Reply.Full}.
     */
    record SendDigits(String dialog, Private digits) implements Command {}

    /** The one answer to a command; what comes of it follows as events. */
    sealed interface Reply extends TrunkMessage {

        /** It was sent. */
        record Done(String dialog) implements Reply {}

        /** It was not: no such trunk, no such dialog, or the wrong state. */
        record Refused(String dialog, String reason) implements Reply {}

        /**
         * It was not, and may be later: as many keys wait to be told as may ({@link SendDigits}).
         */
        record Full(String dialog) implements Reply {}
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
     * @param address where its packets come from
     * @param from caller as the trunk gives it (P-Asserted-Identity before From), user part
     * @param to dialled number, user part of the Request-URI
     * @param sdp the offer, or null when the INVITE has none
     * @param identity what the trunk says of who calls, by {@link #IDENTITY} names, for flows
     *     (INP-5)
     * @param replaces the dialog of the same trunk whose place this call is to take (RFC 3891), or
     *     null. Whoever answers this one hangs up that one
     */
    record CallArrived(
            Tenant tenant,
            String dialog,
            String trunk,
            InetAddress address,
            Private from,
            Private to,
            @Nullable Private sdp,
            Map<String, Private> identity,
            @Nullable String replaces)
            implements Event {
        /** The carrier's verdict on the caller's number (STIR/SHAKEN), such as {@code Passed-A}. */
        public static final String VERDICT = "verstat";

        /**
         * Header fields that say who calls (RFC 3323, 3325, 5806, 7044, 8224, ATIS-1000082, and
         * older ones), and {@link #VERDICT}.
         */
        public static final List<String> IDENTITY =
                List.of(
                        "From",
                        "P-Asserted-Identity",
                        "P-Preferred-Identity",
                        "Remote-Party-ID",
                        "Privacy",
                        "Identity",
                        "Diversion",
                        "History-Info",
                        "P-Attestation-Indicator",
                        "P-Origination-Id",
                        VERDICT);

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

    /**
     * The far end answered our INVITE.
     *
     * @param sdp its answer; null when a {@link Reoffered} before has replaced that
     */
    record CallAnswered(Tenant tenant, String dialog, @Nullable Private sdp) implements Event {}

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

    /**
     * A re-INVITE or UPDATE with an offer, the latter perhaps before the call is answered (RFC
     * 3311); answer with one of the two commands.
     */
    record Reoffered(Tenant tenant, String dialog, Private sdp) implements Event {}

    /**
     * The far end asks us by REFER to connect the other side of its call with somebody else. Comes
     * only from a trunk whose {@code transfers} has {@code INBOUND}. Answer with {@link
     * AcceptTransfer} or {@link RefuseTransfer} within 8 s, or it is refused with 500. After
     * acceptance {@link ReportTransfer} how it goes, ending with a final status; after 180 s
     * without one the far end is told 408 in its place. There is one transfer at a time in a
     * dialog.
     *
     * <p>When the dialog ends first, so does the transfer as far as the far end is concerned; many
     * hang up as soon as they are told that it is under way, and expect it to go on.
     *
     * @param target number or user part as the trunk gives it; empty only when there is another
     *     dialog. The host that the far end names is not told: calls go out by our own trunks, or
     *     we were an open relay
     * @param replaces the dialog of the same trunk whose far end is meant (attended transfer), or
     *     null. Connect the two, and hang up both dialogs
     */
    record TransferRequested(
            Tenant tenant, String dialog, Private target, @Nullable String replaces)
            implements Event {}

    /**
     * How far a {@link Transfer} is. Exactly one with a final status follows each that was not
     * refused, at the latest right before the end of the call. After 2xx hang up, if the far end
     * does not; after any other the call goes on as it was.
     *
     * @param status 100 to 699: what the far end hears from whom it calls, or its refusal of our
     *     REFER; 202: it has taken over and does not say what came of it; 408: it said nothing for
     *     32 s at first or 180 s later; 487: the call ended before it had accepted
     */
    record TransferProgress(Tenant tenant, String dialog, int status) implements Event {}

    /** Digits by SIP INFO (application/dtmf-relay or application/dtmf). */
    record InfoDigit(Tenant tenant, String dialog, Private digit) implements Event {}

    /**
     * The far end does not take keys by SIP INFO after all.
     *
     * @param digits of one or more {@link SendDigits}, in order: those that it has not been told
     */
    record DigitsRefused(Tenant tenant, String dialog, Private digits) implements Event {}
}
