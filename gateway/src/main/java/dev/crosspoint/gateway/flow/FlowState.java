package dev.crosspoint.gateway.flow;

import dev.crosspoint.gateway.contact.ContactData;
import dev.crosspoint.signaling.api.Private;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A flow in the middle of its run.
 *
 * @param flow name of the flow it is in
 * @param action identifier of the action it is at
 * @param awaiting what it waits for there
 * @param data the contact's data as the flow has set it
 * @param settings what the flow has switched and chosen
 * @param loops rounds done, by flow and action identifier
 * @param steps actions run so far for this contact
 */
public record FlowState(
        String flow,
        String action,
        Awaiting awaiting,
        ContactData data,
        Settings settings,
        Map<LoopKey, Integer> loops,
        int steps) {
    public FlowState {
        loops = Map.copyOf(loops);
    }

    /** When to say {@link FlowInput.TimePassed} at the latest; empty when only others move it. */
    public OptionalLong nextDeadlineNanos() {
        return switch (awaiting) {
            case Awaiting.FirstDigit first -> OptionalLong.of(first.deadlineNanos());
            case Awaiting.NextDigit next -> OptionalLong.of(next.deadlineNanos());
            case Awaiting.Moment moment -> OptionalLong.of(moment.deadlineNanos());
            case Awaiting.PromptEnd _,
                    Awaiting.PromptOrDigit _,
                    Awaiting.Queue _,
                    Awaiting.Nothing _ ->
                    OptionalLong.empty();
        };
    }

    /** What a flow waits for. */
    public sealed interface Awaiting {

        /** The end of a message. */
        record PromptEnd() implements Awaiting {}

        /** The end of a question, or a digit that interrupts it. */
        record PromptOrDigit() implements Awaiting {}

        /** The first digit, the question having been asked. */
        record FirstDigit(long deadlineNanos) implements Awaiting {}

        /** One more digit after these. */
        record NextDigit(Private digits, long deadlineNanos) implements Awaiting {}

        /** A moment in time. */
        record Moment(long deadlineNanos) implements Awaiting {}

        /** Whether the queue has room. */
        record Queue() implements Awaiting {}

        /** Nothing: the flow is over. */
        record Nothing() implements Awaiting {}
    }

    /**
     * What a flow has switched and chosen.
     *
     * @param targetQueue local name, null until chosen
     * @param recordAgent whether the agent's side is to be recorded (off by default)
     * @param recordCustomer likewise the customer's
     * @param voice text-to-speech voice asked for, null until then
     * @param logging whether each action is logged
     */
    public record Settings(
            @Nullable String targetQueue,
            boolean recordAgent,
            boolean recordCustomer,
            @Nullable String voice,
            boolean logging) {

        /** What a contact begins with. */
        public static final Settings INITIAL = new Settings(null, false, false, null, false);

        Settings withTargetQueue(String queue) {
            return new Settings(queue, recordAgent, recordCustomer, voice, logging);
        }

        Settings withRecording(boolean agent, boolean customer) {
            return new Settings(targetQueue, agent, customer, voice, logging);
        }

        Settings withVoice(String name) {
            return new Settings(targetQueue, recordAgent, recordCustomer, name, logging);
        }

        Settings withLogging(boolean enabled) {
            return new Settings(targetQueue, recordAgent, recordCustomer, voice, enabled);
        }
    }

    /** A loop action within a flow. */
    public record LoopKey(String flow, String action) {}
}
