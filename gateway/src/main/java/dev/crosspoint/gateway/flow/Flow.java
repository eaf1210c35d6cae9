package dev.crosspoint.gateway.flow;

import java.util.Map;

/**
 * One flow that has passed every check of {@link FlowLoader}.
 *
 * @param name local name: its file's name without {@code .json}
 * @param startAction identifier of the first action
 * @param actions by identifier; every transition leads to one of them
 */
public record Flow(String name, String startAction, Map<String, Action> actions) {
    public Flow {
        actions = Map.copyOf(actions);
    }

    /** An action that is there. */
    Action action(String identifier) {
        var action = actions.get(identifier);
        if (action == null) {
            throw new IllegalArgumentException("no action " + identifier + " in flow " + name);
        }
        return action;
    }
}
