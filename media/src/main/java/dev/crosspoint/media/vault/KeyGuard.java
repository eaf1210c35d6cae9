package dev.crosspoint.media.vault;

/**
 * A provider that says which keys it guards and takes in data keys that another one wrapped, so
 * that a tenant can move from one to another.
 */
public interface KeyGuard extends KeyProvider {

    /** Whether it is the one to ask about what this key wrapped. Asks nobody, never blocks. */
    boolean guards(String keyId);

    /**
     * Whether {@link #rewrap} also takes what the other's keys wrapped, without either side giving
     * the data key out.
     */
    boolean takesFrom(KeyGuard other);

    /** Wraps a data key that is known already. The caller still closes it. */
    WrappedKey wrap(DataKey key, EncryptionContext context) throws KeyFailure;
}
