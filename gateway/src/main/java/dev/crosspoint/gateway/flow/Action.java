package dev.crosspoint.gateway.flow;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One step of a flow, checked, with prompts, flows and queues already translated to local files and
 * names. The words are those of the flow language.
 */
public sealed interface Action {

    /** Unique within its flow. */
    String identifier();

    /** Where it leads. */
    Transitions transitions();

    /** Whether the runner logs every action of this contact, by identifier and type. */
    record UpdateFlowLoggingBehavior(String identifier, Transitions transitions, boolean enabled)
            implements Action {}

    /**
     * Accepted and kept in the contact's data; texts are spoken when the flow is loaded, by the one
     * voice of the configured command, so it changes nothing that is heard.
     */
    record UpdateContactTextToSpeechVoice(String identifier, Transitions transitions, Value voice)
            implements Action {}

    /** Plays a prompt to the customer, to its end. */
    record MessageParticipant(String identifier, Transitions transitions, Path prompt)
            implements Action {}

    /**
     * Plays a prompt, which a digit interrupts, and takes digits.
     *
     * @param prompt null to ask nothing
     * @param timeLimitSeconds wait for the first digit, from the end of the prompt
     * @param collect null for {@code StoreInput} False: one digit, and conditions on it
     */
    record GetParticipantInput(
            String identifier,
            Transitions transitions,
            @Nullable Path prompt,
            int timeLimitSeconds,
            @Nullable Collect collect)
            implements Action {}

    /**
     * How digits are gathered into the stored input.
     *
     * @param termination keys that end the input; they are not part of it
     * @param cancelKey whether {@code *} takes back what was entered so far
     * @param interdigitSeconds wait for each further digit; input so far counts when it passes
     * @param maximumLength digits after which the input is complete
     * @param numberRegion when the input must be a telephone number, the country of a local one, or
     *     {@link #INTERNATIONAL}
     */
    record Collect(
            String termination,
            boolean cancelKey,
            int interdigitSeconds,
            int maximumLength,
            @Nullable String numberRegion) {

        /** The region of numbers that begin with their country code. */
        public static final String INTERNATIONAL = "ZZ";
    }

    /** Branches on a value of the contact's data. */
    record Compare(String identifier, Transitions transitions, DataPath value) implements Action {}

    /** Continues {@code count} times, is done once, and starts anew. */
    record Loop(
            String identifier,
            Transitions transitions,
            int count,
            String continueLooping,
            String doneLooping)
            implements Action {}

    /** Lets time pass. */
    record Wait(String identifier, Transitions transitions, int seconds, String waitCompleted)
            implements Action {}

    /** Goes on at the start of another flow of the tenant. */
    record TransferToFlow(String identifier, Transitions transitions, String flow)
            implements Action {}

    /** Sets attributes, all of them or none. */
    record UpdateContactAttributes(
            String identifier, Transitions transitions, Map<String, Value> attributes)
            implements Action {
        public UpdateContactAttributes {
            attributes = Map.copyOf(attributes);
        }
    }

    /** Chooses the queue that {@link TransferContactToQueue} means. */
    record UpdateContactTargetQueue(String identifier, Transitions transitions, Value queue)
            implements Action {}

    /** Puts the contact into its target queue, which ends the flow. */
    record TransferContactToQueue(String identifier, Transitions transitions) implements Action {}

    /** Which sides are to be recorded once an agent is connected; neither by default. */
    record UpdateContactRecordingBehavior(
            String identifier, Transitions transitions, boolean agent, boolean customer)
            implements Action {}

    /** Hangs up on the customer. */
    record DisconnectParticipant(String identifier, Transitions transitions) implements Action {}

    /** Ends the flow; a contact that is in no queue by then has nobody left and ends too. */
    record EndFlowExecution(String identifier, Transitions transitions) implements Action {}
}
