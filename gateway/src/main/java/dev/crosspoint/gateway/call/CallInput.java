package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.flow.FlowInput;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.gateway.routing.QueueBook.Turn;
import dev.crosspoint.media.api.Digits;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.Ids.PlayId;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaEvent.EndReason;
import dev.crosspoint.media.api.MediaEvent.QualityReport;
import dev.crosspoint.media.api.MediaEvent.RecordingFailure;
import dev.crosspoint.media.api.MediaReply;
import dev.crosspoint.media.api.SessionText;
import dev.crosspoint.signaling.api.ContactVerb;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.TrunkMessage;
import org.jspecify.annotations.Nullable;

/**
 * What a call is told. A {@code ticket} stands for a request that must be replied to exactly once.
 */
public sealed interface CallInput {

    /** The ticket of what nobody waits for. */
    long NOBODY = 0;

    // --- media ---

    /**
     * Media's answer to a command; silence past the deadline counts as {@code INTERNAL}.
     *
     * @param ticket as the command was sent with
     */
    record MediaReplied(MediaCommand command, MediaReply reply, long ticket) implements CallInput {}

    /** First audio of a leg. */
    record LegFlowing(LegId leg) implements CallInput {}

    /** A leg is gone. */
    record LegEnded(LegId leg, EndReason reason) implements CallInput {}

    /**
     * A key was pressed.
     *
     * @param way how its telephone says so: {@link Keypad#counts}
     */
    record DigitHeard(LegId leg, Digits digit, Keypad.Way way) implements CallInput {}

    /** A prompt has played. */
    record PlayEnded(PlayId play) implements CallInput {}

    /** How a leg sounds. */
    record LegQuality(LegId leg, QualityReport report) implements CallInput {}

    /** Somebody begins to talk, or falls silent. */
    record Talking(LegId leg, boolean talks) implements CallInput {}

    /** What is said is not kept, or no longer. */
    record RecordingFailed(RecordingId recording, RecordingFailure reason) implements CallInput {}

    /** Media gave this call up. */
    record MediaFailed() implements CallInput {}

    // --- trunks ---

    /** What a trunk says about one SIP call of this call. */
    sealed interface OnDialog extends CallInput {
        /** The SIP call. */
        String dialog();
    }

    /**
     * A trunk's answer to a command; a refusal when it was silent past the deadline.
     *
     * @param ticket the request that it decides, or {@link #NOBODY}
     */
    record TrunkReplied(TrunkMessage.Command command, TrunkMessage.Reply reply, long ticket)
            implements CallInput {}

    /** Whoever we call rings; with early audio when there is an SDP. */
    record Progress(String dialog, @Nullable Private sdp) implements OnDialog {}

    /** Whoever we call answered. */
    record Answered(String dialog, @Nullable Private sdp) implements OnDialog {}

    /** Whoever calls us has our 200; with an answer when the offer was ours. */
    record Confirmed(String dialog, @Nullable Private sdp) implements OnDialog {}

    /** The SIP call came to nothing. */
    record CallFailed(String dialog, int status) implements OnDialog {}

    /** The SIP call is over. */
    record Gone(String dialog) implements OnDialog {}

    /** The far side wants other media parameters. */
    record Reoffered(String dialog, Private sdp) implements OnDialog {}

    /**
     * The far side wants to be replaced: by whom it names, or by the far end of another of its SIP
     * calls with us.
     */
    record TransferAsked(String dialog, Private target, @Nullable String replaces)
            implements OnDialog {}

    /** How far the far side is with a transfer that we asked for. */
    record TransferProgress(String dialog, int status) implements OnDialog {}

    /** The far side was to be told of keys by SIP INFO, and refuses that. */
    record DigitsRefused(String dialog, Private digits) implements OnDialog {}

    /** Another SIP call, which has come in, is to take the place of this one. */
    record Replaced(String dialog, Line.Trunk by, @Nullable Private offer) implements OnDialog {}

    /** What a demo customer says it hears. */
    record CustomerHeard(int levelDbov) implements CallInput {}

    // --- routing ---

    /** The contact is in its queue. */
    record QueueJoined(String contactId) implements CallInput {}

    /** The contact has waited too long in its queue, and waits in another now. */
    record QueueMoved(String contactId, String queue, String name) implements CallInput {}

    /**
     * The queue does not take the contact.
     *
     * @param why {@code QUEUE_FULL} or {@code NO_AGENTS}
     */
    record QueueRefused(String contactId, EndCause why) implements CallInput {}

    /** Another queue does not take the contact, which waits where it is, if it waits. */
    record QueueUnchanged(EndCause why) implements CallInput {}

    /**
     * This agent is to have the contact, and is engaged already.
     *
     * @param device what the agent talks by
     * @param turn where the contact comes back to when the agent does not take it; null when it was
     *     in no queue
     */
    record AgentFound(String contactId, AgentKey agent, Device device, @Nullable Turn turn)
            implements CallInput {}

    /** The one agent who is wanted cannot have the contact. */
    record AgentUnavailable(String contactId) implements CallInput {}

    /**
     * News for one run of a flow: a function's answer, or the call's own {@link CallEffect.ToFlow}.
     */
    record ForFlow(int run, FlowInput input) implements CallInput {}

    // --- agents ---

    /**
     * An agent, or a supervisor, wants something done with a contact of this call.
     *
     * @param contactId the contact it is about
     * @param onRecord whether what {@link CallEffect.AuditFirst} wants on record first is
     */
    record Asked(long ticket, AgentKey by, String contactId, ContactVerb verb, boolean onRecord)
            implements CallInput {
        /** The same, once it is on record. */
        Asked recorded() {
            return new Asked(ticket, by, contactId, verb, true);
        }
    }

    /**
     * The softphone's offer.
     *
     * @param token the contact's token, which whoever sent this has shown
     * @param ownSocket whether it came on a socket of its own
     */
    record Invite(long ticket, Private token, LegId leg, SessionText offer, boolean ownSocket)
            implements CallInput {}

    /**
     * A leg that stands is to carry this contact.
     *
     * @param ticket of whoever waits for it; {@link CallEffect.Adopt} passes it on
     * @param ownSocket whether it is signalled on a socket of its own
     */
    record Adopt(long ticket, Private token, LegId leg, boolean ownSocket) implements CallInput {}

    /** It is in this call. */
    record Adopted(LegId leg) implements CallInput {}

    /**
     * It cannot be.
     *
     * @param told whether whoever asked was answered so; else they believe that it is
     */
    record NotAdopted(LegId leg, boolean told) implements CallInput {}

    /**
     * The softphone keeps its leg without the contact.
     *
     * @param wanted whether it hangs up; else it is asked to take the contact again
     */
    record PutDown(long ticket, LegId leg, boolean wanted) implements CallInput {}

    /**
     * The softphone says good-bye.
     *
     * @param wanted false when it was lost rather than hung up
     */
    record Bye(long ticket, LegId leg, boolean wanted) implements CallInput {}

    /**
     * The agent's browser is lost.
     *
     * @param forGood whether the sign-in behind it was ended, so that it will not return
     */
    record AgentLost(AgentKey agent, boolean forGood) implements CallInput {}

    /** A browser of the agent's wants to know how things stand. */
    record AgentReturned(AgentKey agent) implements CallInput {}

    // --- time ---

    /** Time has passed; perhaps {@link CallState#nextDeadlineNanos} too. */
    record TimePassed() implements CallInput {}
}
