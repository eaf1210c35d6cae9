package dev.crosspoint.media.vault;

/**
 * A new data key, in the clear and wrapped.
 *
 * @param key whoever has this closes it
 * @param context what it is bound to
 */
public record FreshKey(DataKey key, WrappedKey wrapped, EncryptionContext context)
        implements AutoCloseable {
    @Override
    public void close() {
        key.close();
    }
}
