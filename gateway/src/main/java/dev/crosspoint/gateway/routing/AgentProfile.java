package dev.crosspoint.gateway.routing;

import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * What an agent does and can.
 *
 * @param queues those the agent serves, each once
 * @param skills how well the agent does something, {@value Requirement#LEAST_LEVEL} to {@value
 *     Requirement#MOST_LEVEL}, by the skill's name
 * @param reasons states besides available and offline that the agent may choose
 * @param afterContactSeconds longest after-contact work, s; 0 for none
 */
public record AgentProfile(
        List<Serving> queues,
        Map<String, Double> skills,
        List<String> reasons,
        int afterContactSeconds) {

    public AgentProfile {
        queues = List.copyOf(queues);
        skills = Map.copyOf(skills);
        reasons = List.copyOf(reasons);
        var seen = new HashSet<String>();
        for (var serving : queues) {
            if (!seen.add(serving.queue())) {
                throw new IllegalArgumentException(
                        "an agent serves queue " + serving.queue() + " twice");
            }
        }
        skills.forEach((skill, level) -> Requirement.checkLevel(skill, level));
        if (afterContactSeconds < 0) {
            throw new IllegalArgumentException("after-contact work takes 0 s or more");
        }
    }
}
