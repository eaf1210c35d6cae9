package dev.crosspoint.gateway.flow;

import static dev.crosspoint.gateway.flow.FlowText.action;
import static dev.crosspoint.gateway.flow.FlowText.branch;

import dev.crosspoint.gateway.input.InputKeys;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Flows as scripts, an action a line, which go on with the line below:
 *
 * <pre>
 * hook CustomerQueue waiting
 * target sales
 * enter | QueueAtCapacity full
 * full: say sorry
 * bye
 * </pre>
 *
 * Behind a bar are branches, of errors and of results, to the labels of other lines; an error
 * without one ends the flow. {@code -> label} goes on elsewhere. Queues, agents, flows and prompts
 * ({@code sorry.wav}) go by their local names.
 */
public final class FlowScript {
    private static final String NOWHERE = "nowhere";
    private static final String WHO = "arn:aws:lambda:eu-central-1:1:function:who";

    private static final Map<String, List<String>> REQUIRED =
            Map.of(
                    "menu", List.of("NoMatchingCondition", "NoMatchingError"),
                    "compare", List.of("NoMatchingCondition"),
                    "callback", List.of("InvalidCallbackNumber", "CallbackNumberNotDialable"));

    private static final List<String> WITHOUT_ERRORS =
            List.of(
                    "say",
                    "round",
                    "wait",
                    "priority",
                    "older",
                    "record",
                    "log",
                    "to-agent",
                    "bye",
                    "end");

    private final Map<String, String> flows = new LinkedHashMap<>();
    private final Map<String, Set<String>> names = new LinkedHashMap<>();
    private InputKeys keys = FlowFixtures.NO_KEYS;

    /** Flows to be written. */
    public static FlowScript flows() {
        return new FlowScript();
    }

    /** Keys that {@code seal} may name. */
    public FlowScript keys(InputKeys those) {
        keys = those;
        return this;
    }

    /** One more flow; {@code inbound} answers calls. */
    public FlowScript flow(String name, String script) {
        note("flow", name);
        var lines = script.strip().split("\\s*\n\\s*", -1);
        var labels = new ArrayList<String>();
        for (var line : lines) {
            labels.add(line.contains(": ") ? line.split(": ", 2)[0] : "l" + labels.size());
        }
        labels.add(NOWHERE);
        var actions = new ArrayList<String>();
        for (int i = 0; i < lines.length; i++) {
            actions.add(
                    line(labels.get(i), lines[i].replaceFirst("^\\S+: ", ""), labels.get(i + 1)));
        }
        actions.add(action(NOWHERE, "EndFlowExecution", "", ""));
        flows.put(name, FlowText.flow(actions.toArray(String[]::new)));
        return this;
    }

    /** Every flow, loaded like any other. */
    public FlowBook book() {
        var mapping =
                new FlowMapping(
                        same("queue"),
                        same("agent"),
                        noted("prompt").stream()
                                .collect(Collectors.toMap(name -> name, name -> name + ".wav")),
                        same("flow"),
                        Map.of(),
                        noted("skill").stream()
                                .collect(Collectors.toMap(name -> "Skill:" + name, name -> name)),
                        Map.of(),
                        Map.of(),
                        Map.of(WHO, FunctionUrl.parse("https://hooks.example.com/").orElseThrow()));
        var loader =
                new FlowLoader(
                        mapping, Path.of("prompts"), Path.of("speech"), "voice", _ -> true, keys);
        return switch (loader.load(flows)) {
            case FlowLoader.Outcome.Loaded loaded -> loaded.book();
            case FlowLoader.Outcome.Refused refused -> throw new AssertionError(refused.faults());
        };
    }

    private Set<String> noted(String kind) {
        return names.computeIfAbsent(kind, _ -> new TreeSet<>());
    }

    private String note(String kind, String name) {
        noted(kind).add(name);
        return name;
    }

    private Map<String, String> same(String kind) {
        return noted(kind).stream().collect(Collectors.toMap(name -> name, name -> name));
    }

    // --- lines ---

    private String line(String label, String line, String below) {
        var parts = line.split("\\s*\\|\\s*", 2);
        var way = parts[0].split("\\s*->\\s*", 2);
        var words = List.of(way[0].split(" +", -1));
        var next = way.length > 1 ? way[1] : below;
        var branches = parts.length > 1 ? parts[1] : "";
        var verb = words.getFirst();
        boolean last = verb.equals("bye") || verb.equals("end") || verb.equals("to-agent");
        return action(
                label,
                type(verb),
                parameters(verb, words.subList(1, words.size())),
                last ? "" : FlowText.to(next) + transitions(verb, branches));
    }

    private static String transitions(String verb, String branches) {
        var conditions = new ArrayList<String>();
        var errors = new LinkedHashMap<String, String>();
        for (var text : branches.isEmpty() ? new String[0] : branches.split(", *", -1)) {
            var pair = text.split(" ", 2);
            if (isError(pair[0])) {
                errors.put(pair[0], pair[1]);
            } else {
                var operator = verb.equals("lots") ? "NumberLessThan" : "Equals";
                conditions.add(branch(operator, pair[0], pair[1]));
            }
        }
        var needed =
                WITHOUT_ERRORS.contains(verb)
                        ? List.<String>of()
                        : REQUIRED.getOrDefault(verb, List.of("NoMatchingError"));
        needed.forEach(error -> errors.putIfAbsent(error, NOWHERE));
        var list =
                errors.entrySet().stream()
                        .map(e -> e.getKey() + " > " + e.getValue())
                        .toArray(String[]::new);
        return ", 'Conditions': [" + String.join(",", conditions) + "], " + FlowText.errors(list);
    }

    private static boolean isError(String name) {
        return List.of(Transitions.ErrorType.values()).stream()
                .anyMatch(type -> type.text().equals(name));
    }

    private static String type(String verb) {
        return switch (verb) {
            case "say" -> "MessageParticipant";
            case "round" -> "MessageParticipantIteratively";
            case "menu", "collect", "seal" -> "GetParticipantInput";
            case "wait" -> "Wait";
            case "compare" -> "Compare";
            case "hook" -> "UpdateContactEventHooks";
            case "target", "target-agent" -> "UpdateContactTargetQueue";
            case "enter" -> "TransferContactToQueue";
            case "dequeue", "dequeue-agent" -> "DequeueContactAndTransferToQueue";
            case "to-agent" -> "TransferContactToAgent";
            case "call", "call-for-good" -> "TransferParticipantToThirdParty";
            case "ask" -> "InvokeLambdaFunction";
            case "priority", "older" -> "UpdateContactRoutingBehavior";
            case "skill" -> "UpdateContactRoutingCriteria";
            case "set" -> "UpdateContactAttributes";
            case "callback" -> "UpdateContactCallbackNumber";
            case "record" -> "UpdateContactRecordingBehavior";
            case "log" -> "UpdateFlowLoggingBehavior";
            case "go" -> "TransferToFlow";
            case "bye" -> "DisconnectParticipant";
            case "end" -> "EndFlowExecution";
            default -> throw new AssertionError("a flow cannot " + verb);
        };
    }

    private String parameters(String verb, List<String> words) {
        return switch (verb) {
            case "say" -> prompt(words.get(0));
            case "round" -> round(words);
            case "menu" ->
                    prompt(words.get(0))
                            + ", 'StoreInput': 'False', 'InputTimeLimitSeconds': '"
                            + words.get(1)
                            + "'";
            case "collect" -> collect(words);
            case "seal" ->
                    collect(words)
                            + ", 'InputEncryption': {"
                            + one("EncryptionKeyId", words.get(2))
                            + "}";
            case "wait" -> one("TimeLimitSeconds", words.get(0));
            case "compare" -> one("ComparisonValue", words.get(0));
            case "hook" -> "'EventHooks': {" + one(words.get(0), note("flow", words.get(1))) + "}";
            case "target", "dequeue" -> one("QueueId", note("queue", words.get(0)));
            case "target-agent", "dequeue-agent" -> one("AgentId", agent(words.get(0)));
            case "call" -> call(words);
            case "call-for-good" -> call(words) + ", 'ContinueFlowExecution': 'False'";
            case "ask" ->
                    one("LambdaFunctionARN", WHO) + ", " + one("InvocationTimeLimitSeconds", "3");
            case "priority" -> one("QueuePriority", words.get(0));
            case "older" -> one("QueueTimeAdjustmentSeconds", words.get(0));
            case "skill" -> skills(words);
            case "set" -> "'Attributes': {" + one(words.get(0), words.get(1)) + "}";
            case "callback" -> one("CallbackNumber", words.get(0));
            case "record" ->
                    words.stream()
                            .map(who -> "'" + who + "'")
                            .collect(
                                    Collectors.joining(
                                            ",",
                                            "'RecordingBehavior': {'RecordedParticipants': [",
                                            "]}"));
            case "log" -> one("FlowLoggingBehavior", "Enabled");
            case "go" -> one("ContactFlowId", words.get(0));
            default -> "";
        };
    }

    private static String one(String key, String value) {
        return "'" + key + "': '" + value + "'";
    }

    private String prompt(String name) {
        return one("PromptId", note("prompt", name));
    }

    /** {@code collect prompt 16}: so many digits at most. */
    private String collect(List<String> words) {
        return prompt(words.get(0))
                + ", 'StoreInput': 'True', 'InputTimeLimitSeconds': '5', 'InputValidation':"
                + " {'CustomValidation': {"
                + one("MaximumLength", words.get(1))
                + "}}";
    }

    /** Who is named by a reference need not be in the mapping. */
    private String agent(String name) {
        return name.startsWith("$") ? name : note("agent", name);
    }

    private String round(List<String> words) {
        int every = words.indexOf("every");
        var messages = every < 0 ? words : words.subList(0, every);
        return messages.stream()
                        .map(name -> "{" + prompt(name) + "}")
                        .collect(Collectors.joining(",", "'Messages': [", "]"))
                + (every < 0 ? "" : ", " + one("InterruptFrequencySeconds", words.get(every + 1)));
    }

    private static String call(List<String> words) {
        int limit = words.indexOf("limit");
        int keys = words.indexOf("keys");
        return one("ThirdPartyPhoneNumber", words.getFirst())
                + (limit < 0
                        ? ""
                        : ", " + one("ThirdPartyConnectionTimeLimitSeconds", words.get(limit + 1)))
                + (keys < 0 ? "" : ", " + one("ThirdPartyDTMFDigits", words.get(keys + 1)));
    }

    /** {@code german 4 for 30 then french 3}. */
    private String skills(List<String> words) {
        var steps = new ArrayList<String>();
        for (var step : String.join(" ", words).split(" then ", -1)) {
            var parts = step.split(" ", -1);
            steps.add(
                    "{'Expression': {'AttributeCondition': {'Name': 'Skill', "
                            + one("Value", note("skill", parts[0]))
                            + ", "
                            + one("ProficiencyLevel", parts[1])
                            + ", 'ComparisonOperator': 'NumberGreaterOrEqualTo'}}"
                            + (parts.length > 3
                                    ? ", 'Expiry': {" + one("DurationInSeconds", parts[3]) + "}"
                                    : "")
                            + "}");
        }
        return "'RoutingCriteria': {'Steps': [" + String.join(",", steps) + "]}";
    }
}
