package dev.crosspoint.gateway.call;

import dev.crosspoint.media.api.Ids.RecordingId;
import org.jspecify.annotations.Nullable;

/**
 * How an agent's interval is recorded.
 *
 * @param id the recording that runs, or null
 * @param segment how many recordings this contact has had
 * @param startedMs when the one that runs began, ms since 1970
 * @param pauses whether this agent has paused what is recorded of the call
 * @param failed whether it could not be kept; nothing more is recorded of this interval
 */
public record Recorded(
        @Nullable RecordingId id, int segment, long startedMs, boolean pauses, boolean failed) {
    static final Recorded NOT = new Recorded(null, 0, 0, false, false);

    Recorded begun(RecordingId recording, long epochMs) {
        return new Recorded(recording, segment + 1, epochMs, pauses, false);
    }

    Recorded pausing(boolean on) {
        return new Recorded(id, segment, startedMs, on, failed);
    }

    Recorded afterFailure() {
        return new Recorded(null, segment, startedMs, pauses, true);
    }

    /** In another call: a recording ends with its call, and the next one begins there. */
    Recorded elsewhere() {
        return new Recorded(null, segment, 0, pauses, failed);
    }
}
