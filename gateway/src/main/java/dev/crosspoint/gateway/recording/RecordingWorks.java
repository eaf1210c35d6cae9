package dev.crosspoint.gateway.recording;

import dev.crosspoint.gateway.signed.Signer;
import dev.crosspoint.gateway.store.Recording;
import dev.crosspoint.gateway.store.Recording.Facts;
import dev.crosspoint.gateway.store.Recording.Tracks;
import dev.crosspoint.gateway.store.RecordingState;
import dev.crosspoint.gateway.store.RecordingStore;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.MediaEvent.RecordingFailure;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.delivery.DeliveryEffect;
import dev.crosspoint.media.record.Renderer;
import dev.crosspoint.media.seal.Artefact;
import dev.crosspoint.media.seal.Seal;
import dev.crosspoint.media.seal.SealedIdentity;
import dev.crosspoint.media.spool.OpenedKeys;
import dev.crosspoint.media.spool.SpoolDisk;
import dev.crosspoint.media.spool.SpoolFolder;
import dev.crosspoint.media.spool.SpoolListener;
import dev.crosspoint.media.spool.SpoolRecovery;
import dev.crosspoint.media.spool.SpoolRecovery.Outcome;
import dev.crosspoint.media.vault.KeyFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All recordings that are still with us, each with a {@link RecordingJob} of its own: those that
 * the spool has just sealed, and those that were here when the gateway started.
 */
public final class RecordingWorks implements SpoolListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecordingWorks.class);

    private static final int PAGE = 500;
    private static final int DELIVERIES_AT_ONCE = 8;
    private static final long CLOSE_SECONDS = 10;

    private final Map<Tenant, TenantRecordings> tenants;
    private final SpoolDisk disk;
    private final SpoolFolder folder;
    private final OpenedKeys keys;
    private final SecureRandom random;
    private final WaitingClock clock;
    private final Announcements announcements;
    private final Ledger ledger;
    private final WorksParts parts;
    private final ReentrantLock announcing = new ReentrantLock(true);
    private final Map<SealedIdentity, RecordingJob> jobs = new ConcurrentHashMap<>();
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("crosspoint-recording-", 0).factory());

    /** Who is told what happens, on any thread. */
    public interface Announcements {
        /** What is known of a recording is different. */
        void changed(Tenant tenant, Recording recording);

        /** Something that somebody must look at. */
        void alarm(Tenant tenant, RecordingId recording, String what);

        /** One attempt failed; the reason is a code. */
        void failedOnce(String reason);
    }

    /**
     * Works that do nothing yet.
     *
     * @param settings of every tenant
     */
    public RecordingWorks(
            List<TenantRecordings> settings,
            SpoolDisk disk,
            SpoolFolder folder,
            OpenedKeys keys,
            Renderer renderer,
            Signer signer,
            RecordingStore store,
            Announcements announcements,
            WaitingClock clock,
            SecureRandom random) {
        this.tenants = new HashMap<>();
        settings.forEach(tenant -> tenants.put(tenant.tenant(), tenant));
        this.disk = disk;
        this.folder = folder;
        this.keys = keys;
        this.random = random;
        this.clock = clock;
        this.announcements = announcements;
        this.ledger = new Ledger(store, clock);
        int processors = Runtime.getRuntime().availableProcessors();
        this.parts =
                new WorksParts(
                        new Preparation(renderer, signer),
                        ledger,
                        new Semaphore(Math.max(1, processors / 2), true),
                        new Semaphore(DELIVERIES_AT_ONCE, true),
                        clock,
                        random,
                        new JobNews());
    }

    // ---- what was here before

    /**
     * Puts the spool in order and goes on with everything that is in it; to be done before media
     * records. Blocks while the files are looked at; what cannot be opened now is looked at again
     * later. Without a database all files are looked at, and what becomes of them waits for it.
     *
     * @throws InterruptedException when the gateway closes
     * @throws IOException when the spool cannot be listed
     */
    public void recover(SpoolRecovery recovery) throws InterruptedException, IOException {
        if (isDatabaseThere()) {
            var rows = unfinished();
            var outcomes =
                    recovery.recover(identity -> {
                        var row = rows.get(identity);
                        return row != null && row.tracks() != null;
                    });
            goOn(outcomes, rows, recovery);
        } else {
            var outcomes = recovery.recover(_ -> false);
            var now = clock.instant();
            run(() -> {
                var rows = unfinished();
                // What has begun since then is the spool's.
                rows.values().removeIf(row -> !row.facts().startedAt().isBefore(now));
                goOn(outcomes, rows, recovery);
            });
        }
    }

    private boolean isDatabaseThere() throws InterruptedException {
        for (var tenant : tenants.keySet()) {
            return ledger.askOnce(tenant, (store, of) -> store.unfinished(of, null, 1)).isPresent();
        }
        return true;
    }

    private void goOn(
            List<Outcome> outcomes, Map<SealedIdentity, Recording> rows, SpoolRecovery recovery)
            throws InterruptedException, IOException {
        for (var outcome : outcomes) {
            recovered(outcome, rows, recovery);
        }
        for (var entry : rows.entrySet()) {
            goOn(entry.getKey(), entry.getValue());
        }
    }

    private Map<SealedIdentity, Recording> unfinished() throws InterruptedException {
        var rows = new HashMap<SealedIdentity, Recording>();
        for (var tenant : tenants.keySet()) {
            unfinished(tenant).forEach(row -> rows.put(identity(tenant, row.id()), row));
        }
        return rows;
    }

    private List<Recording> unfinished(Tenant tenant) throws InterruptedException {
        var all = new ArrayList<Recording>();
        RecordingId after = null;
        while (true) {
            @Nullable RecordingId last = after;
            var page = ledger.ask(tenant, (store, of) -> store.unfinished(of, last, PAGE));
            all.addAll(page);
            if (page.size() < PAGE) {
                return all;
            }
            after = page.getLast().id();
        }
    }

    private void recovered(
            Outcome outcome, Map<SealedIdentity, Recording> rows, SpoolRecovery recovery)
            throws InterruptedException, IOException {
        switch (outcome) {
            case Outcome.Sealed sealed -> {
                var identity = identity(sealed.tenant(), sealed.recording());
                var known = rows.get(identity);
                if (known != null && known.tracks() != null) {
                    return; // As it was when it was sealed, or not: its job will look.
                }
                var row = rows.remove(identity);
                boolean cutOff = row == null || row.state() == RecordingState.OPEN;
                LOG.info(
                        "recording {} is sealed again after {} ms of it",
                        sealed.recording(),
                        sealed.durationMicros() / 1000);
                begin(identity, sealed.seal(), sealed.durationMicros(), cutOff);
            }
            case Outcome.Tampered(var tracks, int frame) -> tampered(tracks, frame, rows);
            case Outcome.Later(var tracks, var identity, var reason) -> {
                LOG.warn("recording {} cannot be opened yet: {}", identity.recording(), reason);
                rows.remove(identity);
                lookAgain(outcome, recovery);
            }
            case Outcome.Unreadable(var tracks) -> {
                LOG.warn("{} cannot be read yet", tracks.getFileName());
                rows.keySet().removeIf(identity -> folder.file(identity).equals(tracks));
                lookAgain(outcome, recovery);
            }
        }
    }

    private void lookAgain(Outcome outcome, SpoolRecovery recovery) {
        var identity = identity(outcome.tracks());
        run(() -> {
            var known = new LookAgain(recovery, ledger, announcements, clock);
            recovered(known.until(outcome, identity), new HashMap<>(), recovery);
        });
    }

    /** It stays as it is, and somebody has to look at it; unless it was delivered long ago. */
    private void tampered(Path tracks, int frame, Map<SealedIdentity, Recording> rows)
            throws InterruptedException, IOException {
        var identity = identity(tracks);
        if (identity == null) {
            LOG.error("{} is nobody's file", tracks.getFileName());
            return;
        }
        var row = rows.remove(identity);
        if (row == null) {
            row = row(identity).orElse(null);
        }
        if (row != null && row.delivered() != null) {
            LOG.info("{} is a rest of what was delivered", tracks.getFileName());
            files(identity).erase();
            ledger.ask(
                    identity.tenant(),
                    (store, of) -> store.erased(of, identity.recording(), clock.instant()));
            return;
        }
        LOG.error("{} was changed: frame {} is not right", tracks.getFileName(), frame);
        fail(identity, Problem.TAMPERED);
    }

    /** Whose file of tracks that is by its name; null for nobody's. */
    private @Nullable SealedIdentity identity(Path tracks) {
        var name = String.valueOf(tracks.getFileName());
        var recording = new RecordingId(name.substring(0, name.lastIndexOf('.')));
        return tenants.keySet().stream()
                .map(tenant -> identity(tenant, recording))
                .filter(identity -> folder.file(identity).equals(tracks))
                .findFirst()
                .orElse(null);
    }

    private void goOn(SealedIdentity identity, Recording row) throws InterruptedException {
        var tracks = row.tracks();
        if (tracks != null) {
            var seal = new Seal((int) tracks.frames(), tracks.bytes(), tracks.lastTag());
            start(identity, seal, row.recovered());
        } else {
            // It was begun, and not one frame of it came to the disk.
            fail(identity, Problem.NOTHING_KEPT);
        }
    }

    private void fail(SealedIdentity identity, String why) throws InterruptedException {
        ledger.ask(
                identity.tenant(),
                (store, of) -> store.failed(of, identity.recording(), why, clock.instant()));
        announcements.alarm(identity.tenant(), identity.recording(), why);
        announce(identity);
    }

    // ---- what comes now

    @Override
    public void opened(Tenant tenant, RecordingId recording, String description) {
        var identity = identity(tenant, recording);
        run(() -> {
            var facts = facts(description);
            var key = files(identity).key().wrapped().keyId();
            ledger.ask(tenant, (store, of) -> store.opened(of, recording, facts, key));
            announce(identity);
        });
    }

    @Override
    public void sealed(Tenant tenant, RecordingId recording, Seal seal, long durationMicros) {
        run(() -> begin(identity(tenant, recording), seal, durationMicros, false));
    }

    @Override
    public void failed(Tenant tenant, RecordingId recording, RecordingFailure reason) {
        LOG.error("recording {} is not kept any more: {}", recording, reason);
        announcements.alarm(tenant, recording, reason.name());
    }

    /**
     * Somebody wants it tried now, also after it was given up. On any thread.
     *
     * @return whether there is anything to try
     */
    public CompletionStage<Boolean> tryAgain(Tenant tenant, RecordingId recording) {
        var begun = new CompletableFuture<Boolean>();
        threads.execute(() -> {
            try {
                begun.complete(begin(tenant, recording));
            } catch (InterruptedException | RuntimeException e) {
                begun.completeExceptionally(e);
            }
        });
        return begun;
    }

    private boolean begin(Tenant tenant, RecordingId recording) throws InterruptedException {
        var identity = identity(tenant, recording);
        var job = jobs.get(identity);
        if (job != null) {
            job.tryNow();
            return true;
        }
        var row = ledger.ask(tenant, (store, of) -> store.find(of, recording));
        var tracks = row.map(Recording::tracks);
        if (tracks.isEmpty() || row.get().state() != RecordingState.FAILED) {
            return false;
        }
        boolean moved =
                ledger.ask(
                        tenant,
                        (store, of) ->
                                store.move(
                                        of,
                                        recording,
                                        RecordingState.FAILED,
                                        RecordingState.SEALED,
                                        clock.instant()));
        if (moved) {
            goOn(identity, row.get());
            announce(identity);
        }
        return moved;
    }

    /** How many are on their way. */
    public int underWay() {
        return jobs.size();
    }

    private void begin(SealedIdentity identity, Seal seal, long durationMicros, boolean recovered)
            throws InterruptedException {
        var files = files(identity);
        var ended = clock.instant();
        var began = ended.minusNanos(TimeUnit.MICROSECONDS.toNanos(durationMicros));
        var facts = describe(files).orElse(Facts.only(began));
        var key = keyId(files);
        var tracks = new Tracks(seal.frames(), seal.bytes(), seal.lastTag());
        ledger.ask(
                identity.tenant(),
                (store, of) ->
                        store.sealed(
                                of,
                                identity.recording(),
                                facts,
                                key,
                                tracks,
                                recovered,
                                facts.startedAt()
                                        .plusNanos(TimeUnit.MICROSECONDS.toNanos(durationMicros))));
        announce(identity);
        if (row(identity).filter(row -> row.state() == RecordingState.FAILED).isPresent()) {
            return; // It was given up, and waits until it is asked for.
        }
        start(identity, seal, recovered);
    }

    private void start(SealedIdentity identity, Seal seal, boolean recovered)
            throws InterruptedException {
        if (seal.frames() == 0) {
            fail(identity, Problem.NOTHING_KEPT);
            return;
        }
        var settings = tenants.get(identity.tenant());
        if (settings == null) {
            LOG.warn(
                    "recording {} is of a tenant that is not configured, and stays where it is",
                    identity.recording());
            return;
        }
        var job = new RecordingJob(files(identity), settings, parts);
        if (jobs.putIfAbsent(identity, job) != null) {
            return;
        }
        run(() -> {
            try {
                job.run(seal, recovered);
            } catch (RuntimeException bug) {
                LOG.error("recording {} met a bug and waits for somebody", identity, bug);
                fail(identity, "INTERNAL");
            } finally {
                jobs.remove(identity);
            }
        });
    }

    // ---- details

    private RecordingFiles files(SealedIdentity identity) {
        return new RecordingFiles(
                disk, folder, keys, random, identity.tenant(), identity.recording());
    }

    private Optional<Facts> describe(RecordingFiles files) {
        try {
            return Optional.of(facts(parts.preparation().description(files)));
        } catch (IOException | KeyFailure e) {
            return Optional.empty(); // It was told when it was opened, or will be when it is sent.
        }
    }

    private static String keyId(RecordingFiles files) {
        try {
            return files.key().wrapped().keyId();
        } catch (IOException | KeyFailure e) {
            return "unknown";
        }
    }

    private static Facts facts(String description) {
        return facts(RecordingDescription.of(description));
    }

    private static Facts facts(RecordingDescription description) {
        return new Facts(
                description.contact(),
                description.initialContact(),
                description.agent(),
                description.queue(),
                description.segment(),
                description.sides(),
                Instant.ofEpochMilli(description.startedMs()));
    }

    private static SealedIdentity identity(Tenant tenant, RecordingId recording) {
        return new SealedIdentity(Artefact.TRACKS, recording, tenant);
    }

    private Optional<Recording> row(SealedIdentity identity) throws InterruptedException {
        return ledger.ask(identity.tenant(), (store, of) -> store.find(of, identity.recording()));
    }

    /** One at a time, so that what is told last is what is so. */
    private void announce(SealedIdentity identity) throws InterruptedException {
        announcing.lockInterruptibly();
        try {
            row(identity).ifPresent(row -> announcements.changed(identity.tenant(), row));
        } finally {
            announcing.unlock();
        }
    }

    /** Something that may fail and wait. */
    private interface Task {
        void run() throws InterruptedException, IOException, KeyFailure;
    }

    private void run(Task task) {
        try {
            threads.execute(() -> carefully(task));
        } catch (RejectedExecutionException e) {
            LOG.debug("the gateway closes; the next start goes on");
        }
    }

    private static void carefully(Task task) {
        try {
            task.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // The gateway closes; the next start goes on.
        } catch (IOException | KeyFailure | RuntimeException e) {
            LOG.error("something about a recording could not be done", e);
        }
    }

    /** Stops where it is; the next start goes on from there. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("recordings are still under way while the gateway closes");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class JobNews implements WorksParts.News {
        @Override
        public void changed(RecordingFiles files) throws InterruptedException {
            announce(identity(files.tenant(), files.recording()));
        }

        @Override
        public void alarm(RecordingFiles files, DeliveryEffect.Kind kind) {
            LOG.error("recording {}: {}", files.recording(), kind);
            announcements.alarm(files.tenant(), files.recording(), kind.name());
        }

        @Override
        public void allClear(RecordingFiles files) {
            LOG.info("recording {} has come through after all", files.recording());
        }

        @Override
        public void failedOnce(String reason) {
            announcements.failedOnce(reason);
        }
    }
}
