package dev.crosspoint.gateway.contact;

import org.jspecify.annotations.Nullable;

/**
 * The ids of one contact: one agent's interval with a customer, or the wait for it. Opaque, unique,
 * safe to log.
 *
 * @param initialId the first contact of the chain; equal to {@code id} on the first
 * @param previousId the one before in the chain, null on the first
 */
public record Contact(String id, String initialId, @Nullable String previousId) {

    /** The first contact of a chain. */
    public static Contact first(String id) {
        return new Contact(id, id, null);
    }
}
