package dev.crosspoint.gateway.flow;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the ids and ARNs in flows are here. An ARN and its last segment (the id) name the same
 * thing.
 *
 * @param queues local queue names
 * @param agents local agent ids
 * @param prompts file names within the flow folder
 * @param flows local flow names
 * @param modules local module names; each of these files is a module and no flow
 * @param skills local skill names by {@code Name:Value} of a predefined attribute
 * @param hours opening hours
 * @param queueHours ids of opening hours by local queue name
 * @param functions where functions listen, by the whole ARN
 */
public record FlowMapping(
        Map<String, String> queues,
        Map<String, String> agents,
        Map<String, String> prompts,
        Map<String, String> flows,
        Map<String, String> modules,
        Map<String, String> skills,
        Map<String, Hours> hours,
        Map<String, String> queueHours,
        Map<String, FunctionUrl> functions) {

    /** Translates nothing. */
    public static final FlowMapping NONE =
            new FlowMapping(
                    Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(),
                    Map.of());

    public FlowMapping {
        queues = byId(queues);
        agents = byId(agents);
        prompts = byId(prompts);
        flows = byId(flows);
        modules = byId(modules);
        skills = Map.copyOf(skills);
        hours = byId(hours);
        queueHours = Map.copyOf(queueHours);
        functions = Map.copyOf(functions);
    }

    Optional<String> queue(String idOrArn) {
        return Optional.ofNullable(queues.get(id(idOrArn)));
    }

    Optional<String> agent(String idOrArn) {
        return Optional.ofNullable(agents.get(id(idOrArn)));
    }

    Optional<String> prompt(String idOrArn) {
        return Optional.ofNullable(prompts.get(id(idOrArn)));
    }

    Optional<String> flow(String idOrArn) {
        return Optional.ofNullable(flows.get(id(idOrArn)));
    }

    /** A module, whatever its version or alias: {@code id:$LATEST}. */
    Optional<String> module(String idOrArn) {
        var id = id(idOrArn);
        int colon = id.indexOf(':');
        return Optional.ofNullable(modules.get(colon < 0 ? id : id.substring(0, colon)));
    }

    boolean isModule(String name) {
        return modules.containsValue(name);
    }

    Optional<String> skill(String attribute) {
        return Optional.ofNullable(skills.get(attribute));
    }

    Optional<Hours> hours(String idOrArn) {
        return Optional.ofNullable(hours.get(id(idOrArn)));
    }

    Optional<Hours> hoursOfQueue(String queue) {
        return Optional.ofNullable(queueHours.get(queue)).flatMap(this::hours);
    }

    Optional<FunctionUrl> function(String arn) {
        return Optional.ofNullable(functions.get(arn));
    }

    static String id(String idOrArn) {
        return idOrArn.substring(idOrArn.lastIndexOf('/') + 1);
    }

    private static <T> Map<String, T> byId(Map<String, T> map) {
        var ids = new HashMap<String, T>();
        map.forEach((key, value) -> ids.put(id(key), value));
        return Map.copyOf(ids);
    }
}
