package dev.crosspoint.gateway.flow;

/** What a flow runs for; what it can do and what its end means follow from it. */
public enum FlowKind {
    /** Answers a call. */
    INBOUND("an inbound flow"),

    /** Takes a contact over from an agent or a quick connect. */
    TRANSFER("a transfer flow"),

    /** Runs for the customer after the last agent has left. */
    DISCONNECT("a disconnect flow"),

    /** Runs for a customer who waits in a queue. */
    QUEUE("a customer queue flow"),

    /** Runs for a customer on hold. */
    CUSTOMER_HOLD("a customer hold flow"),

    /** Runs for an agent on hold. */
    AGENT_HOLD("an agent hold flow"),

    /** Runs for an agent who is about to be joined with a customer. */
    AGENT_WHISPER("an agent whisper flow"),

    /** Runs for a customer who is about to be joined with an agent. */
    CUSTOMER_WHISPER("a customer whisper flow"),

    /** Runs for a customer who was called, before being joined with the agent who called. */
    OUTBOUND_WHISPER("an outbound whisper flow");

    private final String words;

    FlowKind(String words) {
        this.words = words;
    }

    /** The kind as people call it, with its article. */
    public String words() {
        return words;
    }

    /**
     * Whether the contact is nowhere else: when such a flow is over and has put the contact
     * nowhere, the customer is hung up on.
     */
    public boolean holdsContact() {
        return switch (this) {
            case INBOUND, TRANSFER, DISCONNECT -> true;
            case QUEUE,
                    CUSTOMER_HOLD,
                    AGENT_HOLD,
                    AGENT_WHISPER,
                    CUSTOMER_WHISPER,
                    OUTBOUND_WHISPER ->
                    false;
        };
    }

    /** Whether a flow of this kind can do that; if not, it takes the action's error branch. */
    boolean allows(Action action) {
        return switch (action) {
            case Action.TransferContactToQueue _, Action.TransferContactToAgent _ -> holdsContact();
            case Action.DequeueContactAndTransferToQueue _ -> this == QUEUE;
            case Action.MessageParticipantIteratively _ ->
                    this == QUEUE || this == CUSTOMER_HOLD || this == AGENT_HOLD;
            case Action.GetParticipantInput _,
                    Action.TransferParticipantToThirdParty _,
                    Action.DisconnectParticipant _,
                    Action.UpdateContactTargetQueue _,
                    Action.UpdateContactRoutingBehavior _,
                    Action.UpdateContactRoutingCriteria _,
                    Action.UpdateContactCallbackNumber _,
                    Action.CheckMetricData _,
                    Action.DistributeByPercentage _ ->
                    holdsContact() || this == QUEUE;
            case Action.UpdateFlowLoggingBehavior _,
                    Action.UpdateContactTextToSpeechVoice _,
                    Action.MessageParticipant _,
                    Action.Compare _,
                    Action.Loop _,
                    Action.Wait _,
                    Action.CheckHoursOfOperation _,
                    Action.TransferToFlow _,
                    Action.InvokeFlowModule _,
                    Action.EndFlowModuleExecution _,
                    Action.InvokeLambdaFunction _,
                    Action.UpdateContactAttributes _,
                    Action.UpdateContactData _,
                    Action.UpdateContactEventHooks _,
                    Action.UpdateContactRecordingBehavior _,
                    Action.EndFlowExecution _ ->
                    true;
        };
    }
}
