package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.media.api.Digits;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.Ids.PlayId;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaEvent.EndReason;
import dev.crosspoint.media.api.MediaEvent.QualityReport;
import dev.crosspoint.media.api.MediaReply;
import dev.crosspoint.media.api.SessionText;
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

    /** A key was pressed, by telephone event or SIP INFO. */
    record DigitHeard(LegId leg, Digits digit) implements CallInput {}

    /** A prompt has played. */
    record PlayEnded(PlayId play) implements CallInput {}

    /** How a leg sounds. */
    record LegQuality(LegId leg, QualityReport report) implements CallInput {}

    /** Media gave this call up. */
    record MediaFailed() implements CallInput {}

    // --- the customer's trunk ---

    /** The trunk refused a command, or was silent past the deadline. */
    record TrunkRefused(TrunkMessage.Command command) implements CallInput {}

    /** The called customer rings; with early audio when there is an SDP. */
    record Progress(@Nullable Private sdp) implements CallInput {}

    /** The called customer answered. */
    record Answered(Private sdp) implements CallInput {}

    /** The calling customer has our 200; with an answer when the offer was ours. */
    record Confirmed(@Nullable Private sdp) implements CallInput {}

    /** The customer could not be called. */
    record CallFailed(int status) implements CallInput {}

    /** The customer's SIP call is over. */
    record CustomerGone() implements CallInput {}

    /** The customer's side wants other media parameters. */
    record Reoffered(Private sdp) implements CallInput {}

    /** What a demo customer says it hears. */
    record CustomerHeard(int levelDbov) implements CallInput {}

    // --- routing ---

    /** The contact is in the queue. */
    record QueueJoined(String name) implements CallInput {}

    /** There was no room in the queue. */
    record QueueFull() implements CallInput {}

    /** It is this agent's turn; the agent is engaged already. */
    record AgentFound(AgentKey agent) implements CallInput {}

    // --- the agent ---

    /** Takes the contact; the token is fresh. */
    record Accept(long ticket, Private token) implements CallInput {}

    /** Declines it. */
    record Reject(long ticket) implements CallInput {}

    /** Ends it. */
    record HangUp(long ticket) implements CallInput {}

    /** Silences the agent, or no longer. */
    record Mute(long ticket, boolean muted) implements CallInput {}

    /** Keys for the customer. */
    record SendDigits(long ticket, Digits digits) implements CallInput {}

    /**
     * The softphone's offer; whoever sent it has shown the contact's token.
     *
     * @param ownSocket whether it came on a socket of its own
     */
    record Invite(long ticket, LegId leg, SessionText offer, boolean ownSocket)
            implements CallInput {}

    /**
     * The softphone says good-bye.
     *
     * @param wanted false when it was lost rather than hung up
     */
    record Bye(long ticket, LegId leg, boolean wanted) implements CallInput {}

    /** The agent's browser is lost. */
    record AgentLost() implements CallInput {}

    /** A browser of the agent's wants to know how things stand. */
    record AgentReturned() implements CallInput {}

    // --- time ---

    /** Time has passed; perhaps {@link CallState#nextDeadlineNanos} too. */
    record TimePassed() implements CallInput {}
}
