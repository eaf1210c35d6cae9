package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.flow.FlowState;
import dev.crosspoint.media.api.Ids.PlayId;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Where a call stands.
 *
 * <pre>
 * inbound   Opening - InFlow - Queued - Ringing - Joining - Talking - Ended
 *                                 ^--- missed ---'  ^---- lost ---'
 * outbound  Joining - Calling - Talking - Ended
 * </pre>
 *
 * Every state can end.
 */
public sealed interface CallState {

    /** What is known in every state. */
    CallFacts facts();

    /** Who has the call, or is offered it. */
    default @Nullable AgentSide agent() {
        return switch (this) {
            case Ringing ringing -> ringing.holder();
            case Joining joining -> joining.holder();
            case Calling calling -> calling.holder();
            case Talking talking -> talking.holder();
            case Opening _, InFlow _, Queued _, Ended _ -> null;
        };
    }

    /** When to say {@link CallInput.TimePassed} at the latest. */
    default OptionalLong nextDeadlineNanos() {
        return switch (this) {
            case Opening opening -> OptionalLong.of(opening.deadlineNanos());
            case InFlow flow -> flow.flow().nextDeadlineNanos();
            case Ringing ringing -> OptionalLong.of(ringing.deadlineNanos());
            case Joining joining -> OptionalLong.of(joining.deadlineNanos());
            case Calling calling -> OptionalLong.of(calling.deadlineNanos());
            case Queued _, Talking _, Ended _ -> OptionalLong.empty();
        };
    }

    /** Media prepares the customer's leg; with no offer in the INVITE, the caller's answer too. */
    record Opening(CallFacts facts, long deadlineNanos) implements CallState {}

    /**
     * The flow talks to the customer.
     *
     * @param playing the prompt that plays, or null
     */
    record InFlow(CallFacts facts, FlowState flow, @Nullable PlayId playing) implements CallState {}

    /** The customer waits, with music. */
    record Queued(CallFacts facts, PlayId music) implements CallState {}

    /** The contact is offered to an agent. */
    record Ringing(CallFacts facts, PlayId music, AgentSide holder, long deadlineNanos)
            implements CallState {}

    /**
     * An agent has taken the contact and the softphone is to send audio: for the first time, or
     * again after it was lost.
     *
     * @param music what the customer hears meanwhile; null when the customer is yet to be called
     */
    record Joining(CallFacts facts, @Nullable PlayId music, AgentSide holder, long deadlineNanos)
            implements CallState {}

    /**
     * The customer is being called.
     *
     * @param ringback what the agent hears when the network sends no audio, or null
     */
    record Calling(CallFacts facts, AgentSide holder, @Nullable PlayId ringback, long deadlineNanos)
            implements CallState {}

    /** Agent and customer hear each other. */
    record Talking(CallFacts facts, AgentSide holder) implements CallState {}

    /** Over. Everything has been asked to end; whatever still comes is late. */
    record Ended(CallFacts facts) implements CallState {}
}
