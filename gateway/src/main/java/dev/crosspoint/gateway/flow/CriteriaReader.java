package dev.crosspoint.gateway.flow;

import dev.crosspoint.gateway.routing.Requirement;
import dev.crosspoint.gateway.routing.RoutingCriteria;
import dev.crosspoint.gateway.routing.RoutingCriteria.Step;
import java.util.ArrayList;
import java.util.List;

/** Reads what a contact asks of an agent: {@code RoutingCriteria}. */
final class CriteriaReader {

    /** More than anybody writes by hand; the original allows fewer. */
    private static final int MAX_STEPS = 10;

    private static final int MAX_CONDITIONS = 50;
    private static final int MAX_DEPTH = 5;

    /** Seven days. */
    private static final int MAX_EXPIRY_SECONDS = 604_800;

    /** What a rule is once it could not be read; never asked, because the flow is refused. */
    private static final Requirement NO_RULE = Requirement.NONE;

    private final FlowMapping mapping;
    private int conditions;

    CriteriaReader(FlowMapping mapping) {
        this.mapping = mapping;
    }

    RoutingCriteria read(Parameters criteria) {
        var entries = criteria.objects("Steps");
        if (entries.isEmpty() || entries.size() > MAX_STEPS) {
            criteria.fault("needs 1 to " + MAX_STEPS + " Steps");
            return RoutingCriteria.NONE;
        }
        var steps = new ArrayList<Step>();
        boolean ends = true;
        for (var entry : entries) {
            if (!ends) {
                entry.fault("comes after a step without Expiry, which never ends");
            }
            var step = step(entry);
            if (ends) {
                steps.add(step);
            }
            ends = ends && step.expirySeconds() > 0;
        }
        criteria.nothingElse();
        return new RoutingCriteria(steps);
    }

    private Step step(Parameters step) {
        if (!step.has("Expression")) {
            step.fault("needs an Expression");
        }
        conditions = 0;
        var rule = step.has("Expression") ? rule(step.object("Expression"), 1) : NO_RULE;
        int expirySeconds = 0;
        if (step.has("Expiry")) {
            var limit = step.object("Expiry");
            expirySeconds = limit.integer("DurationInSeconds", 1, MAX_EXPIRY_SECONDS);
            limit.nothingElse();
        }
        step.nothingElse();
        if (rule.size() > RoutingCriteria.MOST_WORDS) {
            step.fault("is longer than " + RoutingCriteria.MOST_WORDS + " words");
            rule = NO_RULE;
        }
        return new Step(rule, expirySeconds);
    }

    private Requirement rule(Parameters expression, int depth) {
        boolean one = expression.has("AttributeCondition");
        boolean all = expression.has("AndExpression");
        boolean any = expression.has("OrExpression");
        if ((one ? 1 : 0) + (all ? 1 : 0) + (any ? 1 : 0) != 1) {
            expression.fault(
                    "needs exactly one of AttributeCondition, AndExpression and OrExpression");
            return NO_RULE;
        }
        var rule =
                one
                        ? level(expression.object("AttributeCondition"))
                        : all
                                ? new Requirement.All(rules(expression, "AndExpression", depth))
                                : new Requirement.Any(rules(expression, "OrExpression", depth));
        expression.nothingElse();
        return rule;
    }

    private List<Requirement> rules(Parameters expression, String key, int depth) {
        var entries = expression.objects(key);
        if (entries.isEmpty() || depth == MAX_DEPTH) {
            expression.fault("has an " + key + " that is empty or nested deeper than " + MAX_DEPTH);
            return List.of(NO_RULE);
        }
        return entries.stream().map(entry -> rule(entry, depth + 1)).toList();
    }

    private Requirement level(Parameters condition) {
        if (++conditions == MAX_CONDITIONS + 1) {
            condition.fault("is one condition too many, there may be " + MAX_CONDITIONS);
        }
        condition.refuse("MatchCriteria", "an agent is chosen by UpdateContactTargetQueue");
        var attribute = condition.requiredText("Name") + ":" + condition.requiredText("Value");
        var skill = mapping.skill(attribute);
        if (skill.isEmpty() && condition.has("Name") && condition.has("Value")) {
            condition.fault("names a skill that the mapping does not have: " + attribute);
        }
        boolean range = condition.has("Range");
        condition.oneOf("ComparisonOperator", List.of(range ? "Range" : "NumberGreaterOrEqualTo"));
        double least;
        double most = 5;
        if (range) {
            var levels = condition.object("Range");
            least = number(levels, "MinProficiencyLevel");
            most = number(levels, "MaxProficiencyLevel");
            levels.nothingElse();
        } else {
            least = number(condition, "ProficiencyLevel");
        }
        condition.nothingElse();
        if (least > most) {
            condition.fault("has a MinProficiencyLevel above its MaxProficiencyLevel");
            return NO_RULE;
        }
        return new Requirement.Level(skill.orElse(""), least, most);
    }

    /** One of the five levels there are, however it is written. */
    private static double number(Parameters p, String key) {
        var text = p.requiredText(key);
        if (text.matches("[1-5](\\.0)?")) {
            return Double.parseDouble(text);
        }
        if (p.has(key)) {
            p.fault("has a " + key + " that is not one of 1.0, 2.0, 3.0, 4.0 and 5.0");
        }
        return 1;
    }
}
