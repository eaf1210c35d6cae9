package dev.crosspoint.media.delivery;

import static java.util.Objects.requireNonNull;

import dev.crosspoint.media.api.Tenant;

/**
 * Something small that proves something and holds no secret, to be kept in the clear.
 *
 * @param tenant whose it is
 * @param path its parts divided by {@code /}, each as {@link NamePart} has it
 * @param content borrowed; nobody changes it
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
public record Document(Tenant tenant, String path, byte[] content) {
    public Document {
        requireNonNull(tenant);
        if (!path.matches("([A-Za-z0-9_%-][A-Za-z0-9._%-]*/)*[A-Za-z0-9_%-][A-Za-z0-9._%-]*")) {
            throw new IllegalArgumentException("not a path: " + path);
        }
    }
}
