package dev.crosspoint.gateway.flow;

import static dev.crosspoint.gateway.flow.FlowText.ERRORS;
import static dev.crosspoint.gateway.flow.FlowText.action;
import static dev.crosspoint.gateway.flow.FlowText.mark;
import static dev.crosspoint.gateway.flow.FlowText.to;
import static dev.crosspoint.gateway.flow.FlowText.walk;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
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

    private static final List<Routing.Step> STEPS =
            List.of(
                    new Routing.Step(
                            new SkillRule.All(
                                    List.of(
                                            new SkillRule.Level("german", 4, 5),
                                            new SkillRule.Level("phones", 2, 3))),
                            OptionalInt.of(30)),
                    new Routing.Step(
                            new SkillRule.Any(List.of(new SkillRule.Level("german", 1, 5))),
                            OptionalInt.empty()));

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

        assertThat(walk.state().settings().routing()).isEqualTo(new Routing(1L, -600, STEPS));
        assertThat(walk.heard()).containsExactly("queue sales at 1 -600 " + STEPS);
    }

    @Test
    void tellsTheQueueOfEachChangeWhileItWaits() {
        assertThat(route(FlowKind.QUEUE).heard())
                .startsWith(
                        "reroute at 1 0 []", "reroute at 1 -600 []", "reroute at 1 -600 " + STEPS);
    }

    @Test
    void knowsTheSkillsThatAreAskedFor() {
        assertThat(STEPS.stream().flatMap(step -> step.rule().skills()))
                .containsExactly("german", "phones", "german");
    }
}
