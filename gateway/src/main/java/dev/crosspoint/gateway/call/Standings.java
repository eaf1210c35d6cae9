package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.flow.Routing;
import dev.crosspoint.gateway.flow.SkillRule;
import dev.crosspoint.gateway.routing.Requirement;
import dev.crosspoint.gateway.routing.RoutingCriteria;
import dev.crosspoint.gateway.routing.Standing;

/** From how a flow wants its contact routed to what that brings to a queue. */
final class Standings {
    private Standings() {}

    static Standing of(Routing routing) {
        var priority = routing.priority();
        return new Standing(
                // Whoever writes the largest number there is wants to be last.
                priority == null ? null : (int) Math.min(priority, Integer.MAX_VALUE),
                routing.timeAdjustmentSeconds(),
                criteria(routing));
    }

    private static RoutingCriteria criteria(Routing routing) {
        return new RoutingCriteria(
                routing.criteria().stream()
                        .map(step ->
                                new RoutingCriteria.Step(
                                        requirement(step.rule()), step.expirySeconds().orElse(0)))
                        .toList());
    }

    private static Requirement requirement(SkillRule rule) {
        return switch (rule) {
            case SkillRule.Level(var skill, double least, double most) ->
                    new Requirement.Level(skill, least, most);
            case SkillRule.All(var rules) ->
                    new Requirement.All(rules.stream().map(Standings::requirement).toList());
            case SkillRule.Any(var rules) ->
                    new Requirement.Any(rules.stream().map(Standings::requirement).toList());
        };
    }
}
