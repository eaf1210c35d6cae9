package dev.crosspoint.gateway.flow;

import dev.crosspoint.gateway.flow.Transitions.ErrorType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the actions that change what the contact carries. */
final class SettingsReader {

    /** A week either way: nobody waits for longer. */
    private static final int MAX_ADJUSTMENT_SECONDS = 604_800;

    private static final Set<ErrorType> ANY_ERROR = Set.of(ErrorType.NO_MATCHING_ERROR);

    private final FlowMapping mapping;
    private final Set<String> names;

    SettingsReader(FlowMapping mapping, Set<String> names) {
        this.mapping = mapping;
        this.names = names;
    }

    Action logging(String id, Parameters p, TransitionsReader t) {
        return new Action.UpdateFlowLoggingBehavior(
                id,
                t.straight(Set.of(), Set.of()),
                p.oneOf("FlowLoggingBehavior", List.of("Enabled", "Disabled")).equals("Enabled"));
    }

    Action voice(String id, Parameters p, TransitionsReader t) {
        var voice = p.value("TextToSpeechVoice");
        p.ignore("TextToSpeechEngine");
        p.ignore("TextToSpeechStyle");
        return new Action.UpdateContactTextToSpeechVoice(
                id, t.straight(ANY_ERROR, Set.of()), voice);
    }

    Action recording(String id, Parameters p, TransitionsReader t) {
        if (!p.has("RecordingBehavior")) {
            p.fault("needs a RecordingBehavior");
        }
        var behavior = p.object("RecordingBehavior");
        var recorded = behavior.texts("RecordedParticipants");
        if (!Set.of("Agent", "Customer").containsAll(recorded)) {
            behavior.fault("records participants other than Agent and Customer");
        }
        if (!behavior.texts("ScreenRecordedParticipants").isEmpty()) {
            behavior.fault("records screens, which are not here");
        }
        if (behavior.text("IVRRecordingBehavior").orElse("Disabled").equals("Enabled")) {
            behavior.fault("records the flow itself; recording begins with an agent");
        }
        behavior.nothingElse();
        if (p.object("AnalyticsBehavior").flagOr("Enabled", false)) {
            p.fault("switches on AnalyticsBehavior, which is not here");
        }
        return new Action.UpdateContactRecordingBehavior(
                id,
                t.straight(ANY_ERROR, Set.of()),
                recorded.contains("Agent"),
                recorded.contains("Customer"));
    }

    Action attributes(String id, Parameters p, TransitionsReader t) {
        if (!p.has("Attributes")) {
            p.fault("needs Attributes");
        }
        Map<String, Value> values = p.object("Attributes").allValues();
        if (p.text("TargetContact").orElse("Current").equals("Related")) {
            p.fault("has a TargetContact other than Current, and there is no related contact");
        }
        return new Action.UpdateContactAttributes(id, t.straight(Set.of(), ANY_ERROR), values);
    }

    Action routing(String id, Parameters p, TransitionsReader t) {
        boolean priority = p.has("QueuePriority");
        boolean adjustment = p.has("QueueTimeAdjustmentSeconds");
        if (priority == adjustment) {
            p.fault("needs either QueuePriority or QueueTimeAdjustmentSeconds");
        }
        return new Action.UpdateContactRoutingBehavior(
                id,
                t.straight(Set.of(), Set.of()),
                priority ? p.whole("QueuePriority", 1, Long.MAX_VALUE) : null,
                adjustment
                        ? p.integer(
                                "QueueTimeAdjustmentSeconds",
                                -MAX_ADJUSTMENT_SECONDS,
                                MAX_ADJUSTMENT_SECONDS)
                        : null);
    }

    Action criteria(String id, Parameters p, TransitionsReader t) {
        var criteria = new CriteriaReader(mapping).read(p.object("RoutingCriteria"));
        return new Action.UpdateContactRoutingCriteria(
                id, t.straight(Set.of(), ANY_ERROR), criteria);
    }

    Action hooks(String id, Parameters p, TransitionsReader t) {
        var hooks = p.object("EventHooks").allValues();
        if (hooks.size() != 1) {
            p.fault("needs exactly one of EventHooks");
        }
        var event = hooks.keySet().stream().findFirst().orElse("");
        var hook = EventHook.of(event);
        if (hook.isEmpty() && !event.isEmpty()) {
            p.fault(
                    "has a hook that is not there, "
                            + event
                            + "; there are "
                            + String.join(
                                    ", ",
                                    Arrays.stream(EventHook.values())
                                            .map(EventHook::text)
                                            .toList()));
        }
        var flow = hooks.getOrDefault(event, new Value.Literal(""));
        if (flow instanceof Value.Literal(var asked) && !event.isEmpty()) {
            var name = mapping.flow(asked);
            if (name.isEmpty()) {
                p.fault("names a flow that the mapping does not have: " + asked);
            } else if (!names.contains(name.get())) {
                p.fault("leads to flow " + name.get() + ", which is not there");
            }
        }
        return new Action.UpdateContactEventHooks(
                id, t.straight(Set.of(), ANY_ERROR), hook.orElse(EventHook.CUSTOMER_QUEUE), flow);
    }

    Action callbackNumber(String id, Parameters p, TransitionsReader t) {
        var number = p.value("CallbackNumber");
        if (number instanceof Value.Literal(var text) && !text.isEmpty()) {
            p.fault("has a fixed CallbackNumber; it must be a reference");
        }
        return new Action.UpdateContactCallbackNumber(
                id,
                t.straight(
                        Set.of(),
                        Set.of(
                                ErrorType.INVALID_CALLBACK_NUMBER,
                                ErrorType.CALLBACK_NUMBER_NOT_DIALABLE)),
                number instanceof Value.Reference(var path)
                        ? path
                        : DataPath.SystemValue.CUSTOMER_ADDRESS);
    }
}
