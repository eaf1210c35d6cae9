package dev.crosspoint.gateway.flow;

import static dev.crosspoint.gateway.flow.FlowText.action;
import static dev.crosspoint.gateway.flow.FlowText.errors;
import static dev.crosspoint.gateway.flow.FlowText.to;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The flows of a centre that uses everything: hooks for waiting, hold, whisper and the end, third
 * parties, offers to one agent, queue to queue, a function. Chance decides which way a caller goes.
 */
public final class WholeCentre {
    private WholeCentre() {}

    private static final FlowMapping MAPPING =
            new FlowMapping(
                    Map.of("q-sales", "sales", "q-service", "service"),
                    Map.of("a-ann", "ann", "a-dan", "dan"),
                    Map.of("p-1", "one.wav", "p-2", "two.wav"),
                    Map.of(
                            "f-inbound", "inbound",
                            "f-queue", "queue",
                            "f-hold", "hold",
                            "f-aside", "aside",
                            "f-agent", "agent",
                            "f-customer", "customer",
                            "f-remaining", "remaining"),
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    Map.of(
                            "arn:aws:lambda:eu-central-1:1:function:who",
                            FunctionUrl.parse("https://hooks.example.com/who").orElseThrow()));

    /** The book; {@code inbound} answers calls. */
    public static FlowBook flows() {
        var flows = new LinkedHashMap<String, String>();
        flows.put("inbound", inbound());
        flows.put("queue", queue());
        flows.put("hold", flow(message("say", "p-2", "end"), end()));
        flows.put(
                "aside",
                flow(
                        action(
                                "say",
                                "MessageParticipantIteratively",
                                "'Messages': [{'PromptId': 'p-1'}, {'PromptId': 'p-2'}]",
                                to("end") + "," + failsTo("end")),
                        end()));
        flows.put("agent", flow(message("say", "p-1", "end"), end()));
        flows.put(
                "customer",
                flow(
                        action(
                                "wait",
                                "Wait",
                                "'TimeLimitSeconds': '100'",
                                "'Conditions': ["
                                        + FlowText.branch("Equals", "WaitCompleted", "end")
                                        + "], "
                                        + failsTo("end")),
                        end()));
        flows.put("remaining", flow(message("say", "p-2", "bye"), bye()));
        return load(flows);
    }

    private static String inbound() {
        var actions = new ArrayList<String>();
        hook(actions, "h1", "CustomerQueue", "f-queue", "h2");
        hook(actions, "h2", "CustomerHold", "f-hold", "h3");
        hook(actions, "h3", "AgentHold", "f-aside", "h4");
        hook(actions, "h4", "AgentWhisper", "f-agent", "h5");
        hook(actions, "h5", "CustomerWhisper", "f-customer", "h6");
        hook(actions, "h6", "CustomerRemaining", "f-remaining", "record");
        actions.add(
                action(
                        "record",
                        "UpdateContactRecordingBehavior",
                        "'RecordingBehavior': {'RecordedParticipants': ['Agent', 'Customer']}",
                        to("who")));
        actions.add(
                action(
                        "who",
                        "InvokeLambdaFunction",
                        "'LambdaFunctionARN': 'arn:aws:lambda:eu-central-1:1:function:who',"
                                + " 'InvocationTimeLimitSeconds': '3'",
                        to("lot") + "," + failsTo("lot")));
        actions.add(
                action(
                        "lot",
                        "DistributeByPercentage",
                        "",
                        "'Conditions': ["
                                + FlowText.branch("NumberLessThan", "50", "queue")
                                + ","
                                + FlowText.branch("NumberLessThan", "70", "third")
                                + ","
                                + FlowText.branch("NumberLessThan", "80", "forGood")
                                + ","
                                + FlowText.branch("NumberLessThan", "95", "agent")
                                + "], "
                                + errors("NoMatchingCondition > bye")));
        target(actions, "queue", "'QueueId': 'q-sales'", "enter");
        actions.add(
                action(
                        "enter",
                        "TransferContactToQueue",
                        "",
                        errors(
                                "NoMatchingError > bye",
                                "QueueAtCapacity > bye",
                                "NoAgentsAvailable > agent")));
        target(actions, "agent", "'AgentId': 'a-ann'", "offer");
        actions.add(
                action(
                        "offer",
                        "TransferContactToQueue",
                        "",
                        errors("NoMatchingError > third", "NoAgentsAvailable > third")));
        actions.add(
                action(
                        "third",
                        "TransferParticipantToThirdParty",
                        "'ThirdPartyPhoneNumber': '+442079460999',"
                                + " 'ThirdPartyConnectionTimeLimitSeconds': '20',"
                                + " 'ThirdPartyDTMFDigits': '1,,2'",
                        to("queue")
                                + ","
                                + errors(
                                        "CallFailed > bye",
                                        "ConnectionTimeLimitExceeded > queue",
                                        "NoMatchingError > bye")));
        actions.add(
                action(
                        "forGood",
                        "TransferParticipantToThirdParty",
                        "'ThirdPartyPhoneNumber': '+442079460998',"
                                + " 'ContinueFlowExecution': 'False',"
                                + " 'ThirdPartyDTMFDigits': '9'",
                        errors("NoMatchingError > bye")));
        actions.add(bye());
        return flow(actions.toArray(String[]::new));
    }

    private static String queue() {
        return flow(
                action(
                        "say",
                        "MessageParticipantIteratively",
                        "'Messages': [{'PromptId': 'p-1'}, {'PromptId': 'p-2'}],"
                                + " 'InterruptFrequencySeconds': '15'",
                        to("lot")
                                + ", 'Conditions': ["
                                + FlowText.branch("Equals", "MessagesInterrupted", "lot")
                                + "], "
                                + failsTo("end")),
                action(
                        "lot",
                        "DistributeByPercentage",
                        "",
                        "'Conditions': ["
                                + FlowText.branch("NumberLessThan", "40", "other")
                                + ","
                                + FlowText.branch("NumberLessThan", "60", "dan")
                                + "], "
                                + errors("NoMatchingCondition > say")),
                action(
                        "dan",
                        "DequeueContactAndTransferToQueue",
                        "'AgentId': 'a-dan'",
                        errors("NoMatchingError > end", "NoAgentsAvailable > say")),
                action(
                        "other",
                        "DequeueContactAndTransferToQueue",
                        "'QueueId': 'q-service'",
                        errors(
                                "NoMatchingError > end",
                                "QueueAtCapacity > say",
                                "NoAgentsAvailable > say")),
                end());
    }

    private static void hook(
            List<String> actions, String id, String event, String flow, String next) {
        actions.add(
                action(
                        id,
                        "UpdateContactEventHooks",
                        "'EventHooks': {'" + event + "': '" + flow + "'}",
                        to(next) + "," + failsTo("bye")));
    }

    private static void target(List<String> actions, String id, String target, String next) {
        actions.add(
                action(id, "UpdateContactTargetQueue", target, to(next) + "," + failsTo("bye")));
    }

    private static String message(String id, String prompt, String next) {
        return action(id, "MessageParticipant", "'PromptId': '" + prompt + "'", to(next));
    }

    private static String end() {
        return action("end", "EndFlowExecution", "", "");
    }

    private static String bye() {
        return action("bye", "DisconnectParticipant", "", "");
    }

    private static String failsTo(String action) {
        return errors("NoMatchingError > " + action);
    }

    private static String flow(String... actions) {
        return FlowText.flow(actions);
    }

    private static FlowBook load(Map<String, String> flows) {
        var loader =
                new FlowLoader(
                        MAPPING,
                        Path.of("prompts"),
                        Path.of("speech"),
                        "voice",
                        _ -> true,
                        FlowFixtures.NO_KEYS);
        return switch (loader.load(flows)) {
            case FlowLoader.Outcome.Loaded loaded -> loaded.book();
            case FlowLoader.Outcome.Refused refused -> throw new AssertionError(refused.faults());
        };
    }
}
