package dev.crosspoint.gateway.flow;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the ids and ARNs in flows are here. An ARN and its last segment (the id) name the same
 * thing.
 *
 * @param queues local queue names
 * @param prompts file names within the flow folder
 * @param flows local flow names
 */
public record FlowMapping(
        Map<String, String> queues, Map<String, String> prompts, Map<String, String> flows) {
    public FlowMapping {
        queues = byId(queues);
        prompts = byId(prompts);
        flows = byId(flows);
    }

    Optional<String> queue(String idOrArn) {
        return Optional.ofNullable(queues.get(id(idOrArn)));
    }

    Optional<String> prompt(String idOrArn) {
        return Optional.ofNullable(prompts.get(id(idOrArn)));
    }

    Optional<String> flow(String idOrArn) {
        return Optional.ofNullable(flows.get(id(idOrArn)));
    }

    static String id(String idOrArn) {
        return idOrArn.substring(idOrArn.lastIndexOf('/') + 1);
    }

    private static Map<String, String> byId(Map<String, String> map) {
        var ids = new HashMap<String, String>();
        map.forEach((key, value) -> ids.put(id(key), value));
        return Map.copyOf(ids);
    }
}
