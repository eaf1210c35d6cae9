package dev.crosspoint.gateway.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crosspoint.gateway.store.InstanceKey;
import dev.crosspoint.gateway.store.StoreUnavailable;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.vault.DataKey;
import dev.crosspoint.media.vault.EncryptionContext.Purpose;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.signaling.api.Private;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * Seals what is secret or personal of those who sign in, under a key of its own that does not
 * expire: people stay longer than contacts are kept. Blocks: on virtual threads.
 */
public final class PeopleKeys {
    private final KeyCabinet cabinet;
    private final SecureRandom random;

    public PeopleKeys(KeyCabinet cabinet, SecureRandom random) {
        this.cabinet = cabinet;
        this.random = random;
    }

    /**
     * Seals a field of somebody.
     *
     * @param user whose
     * @param field its name, such as {@code name}
     */
    public byte[] seal(Tenant tenant, String user, String field, Private plain)
            throws KeyFailure, StoreUnavailable {
        var newest = cabinet.newest(tenant, Purpose.PEOPLE);
        InstanceKey key =
                newest.isPresent()
                        ? newest.get()
                        : cabinet.next(tenant, Purpose.PEOPLE, null, null);
        var nonce = new byte[SealedField.NONCE];
        random.nextBytes(nonce);
        try (DataKey bits = cabinet.open(tenant, key).orElseThrow()) {
            return SealedField.seal(
                    bits,
                    key.id(),
                    place(tenant, user, field),
                    plain.value().getBytes(UTF_8),
                    nonce);
        }
    }

    /** Opens one; empty when it was not sealed here, or not for that. */
    public Optional<Private> open(Tenant tenant, String user, String field, byte[] sealed)
            throws KeyFailure, StoreUnavailable {
        try {
            var key = cabinet.find(tenant, SealedField.keyId(sealed));
            if (key.isEmpty()) {
                return Optional.empty();
            }
            try (DataKey bits = cabinet.open(tenant, key.get()).orElseThrow()) {
                var plain = SealedField.open(bits, place(tenant, user, field), sealed);
                return Optional.of(new Private(new String(plain, UTF_8)));
            }
        } catch (SealedField.Bad e) {
            return Optional.empty();
        }
    }

    private static FieldPlace place(Tenant tenant, String user, String field) {
        return new FieldPlace(tenant, "user:" + user, field);
    }
}
