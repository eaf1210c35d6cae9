package dev.crosspoint.gateway.flow;

import dev.crosspoint.gateway.flow.Transitions.ErrorType;
import dev.crosspoint.gateway.input.InputKeys;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Knows which reader reads an action type. Names and limits are those of the flow language; where
 * we differ, the fault says so and {@code docs/flows.md} says why.
 */
final class ActionReader {
    private final boolean inModule;
    private final ConversationReader conversation;
    private final HandoverReader handover;
    private final PathReader path;
    private final SettingsReader settings;

    /**
     * @param inputKeys that input may be sealed for
     * @param inModule whether what is read is a module
     * @param names of all flows and modules that there are
     */
    ActionReader(
            FlowMapping mapping,
            Set<String> names,
            PromptShelf prompts,
            InputKeys inputKeys,
            boolean inModule) {
        this.inModule = inModule;
        this.conversation = new ConversationReader(mapping, prompts, inputKeys);
        this.handover = new HandoverReader(mapping);
        this.path = new PathReader(mapping, names);
        this.settings = new SettingsReader(mapping, names);
    }

    /** The action, or null when its type is none of ours. */
    @Nullable Action read(String type, String id, Parameters p, TransitionsReader t) {
        var action =
                switch (type) {
                    case "MessageParticipant" -> conversation.message(id, p, t);
                    case "MessageParticipantIteratively" -> conversation.messages(id, p, t);
                    case "GetParticipantInput" -> conversation.input(id, p, t);

                    case "UpdateContactTargetQueue" -> handover.targetQueue(id, p, t);
                    case "TransferContactToQueue" -> handover.toQueue(id, t);
                    case "DequeueContactAndTransferToQueue" -> handover.toOtherQueue(id, p, t);
                    case "TransferContactToAgent" ->
                            new Action.TransferContactToAgent(id, t.ending());
                    case "TransferParticipantToThirdParty" -> handover.toThirdParty(id, p, t);
                    case "InvokeLambdaFunction" -> handover.toFunction(id, p, t);

                    case "Compare" -> path.compare(id, p, t);
                    case "Loop" -> path.loop(id, p, t);
                    case "Wait" -> path.waiting(id, p, t);
                    case "CheckHoursOfOperation" -> path.hours(id, p, t);
                    case "CheckMetricData" -> path.metric(id, p, t);
                    case "DistributeByPercentage" ->
                            new Action.DistributeByPercentage(
                                    id, t.shares(Set.of(ErrorType.NO_MATCHING_CONDITION)));
                    case "TransferToFlow" -> path.transferToFlow(id, p, t);
                    case "InvokeFlowModule" -> path.invokeModule(id, p, t);
                    case "EndFlowModuleExecution" -> endModule(id, p, t);
                    case "DisconnectParticipant" ->
                            new Action.DisconnectParticipant(id, t.ending());
                    case "EndFlowExecution" -> new Action.EndFlowExecution(id, t.ending());

                    case "UpdateFlowLoggingBehavior" -> settings.logging(id, p, t);
                    case "UpdateContactTextToSpeechVoice" -> settings.voice(id, p, t);
                    case "UpdateContactRecordingBehavior" -> settings.recording(id, p, t);
                    case "UpdateContactAttributes" -> settings.attributes(id, p, t);
                    case "UpdateContactData" -> DetailsReader.read(id, p, t);
                    case "UpdateContactRoutingBehavior" -> settings.routing(id, p, t);
                    case "UpdateContactRoutingCriteria" -> settings.criteria(id, p, t);
                    case "UpdateContactEventHooks" -> settings.hooks(id, p, t);
                    case "UpdateContactCallbackNumber" -> settings.callbackNumber(id, p, t);
                    default -> null;
                };
        if (action != null) {
            p.nothingElse();
        }
        return action;
    }

    private Action endModule(String id, Parameters p, TransitionsReader t) {
        if (!inModule) {
            p.fault("ends a module, and this is a flow: the mapping has no module of its name");
        }
        p.refuse("Result", "a module goes on at the NextAction of whoever invoked it");
        p.refuse("ResultData", "a module leaves what it found in attributes");
        return new Action.EndFlowModuleExecution(id, t.ending());
    }
}
