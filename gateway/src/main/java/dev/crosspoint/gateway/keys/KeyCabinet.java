package dev.crosspoint.gateway.keys;

import dev.crosspoint.gateway.store.InstanceKey;
import dev.crosspoint.gateway.store.InstanceKey.Life;
import dev.crosspoint.gateway.store.InstanceKeyStore;
import dev.crosspoint.gateway.store.StoreUnavailable;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.spool.KeyFile;
import dev.crosspoint.media.spool.OpenedKeys;
import dev.crosspoint.media.vault.DataKey;
import dev.crosspoint.media.vault.EncryptionContext;
import dev.crosspoint.media.vault.EncryptionContext.Purpose;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.media.vault.KeyProvider;
import dev.crosspoint.media.vault.WrappedKey;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Where the data keys of instances are made, found and opened. Blocks: on virtual threads. What is
 * opened is wiped within a minute, so that a revoked key is of no use to anybody; as wrapped keys
 * they are remembered as long, since whoever shows a page asks for the same ones again and again.
 */
public final class KeyCabinet {
    /** Longer than the store itself waits for anything. */
    private static final int ANSWER_SECONDS = 90;

    /** What another process does with keys is seen after so long. */
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    /** Answers that are remembered; more are forgotten all at once. */
    private static final int MOST_ANSWERS = 10_000;

    private final KeyProvider provider;
    private final OpenedKeys opened;
    private final InstanceKeyStore store;
    private final InstantSource clock;
    private final Map<Question, Answer> answers = new ConcurrentHashMap<>();

    /** Something that the store was asked, by a purpose or an id. */
    private record Question(Tenant tenant, String about) {}

    private record Answer(List<InstanceKey> keys, Instant at) {}

    /**
     * @param opened of the same provider
     */
    public KeyCabinet(
            KeyProvider provider, OpenedKeys opened, InstanceKeyStore store, InstantSource clock) {
        this.provider = provider;
        this.opened = opened;
        this.store = store;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    /** The last generation. */
    Optional<InstanceKey> newest(Tenant tenant, Purpose purpose) throws StoreUnavailable {
        return remembered(
                        new Question(tenant, "newest " + purpose),
                        () -> await(store.newest(stored(tenant), purpose)).stream().toList())
                .stream()
                .findFirst();
    }

    /** Every generation, the last one first. */
    List<InstanceKey> all(Tenant tenant, Purpose purpose) throws StoreUnavailable {
        return remembered(
                new Question(tenant, "all " + purpose),
                () -> await(store.all(stored(tenant), purpose)));
    }

    Optional<InstanceKey> find(Tenant tenant, UUID id) throws StoreUnavailable {
        return remembered(
                        new Question(tenant, id.toString()),
                        () -> await(store.find(stored(tenant), id)).stream().toList())
                .stream()
                .findFirst();
    }

    private interface Asking {
        List<InstanceKey> ask() throws StoreUnavailable;
    }

    private List<InstanceKey> remembered(Question question, Asking asking) throws StoreUnavailable {
        var known = answers.get(question);
        var now = now();
        if (known != null && now.isBefore(known.at().plus(REMEMBERED))) {
            return known.keys();
        }
        var keys = asking.ask();
        if (answers.size() >= MOST_ANSWERS) {
            answers.clear();
        }
        // Nothing is no answer to keep: the next moment somebody makes the first.
        if (!keys.isEmpty()) {
            answers.put(question, new Answer(keys, now));
        }
        return keys;
    }

    /** What was remembered of an instance is not so any more. */
    private void forget(Tenant tenant) {
        answers.keySet().removeIf(question -> question.tenant().equals(tenant));
    }

    /**
     * The next generation: a new key, or that of somebody who was quicker.
     *
     * @param before the last one; null when there is none
     * @param life null for one that never expires
     */
    InstanceKey next(
            Tenant tenant, Purpose purpose, @Nullable InstanceKey before, @Nullable Life life)
            throws StoreUnavailable, KeyFailure {
        var id = UUID.randomUUID();
        WrappedKey wrapped = provider.generateWithoutPlaintext(context(tenant, purpose, id));
        int generation = before == null ? 1 : before.generation() + 1;
        var key = new InstanceKey(id, purpose, generation, now(), life, wrapped);
        try {
            return await(store.added(stored(tenant), key));
        } finally {
            forget(tenant);
        }
    }

    /**
     * Opens one.
     *
     * @return to be closed by the caller; empty when it was destroyed
     */
    Optional<DataKey> open(Tenant tenant, InstanceKey key) throws KeyFailure {
        var wrapped = key.wrapped();
        return wrapped == null
                ? Optional.empty()
                : Optional.of(
                        opened.open(
                                new KeyFile(wrapped, context(tenant, key.purpose(), key.id()))));
    }

    /**
     * Destroys the keys of an instance whose time is over, and with them what they sealed.
     *
     * @return how many
     */
    public int destroyOld(Tenant tenant) throws StoreUnavailable {
        try {
            return await(store.destroyed(stored(tenant), now()));
        } finally {
            forget(tenant);
        }
    }

    /**
     * Wraps one anew with what is the tenant's key now.
     *
     * @return whether it was still what it was thought to be, and is done
     */
    public boolean rewrap(Tenant tenant, InstanceKey key) throws KeyFailure, StoreUnavailable {
        var before = key.wrapped();
        if (before == null) {
            return true;
        }
        var now = provider.rewrap(before, context(tenant, key.purpose(), key.id()));
        try {
            return await(store.rewrapped(stored(tenant), key.id(), before, now));
        } finally {
            forget(tenant);
        }
    }

    private static EncryptionContext context(Tenant tenant, Purpose purpose, UUID id) {
        return new EncryptionContext(tenant, purpose, id.toString());
    }

    private static dev.crosspoint.signaling.api.Tenant stored(Tenant tenant) {
        return new dev.crosspoint.signaling.api.Tenant(tenant.account(), tenant.instance());
    }

    private static <T> T await(Future<T> answer) throws StoreUnavailable {
        try {
            return answer.await(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("the store waits for longer than it says", e);
        } catch (Exception e) {
            if (e instanceof StoreUnavailable away) {
                throw away;
            }
            throw e instanceof RuntimeException bug ? bug : new IllegalStateException(e);
        }
    }
}
