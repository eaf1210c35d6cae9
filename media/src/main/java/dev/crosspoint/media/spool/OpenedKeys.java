package dev.crosspoint.media.spool;

import dev.crosspoint.media.vault.DataKey;
import dev.crosspoint.media.vault.EncryptionContext;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.media.vault.KeyProvider;
import dev.crosspoint.media.vault.WrappedKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Data keys that were opened a moment ago, so that each range of a recording that is played does
 * not ask the key service. None for longer than a minute, so that a revocation bites. Any thread.
 */
public final class OpenedKeys implements AutoCloseable {
    /** Looked at once a second: with that, less than the minute. */
    static final long MAX_AGE_NANOS = TimeUnit.SECONDS.toNanos(58);

    private final KeyProvider provider;
    private final LongSupplier clock;
    private final Map<KeyFile, Opened> opened = new HashMap<>();
    private boolean closed;

    private record Opened(DataKey key, long openedNanos) {}

    /** With a monotonic clock, ns. */
    public OpenedKeys(KeyProvider provider, LongSupplier clock) {
        this.provider = provider;
        this.clock = clock;
    }

    /**
     * Opens a key, or has it still. Blocks: only on virtual threads.
     *
     * @return to be closed by the caller
     */
    public DataKey open(KeyFile file) throws KeyFailure {
        Optional<DataKey> known = atHand(file);
        if (known.isPresent()) {
            return known.get();
        }
        WrappedKey wrapped = file.wrapped();
        EncryptionContext context = file.context();
        long askedNanos = clock.getAsLong();
        DataKey key = provider.unwrap(wrapped, context);
        keep(file, new Opened(key.copy(), askedNanos));
        return key;
    }

    /**
     * A key that was opened a moment ago; empty when the key service is to be asked. Never waits.
     *
     * @return to be closed by the caller
     */
    public synchronized Optional<DataKey> atHand(KeyFile file) {
        expire();
        return Optional.ofNullable(opened.get(file)).map(known -> known.key().copy());
    }

    /** Wipes what is too old. Once a second by the spool. */
    synchronized void expire() {
        long now = clock.getAsLong();
        opened.values()
                .removeIf(key -> {
                    boolean old = now - key.openedNanos() >= MAX_AGE_NANOS;
                    if (old) {
                        key.key().close();
                    }
                    return old;
                });
    }

    /** Wipes one that nobody needs any more. */
    public synchronized void forget(KeyFile file) {
        Opened known = opened.remove(file);
        if (known != null) {
            known.key().close();
        }
    }

    /** Wipes all, and whatever comes later. */
    @Override
    public synchronized void close() {
        closed = true;
        opened.values().forEach(key -> key.key().close());
        opened.clear();
    }

    private synchronized void keep(KeyFile file, Opened key) {
        if (closed) {
            key.key().close();
            return;
        }
        Opened before = opened.put(file, key);
        if (before != null) {
            before.key().close();
        }
    }
}
