package dev.crosspoint.gateway.flow;

import dev.crosspoint.gateway.flow.Hours.Interval;
import dev.crosspoint.gateway.input.InputKeys;
import dev.crosspoint.signaling.api.Tenant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Flows for tests: the demo's, and small ones written in place. */
public final class FlowFixtures {
    private FlowFixtures() {}

    /** For flows that seal nothing. */
    public static final InputKeys NO_KEYS = InputKeys.none(new Tenant("acme", "test"));

    /** The demo's flows, unpacked into a folder and loaded like any other. */
    public static FlowBook demo(Path folder) {
        try {
            DemoFlows.unpack(folder);
            return new FlowFolder(folder, folder.resolve("speech"), null, NO_KEYS).load();
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
     * A book of one flow, {@code inbound}, that goes into the sales queue at once, recorded.
     *
     * @param sides JSON texts, {@code "Agent"} and {@code "Customer"}, with a comma between
     */
    public static FlowBook recordedSales(String sides) {
        return salesAfter(
                """
                {"Identifier": "first", "Type": "UpdateContactRecordingBehavior",
                 "Parameters": {"RecordingBehavior": {"RecordedParticipants": [%s]}},
                 "Transitions": {"NextAction": "queue"}},
                """
                        .formatted(sides));
    }

    /** One that says what the contact is called, is about and refers to, and does the same. */
    public static FlowBook namedSales() {
        return salesAfter(
                """
                {"Identifier": "first", "Type": "UpdateContactData",
                 "Parameters": {"Name": "Order 7", "Description": "It is late",
                   "References": {"case": {"Type": "CASE", "Value": "c-8"}}},
                 "Transitions": {"NextAction": "queue", "Errors": [
                   {"ErrorType": "NoMatchingError", "NextAction": "end"}]}},
                """);
    }

    private static FlowBook salesAfter(String first) {
        return book(
                "inbound",
                """
                {"Version": "2019-10-30", "StartAction": "first", "Actions": [
                  %s
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
                """
                        .formatted(first));
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

    /** A book of one flow, by {@link #MAPPING}. */
    public static FlowBook book(String name, String json) {
        return book(Map.of(name, json));
    }

    /** A book of flows, by {@link #MAPPING}. */
    static FlowBook book(Map<String, String> flows) {
        return switch (load(flows)) {
            case FlowLoader.Outcome.Loaded loaded -> loaded.book();
            case FlowLoader.Outcome.Refused refused -> throw new AssertionError(refused.faults());
        };
    }

    /** Loads flows by {@link #MAPPING}, with every prompt file in its place. */
    public static FlowLoader.Outcome load(Map<String, String> flows) {
        return load(flows, NO_KEYS);
    }

    /** The same, where input may be sealed for these keys. */
    static FlowLoader.Outcome load(Map<String, String> flows, InputKeys keys) {
        return new FlowLoader(
                        MAPPING, Path.of("prompts"), Path.of("speech"), "voice", _ -> true, keys)
                .load(flows);
    }

    /** Open on weekdays from nine to five in Berlin, and on Christmas Eve until noon. */
    private static final Hours OFFICE =
            new Hours(
                    ZoneId.of("Europe/Berlin"),
                    EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY).stream()
                            .collect(
                                    Collectors.toMap(
                                            day -> day, _ -> List.of(new Interval(540, 1_020)))),
                    Map.of(LocalDate.of(2026, 12, 24), List.of(new Interval(540, 720))));

    private static final FlowMapping MAPPING =
            new FlowMapping(
                    Map.of("arn:x/queue/q-sales", "sales", "q-service", "service"),
                    Map.of("arn:x/agent/a-1", "ann"),
                    Map.of("p-1", "one.wav", "p-2", "two.wav", "p-3", "three.wav"),
                    Map.of("f-inbound", "inbound", "f-second", "second", "f-third", "third"),
                    IntStream.rangeClosed(1, 6)
                            .boxed()
                            .collect(Collectors.toMap(n -> "m-" + n, n -> "module" + n)),
                    Map.of("Language:German", "german", "Technology:Phones", "phones"),
                    Map.of("arn:x/operating-hours/h-1", OFFICE),
                    Map.of("sales", "arn:x/operating-hours/h-1"),
                    Map.of(
                            "arn:aws:lambda:eu-central-1:1:function:who",
                            FunctionUrl.parse("https://hooks.example.com/who?key=planted")
                                    .orElseThrow()));
}
