package dev.crosspoint.gateway.flow;

import dev.crosspoint.gateway.flow.Transitions.ErrorType;
import dev.crosspoint.gateway.flow.Transitions.Operator;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the parameters of each action type. Names and limits are those of the flow language; where
 * we differ, the fault says so and {@code docs/flows.md} says why.
 */
final class ActionReader {

    /** Seven days, as in the original. */
    private static final int MAX_WAIT_SECONDS = 604_800;

    private static final int MAX_INPUT_SECONDS = 180;
    private static final int MAX_INPUT_DIGITS = 20;
    private static final int MAX_LOOPS = 100;

    /** {@code InterdigitTimeLimitSeconds} when the flow says nothing. */
    private static final int DEFAULT_INTERDIGIT_SECONDS = 5;

    /** What a prompt is once it could not be found; never played, because the flow is refused. */
    private static final Path NOWHERE = Path.of("");

    private final FlowMapping mapping;
    private final Set<String> flowNames;
    private final PromptShelf prompts;

    ActionReader(FlowMapping mapping, Set<String> flowNames, PromptShelf prompts) {
        this.mapping = mapping;
        this.flowNames = flowNames;
        this.prompts = prompts;
    }

    /** The action, or null when its type is none of ours. */
    @Nullable Action read(String type, String id, Parameters p, TransitionsReader t) {
        var action =
                switch (type) {
                    case "UpdateFlowLoggingBehavior" ->
                            new Action.UpdateFlowLoggingBehavior(
                                    id,
                                    t.straight(Set.of(), Set.of()),
                                    p.oneOf("FlowLoggingBehavior", List.of("Enabled", "Disabled"))
                                            .equals("Enabled"));
                    case "UpdateContactTextToSpeechVoice" -> voice(id, p, t);
                    case "MessageParticipant" -> message(id, p, t);
                    case "GetParticipantInput" -> input(id, p, t);
                    case "Compare" -> compare(id, p, t);
                    case "Loop" -> loop(id, p, t);
                    case "Wait" -> waiting(id, p, t);
                    case "TransferToFlow" -> transferToFlow(id, p, t);
                    case "UpdateContactAttributes" -> attributes(id, p, t);
                    case "UpdateContactTargetQueue" -> targetQueue(id, p, t);
                    case "TransferContactToQueue" ->
                            new Action.TransferContactToQueue(
                                    id,
                                    t.branching(
                                            Set.of(ErrorType.QUEUE_AT_CAPACITY),
                                            Set.of(ErrorType.NO_MATCHING_ERROR)));
                    case "UpdateContactRecordingBehavior" -> recording(id, p, t);
                    case "DisconnectParticipant" ->
                            new Action.DisconnectParticipant(id, t.ending());
                    case "EndFlowExecution" -> new Action.EndFlowExecution(id, t.ending());
                    default -> null;
                };
        if (action != null) {
            p.nothingElse();
        }
        return action;
    }

    private static Action voice(String id, Parameters p, TransitionsReader t) {
        var voice = value(p, "TextToSpeechVoice");
        p.ignore("TextToSpeechEngine");
        p.ignore("TextToSpeechStyle");
        return new Action.UpdateContactTextToSpeechVoice(
                id, t.straight(Set.of(ErrorType.NO_MATCHING_ERROR), Set.of()), voice);
    }

    private Action message(String id, Parameters p, TransitionsReader t) {
        var prompt = prompt(p);
        if (prompt == null && !p.has("SSML") && !p.has("Media")) {
            p.fault("needs a PromptId or a Text");
        }
        return new Action.MessageParticipant(
                id,
                t.straight(Set.of(ErrorType.NO_MATCHING_ERROR), Set.of()),
                prompt == null ? NOWHERE : prompt);
    }

    private Action input(String id, Parameters p, TransitionsReader t) {
        var prompt = prompt(p);
        p.requiredText("StoreInput");
        boolean store = p.flagOr("StoreInput", false);
        int limit = p.integer("InputTimeLimitSeconds", 1, MAX_INPUT_SECONDS);
        p.refuse("InputEncryption", "input cannot be encrypted at capture yet");
        var dtmf = p.object("DTMFConfiguration");
        var validation = p.object("InputValidation");
        if (!store) {
            dtmf.ignore("InputTerminationSequence");
            dtmf.ignore("DisableCancelKey");
            dtmf.ignore("InterdigitTimeLimitSeconds");
            dtmf.nothingElse();
            if (p.has("InputValidation")) {
                p.fault("has InputValidation, which needs StoreInput True");
            }
            return new Action.GetParticipantInput(
                    id,
                    t.keys(
                            Set.of(ErrorType.INPUT_TIME_LIMIT_EXCEEDED),
                            Set.of(ErrorType.NO_MATCHING_CONDITION, ErrorType.NO_MATCHING_ERROR)),
                    prompt,
                    limit,
                    null);
        }
        var collect = collect(p, dtmf, validation);
        return new Action.GetParticipantInput(
                id,
                t.straight(
                        Set.of(ErrorType.INPUT_TIME_LIMIT_EXCEEDED),
                        collect.numberRegion() == null
                                ? Set.of(ErrorType.NO_MATCHING_ERROR)
                                : Set.of(
                                        ErrorType.NO_MATCHING_ERROR,
                                        ErrorType.INVALID_PHONE_NUMBER)),
                prompt,
                limit,
                collect);
    }

    private static Action.Collect collect(Parameters p, Parameters dtmf, Parameters validation) {
        var termination = dtmf.text("InputTerminationSequence").orElse("#");
        if (!termination.matches("[0-9*#]{1,5}")) {
            dtmf.fault("has an InputTerminationSequence that is not 1 to 5 of 0-9, * and #");
        }
        boolean cancelKey = !dtmf.flagOr("DisableCancelKey", false);
        if (cancelKey && termination.contains("*")) {
            dtmf.fault("ends input with *, which needs DisableCancelKey True");
        }
        int interdigit =
                dtmf.integerOr("InterdigitTimeLimitSeconds", 1, 20, DEFAULT_INTERDIGIT_SECONDS);
        dtmf.nothingElse();

        if (validation.has("CustomValidation") == validation.has("PhoneNumberValidation")) {
            p.fault(
                    "stores input and so needs an InputValidation with either CustomValidation or"
                            + " PhoneNumberValidation");
        }
        int length = MAX_INPUT_DIGITS;
        String region = null;
        if (validation.has("PhoneNumberValidation")) {
            var phone = validation.object("PhoneNumberValidation");
            boolean local = phone.oneOf("NumberFormat", List.of("Local", "E164")).equals("Local");
            var country = phone.text("CountryCode").orElse("");
            if (local && !country.matches("[A-Z]{2}")) {
                phone.fault("needs a CountryCode of two letters for local numbers");
            }
            phone.nothingElse();
            region = local ? country : Action.Collect.INTERNATIONAL;
        } else if (validation.has("CustomValidation")) {
            var custom = validation.object("CustomValidation");
            length = custom.integer("MaximumLength", 1, MAX_INPUT_DIGITS);
            custom.nothingElse();
        }
        validation.nothingElse();
        return new Action.Collect(termination, cancelKey, interdigit, length, region);
    }

    private static Action compare(String id, Parameters p, TransitionsReader t) {
        var text = p.requiredText("ComparisonValue");
        var path = DataPath.parse(text);
        if (path.isEmpty() && !text.isEmpty()) {
            p.fault("compares a value we hold nothing under: " + text);
        }
        return new Action.Compare(
                id,
                t.conditions(Set.of(), Set.of(ErrorType.NO_MATCHING_CONDITION)),
                path.orElse(DataPath.SystemValue.CHANNEL));
    }

    private static Action loop(String id, Parameters p, TransitionsReader t) {
        int count = p.integer("LoopCount", 0, MAX_LOOPS);
        var transitions = t.results(List.of("ContinueLooping", "DoneLooping"), Set.of());
        return new Action.Loop(
                id,
                transitions,
                count,
                t.targetOf(transitions, "ContinueLooping"),
                t.targetOf(transitions, "DoneLooping"));
    }

    private static Action waiting(String id, Parameters p, TransitionsReader t) {
        // Written TimeLimitSeconds by the flow designer and TimeoutSeconds by its documentation.
        int seconds =
                p.has("TimeoutSeconds")
                        ? p.integer("TimeoutSeconds", 1, MAX_WAIT_SECONDS)
                        : p.integer("TimeLimitSeconds", 1, MAX_WAIT_SECONDS);
        if (!p.texts("Events").isEmpty()) {
            p.fault("waits for Events, which voice contacts do not have");
        }
        var transitions =
                t.results(List.of("WaitCompleted"), Set.of(ErrorType.PARTICIPANT_NOT_FOUND));
        return new Action.Wait(id, transitions, seconds, t.targetOf(transitions, "WaitCompleted"));
    }

    private Action transferToFlow(String id, Parameters p, TransitionsReader t) {
        var asked = p.requiredText("ContactFlowId");
        var flow = mapping.flow(asked);
        if (asked.startsWith("$.")) {
            p.fault("chooses its flow by a reference; only a fixed ContactFlowId is supported");
        } else if (flow.isEmpty() && !asked.isEmpty()) {
            p.fault("names a flow that the mapping does not have: " + asked);
        } else if (flow.isPresent() && !flowNames.contains(flow.get())) {
            p.fault("leads to flow " + flow.get() + ", which is not there");
        }
        return new Action.TransferToFlow(
                id, t.branching(Set.of(), Set.of(ErrorType.NO_MATCHING_ERROR)), flow.orElse(""));
    }

    private static Action attributes(String id, Parameters p, TransitionsReader t) {
        var values = new HashMap<String, Value>();
        if (!p.has("Attributes")) {
            p.fault("needs Attributes");
        }
        var attributes = p.object("Attributes");
        attributes
                .allTexts()
                .forEach((name, text) -> values.put(name, value(text, attributes, name)));
        if (p.text("TargetContact").orElse("Current").equals("Related")) {
            p.fault("has a TargetContact other than Current, and there is no related contact");
        }
        return new Action.UpdateContactAttributes(
                id, t.straight(Set.of(), Set.of(ErrorType.NO_MATCHING_ERROR)), values);
    }

    private Action targetQueue(String id, Parameters p, TransitionsReader t) {
        p.refuse("AgentId", "agents have no queues of their own");
        var queue = p.has("AgentId") ? new Value.Literal("") : value(p, "QueueId");
        if (queue instanceof Value.Literal(var asked) && !asked.isEmpty()) {
            var local = mapping.queue(asked);
            if (local.isEmpty()) {
                p.fault("names a queue that the mapping does not have: " + asked);
            }
            queue = new Value.Literal(local.orElse(""));
        }
        return new Action.UpdateContactTargetQueue(
                id, t.straight(Set.of(), Set.of(ErrorType.NO_MATCHING_ERROR)), queue);
    }

    private static Action recording(String id, Parameters p, TransitionsReader t) {
        if (!p.has("RecordingBehavior")) {
            p.fault("needs a RecordingBehavior");
        }
        var behavior = p.object("RecordingBehavior");
        var recorded = behavior.texts("RecordedParticipants");
        if (!Set.of("Agent", "Customer").containsAll(recorded)) {
            behavior.fault("records participants other than Agent and Customer");
        }
        if (!behavior.texts("ScreenRecordedParticipants").isEmpty()) {
            behavior.fault("records screens, which are not here");
        }
        if (behavior.text("IVRRecordingBehavior").orElse("Disabled").equals("Enabled")) {
            behavior.fault("records the flow itself; recording begins with an agent");
        }
        behavior.nothingElse();
        if (p.object("AnalyticsBehavior").flagOr("Enabled", false)) {
            p.fault("switches on AnalyticsBehavior, which is not here");
        }
        return new Action.UpdateContactRecordingBehavior(
                id,
                t.straight(Set.of(ErrorType.NO_MATCHING_ERROR), Set.of()),
                recorded.contains("Agent"),
                recorded.contains("Customer"));
    }

    /** The prompt of a message or question; null when there is none. */
    private @Nullable Path prompt(Parameters p) {
        p.refuse("SSML", "use Text, or record a prompt and name it by PromptId");
        p.refuse("Media", "put the file into the flow folder and map a PromptId to it");
        var id = p.text("PromptId");
        var text = p.text("Text");
        if (id.isPresent() && text.isPresent()) {
            p.fault("has both PromptId and Text");
        }
        if (id.isPresent()) {
            var name = mapping.prompt(id.get());
            if (name.isEmpty()) {
                p.fault("names a prompt that the mapping does not have: " + id.get());
                return NOWHERE;
            }
            var file = prompts.recorded(name.get());
            if (file == null) {
                p.fault("has a prompt whose WAV file is not in the flow folder: " + name.get());
            }
            return file == null ? NOWHERE : file;
        }
        if (text.isEmpty() || text.get().isBlank()) {
            return null;
        }
        if (text.get().contains("$.")) {
            p.fault("has a Text with a reference; texts are spoken when the flow is loaded");
            return NOWHERE;
        }
        var file = prompts.spoken(text.get());
        if (file == null) {
            p.fault("has a Text, and no text-to-speech command is configured");
        }
        return file == null ? NOWHERE : file;
    }

    private static Value value(Parameters p, String key) {
        return value(p.requiredText(key), p, key);
    }

    private static Value value(String text, Parameters p, String key) {
        if (!text.startsWith("$.")) {
            return new Value.Literal(text);
        }
        var path = DataPath.parse(text);
        if (path.isEmpty()) {
            p.fault("refers, in " + key + ", to a value we hold nothing under: " + text);
        }
        return path.<Value>map(Value.Reference::new).orElse(new Value.Literal(""));
    }

    static @Nullable Operator operator(String text) {
        for (var operator : Operator.values()) {
            if (operator.text().equals(text)) {
                return operator;
            }
        }
        return null;
    }
}
