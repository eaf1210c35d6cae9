package dev.crosspoint.gateway.recording;

import dev.crosspoint.gateway.recording.RecordingWorks.Announcements;
import dev.crosspoint.gateway.store.Recording;
import dev.crosspoint.gateway.store.Recording.Facts;
import dev.crosspoint.gateway.store.Recording.Tracks;
import dev.crosspoint.gateway.store.RecordingState;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.delivery.DeliveryEffect;
import dev.crosspoint.media.seal.Artefact;
import dev.crosspoint.media.seal.Seal;
import dev.crosspoint.media.seal.SealedIdentity;
import dev.crosspoint.media.vault.KeyFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@link RecordingJob} of each recording that is sealed and still with us: begun once, told of,
 * tried again, stopped in the end.
 */
final class RecordingJobs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecordingJobs.class);

    private static final long CLOSE_SECONDS = 10;

    private final Map<Tenant, TenantRecordings> tenants = new HashMap<>();
    private final Function<SealedIdentity, RecordingFiles> files;
    private final Ledger ledger;
    private final Announcements announcements;
    private final WaitingClock clock;
    private final WorksParts parts;
    private final ReentrantLock announcing = new ReentrantLock(true);
    private final Map<SealedIdentity, RecordingJob> jobs = new ConcurrentHashMap<>();
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("crosspoint-recording-", 0).factory());

    /**
     * None yet.
     *
     * @param settings of every tenant
     * @param files where those of a recording are
     */
    RecordingJobs(
            List<TenantRecordings> settings,
            Function<SealedIdentity, RecordingFiles> files,
            Preparation preparation,
            Ledger ledger,
            Announcements announcements,
            WaitingClock clock,
            RandomGenerator random) {
        settings.forEach(tenant -> tenants.put(tenant.tenant(), tenant));
        this.files = files;
        this.ledger = ledger;
        this.announcements = announcements;
        this.clock = clock;
        int processors = Runtime.getRuntime().availableProcessors();
        this.parts =
                new WorksParts(
                        preparation,
                        ledger,
                        new Semaphore(Math.max(1, processors / 2), true),
                        new DeliveryLanes(settings),
                        clock,
                        random,
                        this::isClosing,
                        new JobNews());
    }

    static SealedIdentity identity(Tenant tenant, RecordingId recording) {
        return new SealedIdentity(Artefact.TRACKS, recording, tenant);
    }

    // ---- beginning and ending

    /** It is complete in the spool: writes that down, and goes on with it. */
    void begin(SealedIdentity identity, Seal seal, long durationMicros, boolean recovered)
            throws InterruptedException {
        var its = files.apply(identity);
        var ended = clock.instant();
        var began = ended.minusNanos(TimeUnit.MICROSECONDS.toNanos(durationMicros));
        var facts = describe(its).orElse(Facts.only(began));
        var key = keyId(its);
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
        switch (row(identity).map(Recording::state).orElse(RecordingState.SEALED)) {
            case FAILED -> {} // It was given up, and waits until it is asked for.
            case DELETED -> run(() -> erase(identity));
            case OPEN, SEALED, UPLOADING, DELIVERED -> start(identity, seal, recovered);
        }
    }

    /** Goes on with one that the store knows. */
    void goOn(SealedIdentity identity, Recording row) throws InterruptedException {
        var tracks = row.tracks();
        if (row.deleted() != null) {
            run(() -> erase(identity));
        } else if (tracks != null) {
            var seal = new Seal((int) tracks.frames(), tracks.bytes(), tracks.lastTag());
            start(identity, seal, row.recovered());
        } else {
            // It was begun, and not one frame of it came to the disk.
            fail(identity, Problem.NOTHING_KEPT);
        }
    }

    /** It comes no further, and somebody has to know. */
    void fail(SealedIdentity identity, String why) throws InterruptedException {
        ledger.ask(
                identity.tenant(),
                (store, of) -> store.failed(of, identity.recording(), why, clock.instant()));
        announcements.alarm(identity.tenant(), identity.recording(), why);
        announce(identity);
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
        var job = new RecordingJob(files.apply(identity), settings, parts);
        if (jobs.putIfAbsent(identity, job) != null) {
            return;
        }
        run(() -> {
            try {
                job.run(seal, recovered);
            } catch (RuntimeException bug) {
                parts.requireOpen();
                LOG.error("recording {} met a bug and waits for somebody", identity, bug);
                fail(identity, "INTERNAL");
            } finally {
                jobs.remove(identity);
                job.end();
            }
        });
    }

    // ---- trying again

    /**
     * Somebody wants it tried now, also after it was given up. On any thread.
     *
     * @return whether there is anything to try
     */
    CompletionStage<Boolean> tryAgain(Tenant tenant, RecordingId recording) {
        var begun = new CompletableFuture<Boolean>();
        threads.execute(() -> {
            try {
                begun.complete(beginAgain(tenant, recording));
            } catch (InterruptedException | ExecutionException | RuntimeException e) {
                begun.completeExceptionally(e);
            }
        });
        return begun;
    }

    private boolean beginAgain(Tenant tenant, RecordingId recording)
            throws InterruptedException, ExecutionException {
        var identity = identity(tenant, recording);
        var job = jobs.get(identity);
        if (job != null) {
            job.tryNow();
        }
        var row = row(identity);
        boolean isGivenUp = row.filter(it -> it.state() == RecordingState.FAILED).isPresent();
        if (job != null && !isGivenUp) {
            return true;
        }
        if (job != null) {
            // It has just been given up, and that job hears no bell any more.
            job.over().toCompletableFuture().get();
        }
        if (!isGivenUp || row.map(Recording::tracks).isEmpty()) {
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

    // ---- deletion

    /**
     * Takes all of it away that is here, and what was on its way, once the store says that it is
     * deleted. On any thread.
     *
     * @return done when that is so: whether nothing of it is left where it was being brought
     */
    CompletionStage<Boolean> discard(Tenant tenant, RecordingId recording) {
        var identity = identity(tenant, recording);
        var done = new CompletableFuture<Boolean>();
        threads.execute(() -> {
            try {
                var job = jobs.get(identity);
                boolean nothingLeft = true;
                if (job != null) {
                    job.drop();
                    nothingLeft = job.over().toCompletableFuture().get();
                }
                erase(identity);
                done.complete(nothingLeft);
            } catch (InterruptedException | ExecutionException | RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    /** What is gone already is gone; what cannot be erased now is at the next start. */
    private void erase(SealedIdentity identity) throws InterruptedException {
        var its = files.apply(identity);
        try {
            its.erase();
        } catch (IOException e) {
            throw new UncheckedIOException("a deleted recording cannot be erased", e);
        }
        ledger.ask(
                identity.tenant(),
                (store, of) -> store.erased(of, identity.recording(), clock.instant()));
        announce(identity);
    }

    /** How many are on their way. */
    int underWay() {
        return jobs.size();
    }

    // ---- telling

    /** One at a time, so that what is told last is what is so. */
    void announce(SealedIdentity identity) throws InterruptedException {
        announcing.lockInterruptibly();
        try {
            row(identity).ifPresent(row -> announcements.changed(identity.tenant(), row));
        } finally {
            announcing.unlock();
        }
    }

    Optional<Recording> row(SealedIdentity identity) throws InterruptedException {
        return ledger.ask(identity.tenant(), (store, of) -> store.find(of, identity.recording()));
    }

    private Optional<Facts> describe(RecordingFiles its) {
        try {
            return Optional.of(parts.preparation().description(its).facts());
        } catch (IOException | KeyFailure e) {
            return Optional.empty(); // It was told when it was opened, or will be when it is sent.
        }
    }

    private static String keyId(RecordingFiles its) {
        try {
            return its.key().wrapped().keyId();
        } catch (IOException | KeyFailure e) {
            return Recording.UNKNOWN_KEY;
        }
    }

    // ---- threads

    /** Something that may fail and wait. */
    interface Task {
        void run() throws InterruptedException, IOException, KeyFailure;
    }

    /** On a virtual thread of its own. */
    void run(Task task) {
        try {
            threads.execute(() -> carefully(task));
        } catch (RejectedExecutionException e) {
            LOG.debug("the gateway closes; the next start goes on");
        }
    }

    /** Whatever fails from now on is because of that. */
    boolean isClosing() {
        return threads.isShutdown();
    }

    private void carefully(Task task) {
        try {
            task.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // The gateway closes; the next start goes on.
        } catch (IOException | KeyFailure | RuntimeException e) {
            if (isClosing()) {
                LOG.debug("the gateway closes; the next start goes on", e);
            } else {
                LOG.error("something about a recording could not be done", e);
            }
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
        public void changed(RecordingFiles its) throws InterruptedException {
            announce(identity(its.tenant(), its.recording()));
        }

        @Override
        public void alarm(RecordingFiles its, DeliveryEffect.Kind kind) {
            LOG.error("recording {}: {}", its.recording(), kind);
            announcements.alarm(its.tenant(), its.recording(), kind.name());
        }

        @Override
        public void allClear(RecordingFiles its) {
            LOG.info("recording {} has come through after all", its.recording());
        }

        @Override
        public void failedOnce(String reason) {
            announcements.failedOnce(reason);
        }
    }
}
