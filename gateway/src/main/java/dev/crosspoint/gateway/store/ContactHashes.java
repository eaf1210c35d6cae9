package dev.crosspoint.gateway.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What finds a contact, 32 bytes each.
 *
 * @param number of the customer; null when that is no number
 * @param attributes one for each
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
public record ContactHashes(byte @Nullable [] number, List<byte[]> attributes) {
    public ContactHashes {
        attributes = List.copyOf(attributes);
    }
}
