package dev.crosspoint.gateway.flow;

import dev.crosspoint.gateway.input.EnteredDigits;
import java.util.OptionalLong;

/** What a flow waits for. */
public sealed interface Awaiting {

    /** The end of a message. */
    record PromptEnd() implements Awaiting {}

    /**
     * The end of a message of several that are played round and round.
     *
     * @param index which plays
     * @param interruptNanos when to interrupt them, if ever
     */
    record Messages(int index, OptionalLong interruptNanos) implements Awaiting {}

    /** The end of a question, or a digit that interrupts it. */
    record PromptOrDigit() implements Awaiting {}

    /** The first digit, the question having been asked. */
    record FirstDigit(long deadlineNanos) implements Awaiting {}

    /**
     * One more digit after these, which are there only once: they are handed on from state to
     * state, and a state that is left behind has them no more.
     */
    record NextDigit(EnteredDigits digits, long deadlineNanos) implements Awaiting {}

    /** A moment in time. */
    record Moment(long deadlineNanos) implements Awaiting {}

    /** Whether the queue takes the contact; the answer comes at once. */
    record Queue(String queue) implements Awaiting {}

    /** Whether the agent takes the contact; the call guards how long. */
    record Agent() implements Awaiting {}

    /** The third party's answer. */
    record Answer(long deadlineNanos) implements Awaiting {}

    /** That the third party leaves; as long as they talk. */
    record ThirdParty() implements Awaiting {}

    /** A function's answer. */
    record Function(int ticket, long deadlineNanos) implements Awaiting {}

    /** Nothing: the flow is over. */
    record Nothing() implements Awaiting {}

    /** When it has waited for long enough; empty when only others move it. */
    default OptionalLong deadline() {
        return switch (this) {
            case Messages messages -> messages.interruptNanos();
            case FirstDigit first -> OptionalLong.of(first.deadlineNanos());
            case NextDigit next -> OptionalLong.of(next.deadlineNanos());
            case Moment moment -> OptionalLong.of(moment.deadlineNanos());
            case Answer answer -> OptionalLong.of(answer.deadlineNanos());
            case Function function -> OptionalLong.of(function.deadlineNanos());
            case PromptEnd _, PromptOrDigit _, Queue _, Agent _, ThirdParty _, Nothing _ ->
                    OptionalLong.empty();
        };
    }
}
