package dev.crosspoint.gateway.call;

import dev.crosspoint.media.api.MediaReply.MediaError;
import java.util.Locale;

/**
 * Why a call ended, and how each side is told: one table for agents (reason and sentence) and
 * trunks (status of a final answer to an INVITE).
 */
public enum EndCause {
    CUSTOMER_HUNG_UP("customer-hung-up", "The customer hung up.", 487),
    ABANDONED("abandoned", "The customer hung up before the call was taken.", 487),
    AGENT_HUNG_UP("agent-hung-up", "You ended the call.", 480),
    COLLEAGUE_HUNG_UP("agent-hung-up", "Your colleague ended the call.", 480),
    OTHER_HUNG_UP("customer-hung-up", "The other side hung up.", 487),
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
    TRANSFERRED("transferred", "The call went on to somebody else.", 480),
    REMOVED("removed", "You were taken out of the call.", 480),
    ENDED("ended", "The call was ended.", 480),
    CANCELLED("ended", "It was called off.", 487),
    MISSED("missed", "You missed a call.", 480),
    REJECTED("rejected", "You declined the call.", 603),
    AUDIO_NEVER_CAME("missed", "Your audio did not connect in time.", 480),
    QUEUE_FULL("busy", "The queue is full.", 486),
    NO_AGENTS("busy", "Nobody is signed in for the queue.", 480),
    AGENT_UNAVAILABLE("busy", "Your colleague cannot take a call at the moment.", 486),
    SUPERVISION_ENDED("ended", "You have stopped listening.", 480),
    NOT_RECORDED("failed", "The call was ended, because it could not be recorded.", 503),
    DENIED("ended", "The call was ended, because its caller is denied.", 603),
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

    /** The word for contact records, which tells all of these apart. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
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

    /** How those see it who did not do it. */
    EndCause seenByOthers() {
        return switch (this) {
            case AGENT_HUNG_UP, TRANSFERRED -> COLLEAGUE_HUNG_UP;
            // Perhaps by the very one who is told.
            case REMOVED -> ENDED;
            case CUSTOMER_HUNG_UP,
                    ABANDONED,
                    COLLEAGUE_HUNG_UP,
                    OTHER_HUNG_UP,
                    FLOW_DISCONNECTED,
                    BUSY,
                    NO_ANSWER,
                    UNKNOWN_NUMBER,
                    DECLINED,
                    NETWORK_FAILED,
                    NOT_ACCEPTABLE,
                    BAD_DESCRIPTION,
                    NO_CAPACITY,
                    MEDIA_LOST,
                    ENDED,
                    CANCELLED,
                    MISSED,
                    REJECTED,
                    AUDIO_NEVER_CAME,
                    QUEUE_FULL,
                    NO_AGENTS,
                    AGENT_UNAVAILABLE,
                    SUPERVISION_ENDED,
                    NOT_RECORDED,
                    DENIED,
                    SHUTTING_DOWN,
                    FAILED ->
                    this;
        };
    }

    /** What it means that media refused what a party cannot do without. */
    static EndCause of(MediaError error) {
        return switch (error) {
            case BAD_DESCRIPTION -> BAD_DESCRIPTION;
            case NOT_ACCEPTABLE -> NOT_ACCEPTABLE;
            case NO_CAPACITY -> NO_CAPACITY;
            case UNKNOWN_CALL,
                    UNKNOWN_LEG,
                    DUPLICATE,
                    WRONG_STATE,
                    TAKES_NO_DIGITS,
                    BAD_AUDIO_FILE,
                    INTERNAL ->
                    FAILED;
        };
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
