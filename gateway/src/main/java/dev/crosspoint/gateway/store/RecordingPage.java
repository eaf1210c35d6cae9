package dev.crosspoint.gateway.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of many.
 *
 * @param recordings the newest first
 * @param next where to go on; null at the end
 */
public record RecordingPage(List<Recording> recordings, @Nullable PageKey next) {
    public RecordingPage {
        recordings = List.copyOf(recordings);
    }
}
