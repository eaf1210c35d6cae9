package dev.crosspoint.gateway;

import dev.crosspoint.gateway.GatewayConfig.DeliveryEntry;
import dev.crosspoint.gateway.GatewayConfig.TenantEntry;
import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.aws.AwsKms;
import dev.crosspoint.gateway.aws.KmsSettings;
import dev.crosspoint.gateway.aws.S3Target;
import dev.crosspoint.gateway.keys.KeyCabinet;
import dev.crosspoint.gateway.local.FolderTarget;
import dev.crosspoint.gateway.local.KeystoreSettings;
import dev.crosspoint.gateway.local.LocalKeystore;
import dev.crosspoint.gateway.local.TenantKeys;
import dev.crosspoint.gateway.playback.PlaybackParts;
import dev.crosspoint.gateway.recording.Destination;
import dev.crosspoint.gateway.recording.KeyChanges;
import dev.crosspoint.gateway.recording.RecordingVerticle;
import dev.crosspoint.gateway.recording.RecordingWorks;
import dev.crosspoint.gateway.recording.TenantRecordings;
import dev.crosspoint.gateway.recording.WaitingClock;
import dev.crosspoint.gateway.signed.Signer;
import dev.crosspoint.gateway.store.Database;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.delivery.DeliveryTarget;
import dev.crosspoint.media.delivery.DocumentTarget;
import dev.crosspoint.media.loop.MediaPlane;
import dev.crosspoint.media.spool.FileDisk;
import dev.crosspoint.media.spool.OpenedKeys;
import dev.crosspoint.media.spool.Spool;
import dev.crosspoint.media.spool.SpoolFolder;
import dev.crosspoint.media.spool.SpoolMeter;
import dev.crosspoint.media.spool.SpoolRecovery;
import dev.crosspoint.media.spool.SpoolSettings;
import dev.crosspoint.media.spool.TapRing;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.media.vault.KeyProvider;
import dev.crosspoint.media.vault.KeyUse;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Deployable;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that recordings go through, put together: keys, spool, works, targets. Opened before
 * media, which records into it, and closed after.
 */
final class RecordingPlant implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(RecordingPlant.class);

    /** Folders within our home. */
    static final String SPOOL = "spool";

    static final String DELIVERED = "delivered";
    static final String KEYS = "keys";

    private static final long MEGABYTE = 1_000_000;

    private final GatewayConfig config;
    private final KeyUse.Listener uses;
    private final WaitingClock clock = WaitingClock.system();
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final LocalKeystore keystore;
    private final KeyProvider keys;
    private final List<TenantRecordings> tenants;
    private @Nullable RecordingWorks works;
    private @Nullable OpenedKeys opened;
    private @Nullable KeyCabinet cabinet;
    private @Nullable Spool spool;

    /** Starts a verticle. */
    interface Deployer {
        void deploy(Deployable verticle) throws Exception;
    }

    /**
     * Keys and targets; nothing runs yet.
     *
     * @param uses told of each use of a key
     * @throws IOException when the local keystore cannot be opened; the message says what to do
     */
    RecordingPlant(GatewayConfig config, KeyUse.Listener uses) throws IOException {
        this.config = config;
        this.uses = uses;
        this.keystore =
                LocalKeystore.open(
                        new KeystoreSettings(
                                config.home().resolve(KEYS),
                                config.recording().keystorePassword(),
                                config.recording().keystorePasswordFile()),
                        clock,
                        uses);
        this.keys = tenantKeys();
        this.tenants = config.tenants().stream().map(this::recordings).toList();
    }

    /** Puts the spool in order, goes on with what is in it, and takes recordings from now on. */
    void start(
            Database database,
            Consumer<AuditEvent> audit,
            MeterRegistry registry,
            SecureRandom random,
            Deployer deploy)
            throws Exception {
        var store = database.recordings();
        var root = config.home().resolve(SPOOL);
        var disk = new FileDisk();
        disk.makeFolder(root);
        var folder = new SpoolFolder(root);
        var opened = new OpenedKeys(keys, System::nanoTime);
        this.opened = opened;
        var cabinet = new KeyCabinet(keys, opened, database.instanceKeys(), clock);
        this.cabinet = cabinet;
        var announcer =
                new RecordingVerticle(
                        config.tenants().stream().map(TenantEntry::tenant).toList(),
                        store,
                        database.keyChanges(),
                        this::works,
                        audit,
                        this::meter,
                        registry,
                        clock);
        var line =
                new RecordingWorks(
                        tenants,
                        disk,
                        folder,
                        opened,
                        MediaPlane.renderer(config.media()),
                        signer(),
                        store,
                        announcer,
                        clock,
                        random);
        parts.push(line);
        works = line;
        deploy.deploy(announcer);
        line.recover(new SpoolRecovery(folder, disk, keys));
        var running = Spool.start(settings(root), disk, keys, opened, line);
        parts.push(running);
        spool = running;
        tenants.forEach(tenant -> running.expect(tenant.tenant()));
        prepareKeys();
        var changes =
                new KeyChanges(
                        tenants,
                        scopes(),
                        keys,
                        disk,
                        folder,
                        store,
                        database.keyChanges(),
                        database.instanceKeys(),
                        cabinet,
                        registry,
                        clock);
        parts.push(changes);
        changes.start();
    }

    /** The spool's files, for whoever only looks. */
    SpoolFolder folder() {
        return new SpoolFolder(config.home().resolve(SPOOL));
    }

    KeyProvider keys() {
        return keys;
    }

    /** The one of all instances' keys, whatever they are for; once recordings are started. */
    KeyCabinet cabinet() {
        if (cabinet == null) {
            throw new IllegalStateException("nothing is recorded yet");
        }
        return cabinet;
    }

    LocalKeystore keystore() {
        return keystore;
    }

    List<TenantRecordings> tenants() {
        return tenants;
    }

    /** What playing them takes; once they are started. */
    PlaybackParts playback(Database database, MeterRegistry registry, SecureRandom random) {
        if (opened == null) {
            throw new IllegalStateException("nothing is recorded yet");
        }
        return new PlaybackParts(
                database.recordings(),
                database.removals(),
                tenants,
                new FileDisk(),
                folder(),
                opened,
                this::works,
                registry,
                random,
                clock,
                System::nanoTime);
    }

    /** Where media records to. */
    Spool spool() {
        if (spool == null) {
            throw new IllegalStateException("nothing is recorded yet");
        }
        return spool;
    }

    private RecordingWorks works() {
        if (works == null) {
            throw new IllegalStateException("nothing is recorded yet");
        }
        return works;
    }

    private SpoolMeter meter() {
        return spool == null
                ? new SpoolMeter(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, false)
                : spool.meter();
    }

    private SpoolSettings settings(Path root) {
        var recording = config.recording();
        long reserve =
                recording.reserveMb() == GatewayConfig.Recording.USUAL_RESERVE
                        ? SpoolSettings.DEFAULT_RESERVE
                        : recording.reserveMb() * MEGABYTE;
        return new SpoolSettings(
                root,
                config.media().loops(),
                TapRing.DEFAULT_BYTES,
                reserve,
                recording.keysAhead());
    }

    // ---- keys

    private KeyProvider tenantKeys() {
        var chosen = new HashMap<Tenant, TenantKeys.Chosen>();
        for (var tenant : config.tenants()) {
            var current = tenant.keys().current();
            var former = tenant.keys().former().stream().map(this::kms).toList();
            if (current != null || !former.isEmpty()) {
                chosen.put(
                        mediaTenant(tenant),
                        new TenantKeys.Chosen(
                                current == null ? keystore : kms(current), List.copyOf(former)));
            }
        }
        return new TenantKeys(keystore, chosen);
    }

    private AwsKms kms(KmsSettings settings) {
        var kms = new AwsKms(settings, clock, uses);
        parts.push(kms);
        return kms;
    }

    /** A key that is of no use now may be later: calls go on as the settings for that say. */
    private void prepareKeys() {
        for (var part : List.copyOf(parts)) {
            if (part instanceof AwsKms kms) {
                Thread.ofVirtual().name("crosspoint-key").start(() -> prepare(kms));
            }
        }
    }

    private static void prepare(AwsKms kms) {
        try {
            var key = kms.prepare();
            LOG.info("key {} is ready for recordings", key.keyId());
        } catch (KeyFailure e) {
            LOG.error("a key for recordings is of no use now: {}: {}", e.reason(), e.getMessage());
        }
    }

    /** Signs what proves something later: manifests, digests of the audit trail. */
    Signer signer() {
        return new Signer() {
            @Override
            public byte[] sign(byte[] message) {
                return keystore.sign(message);
            }

            @Override
            public String publicKey() {
                return keystore.publicKey();
            }
        };
    }

    // ---- targets

    /** Where each tenant's documents are kept: where recordings of any queue go. */
    Map<dev.crosspoint.signaling.api.Tenant, DocumentTarget> documents() {
        var documents = new HashMap<dev.crosspoint.signaling.api.Tenant, DocumentTarget>();
        for (var tenant : tenants) {
            var of = tenant.tenant();
            documents.put(
                    new dev.crosspoint.signaling.api.Tenant(of.account(), of.instance()),
                    documentTarget(tenant));
        }
        // Keys of what several instances share are used too.
        ContactPlant.allScopes(config)
                .forEach((scope, served) ->
                        served.stream()
                                .findFirst()
                                .map(documents::get)
                                .ifPresent(target -> documents.put(scope, target)));
        return documents;
    }

    /** What instances share: their references lie under keys of their own. */
    private List<Tenant> scopes() {
        return ContactPlant.allScopes(config).keySet().stream()
                .map(scope -> new Tenant(scope.account(), scope.instance()))
                .toList();
    }

    private static DocumentTarget documentTarget(TenantRecordings tenant) {
        if (tenant.ordinary() instanceof DocumentTarget target) {
            return target;
        }
        throw new IllegalStateException("a target that keeps no documents");
    }

    private TenantRecordings recordings(TenantEntry tenant) {
        var recording = tenant.recording();
        var otherwise =
                recording.folder() == null ? config.home().resolve(DELIVERED) : recording.folder();
        var destinations = new ArrayList<Destination>();
        for (var delivery : recording.deliveries()) {
            destinations.add(new Destination(delivery.queues(), target(delivery, otherwise)));
        }
        return new TenantRecordings(
                mediaTenant(tenant),
                recording.format(),
                recording.retentionDays(),
                destinations,
                new FolderTarget(otherwise));
    }

    private DeliveryTarget target(DeliveryEntry delivery, Path otherwise) {
        var bucket = delivery.bucket();
        if (bucket == null) {
            return new FolderTarget(delivery.folder() == null ? otherwise : delivery.folder());
        }
        var target = new S3Target(bucket);
        parts.push(target);
        return target;
    }

    private static Tenant mediaTenant(TenantEntry entry) {
        return new Tenant(entry.tenant().account(), entry.tenant().instance());
    }

    /** What is under way stops, and goes on at the next start. */
    @Override
    public void close() throws IOException {
        IOException first = null;
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                first =
                        first == null
                                ? new IOException("recordings did not close cleanly", e)
                                : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
