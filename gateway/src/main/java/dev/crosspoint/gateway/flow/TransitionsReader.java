package dev.crosspoint.gateway.flow;

import dev.crosspoint.gateway.flow.Transitions.Condition;
import dev.crosspoint.gateway.flow.Transitions.ErrorType;
import dev.crosspoint.gateway.flow.Transitions.Operator;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one action's transitions in the shape that its type has. Error sets are given as what may
 * be there and what must be there.
 */
final class TransitionsReader {
    private final Parameters p;
    private final @Nullable String next;

    TransitionsReader(Parameters transitions) {
        this.p = transitions;
        this.next = transitions.text("NextAction").orElse(null);
    }

    /** One way on, besides errors. */
    Transitions straight(Set<ErrorType> may, Set<ErrorType> must) {
        noConditions();
        needNext();
        return new Transitions(next, List.of(), errors(may, must));
    }

    /** Elsewhere when all goes well, so that {@code NextAction} is never taken. */
    Transitions branching(Set<ErrorType> may, Set<ErrorType> must) {
        noConditions();
        return new Transitions(next, List.of(), errors(may, must));
    }

    /** The end. */
    Transitions ending() {
        noConditions();
        return new Transitions(null, List.of(), errors(Set.of(), Set.of()));
    }

    /** Any relation to the result. */
    Transitions conditions(Set<ErrorType> may, Set<ErrorType> must) {
        var conditions = readConditions();
        if (p.objects("Conditions").isEmpty()) {
            p.fault("need at least one of Conditions");
        }
        return new Transitions(next, conditions, errors(may, must));
    }

    /** One key of a telephone each. */
    Transitions keys(Set<ErrorType> may, Set<ErrorType> must) {
        var conditions = readConditions();
        for (var condition : conditions) {
            if (condition.operator() != Operator.EQUALS
                    || !(condition.operand() instanceof Value.Literal(var key)
                            && key.matches("[0-9*#]"))) {
                p.fault("have a condition that is not Equals with one of 0-9, * and #");
            }
        }
        return new Transitions(next, conditions, errors(may, must));
    }

    /** Exactly these results, each with {@code Equals}; a single one may be {@code NextAction}. */
    Transitions results(List<String> results, Set<ErrorType> may) {
        var conditions = readConditions();
        var found = new HashSet<String>();
        for (var condition : conditions) {
            if (condition.operator() != Operator.EQUALS
                    || !(condition.operand() instanceof Value.Literal(var result)
                            && results.contains(result)
                            && found.add(result))) {
                p.fault("may have only Equals " + String.join(", ", results) + ", once each");
            }
        }
        for (var result : results) {
            if (!found.contains(result) && (next == null || results.size() > 1)) {
                p.fault("need a condition for Equals " + result);
            }
        }
        var errors = new HashSet<>(may);
        errors.add(ErrorType.NO_MATCHING_ERROR);
        return new Transitions(next, conditions, errors(errors, Set.of()));
    }

    /** Where a result leads, after {@link #results}. */
    String targetOf(Transitions transitions, String result) {
        return transitions.conditions().stream()
                .filter(condition ->
                        condition.operand() instanceof Value.Literal(var text)
                                && text.equals(result))
                .map(Condition::next)
                .findFirst()
                .orElse(next == null ? "" : next);
    }

    private void needNext() {
        if (next == null) {
            p.fault("need a NextAction");
        }
    }

    private void noConditions() {
        if (!p.objects("Conditions").isEmpty()) {
            p.fault("have Conditions, which this action does not support");
        }
    }

    private List<Condition> readConditions() {
        var conditions = new ArrayList<Condition>();
        for (var entry : p.objects("Conditions")) {
            var target = entry.requiredText("NextAction");
            var condition = entry.object("Condition");
            var word = condition.requiredText("Operator");
            var operator = ActionReader.operator(word);
            if (operator == null && !word.isEmpty()) {
                condition.fault("has an unknown Operator: " + word);
            }
            var operands = condition.texts("Operands");
            if (operands.size() != 1) {
                condition.fault("needs exactly one of Operands");
            }
            condition.nothingElse();
            entry.nothingElse();
            if (operator != null && operands.size() == 1) {
                conditions.add(
                        new Condition(operator, operand(operands.get(0), condition), target));
            }
        }
        return conditions;
    }

    private static Value operand(String text, Parameters condition) {
        if (!text.startsWith("$.")) {
            return new Value.Literal(text);
        }
        var path = DataPath.parse(text);
        if (path.isEmpty()) {
            condition.fault("refers to a value we hold nothing under: " + text);
        }
        return path.<Value>map(Value.Reference::new).orElse(new Value.Literal(""));
    }

    private Map<ErrorType, String> errors(Set<ErrorType> may, Set<ErrorType> must) {
        var errors = new EnumMap<ErrorType, String>(ErrorType.class);
        for (var entry : p.objects("Errors")) {
            var word = entry.requiredText("ErrorType");
            var target = entry.requiredText("NextAction");
            entry.nothingElse();
            var type = errorType(word);
            if (type == null || !(may.contains(type) || must.contains(type))) {
                p.fault("have an error branch that this action does not have: " + word);
            } else if (errors.put(type, target) != null) {
                p.fault("have an error branch twice: " + word);
            }
        }
        for (var type : must) {
            if (!errors.containsKey(type)) {
                p.fault("need an error branch for " + type.text());
            }
        }
        p.nothingElse();
        return errors;
    }

    private static @Nullable ErrorType errorType(String text) {
        for (var type : ErrorType.values()) {
            if (type.text().equals(text)) {
                return type;
            }
        }
        return null;
    }
}
