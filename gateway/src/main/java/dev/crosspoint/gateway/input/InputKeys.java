package dev.crosspoint.gateway.input;

import dev.crosspoint.signaling.api.Tenant;
import java.util.List;
import java.util.Optional;

/**
 * The keys that a tenant's flows may seal input for: one, or two while one takes the place of the
 * other.
 */
public record InputKeys(Tenant tenant, List<InputKey> keys) {

    /** As many as Amazon Connect has: a third would only be one that was forgotten. */
    public static final int MOST = 2;

    public InputKeys {
        keys = List.copyOf(keys);
    }

    /** Without any. */
    public static InputKeys none(Tenant tenant) {
        return new InputKeys(tenant, List.of());
    }

    /** The seal of the key with that id; empty when there is none. */
    public Optional<InputSeal> seal(String keyId) {
        return keys.stream()
                .filter(key -> key.id().equals(keyId))
                .findFirst()
                .map(key -> new InputSeal(tenant, key));
    }

    /** Ids of all keys, for messages to the operator. */
    public List<String> ids() {
        return keys.stream().map(InputKey::id).toList();
    }
}
