package dev.crosspoint.gateway.flow;

import java.util.List;
import java.util.stream.Collectors;

/** Flows as short text: single quotes for double ones, one line per action. */
final class FlowText {
    private FlowText() {}

    static final String ERRORS =
            "'Errors': [{'ErrorType': 'NoMatchingError', 'NextAction': 'failed'}]";
    static final String MENU_ERRORS =
            """
            'Errors': [{'ErrorType': 'InputTimeLimitExceeded', 'NextAction': 'late'},
                       {'ErrorType': 'NoMatchingCondition', 'NextAction': 'other'},
                       {'ErrorType': 'NoMatchingError', 'NextAction': 'failed'}]\
            """;

    static FlowWalk menu() {
        return walk(
                action(
                        "a",
                        "GetParticipantInput",
                        "'PromptId': 'p-1', 'StoreInput': 'False', 'InputTimeLimitSeconds': '5'",
                        "'Conditions': ["
                                + branch("Equals", "1", "one")
                                + ","
                                + branch("Equals", "2", "two")
                                + "],"
                                + MENU_ERRORS),
                mark("one"),
                mark("two"),
                mark("late"),
                mark("other"),
                mark("failed"));
    }

    static FlowWalk collect(String dtmf, String validation) {
        boolean phone = validation.contains("Phone");
        return walk(
                action(
                        "a",
                        "GetParticipantInput",
                        "'PromptId': 'p-1', 'StoreInput': 'True', 'InputTimeLimitSeconds': '7', "
                                + dtmf
                                + ", 'InputValidation': {"
                                + validation
                                + "}",
                        to("next")
                                + ", 'Errors': [{'ErrorType': 'NoMatchingError', 'NextAction':"
                                + " 'failed'}"
                                + (phone
                                        ? ",{'ErrorType': 'InvalidPhoneNumber', 'NextAction':"
                                                + " 'invalid'}"
                                        : "")
                                + "]"),
                mark("next"),
                mark("invalid"),
                mark("failed"));
    }

    static String phone(String format) {
        return "'PhoneNumberValidation': {'NumberFormat': '" + format + "', 'CountryCode': 'GB'}";
    }

    /** An action that leaves its mark in an attribute and then waits for a prompt to end. */
    static String mark(String id) {
        return action(
                        id,
                        "UpdateContactAttributes",
                        "'Attributes': {'mark': '" + id + "'}",
                        to(id + " said")
                                + ", 'Errors': [{'ErrorType': 'NoMatchingError', 'NextAction': '"
                                + id
                                + " said'}]")
                + ","
                + action(id + " said", "MessageParticipant", "'PromptId': 'p-3'", to(id + " said"));
    }

    static String to(String next) {
        return "'NextAction': '" + next + "'";
    }

    static String condition(String operator, String operand, String next) {
        return "'Conditions': [" + branch(operator, operand, next) + "]";
    }

    static String branch(String operator, String operand, String next) {
        return "{'NextAction': '%s', 'Condition': {'Operator': '%s', 'Operands': ['%s']}}"
                .formatted(next, operator, operand);
    }

    static String action(String id, String type, String parameters, String transitions) {
        return "{'Identifier': '%s', 'Type': '%s', 'Parameters': {%s}, 'Transitions': {%s}}"
                .formatted(id, type, parameters, transitions);
    }

    static String flow(String... actions) {
        var start = List.of(actions).getFirst().split("'", -1)[3];
        return ("{'Version': '2019-10-30', 'StartAction': '"
                        + start
                        + "', 'Actions': ["
                        + String.join(",", actions)
                        + "]}")
                .replace('\'', '"')
                .replace("\\u0027", "'");
    }

    /** Error branches as {@code type > action}. */
    static String errors(String... branches) {
        return List.of(branches).stream()
                .map(branch -> branch.split(" > ", 2))
                .map(parts ->
                        "{'ErrorType': '%s', 'NextAction': '%s'}".formatted(parts[0], parts[1]))
                .collect(Collectors.joining(",", "'Errors': [", "]"));
    }

    static FlowWalk walk(FlowWorld world, FlowKind kind, FlowSettings settings, String... actions) {
        return new FlowWalk(FlowFixtures.book("inbound", flow(actions)), world, kind, settings);
    }

    static FlowWalk walk(String... actions) {
        return new FlowWalk(FlowFixtures.book("inbound", flow(actions)));
    }
}
