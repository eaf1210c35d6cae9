package dev.crosspoint.gateway.flow;

import static dev.crosspoint.gateway.flow.FlowText.ERRORS;
import static dev.crosspoint.gateway.flow.FlowText.action;
import static dev.crosspoint.gateway.flow.FlowText.mark;
import static dev.crosspoint.gateway.flow.FlowText.to;
import static dev.crosspoint.gateway.flow.FlowText.walk;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.routing.Requirement;
import dev.crosspoint.gateway.routing.RoutingCriteria;
import dev.crosspoint.gateway.routing.RoutingCriteria.Step;
import dev.crosspoint.gateway.routing.Standing;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a contact stands in its queue, and what it asks of an agent. */
class RoutingTest {
    private static final String CRITERIA =
            "'RoutingCriteria': {'Steps': ["
                    + "{'Expression': {'AndExpression': [{'AttributeCondition': {'Name':"
                    + " 'Language', 'Value': 'German', 'ProficiencyLevel': '4.0',"
                    + " 'ComparisonOperator': 'NumberGreaterOrEqualTo'}}, {'AttributeCondition':"
                    + " {'Name': 'Technology', 'Value': 'Phones', 'Range': {'MinProficiencyLevel':"
                    + " 2, 'MaxProficiencyLevel': 3.0}, 'ComparisonOperator': 'Range'}}]},"
                    + " 'Expiry': {'DurationInSeconds': '30'}},"
                    + "{'Expression': {'OrExpression': [{'AttributeCondition': {'Name':"
                    + " 'Language', 'Value': 'German', 'ProficiencyLevel': '1',"
                    + " 'ComparisonOperator': 'NumberGreaterOrEqualTo'}}]}}]}";

    private static final RoutingCriteria STEPS =
            new RoutingCriteria(
                    List.of(
                            new Step(
                                    new Requirement.All(
                                            List.of(
                                                    new Requirement.Level("german", 4, 5),
                                                    new Requirement.Level("phones", 2, 3))),
                                    30),
                            new Step(
                                    new Requirement.Any(
                                            List.of(new Requirement.Level("german", 1, 5))),
                                    0)));

    private static FlowWalk route(FlowKind kind) {
        return walk(
                new FlowWorldDouble(),
                kind,
                FlowSettings.INITIAL.withTarget(new Target.Queue("sales")),
                action("a", "UpdateContactRoutingBehavior", "'QueuePriority': '1'", to("b")),
                action(
                        "b",
                        "UpdateContactRoutingBehavior",
                        "'QueueTimeAdjustmentSeconds': '-600'",
                        to("c")),
                action("c", "UpdateContactRoutingCriteria", CRITERIA, to("d") + "," + ERRORS),
                action("d", "TransferContactToQueue", "", ERRORS),
                mark("failed"));
    }

    @Test
    void entersTheQueueByTheRulesThatWereSet() {
        var walk = route(FlowKind.INBOUND);

        assertThat(walk.state().settings().standing()).isEqualTo(new Standing(1L, -600, STEPS));
        assertThat(walk.heard()).containsExactly("queue sales at 1 -600 " + STEPS);
    }

    @Test
    void tellsTheQueueOfEachChangeWhileItWaits() {
        assertThat(route(FlowKind.QUEUE).heard())
                .startsWith(
                        "reroute at 1 0 " + RoutingCriteria.NONE,
                        "reroute at 1 -600 " + RoutingCriteria.NONE,
                        "reroute at 1 -600 " + STEPS);
    }

    @Test
    void leavesThePriorityOfTheQueueAloneWhenOnlyTheAgeIsSet() {
        var walk =
                walk(
                        new FlowWorldDouble(),
                        FlowKind.INBOUND,
                        FlowSettings.INITIAL.withTarget(new Target.Queue("sales")),
                        action(
                                "a",
                                "UpdateContactRoutingBehavior",
                                "'QueueTimeAdjustmentSeconds': '30'",
                                to("failed")),
                        mark("failed"));

        assertThat(walk.state().settings().standing())
                .isEqualTo(Standing.ORDINARY.withAdjustment(30));
    }

    @Test
    void takesThePrioritiesThatTheOriginalTakes() {
        var walk =
                walk(
                        new FlowWorldDouble(),
                        FlowKind.INBOUND,
                        FlowSettings.INITIAL,
                        action(
                                "a",
                                "UpdateContactRoutingBehavior",
                                "'QueuePriority': '9223372036854775807'",
                                to("failed")),
                        mark("failed"));

        assertThat(walk.state().settings().standing().priority()).isEqualTo(Long.MAX_VALUE);
    }
}
