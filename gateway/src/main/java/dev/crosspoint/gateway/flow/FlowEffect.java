package dev.crosspoint.gateway.flow;

import java.nio.file.Path;

/** What a running flow asks for. */
public sealed interface FlowEffect {

    /** Play this file to the customer once; {@link FlowInput.PromptEnded} is awaited. */
    record Play(Path prompt) implements FlowEffect {}

    /** The prompt that plays is no longer wanted. */
    record StopPlay() implements FlowEffect {}

    /** The customer is asked for input, so the call must be a fully connected one. */
    record WantInput() implements FlowEffect {}

    /** Put the contact into this queue and say whether there was room. */
    record EnterQueue(String queue) implements FlowEffect {}

    /** The flow is over and the customer is to be hung up on. */
    record Disconnect(Why why) implements FlowEffect {}

    /** For the log of this contact, where its flow switched logging on. Nothing personal. */
    record Log(String flow, String action) implements FlowEffect {}

    /** Why a flow hangs up. */
    enum Why {
        /** The flow says so. */
        DISCONNECTED,
        /** The flow ended with the contact in no queue. */
        ENDED,
        /** The flow ran round and round; see {@link FlowRunner#MAX_STEPS_PER_TURN}. */
        RUNAWAY
    }
}
