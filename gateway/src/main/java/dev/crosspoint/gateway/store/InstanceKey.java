package dev.crosspoint.gateway.store;

import dev.crosspoint.media.vault.EncryptionContext.Purpose;
import dev.crosspoint.media.vault.WrappedKey;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A data key of one instance.
 *
 * @param purpose what it is for
 * @param generation from 1, in the order in which they were made
 * @param notBefore when it began to be used
 * @param life how long it lives; null for a key that never expires
 * @param wrapped the key; null once it was destroyed
 */
public record InstanceKey(
        UUID id,
        Purpose purpose,
        int generation,
        Instant notBefore,
        @Nullable Life life,
        @Nullable WrappedKey wrapped) {

    /**
     * The life of a key that expires.
     *
     * @param notAfter nothing is sealed with it from then on
     * @param destroyAfter from then on it is destroyed, and with it what it sealed
     */
    public record Life(Instant notAfter, Instant destroyAfter) {}

    /** Whether it seals what is written at that time. */
    public boolean sealsAt(Instant time) {
        return wrapped != null
                && !time.isBefore(notBefore)
                && (life == null || time.isBefore(life.notAfter()));
    }
}
