package dev.crosspoint.gateway.flow;

import dev.crosspoint.gateway.routing.Standing;
import dev.crosspoint.signaling.api.Private;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the flows of a contact have switched and chosen. It belongs to the contact: what one flow
 * ends with, the next begins with.
 *
 * @param target null until chosen
 * @param recordAgent whether the agent's side is to be recorded (off by default)
 * @param recordCustomer likewise the customer's
 * @param voice text-to-speech voice asked for, null until then
 * @param logging whether each action is logged
 * @param hooks local names of the flows that events start
 * @param callbackNumber in E.164; null when it is the number the customer called from
 */
public record FlowSettings(
        @Nullable Target target,
        boolean recordAgent,
        boolean recordCustomer,
        @Nullable String voice,
        boolean logging,
        Standing standing,
        Map<EventHook, String> hooks,
        @Nullable Private callbackNumber) {

    /** What a contact begins with. */
    public static final FlowSettings INITIAL =
            new FlowSettings(null, false, false, null, false, Standing.ORDINARY, Map.of(), null);

    public FlowSettings {
        hooks = Map.copyOf(hooks);
    }

    /** Local name of the queue that was chosen; null when none was, or an agent. */
    public @Nullable String targetQueue() {
        return target instanceof Target.Queue(var name) ? name : null;
    }

    /** Local name of the flow that an event starts; empty when it starts none. */
    public Optional<String> hook(EventHook event) {
        return Optional.ofNullable(hooks.get(event));
    }

    FlowSettings withTarget(Target changed) {
        return new FlowSettings(
                changed,
                recordAgent,
                recordCustomer,
                voice,
                logging,
                standing,
                hooks,
                callbackNumber);
    }

    FlowSettings withRecording(boolean agent, boolean customer) {
        return new FlowSettings(
                target, agent, customer, voice, logging, standing, hooks, callbackNumber);
    }

    FlowSettings withVoice(String name) {
        return new FlowSettings(
                target,
                recordAgent,
                recordCustomer,
                name,
                logging,
                standing,
                hooks,
                callbackNumber);
    }

    FlowSettings withLogging(boolean enabled) {
        return new FlowSettings(
                target,
                recordAgent,
                recordCustomer,
                voice,
                enabled,
                standing,
                hooks,
                callbackNumber);
    }

    FlowSettings withStanding(Standing changed) {
        return new FlowSettings(
                target,
                recordAgent,
                recordCustomer,
                voice,
                logging,
                changed,
                hooks,
                callbackNumber);
    }

    FlowSettings withHook(EventHook event, String flow) {
        var changed = new EnumMap<EventHook, String>(EventHook.class);
        changed.putAll(hooks);
        changed.put(event, flow);
        return new FlowSettings(
                target,
                recordAgent,
                recordCustomer,
                voice,
                logging,
                standing,
                changed,
                callbackNumber);
    }

    FlowSettings withCallbackNumber(Private number) {
        return new FlowSettings(
                target, recordAgent, recordCustomer, voice, logging, standing, hooks, number);
    }
}
