package dev.crosspoint.gateway.audit;

import dev.crosspoint.gateway.journal.Journal;
import dev.crosspoint.gateway.journal.JournalSettings;
import dev.crosspoint.gateway.signed.Signer;
import dev.crosspoint.gateway.store.AuditStore;
import dev.crosspoint.media.delivery.DocumentTarget;
import dev.crosspoint.media.delivery.NamePart;
import dev.crosspoint.media.spool.FileDisk;
import dev.crosspoint.media.vault.KeyProvider;
import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit trail while the gateway runs. Takes events on any thread without blocking it; they go
 * into their tenant's chain in the database, or wait sealed on this machine while that is away.
 *
 * <p>{@link #accept} is for what has happened: it is on record a moment later. {@link #before} is
 * for what must not happen unrecorded.
 */
public final class AuditTrail implements Consumer<AuditEvent>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);
    private static final Logger LINES = LoggerFactory.getLogger("audit");

    /** Between two looks whether the chain takes anything again. */
    private static final int RETRY_MS = 1_000;

    /** Between two looks at what is due: digests, and what commands left. */
    private static final int LOOK_SECONDS = 20;

    /** Longest that whoever asks {@link #before} waits. */
    private static final int DURABLE_SECONDS = 10;

    private static final int CLOSE_SECONDS = 5;

    private final Map<Tenant, TenantTrail> trails = new LinkedHashMap<>();
    private final Map<Tenant, Digests> digests = new LinkedHashMap<>();
    private final AuditCounts counts = new AuditCounts();
    private final CommandEvents commands;
    private final InstantSource clock;
    private final ScheduledExecutorService look;

    /** When the digests of each were last known to be made and in their place. */
    private final Map<Tenant, Instant> signed = new ConcurrentHashMap<>();

    /**
     * What the trail is made of.
     *
     * @param folder for what waits on this machine, made when it is not there
     * @param targets where each tenant's digests are kept; a tenant that is not in it has no trail
     * @param digestEvery how long events may be without a digest
     */
    public record Parts(
            Path folder,
            AuditStore store,
            KeyProvider keys,
            Signer signer,
            Map<Tenant, DocumentTarget> targets,
            Duration digestEvery,
            InstantSource clock) {
        public Parts {
            targets = Map.copyOf(targets);
        }
    }

    private AuditTrail(Parts parts, int retryMs) throws IOException {
        clock = parts.clock();
        commands = new CommandEvents(parts.folder(), parts.keys());
        var keys = new ChainKeys(parts.store(), parts.keys(), clock);
        for (var each : parts.targets().entrySet()) {
            var tenant = each.getKey();
            var journal =
                    Journal.open(
                            JournalSettings.of(
                                    parts.folder()
                                            .resolve("journal")
                                            .resolve(NamePart.of(tenant.account()))
                                            .resolve(NamePart.of(tenant.instance())),
                                    ChainKeys.media(tenant),
                                    "audit"),
                            new FileDisk(),
                            parts.keys(),
                            new SecureRandom());
            trails.put(
                    tenant,
                    new TenantTrail(tenant, parts.store(), keys, journal, counts, clock, retryMs));
            signed.put(tenant, clock.instant());
            digests.put(
                    tenant,
                    new Digests(
                            tenant,
                            parts.store(),
                            each.getValue(),
                            parts.signer(),
                            parts.digestEvery()));
        }
        look =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofVirtual().name("audit look").factory());
    }

    /**
     * A trail that runs, also while the database and the key service are away.
     *
     * @throws IOException when the folder cannot be used
     */
    public static AuditTrail start(Parts parts) throws IOException {
        var trail = new AuditTrail(parts, RETRY_MS);
        var _ = trail.look.scheduleWithFixedDelay(trail::look, 1, LOOK_SECONDS, TimeUnit.SECONDS);
        return trail;
    }

    /** One that looks only when it is told to. */
    static AuditTrail quiet(Parts parts, int retryMs) throws IOException {
        return new AuditTrail(parts, retryMs);
    }

    /** Takes an event of what has happened. */
    @Override
    public void accept(AuditEvent event) {
        take(event, null);
    }

    /**
     * Takes an event of what is about to happen.
     *
     * @return done when it is durable; a {@link NotOnRecord} when it is not, and then it must not
     *     happen. On a thread of the trail's own
     */
    public Future<Void> before(AuditEvent event) {
        Promise<Void> durable = Promise.promise();
        take(event, durable);
        return durable.future()
                .timeout(DURABLE_SECONDS, TimeUnit.SECONDS)
                .recover(failure ->
                        Future.failedFuture(
                                failure instanceof NotOnRecord
                                        ? failure
                                        : new NotOnRecord("nobody answers")));
    }

    private void take(AuditEvent event, @Nullable Promise<Void> durable) {
        var trail = trails.get(event.tenant());
        var name = Words.of(event.what()).name();
        if (trail == null) {
            counts.unwritten(1);
            LOG.error("an audit event {} is of no tenant of ours", name);
            if (durable != null) {
                durable.fail(new NotOnRecord("no such tenant"));
            }
            return;
        }
        // Where to look; who and what is in the trail only.
        LINES.info("{} {} of {}", name, event.id(), event.tenant());
        trail.take(EventJson.bytes(event), durable);
    }

    /** What became of events. */
    public AuditCounts counts() {
        return counts;
    }

    /** Bytes that wait on this machine. */
    public long journalBytes() {
        return sum(TenantTrail::journalBytes);
    }

    /** For how long it has not been known that every due digest is in its place, s. */
    public long digestLateSeconds() {
        var now = clock.instant();
        return signed.values().stream()
                .mapToLong(since -> Duration.between(since, now).toSeconds())
                .max()
                .orElse(0);
    }

    /** Files of journals that somebody changed or took away. */
    public long damagedJournals() {
        return sum(TenantTrail::damaged);
    }

    private long sum(ToLongFunction<TenantTrail> of) {
        return trails.values().stream().mapToLong(of).sum();
    }

    /** Does what is due. */
    void look() {
        trails.forEach((tenant, trail) -> {
            try {
                trail.prepare();
                commands.collect(tenant, body -> taken(trail, body));
                digests(tenant).tick(clock.instant());
                signed.put(tenant, clock.instant());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                counts.troubled();
                LOG.warn(
                        "the audit trail of {} has something left to do: {}",
                        tenant,
                        e.getMessage());
            }
        });
    }

    private Digests digests(Tenant tenant) {
        var of = digests.get(tenant);
        if (of == null) {
            throw new IllegalStateException("no digests of " + tenant);
        }
        return of;
    }

    private static void taken(TenantTrail trail, byte[] body) throws Exception {
        Promise<Void> durable = Promise.promise();
        trail.take(body, durable);
        durable.future().await(DURABLE_SECONDS, TimeUnit.SECONDS);
    }

    /** Writes what waits, and ends. Blocks. */
    @Override
    public void close() {
        look.shutdown();
        try {
            // Not by an interrupt at first: that would close the files it writes.
            if (!look.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                look.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        trails.values().forEach(TenantTrail::close);
    }
}
