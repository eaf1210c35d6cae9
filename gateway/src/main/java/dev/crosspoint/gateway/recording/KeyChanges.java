package dev.crosspoint.gateway.recording;

import dev.crosspoint.gateway.keys.KeyCabinet;
import dev.crosspoint.gateway.local.FolderTarget;
import dev.crosspoint.gateway.store.InstanceKeyStore;
import dev.crosspoint.gateway.store.KeyChange;
import dev.crosspoint.gateway.store.KeyChangeStore;
import dev.crosspoint.gateway.store.Recording;
import dev.crosspoint.gateway.store.RecordingStore;
import dev.crosspoint.gateway.store.StoreUnavailable;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.spool.SpoolDisk;
import dev.crosspoint.media.spool.SpoolFolder;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.media.vault.KeyFailure.Reason;
import dev.crosspoint.media.vault.KeyProvider;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * After a change of a tenant's key: every data key that we have is wrapped with the new one, one
 * after the other, on a virtual thread for each tenant (KMS-7). How far it is stands in the store,
 * and the next start goes on there. What cannot be done now is tried again; when nothing is left,
 * the old key may go.
 */
public final class KeyChanges implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeyChanges.class);
    private static final Duration USUAL_PAUSE = Duration.ofMinutes(1);
    private static final int PAGE = 100;
    private static final int TOLD_EVERY = 1_000;
    private static final long CLOSE_SECONDS = 10;

    private final List<Held> held;
    private final KeyProvider keys;
    private final SpoolDisk disk;
    private final SpoolFolder folder;
    private final KeyChangeStore changes;
    private final InstanceKeyStore instanceKeys;
    private final KeyCabinet cabinet;
    private final Ledger ledger;
    private final WaitingClock clock;
    private final Duration pause;
    private final Counter total;
    private final AtomicLong done = new AtomicLong();
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("crosspoint-key-change-", 0).factory());

    /** What came of one pass over all that is left. */
    private enum Pass {
        /** Nothing is left. */
        COMPLETE,
        /** Something could not be done now. */
        LATER,
        /** Only what can never be done is left. */
        SOME_ARE_BROKEN
    }

    /**
     * Whose data keys there are.
     *
     * @param folders where those of recordings lie, beside the spool
     */
    private record Held(Tenant tenant, List<FolderTarget> folders) {
        static Held of(TenantRecordings tenant) {
            return new Held(tenant.tenant(), tenant.folders());
        }
    }

    /**
     * Changes that are not looked for yet.
     *
     * @param scopes what instances share, which has keys of its own and no recordings
     */
    public KeyChanges(
            List<TenantRecordings> tenants,
            List<Tenant> scopes,
            KeyProvider keys,
            SpoolDisk disk,
            SpoolFolder folder,
            RecordingStore store,
            KeyChangeStore changes,
            InstanceKeyStore instanceKeys,
            KeyCabinet cabinet,
            MeterRegistry registry,
            WaitingClock clock) {
        this(
                tenants,
                scopes,
                keys,
                disk,
                folder,
                store,
                changes,
                instanceKeys,
                cabinet,
                registry,
                clock,
                USUAL_PAUSE);
    }

    KeyChanges(
            List<TenantRecordings> tenants,
            List<Tenant> scopes,
            KeyProvider keys,
            SpoolDisk disk,
            SpoolFolder folder,
            RecordingStore store,
            KeyChangeStore changes,
            InstanceKeyStore instanceKeys,
            KeyCabinet cabinet,
            MeterRegistry registry,
            WaitingClock clock,
            Duration pause) {
        this.held =
                Stream.concat(
                                tenants.stream().map(Held::of),
                                scopes.stream().map(scope -> new Held(scope, List.of())))
                        .toList();
        this.keys = keys;
        this.disk = disk;
        this.folder = folder;
        this.changes = changes;
        this.instanceKeys = instanceKeys;
        this.cabinet = cabinet;
        this.ledger = new Ledger(store, clock);
        this.clock = clock;
        this.pause = pause;
        this.total =
                Counter.builder("crosspoint_key_change")
                        .description("Data keys that are to be wrapped with a new key")
                        .register(registry);
        Gauge.builder("crosspoint_key_change_done", done, AtomicLong::get)
                .description("How many of them are")
                .strongReference(true)
                .register(registry);
    }

    /** Looks for what is to be done, and does it. */
    public void start() {
        held.forEach(each -> threads.execute(() -> run(each)));
    }

    private void run(Held tenant) {
        try {
            while (isAnythingHeld(tenant.tenant()) && changeOne(tenant)) {
                // A tenant may hold what several former keys have wrapped.
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // The gateway closes; the next start goes on.
        } catch (RuntimeException bug) {
            LOG.error("data keys of {} are not wrapped anew", tenant.tenant(), bug);
        }
    }

    /** Whoever holds nothing need not have a key: to ask which it is would make one. */
    private boolean isAnythingHeld(Tenant tenant) throws InterruptedException {
        return !ledger.ask(tenant, (_, of) -> changes.keysInUse(of)).isEmpty()
                || ledger.ask(tenant, (_, of) -> changes.running(of)).isPresent();
    }

    /** Carries out one change; whether there was any. */
    private boolean changeOne(Held tenant) throws InterruptedException {
        var to = currentKey(tenant.tenant());
        var begun = begin(tenant.tenant(), to);
        if (begun.isEmpty()) {
            return false;
        }
        var change = begun.get();
        LOG.info(
                "{} of {} data keys are to be wrapped with {} instead of {}",
                change.total() - change.done(),
                change.total(),
                change.toKey(),
                change.fromKey());
        total.increment((double) Math.max(0, change.total() - change.done()));
        var progress = new Progress(tenant.tenant(), change);
        var pass = pass(tenant, change, progress);
        while (pass == Pass.LATER) {
            clock.sleep(pause);
            pass = pass(tenant, change, progress);
        }
        finish(tenant.tenant(), change, pass == Pass.COMPLETE ? null : "SOME_NOT_WRAPPED");
        if (pass == Pass.COMPLETE) {
            LOG.info(
                    "nothing that we have is wrapped with {} any more: it may be retired",
                    change.fromKey());
            return true;
        }
        LOG.error(
                "some data keys are still wrapped with {}: do not retire it, look for what was"
                        + " changed with the command verify",
                change.fromKey());
        return false;
    }

    // ---- beginning and ending

    private String currentKey(Tenant tenant) throws InterruptedException {
        boolean told = false;
        while (true) {
            try {
                return keys.describe(tenant).keyId();
            } catch (KeyFailure e) {
                if (!told) {
                    LOG.warn("whether keys have changed is not known yet: {}", e.getMessage());
                    told = true;
                }
                clock.sleep(pause);
            }
        }
    }

    /** The one that a former start has left, or a new one when there is anything to do. */
    private Optional<KeyChange> begin(Tenant tenant, String to) throws InterruptedException {
        var running = ledger.ask(tenant, (_, of) -> changes.running(of));
        if (running.isPresent()) {
            if (running.get().toKey().equals(to)) {
                return running;
            }
            finish(tenant, running.get(), "SUPERSEDED");
        }
        var inUse = ledger.ask(tenant, (_, of) -> changes.keysInUse(of));
        var from = inUse.keySet().stream().filter(key -> !key.equals(to)).findFirst();
        if (from.isEmpty()) {
            return Optional.empty();
        }
        var id = UUID.randomUUID().toString();
        var now = clock.instant();
        long count = inUse.getOrDefault(from.get(), 0L);
        return ledger.ask(tenant, (_, of) -> changes.started(of, id, from.get(), to, count, now));
    }

    private void finish(Tenant tenant, KeyChange change, @Nullable String error)
            throws InterruptedException {
        var now = clock.instant();
        ledger.ask(tenant, (_, of) -> changes.finished(of, change.id(), error, now));
    }

    // ---- one after the other

    /** Over the instance's own keys, and then over those of its recordings. */
    private Pass pass(Held tenant, KeyChange change, Progress progress)
            throws InterruptedException {
        var own = instanceKeys(tenant.tenant(), change, progress);
        var recordings = recordings(tenant, change, progress);
        if (own == Pass.LATER || recordings == Pass.LATER) {
            return Pass.LATER;
        }
        return own == Pass.COMPLETE ? recordings : own;
    }

    private Pass instanceKeys(Tenant tenant, KeyChange change, Progress progress)
            throws InterruptedException {
        boolean broken = false;
        @Nullable UUID after = null;
        while (true) {
            @Nullable UUID last = after;
            var page =
                    ledger.ask(
                            tenant,
                            (_, of) -> instanceKeys.wrappedBy(of, change.fromKey(), last, PAGE));
            for (var key : page) {
                try {
                    if (!cabinet.rewrap(tenant, key)) {
                        return Pass.LATER; // Somebody else is at it.
                    }
                    progress.advance(null);
                } catch (StoreUnavailable e) {
                    return Pass.LATER;
                } catch (KeyFailure e) {
                    if (e.reason() != Reason.INVALID) {
                        LOG.warn("data keys cannot be wrapped anew now: {}", e.getMessage());
                        return Pass.LATER;
                    }
                    LOG.error("the instance's key {} is not what it was", key.id());
                    broken = true;
                }
                after = key.id();
            }
            if (page.size() < PAGE) {
                return broken ? Pass.SOME_ARE_BROKEN : Pass.COMPLETE;
            }
        }
    }

    private Pass recordings(Held tenant, KeyChange change, Progress progress)
            throws InterruptedException {
        var whose = tenant.tenant();
        boolean later = false;
        boolean broken = false;
        @Nullable RecordingId after = null;
        while (true) {
            @Nullable RecordingId last = after;
            var page =
                    ledger.ask(
                            whose, (_, of) -> changes.wrappedBy(of, change.fromKey(), last, PAGE));
            for (var row : page) {
                try {
                    if (rewrap(tenant, change, row)) {
                        progress.advance(row.id());
                    } else {
                        later = true;
                    }
                } catch (KeyFailure e) {
                    if (e.reason() != Reason.INVALID) {
                        // Whoever refuses one refuses the next.
                        LOG.warn("data keys cannot be wrapped anew now: {}", e.getMessage());
                        return Pass.LATER;
                    }
                    LOG.error("the key of recording {} is not what it was", row.id());
                    broken = true;
                } catch (IOException e) {
                    LOG.warn(
                            "the key of recording {} cannot be replaced now: {}",
                            row.id(),
                            e.getMessage());
                    later = true;
                }
                after = row.id();
            }
            if (page.size() < PAGE) {
                return later ? Pass.LATER : broken ? Pass.SOME_ARE_BROKEN : Pass.COMPLETE;
            }
        }
    }

    /** Whether it is done. */
    private boolean rewrap(Held tenant, KeyChange change, Recording row)
            throws InterruptedException, IOException, KeyFailure {
        var whose = tenant.tenant();
        var work = new Rewrapping(keys, disk, folder, tenant.folders(), whose, change.toKey());
        if (Rewrapping.isMoving(row)) {
            return false;
        }
        work.rewrap(row);
        // Had it begun to move meanwhile, the old wrapping may have been copied: look again later.
        var now = ledger.ask(whose, (store, of) -> store.find(of, row.id()));
        boolean stayed =
                now.filter(it ->
                                it.state() == row.state()
                                        && it.stateSince().equals(row.stateSince()))
                        .isPresent();
        return stayed
                && ledger.ask(
                        whose,
                        (_, of) ->
                                changes.rewrapped(of, row.id(), change.fromKey(), change.toKey()));
    }

    private final class Progress {
        private final Tenant tenant;
        private final KeyChange change;
        private long count;

        Progress(Tenant tenant, KeyChange change) {
            this.tenant = tenant;
            this.change = change;
            this.count = change.done();
        }

        void advance(@Nullable RecordingId recording) throws InterruptedException {
            long now = ++count;
            done.incrementAndGet();
            ledger.ask(tenant, (_, of) -> changes.advanced(of, change.id(), now, recording));
            if (now % TOLD_EVERY == 0) {
                LOG.info("{} of {} data keys are wrapped anew", now, change.total());
            }
        }
    }

    /** Stops where it is. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("data keys are still being wrapped while the gateway closes");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
