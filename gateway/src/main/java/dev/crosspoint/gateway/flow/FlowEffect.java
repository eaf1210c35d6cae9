package dev.crosspoint.gateway.flow;

import dev.crosspoint.gateway.routing.Standing;
import dev.crosspoint.signaling.api.Private;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What a running flow asks for. What is awaited is answered by a {@link FlowInput}. */
public sealed interface FlowEffect {

    /**
     * Play this file to whoever the flow runs for; {@link FlowInput.PromptEnded} or {@link
     * FlowInput.PromptFailed} is awaited.
     *
     * @param endless again and again until {@link StopPlay}; it does not end by itself
     */
    record Play(Path prompt, boolean endless) implements FlowEffect {}

    /** The prompt that plays is no longer wanted. */
    record StopPlay() implements FlowEffect {}

    /** The customer is asked for input, so the call must be a fully connected one. */
    record WantInput() implements FlowEffect {}

    /**
     * Put the contact into this queue; a {@link FlowInput.QueueAnswer} is awaited, at once.
     *
     * @param onlyWithAgents whether a queue for which no agent is signed in is to answer {@link
     *     FlowInput.NoAgents} rather than take it
     */
    record EnterQueue(String queue, Standing standing, boolean onlyWithAgents)
            implements FlowEffect {}

    /**
     * Put the contact into this queue and take it out of the one it waits in, in that order: when
     * the new one refuses, the contact keeps its place. Answered like {@link EnterQueue}.
     */
    record ChangeQueue(String queue, Standing standing, boolean onlyWithAgents)
            implements FlowEffect {}

    /** Let the contact wait on in its queue by these rules. Not answered. */
    record Reroute(Standing standing) implements FlowEffect {}

    /**
     * Offer the contact to this agent; a {@link FlowInput.AgentAnswer} is awaited, and it is up to
     * the call to give it within its time of ringing.
     *
     * @param agent an id, perhaps nobody's
     */
    record OfferAgent(String agent) implements FlowEffect {}

    /**
     * Call somebody outside and join them with the contact; {@link FlowInput.ThirdPartyNews} is
     * awaited.
     *
     * @param number E.164
     * @param limitSeconds 0 to 600 of ringing; the flow keeps this time itself and says {@link
     *     DropThirdParty} when it is over
     * @param digits keys to send when the call is answered, {@code 0-9 * # ,} where a comma is a
     *     pause of 750 ms; null for none
     * @param callerNumber E.164 to call from instead of the tenant's own; null for that
     * @param returns whether the flow goes on when the third party has left; otherwise it is over
     *     with {@link FlowInput.ThirdPartyConnected}
     */
    record CallThirdParty(
            Private number,
            int limitSeconds,
            @Nullable Private digits,
            @Nullable Private callerNumber,
            boolean returns)
            implements FlowEffect {}

    /** The call to the third party is no longer wanted, in whatever phase it is. Not answered. */
    record DropThirdParty() implements FlowEffect {}

    /**
     * Ask a function; a {@link FlowInput.FunctionAnswer} with the ticket is awaited. The flow does
     * not wait much longer than the call's limit.
     *
     * @param ticket unique within this run of a flow
     */
    record InvokeFunction(int ticket, FunctionCall call) implements FlowEffect {}

    /** The flow is over and the customer is to be hung up on. */
    record Disconnect(Why why) implements FlowEffect {}

    /**
     * The flow is over, and the contact goes on where it is: in its queue, on hold, to be joined.
     */
    record Over(Why why) implements FlowEffect {}

    /** For the log of this contact, where its flow switched logging on. Nothing personal. */
    record Log(String flow, String action) implements FlowEffect {}

    /** Why a flow is over. */
    enum Why {
        /** The flow says so. */
        DISCONNECTED,
        /** It came to its end. */
        ENDED,
        /** It ran round and round; see {@link FlowRunner#MAX_STEPS_PER_TURN}. */
        RUNAWAY
    }
}
