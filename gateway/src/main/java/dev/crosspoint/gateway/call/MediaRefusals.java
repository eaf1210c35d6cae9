package dev.crosspoint.gateway.call;

import dev.crosspoint.media.api.MediaReply.MediaError;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;

/** What media's refusals are to an agent. */
public final class MediaRefusals {
    private MediaRefusals() {}

    /** One for each. */
    public static AgentError of(MediaError error) {
        return switch (error) {
            case BAD_DESCRIPTION, NOT_ACCEPTABLE -> AgentError.BAD_REQUEST;
            case NO_CAPACITY -> AgentError.BUSY;
            case DUPLICATE, WRONG_STATE, TAKES_NO_DIGITS -> AgentError.CONFLICT;
            case UNKNOWN_CALL, UNKNOWN_LEG -> AgentError.NOT_FOUND;
            case BAD_AUDIO_FILE, INTERNAL -> AgentError.INTERNAL;
        };
    }
}
