package dev.crosspoint.gateway.flow;

import java.util.Optional;

/** An event of a contact that starts a flow. */
public enum EventHook {
    CUSTOMER_QUEUE("CustomerQueue", FlowKind.QUEUE),
    CUSTOMER_HOLD("CustomerHold", FlowKind.CUSTOMER_HOLD),
    AGENT_HOLD("AgentHold", FlowKind.AGENT_HOLD),
    AGENT_WHISPER("AgentWhisper", FlowKind.AGENT_WHISPER),
    CUSTOMER_WHISPER("CustomerWhisper", FlowKind.CUSTOMER_WHISPER),

    /** The last agent has left and the customer is still there. */
    CUSTOMER_REMAINING("CustomerRemaining", FlowKind.DISCONNECT);

    private final String text;
    private final FlowKind kind;

    EventHook(String text, FlowKind kind) {
        this.text = text;
        this.kind = kind;
    }

    /** The event as flows write it. */
    public String text() {
        return text;
    }

    /** What the flow that it starts is. */
    public FlowKind kind() {
        return kind;
    }

    static Optional<EventHook> of(String text) {
        for (var hook : values()) {
            if (hook.text.equals(text)) {
                return Optional.of(hook);
            }
        }
        return Optional.empty();
    }
}
