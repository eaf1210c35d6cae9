package dev.crosspoint.gateway.flow;

import static dev.crosspoint.gateway.flow.FlowText.ERRORS;
import static dev.crosspoint.gateway.flow.FlowText.action;
import static dev.crosspoint.gateway.flow.FlowText.branch;
import static dev.crosspoint.gateway.flow.FlowText.condition;
import static dev.crosspoint.gateway.flow.FlowText.errors;
import static dev.crosspoint.gateway.flow.FlowText.mark;
import static dev.crosspoint.gateway.flow.FlowText.to;
import static dev.crosspoint.gateway.flow.FlowText.walk;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.flow.FlowWorld.QueueView;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Branches on what a flow can look up: hours, queues, lots, callers. */
class WaysTest {
    private static final FlowSettings SALES =
            FlowSettings.INITIAL.withTarget(new Target.Queue("sales"));
    private static final FlowSettings SERVICE =
            FlowSettings.INITIAL.withTarget(new Target.Queue("service"));

    private final FlowWorldDouble world = new FlowWorldDouble();

    private FlowWalk go(FlowSettings settings, String type, String parameters, String ways) {
        return walk(
                world,
                FlowKind.INBOUND,
                settings,
                action("a", type, parameters, ways),
                mark("yes"),
                mark("no"),
                mark("other"),
                mark("failed"));
    }

    private FlowWalk checkHours(FlowSettings settings, String parameters) {
        return go(
                settings,
                "CheckHoursOfOperation",
                parameters,
                "'Conditions': ["
                        + branch("Equals", "True", "yes")
                        + ","
                        + branch("Equals", "False", "no")
                        + "], "
                        + ERRORS);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T11:00:00Z, yes", // a Monday, 12:00 in Berlin
        "2026-11-23T07:59:59Z, no", // 08:59
        "2026-11-23T08:00:00Z, yes", // 09:00
        "2026-11-23T15:59:59Z, yes", // 16:59
        "2026-11-23T16:00:00Z, no", // 17:00
        "2026-11-22T11:00:00Z, no", // a Sunday
        "2026-07-20T07:00:00Z, yes", // 09:00 in summer
        "2026-07-20T15:30:00Z, no", // 17:30 in summer
        "2026-12-24T10:30:00Z, yes", // Christmas Eve, 11:30
        "2026-12-24T11:30:00Z, no", // Christmas Eve, 12:30
    })
    void knowsWhenItIsOpen(Instant now, String mark) {
        world.now = now;

        assertThat(
                        checkHours(FlowSettings.INITIAL, "'HoursOfOperationId': 'h-1'")
                                .attribute("mark"))
                .isEqualTo(mark);
        assertThat(checkHours(SALES, "").attribute("mark")).isEqualTo(mark);
    }

    @Test
    void takesTheErrorBranchWhereThereAreNoHours() {
        assertThat(checkHours(SERVICE, "").attribute("mark")).isEqualTo("failed");
        assertThat(checkHours(FlowSettings.INITIAL, "").attribute("mark")).isEqualTo("failed");
        assertThat(checkHours(SALES, "'HoursOfOperationId': '$.Attributes.none'").attribute("mark"))
                .isEqualTo("failed");
    }

    @ParameterizedTest
    @CsvSource({
        "NumberOfAgentsAvailable, NumberGreaterThan, 0, other",
        "NumberOfAgentsStaffed, NumberGreaterThan, 0, yes",
        "NumberOfAgentsOnline, NumberGreaterThan, 0, yes",
        "NumberOfContactsInQueue, NumberGreaterOrEqualTo, 7, yes",
        "NumberOfContactsInQueue, Equals, 8, other",
        "OldestContactInQueueAgeSeconds, NumberGreaterThan, 300000, yes",
        "OldestContactInQueueAgeSeconds, NumberLessThan, 300000, other",
    })
    void branchesOnTheNumbersOfAQueue(String metric, String operator, String operand, String mark) {
        world.queues.put("sales", new QueueView("Sales", 0, 2, 3, 7, 301_000));
        var ways =
                condition(operator, operand, "yes")
                        + ","
                        + errors("NoMatchingCondition > other", "NoMatchingError > failed");

        assertThat(
                        go(
                                        FlowSettings.INITIAL,
                                        "CheckMetricData",
                                        "'MetricType': '" + metric + "', 'QueueId': 'q-sales'",
                                        ways)
                                .attribute("mark"))
                .isEqualTo(mark);
        assertThat(
                        go(SALES, "CheckMetricData", "'MetricType': '" + metric + "'", ways)
                                .attribute("mark"))
                .isEqualTo(mark);
        assertThat(
                        go(SERVICE, "CheckMetricData", "'MetricType': '" + metric + "'", ways)
                                .attribute("mark"))
                .isEqualTo("failed");
    }

    @ParameterizedTest
    @CsvSource({"1, yes", "29, yes", "30, no", "70, no", "71, other", "100, other"})
    void distributesByLot(int percent, String mark) {
        world.percent = percent;
        var ways =
                "'Conditions': ["
                        + branch("NumberLessThan", "30", "yes")
                        + ","
                        + branch("NumberLessThan", "71", "no")
                        + "], "
                        + errors("NoMatchingCondition > other");

        assertThat(go(FlowSettings.INITIAL, "DistributeByPercentage", "", ways).attribute("mark"))
                .isEqualTo(mark);
    }

    @ParameterizedTest
    @CsvSource({
        "$.Crosspoint.ContactsFromNumber, 4",
        "$.Crosspoint.ContactsFromAddress, 9",
        "$.Crosspoint.Denied, True",
        "$.Crosspoint.PositionInQueue, 12",
        "$.Queue.Name, Sales and more",
        "$.CustomerCallbackNumber, +442079460123",
        "$.External.nothing, ''",
    })
    void readsWhatTheGatewayKnows(String reference, String value) {
        world.fromNumber = 4;
        world.fromAddress = 9;
        world.denied = true;
        world.position = 12;
        world.queues.put("sales", new QueueView("Sales and more", 0, 0, 0, 0, 0));
        var walk =
                walk(
                        world,
                        FlowKind.QUEUE,
                        SALES,
                        action(
                                "a",
                                "UpdateContactAttributes",
                                "'Attributes': {'value': '" + reference + "'}",
                                to("b") + "," + ERRORS),
                        mark("b"),
                        mark("failed"));

        assertThat(walk.attribute("value")).isEqualTo(value);
        if (!value.isEmpty()) {
            var compared =
                    go(
                            SALES,
                            "Compare",
                            "'ComparisonValue': '" + reference + "'",
                            condition("Equals", value, "yes")
                                    + ","
                                    + errors("NoMatchingCondition > other"));
            assertThat(compared.attribute("mark")).isEqualTo("yes");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "+493012345678, +493012345678",
        "493012345678, +493012345678",
        "12, invalid",
        "'', invalid"
    })
    void keepsANumberToCallBack(String number, String kept) {
        var walk =
                walk(
                        action(
                                "set",
                                "UpdateContactAttributes",
                                "'Attributes': {'number': '" + number + "'}",
                                to("keep") + "," + ERRORS),
                        action(
                                "keep",
                                "UpdateContactCallbackNumber",
                                "'CallbackNumber': '$.Attributes.number'",
                                to("kept")
                                        + ","
                                        + errors(
                                                "InvalidCallbackNumber > invalid",
                                                "CallbackNumberNotDialable > failed")),
                        action(
                                "kept",
                                "UpdateContactAttributes",
                                "'Attributes': {'mark': '$.CustomerCallbackNumber'}",
                                to("said") + "," + ERRORS),
                        action("said", "MessageParticipant", "'PromptId': 'p-3'", to("said")),
                        mark("invalid"),
                        mark("failed"));

        assertThat(walk.attribute("mark")).isEqualTo(kept);
        assertThat(walk.state().settings().toString()).doesNotContain("4930");
    }
}
