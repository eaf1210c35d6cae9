package dev.crosspoint.gateway.flow;

import dev.crosspoint.gateway.flow.Transitions.Condition;
import dev.crosspoint.gateway.flow.Transitions.ErrorType;
import dev.crosspoint.gateway.flow.Transitions.Operator;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads the actions that only find the way on. */
final class PathReader {

    /** Seven days, as in the original. */
    private static final int MAX_WAIT_SECONDS = 604_800;

    private static final int MAX_LOOPS = 100;

    private static final Set<ErrorType> ANY_ERROR = Set.of(ErrorType.NO_MATCHING_ERROR);

    private final FlowMapping mapping;
    private final Set<String> names;

    PathReader(FlowMapping mapping, Set<String> names) {
        this.mapping = mapping;
        this.names = names;
    }

    Action compare(String id, Parameters p, TransitionsReader t) {
        var text = p.requiredText("ComparisonValue");
        var path = DataPath.parse(text);
        if (path.isEmpty() && !text.isEmpty()) {
            p.fault("compares a value we hold nothing under: " + text);
        }
        return new Action.Compare(
                id,
                t.conditions(_ -> true, "", Set.of(), Set.of(ErrorType.NO_MATCHING_CONDITION)),
                path.orElse(DataPath.SystemValue.CHANNEL));
    }

    Action loop(String id, Parameters p, TransitionsReader t) {
        int count = p.integer("LoopCount", 0, MAX_LOOPS);
        var transitions = t.results(List.of("ContinueLooping", "DoneLooping"), ANY_ERROR, Set.of());
        return new Action.Loop(
                id,
                transitions,
                count,
                t.targetOf(transitions, "ContinueLooping"),
                t.targetOf(transitions, "DoneLooping"));
    }

    Action waiting(String id, Parameters p, TransitionsReader t) {
        // Written TimeLimitSeconds by the flow designer and TimeoutSeconds by its documentation.
        int seconds =
                p.has("TimeoutSeconds")
                        ? p.integer("TimeoutSeconds", 1, MAX_WAIT_SECONDS)
                        : p.integer("TimeLimitSeconds", 1, MAX_WAIT_SECONDS);
        if (!p.texts("Events").isEmpty()) {
            p.fault("waits for Events, which voice contacts do not have");
        }
        var transitions =
                t.results(
                        List.of("WaitCompleted"),
                        Set.of(ErrorType.NO_MATCHING_ERROR, ErrorType.PARTICIPANT_NOT_FOUND),
                        Set.of());
        return new Action.Wait(id, transitions, seconds, t.targetOf(transitions, "WaitCompleted"));
    }

    Action hours(String id, Parameters p, TransitionsReader t) {
        var hours = p.optionalValue("HoursOfOperationId").orElse(null);
        if (hours instanceof Value.Literal(var asked) && mapping.hours(asked).isEmpty()) {
            p.fault("names hours that the mapping does not have: " + asked);
        }
        return new Action.CheckHoursOfOperation(
                id, t.results(List.of("True", "False"), Set.of(), ANY_ERROR), hours);
    }

    Action metric(String id, Parameters p, TransitionsReader t) {
        p.refuse("AgentId", "agents have no queues of their own");
        var queue = p.optionalValue("QueueId").orElse(null);
        if (queue instanceof Value.Literal(var asked) && mapping.queue(asked).isEmpty()) {
            p.fault("names a queue that the mapping does not have: " + asked);
        }
        var words = Arrays.stream(Metric.values()).map(Metric::text).toList();
        var word = p.oneOf("MetricType", words);
        var metric =
                Arrays.stream(Metric.values())
                        .filter(known -> known.text().equals(word))
                        .findFirst()
                        .orElse(Metric.CONTACTS_WAITING);
        return new Action.CheckMetricData(
                id,
                metric.isOfAgents()
                        ? t.conditions(
                                PathReader::isAnyAgent,
                                "may have only NumberGreaterThan 0 of agents",
                                Set.of(ErrorType.NO_MATCHING_CONDITION),
                                ANY_ERROR)
                        : t.conditions(
                                PathReader::isOfNumbers,
                                "may have only Equals and relations of numbers",
                                Set.of(ErrorType.NO_MATCHING_CONDITION),
                                ANY_ERROR),
                metric,
                queue);
    }

    private static boolean isAnyAgent(Condition condition) {
        return condition.operator() == Operator.NUMBER_GREATER_THAN
                && condition.operand().equals(new Value.Literal("0"));
    }

    private static boolean isOfNumbers(Condition condition) {
        return switch (condition.operator()) {
            case EQUALS,
                    NUMBER_GREATER_THAN,
                    NUMBER_GREATER_OR_EQUAL_TO,
                    NUMBER_LESS_THAN,
                    NUMBER_LESS_OR_EQUAL_TO ->
                    true;
            case TEXT_STARTS_WITH, TEXT_ENDS_WITH, TEXT_CONTAINS -> false;
        };
    }

    Action transferToFlow(String id, Parameters p, TransitionsReader t) {
        var flow = fixed(p, "ContactFlowId", "flow", mapping::flow);
        return new Action.TransferToFlow(id, t.branching(Set.of(), ANY_ERROR), flow);
    }

    Action invokeModule(String id, Parameters p, TransitionsReader t) {
        p.refuse("Input", "a module finds what it needs in attributes");
        var module = fixed(p, "FlowModuleId", "module", mapping::module);
        return new Action.InvokeFlowModule(
                id, t.straight(Set.of(ErrorType.NO_MATCHING_CONDITION), ANY_ERROR), module);
    }

    private String fixed(
            Parameters p, String key, String what, Function<String, Optional<String>> mapped) {
        var asked = p.requiredText(key);
        var name = mapped.apply(asked);
        if (asked.startsWith("$.")) {
            p.fault(
                    "chooses its "
                            + what
                            + " by a reference; only a fixed "
                            + key
                            + " is supported");
        } else if (name.isEmpty() && !asked.isEmpty()) {
            p.fault("names a " + what + " that the mapping does not have: " + asked);
        } else if (name.isPresent() && !names.contains(name.get())) {
            p.fault("leads to " + what + " " + name.get() + ", which is not there");
        }
        return name.orElse("");
    }
}
