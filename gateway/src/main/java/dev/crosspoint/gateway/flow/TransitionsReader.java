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
import java.util.function.Predicate;
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
        // Written empty by the flow designer where it is never taken.
        this.next = transitions.text("NextAction").filter(text -> !text.isEmpty()).orElse(null);
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

    /** Relations to the result, at least one, that all are so; else the fault says otherwise. */
    Transitions conditions(
            Predicate<Condition> so, String otherwise, Set<ErrorType> may, Set<ErrorType> must) {
        if (p.objects("Conditions").isEmpty()) {
            p.fault("need at least one of Conditions");
        }
        return new Transitions(next, readConditions(so, otherwise), errors(may, must));
    }

    /** One key of a telephone each. */
    Transitions keys(Set<ErrorType> may, Set<ErrorType> must) {
        var conditions =
                readConditions(
                        condition ->
                                condition.operator() == Operator.EQUALS
                                        && condition.operand() instanceof Value.Literal(var key)
                                        && key.matches("[0-9*#]"),
                        "have a condition that is not Equals with one of 0-9, * and #");
        return new Transitions(next, conditions, errors(may, must));
    }

    /** Numbers below which a lot leads on, each greater than the one before, 100 at the most. */
    Transitions shares(Set<ErrorType> must) {
        var otherwise = "need NumberLessThan with whole numbers that rise from 1 to 100";
        var transitions = conditions(TransitionsReader::isShare, otherwise, Set.of(), must);
        int last = 0;
        for (var condition : transitions.conditions()) {
            if (isShare(condition) && condition.operand() instanceof Value.Literal(var text)) {
                if (Integer.parseInt(text) <= last) {
                    p.fault(otherwise);
                }
                last = Integer.parseInt(text);
            }
        }
        return transitions;
    }

    private static boolean isShare(Condition condition) {
        return condition.operator() == Operator.NUMBER_LESS_THAN
                && condition.operand() instanceof Value.Literal(var text)
                && text.matches("[1-9][0-9]?|100");
    }

    /** Exactly these results, each with {@code Equals}; a single one may be {@code NextAction}. */
    Transitions results(List<String> results, Set<ErrorType> may, Set<ErrorType> must) {
        var found = new HashSet<String>();
        var conditions =
                readConditions(
                        condition ->
                                condition.operator() == Operator.EQUALS
                                        && condition.operand() instanceof Value.Literal(var result)
                                        && results.contains(result)
                                        && found.add(result),
                        "may have only Equals " + String.join(", ", results) + ", once each");
        for (var result : results) {
            if (!found.contains(result) && (next == null || results.size() > 1)) {
                p.fault("need a condition for Equals " + result);
            }
        }
        return new Transitions(next, conditions, errors(may, must));
    }

    /** Perhaps this result, with {@code Equals}; the action may also never come to an end. */
    Transitions perhaps(String result, Set<ErrorType> may) {
        var conditions =
                readConditions(
                        condition ->
                                condition.operator() == Operator.EQUALS
                                        && condition.operand().equals(new Value.Literal(result)),
                        "may have only Equals " + result);
        return new Transitions(next, conditions, errors(may, Set.of()));
    }

    /** Where a result leads, after {@link #results}; empty when it leads nowhere. */
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

    private List<Condition> readConditions(Predicate<Condition> so, String otherwise) {
        var conditions = new ArrayList<Condition>();
        for (var entry : p.objects("Conditions")) {
            var target = entry.requiredText("NextAction");
            var condition = entry.object("Condition");
            var word = condition.requiredText("Operator");
            var operator = operator(word);
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
                var read = new Condition(operator, operand(operands.get(0), condition), target);
                if (!so.test(read)) {
                    p.fault(otherwise);
                }
                conditions.add(read);
            }
        }
        return conditions;
    }

    private static Value operand(String text, Parameters condition) {
        return condition.valueOf(text, "refers to a value we hold nothing under: ");
    }

    private static @Nullable Operator operator(String text) {
        for (var operator : Operator.values()) {
            if (operator.text().equals(text)) {
                return operator;
            }
        }
        return null;
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
