package dev.crosspoint.gateway.flow;

import dev.crosspoint.gateway.contact.Reference;
import dev.crosspoint.gateway.input.InputSeal;
import dev.crosspoint.gateway.routing.RoutingCriteria;
import java.nio.file.Path;
import java.util.List;
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

    /** Plays a prompt, to its end. */
    record MessageParticipant(String identifier, Transitions transitions, Prompt prompt)
            implements Action {}

    /**
     * Plays prompts one after the other, round and round, until somebody else ends the flow or the
     * interruption comes.
     *
     * @param messages at least one
     * @param interruptSeconds from the start of the first; 0 for never
     * @param messagesInterrupted where the interruption leads; empty when there is none
     */
    record MessageParticipantIteratively(
            String identifier,
            Transitions transitions,
            List<Path> messages,
            int interruptSeconds,
            String messagesInterrupted)
            implements Action {
        public MessageParticipantIteratively {
            messages = List.copyOf(messages);
        }
    }

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
     * @param seal what makes the input unreadable here; null to store it in clear. Never together
     *     with a region
     */
    record Collect(
            String termination,
            boolean cancelKey,
            int interdigitSeconds,
            int maximumLength,
            @Nullable String numberRegion,
            @Nullable InputSeal seal) {

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

    /**
     * Branches on whether it is open now: {@code True} or {@code False}.
     *
     * @param hours id of opening hours; null for those of the target queue
     */
    record CheckHoursOfOperation(String identifier, Transitions transitions, @Nullable Value hours)
            implements Action {}

    /**
     * Branches on a number of a queue.
     *
     * @param queue null for the target queue
     */
    record CheckMetricData(
            String identifier, Transitions transitions, Metric metric, @Nullable Value queue)
            implements Action {}

    /** Branches on a number from 1 to 100, drawn by lot. */
    record DistributeByPercentage(String identifier, Transitions transitions) implements Action {}

    /** Goes on at the start of another flow of the tenant. */
    record TransferToFlow(String identifier, Transitions transitions, String flow)
            implements Action {}

    /**
     * Goes on at the start of a module, and comes back when the module ends.
     *
     * @param module local name
     */
    record InvokeFlowModule(String identifier, Transitions transitions, String module)
            implements Action {}

    /** Ends a module and goes back to where it was invoked. */
    record EndFlowModuleExecution(String identifier, Transitions transitions) implements Action {}

    /**
     * Asks a function of the tenant, over HTTPS.
     *
     * @param function the name that the mapping has a URL for
     * @param limitSeconds 1 to 8
     * @param awaited whether the flow waits for the answer; without it nothing is answered
     * @param parameters what is told besides the contact
     */
    record InvokeLambdaFunction(
            String identifier,
            Transitions transitions,
            Value function,
            int limitSeconds,
            boolean awaited,
            Map<String, Value> parameters)
            implements Action {
        public InvokeLambdaFunction {
            parameters = Map.copyOf(parameters);
        }
    }

    /** Sets attributes, all of them or none. */
    record UpdateContactAttributes(
            String identifier, Transitions transitions, Map<String, Value> attributes)
            implements Action {
        public UpdateContactAttributes {
            attributes = Map.copyOf(attributes);
        }
    }

    /**
     * Says what the contact is called, is about and refers to, all of it or nothing.
     *
     * @param name null to leave it; likewise the description
     */
    record UpdateContactData(
            String identifier,
            Transitions transitions,
            @Nullable Value name,
            @Nullable Value description,
            List<Referred> references)
            implements Action {
        public UpdateContactData {
            references = List.copyOf(references);
        }
    }

    /** What a contact shall refer to, by a name of the flow's. */
    record Referred(Reference.Kind kind, String name, Value value) {}

    /** Chooses where {@link TransferContactToQueue} and its like send the contact. */
    record UpdateContactTargetQueue(
            String identifier, Transitions transitions, Destination destination)
            implements Action {}

    /** Puts the contact into its target queue, or offers it to its target agent; ends the flow. */
    record TransferContactToQueue(String identifier, Transitions transitions) implements Action {}

    /**
     * Moves a contact that waits into another queue, which ends the flow.
     *
     * @param destination null for the target that was chosen
     */
    record DequeueContactAndTransferToQueue(
            String identifier, Transitions transitions, @Nullable Destination destination)
            implements Action {}

    /** Offers the contact to its target agent, which ends the flow either way. */
    record TransferContactToAgent(String identifier, Transitions transitions) implements Action {}

    /** A queue or an agent, by an id, an ARN or a local name. */
    sealed interface Destination {

        /** A queue. */
        record Queue(Value id) implements Destination {}

        /** An agent. */
        record Agent(Value id) implements Destination {}
    }

    /**
     * Calls somebody outside and joins them with the contact.
     *
     * @param number E.164
     * @param timeLimitSeconds 0 to 600 of ringing
     * @param continues whether the flow goes on when the third party has left
     * @param digits keys to send when the call is answered, a comma for a pause; null for none
     * @param callerNumber E.164 to call from; null for the tenant's own
     */
    record TransferParticipantToThirdParty(
            String identifier,
            Transitions transitions,
            Value number,
            Value timeLimitSeconds,
            boolean continues,
            @Nullable Value digits,
            @Nullable Value callerNumber)
            implements Action {}

    /**
     * Moves the contact among others that wait; one of the two.
     *
     * @param priority 1 goes first; null when it stays
     * @param timeAdjustmentSeconds added to the contact's age; null when it stays
     */
    record UpdateContactRoutingBehavior(
            String identifier,
            Transitions transitions,
            @Nullable Long priority,
            @Nullable Integer timeAdjustmentSeconds)
            implements Action {}

    /** Sets what the agent who takes the contact must know. */
    record UpdateContactRoutingCriteria(
            String identifier, Transitions transitions, RoutingCriteria criteria)
            implements Action {}

    /** Chooses the flow that an event starts. */
    record UpdateContactEventHooks(
            String identifier, Transitions transitions, EventHook hook, Value flow)
            implements Action {}

    /** Keeps the number to call the customer back at. */
    record UpdateContactCallbackNumber(String identifier, Transitions transitions, DataPath number)
            implements Action {}

    /** Which sides are to be recorded once an agent is connected; neither by default. */
    record UpdateContactRecordingBehavior(
            String identifier, Transitions transitions, boolean agent, boolean customer)
            implements Action {}

    /** Hangs up on the customer. */
    record DisconnectParticipant(String identifier, Transitions transitions) implements Action {}

    /**
     * Ends the flow; a contact that waits or talks goes on with that, one that is nowhere is hung
     * up on.
     */
    record EndFlowExecution(String identifier, Transitions transitions) implements Action {}
}
