package dev.crosspoint.media.vault;

import dev.crosspoint.media.api.Tenant;

/**
 * Whoever guards the keys that data keys are wrapped with: one key for each tenant. Blocks, and is
 * asked on virtual threads only, by many at once.
 */
public interface KeyProvider {

    /**
     * The tenant's key as it is now.
     *
     * @throws KeyFailure when it cannot be used, or not looked at
     */
    KeyDescription describe(Tenant tenant) throws KeyFailure;

    /** A new data key for what the context names. */
    FreshKey generate(EncryptionContext context) throws KeyFailure;

    /** The same without ever seeing it in the clear. */
    WrappedKey generateWithoutPlaintext(EncryptionContext context) throws KeyFailure;

    /** Opens a data key that was made in this context. */
    DataKey unwrap(WrappedKey wrapped, EncryptionContext context) throws KeyFailure;

    /** Wraps the same data key with what is the tenant's key now, without seeing it (KMS-7). */
    WrappedKey rewrap(WrappedKey wrapped, EncryptionContext context) throws KeyFailure;

    /**
     * A key in words.
     *
     * @param keyId as {@link WrappedKey#keyId} names it
     * @param origin who guards it, for people to read
     */
    record KeyDescription(String keyId, String origin) {}
}
