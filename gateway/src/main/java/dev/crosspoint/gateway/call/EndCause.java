package dev.crosspoint.gateway.call;

/**
 * Why a call ended, and how each side is told: one table for agents (reason and sentence) and
 * trunks (status of a final answer to an INVITE).
 */
public enum EndCause {
    CUSTOMER_HUNG_UP("customer-hung-up", "The customer hung up.", 487),
    ABANDONED("abandoned", "The customer hung up before the call was taken.", 487),
    AGENT_HUNG_UP("agent-hung-up", "You ended the call.", 480),
    FLOW_DISCONNECTED("customer-hung-up", "The call was ended by its flow.", 603),
    BUSY("busy", "The number you called is busy.", 486),
    NO_ANSWER("no-answer", "Nobody answered.", 480),
    UNKNOWN_NUMBER("failed", "The number you called does not exist.", 404),
    DECLINED("rejected", "The call was declined.", 603),
    NETWORK_FAILED("failed", "The call could not be put through. Please try again.", 503),
    NOT_ACCEPTABLE("failed", "The two sides found no way to exchange audio.", 488),
    BAD_DESCRIPTION("failed", "The other side sent a malformed audio offer.", 400),
    NO_CAPACITY("failed", "There is no room for another call at the moment.", 503),
    MEDIA_LOST("media-lost", "The audio connection was lost.", 480),
    SHUTTING_DOWN("failed", "The gateway is shutting down.", 503),
    FAILED("failed", "Something went wrong on our side, and the call has ended.", 500);

    private final String reason;
    private final String sentence;
    private final int status;

    EndCause(String reason, String sentence, int status) {
        this.reason = reason;
        this.sentence = sentence;
        this.status = status;
    }

    /** The word for agents, metrics and the Reason header. */
    public String reason() {
        return reason;
    }

    /** For the agent, safe to show. */
    public String sentence() {
        return sentence;
    }

    /** What an INVITE that was not answered yet is refused with. */
    public int status() {
        return status;
    }

    /** What a final failure of our own INVITE means (RFC 3261 21.4 to 21.6). */
    static EndCause ofStatus(int status) {
        return switch (status) {
            case 486, 600 -> BUSY;
            case 408, 480, 487 -> NO_ANSWER;
            case 404, 410, 484, 604 -> UNKNOWN_NUMBER;
            case 403, 603, 607 -> DECLINED;
            case 415, 488, 606 -> NOT_ACCEPTABLE;
            default -> NETWORK_FAILED;
        };
    }
}
