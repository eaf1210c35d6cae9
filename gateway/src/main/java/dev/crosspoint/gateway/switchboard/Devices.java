package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.gateway.routing.AgentKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What carries each agent's audio. A desk phone is off unless one is configured for the agent
 * (MED-8); then it is used until the agent chooses the softphone.
 */
final class Devices {
    static final String SOFTPHONE = "softphone";
    static final String DESK_PHONE = "desk-phone";

    /** By agents who have a desk phone; whether they use it. */
    private final Map<AgentKey, Boolean> deskPhones = new HashMap<>();

    void add(AgentKey agent, boolean hasDeskPhone) {
        if (hasDeskPhone) {
            deskPhones.put(agent, true);
        }
    }

    /** What may carry the agent's audio. */
    List<String> of(AgentKey agent) {
        return deskPhones.containsKey(agent) ? List.of(SOFTPHONE, DESK_PHONE) : List.of(SOFTPHONE);
    }

    boolean isDeskPhone(AgentKey agent) {
        return deskPhones.getOrDefault(agent, false);
    }

    String word(AgentKey agent) {
        return isDeskPhone(agent) ? DESK_PHONE : SOFTPHONE;
    }

    /** Changes the device; false, and nothing changes, when the agent has no such thing. */
    boolean choose(AgentKey agent, String device) {
        return switch (device) {
            case SOFTPHONE -> {
                deskPhones.computeIfPresent(agent, (_, _) -> false);
                yield true;
            }
            case DESK_PHONE -> deskPhones.computeIfPresent(agent, (_, _) -> true) != null;
            default -> false;
        };
    }
}
