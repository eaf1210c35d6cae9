package dev.crosspoint.gateway.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of many.
 *
 * @param contacts the newest first
 * @param next where to go on; null at the end
 */
public record ContactPage(List<Found> contacts, @Nullable PageKey next) {
    public ContactPage {
        contacts = List.copyOf(contacts);
    }

    /**
     * A contact and how its recordings do.
     *
     * @param recordings their states, in their order
     */
    public record Found(ContactRow row, List<RecordingState> recordings) {
        public Found {
            recordings = List.copyOf(recordings);
        }
    }
}
