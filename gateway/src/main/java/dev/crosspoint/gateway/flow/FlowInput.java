package dev.crosspoint.gateway.flow;

import dev.crosspoint.signaling.api.Private;

/** What a running flow is told. What it does not wait for changes nothing. */
public sealed interface FlowInput {

    /** Time has passed; perhaps {@link FlowState#nextDeadlineNanos} too. */
    record TimePassed() implements FlowInput {}

    /**
     * The participant pressed a key.
     *
     * @param digit one of {@code 0-9 * # A-D}
     */
    record Digit(Private digit) implements FlowInput {}

    /** Of the prompt that the flow asked for. */
    sealed interface PromptNews extends FlowInput {}

    /** It has played to its end. */
    record PromptEnded() implements PromptNews {}

    /** It cannot be played. */
    record PromptFailed() implements PromptNews {}

    /** The flow does not get what it wanted, and may be told so at once. */
    sealed interface Refusal extends FlowInput {}

    /** Of the queue that the flow wanted. */
    sealed interface QueueAnswer extends FlowInput {}

    /** The contact is in it; the flow is over. */
    record Queued() implements QueueAnswer {}

    /** It has no room. */
    record QueueFull() implements QueueAnswer, Refusal {}

    /** Nobody is signed in for it. */
    record NoAgents() implements QueueAnswer, Refusal {}

    /** The contact cannot enter it for another reason: an agent is about to take it, say. */
    record NotQueued() implements QueueAnswer, Refusal {}

    /** Of the agent that the flow wanted. */
    sealed interface AgentAnswer extends FlowInput {}

    /** The agent takes the contact; the flow is over. */
    record AgentTaken() implements AgentAnswer {}

    /** Busy, not there, unknown, or did not take it. */
    record AgentUnavailable() implements AgentAnswer, Refusal {}

    /** Of the third party that the flow called. */
    sealed interface ThirdPartyNews extends FlowInput {}

    /** They have answered. */
    record ThirdPartyConnected() implements ThirdPartyNews {}

    /** They cannot be called, or declined. */
    record ThirdPartyFailed() implements ThirdPartyNews, Refusal {}

    /** They did not answer for too long, by somebody else's clock; the flow has its own. */
    record ThirdPartyTimedOut() implements ThirdPartyNews {}

    /** They have hung up, and the customer has not. */
    record ThirdPartyLeft() implements ThirdPartyNews {}

    /** Of a function that the flow asked, by {@link FlowEffect.InvokeFunction#ticket}. */
    sealed interface FunctionAnswer extends FlowInput {
        /** Which one. */
        int ticket();
    }

    /** It has answered. */
    record FunctionReturned(int ticket, ExternalValues values) implements FunctionAnswer {}

    /** It has not, in time, or not as it should. */
    record FunctionFailed(int ticket) implements FunctionAnswer {}
}
