package dev.crosspoint.gateway.flow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;

/** Flows for tests: the demo's, and small ones written in place. */
public final class FlowFixtures {
    private FlowFixtures() {}

    /** The demo's flows, unpacked into a folder and loaded like any other. */
    public static FlowBook demo(Path folder) {
        try {
            DemoFlows.unpack(folder);
            return new FlowFolder(folder, folder.resolve("speech"), null).load();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (BadFlows e) {
            throw new AssertionError(e);
        }
    }

    /** A book of one flow, {@code inbound}, that goes straight into the sales queue. */
    public static FlowBook straightToSales() {
        return book(
                "inbound",
                """
                {"Version": "2019-10-30", "StartAction": "queue", "Actions": [
                  {"Identifier": "queue", "Type": "UpdateContactTargetQueue",
                   "Parameters": {"QueueId": "q-sales"},
                   "Transitions": {"NextAction": "enter", "Errors": [
                     {"ErrorType": "NoMatchingError", "NextAction": "end"}]}},
                  {"Identifier": "enter", "Type": "TransferContactToQueue", "Parameters": {},
                   "Transitions": {"NextAction": "end", "Errors": [
                     {"ErrorType": "QueueAtCapacity", "NextAction": "end"},
                     {"ErrorType": "NoMatchingError", "NextAction": "end"}]}},
                  {"Identifier": "end", "Type": "DisconnectParticipant", "Parameters": {},
                   "Transitions": {}}]}
                """);
    }

    /**
     * A book of one flow, {@code inbound}, that plays prompt {@code one} and goes into the sales
     * queue at any key.
     */
    public static FlowBook keyThenSales() {
        return book(
                "inbound",
                """
                {"Version": "2019-10-30", "StartAction": "ask", "Actions": [
                  {"Identifier": "ask", "Type": "GetParticipantInput",
                   "Parameters": {"PromptId": "p-1", "StoreInput": "False",
                                  "InputTimeLimitSeconds": "30"},
                   "Transitions": {"Conditions": [
                     {"NextAction": "queue", "Condition": {"Operator": "Equals", "Operands": ["1"]}}],
                    "Errors": [
                     {"ErrorType": "InputTimeLimitExceeded", "NextAction": "end"},
                     {"ErrorType": "NoMatchingCondition", "NextAction": "queue"},
                     {"ErrorType": "NoMatchingError", "NextAction": "end"}]}},
                  {"Identifier": "queue", "Type": "UpdateContactTargetQueue",
                   "Parameters": {"QueueId": "q-sales"},
                   "Transitions": {"NextAction": "enter", "Errors": [
                     {"ErrorType": "NoMatchingError", "NextAction": "end"}]}},
                  {"Identifier": "enter", "Type": "TransferContactToQueue", "Parameters": {},
                   "Transitions": {"NextAction": "end", "Errors": [
                     {"ErrorType": "QueueAtCapacity", "NextAction": "end"},
                     {"ErrorType": "NoMatchingError", "NextAction": "end"}]}},
                  {"Identifier": "end", "Type": "DisconnectParticipant", "Parameters": {},
                   "Transitions": {}}]}
                """);
    }

    /** A book of one flow, with queues q-sales and q-service and prompts p-1, p-2, p-3. */
    public static FlowBook book(String name, String json) {
        return switch (load(Map.of(name, json))) {
            case FlowLoader.Outcome.Loaded loaded -> loaded.book();
            case FlowLoader.Outcome.Refused refused -> throw new AssertionError(refused.faults());
        };
    }

    /** Loads flows against the mapping of {@link #book}, with every prompt file in its place. */
    public static FlowLoader.Outcome load(Map<String, String> flows) {
        var mapping =
                new FlowMapping(
                        Map.of("arn:x/queue/q-sales", "sales", "q-service", "service"),
                        Map.of("p-1", "one.wav", "p-2", "two.wav", "p-3", "three.wav"),
                        Map.of("f-inbound", "inbound", "f-second", "second"));
        return new FlowLoader(mapping, Path.of("prompts"), Path.of("speech"), "voice", _ -> true)
                .load(flows);
    }
}
