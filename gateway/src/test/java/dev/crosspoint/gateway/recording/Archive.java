package dev.crosspoint.gateway.recording;

import dev.crosspoint.gateway.contact.Sides;
import dev.crosspoint.gateway.local.FolderTarget;
import dev.crosspoint.gateway.local.KeystoreSettings;
import dev.crosspoint.gateway.local.LocalKeystore;
import dev.crosspoint.gateway.signed.Signer;
import dev.crosspoint.gateway.store.Recording;
import dev.crosspoint.gateway.store.Recording.Facts;
import dev.crosspoint.gateway.store.Recording.Tracks;
import dev.crosspoint.gateway.store.RecordingStore;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.MediaConfig;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.delivery.DeliveryTarget;
import dev.crosspoint.media.loop.MediaPlane;
import dev.crosspoint.media.record.AudioFormat;
import dev.crosspoint.media.record.Renderer;
import dev.crosspoint.media.seal.Artefact;
import dev.crosspoint.media.seal.Seal;
import dev.crosspoint.media.seal.SealedHeader;
import dev.crosspoint.media.seal.SealedWriter;
import dev.crosspoint.media.spool.FileDisk;
import dev.crosspoint.media.spool.KeyFile;
import dev.crosspoint.media.spool.OpenedKeys;
import dev.crosspoint.media.spool.SpoolFolder;
import dev.crosspoint.media.vault.EncryptionContext;
import dev.crosspoint.media.vault.EncryptionContext.Purpose;
import dev.crosspoint.media.vault.KeyProvider;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway keeps of recordings, in a folder: a keystore, a spool, a delivered folder; and the
 * works that move them. Recordings come from nowhere: some seconds of a made-up call each.
 */
public final class Archive implements AutoCloseable {
    /** When every recording began. */
    public static final Instant NINE = Instant.parse("2026-11-27T09:00:00Z");

    public final Path home;
    public final Tenant tenant;
    public final SpoolFolder spool;
    public final LocalKeystore keystore;
    public final FolderTarget folder;
    public final RecordingWorks works;

    /** How long the calls are that are made up from now on. */
    public volatile int seconds = 10;

    /** What somebody had to be told. */
    public final ConcurrentLinkedQueue<String> alarms = new ConcurrentLinkedQueue<>();

    private final FileDisk disk = new FileDisk();
    private final SecureRandom random = new SecureRandom();
    private final RecordingStore store;
    private final KeyProvider keys;
    private final OpenedKeys opened;
    private final Renderer renderer = MediaPlane.renderer(MediaConfig.defaults("127.0.0.1"));
    private final Semaphore seen = new Semaphore(0);
    private final TenantRecordings settings;

    /**
     * An archive with the keys of its own keystore.
     *
     * @param target where recordings go; its own folder when null
     */
    public Archive(Path home, Tenant tenant, RecordingStore store, @Nullable DeliveryTarget target)
            throws Exception {
        this(
                home,
                tenant,
                store,
                target,
                keystore(home),
                null,
                AudioFormat.WAV_8_KHZ,
                System::nanoTime);
    }

    /**
     * With keys of somebody else.
     *
     * @param keys those of the keystore when null
     * @param nanoClock by which keys are at hand, ns
     */
    public Archive(
            Path home,
            Tenant tenant,
            RecordingStore store,
            @Nullable DeliveryTarget target,
            LocalKeystore keystore,
            @Nullable KeyProvider keys,
            AudioFormat format,
            LongSupplier nanoClock)
            throws Exception {
        this.home = home;
        this.tenant = tenant;
        this.store = store;
        this.spool = new SpoolFolder(home.resolve("spool"));
        this.keystore = keystore;
        this.keys = keys == null ? keystore : keys;
        this.folder = new FolderTarget(home.resolve("delivered"));
        this.opened = new OpenedKeys(this.keys, nanoClock);
        disk.makeFolder(spool.of(tenant));
        this.settings =
                new TenantRecordings(
                        tenant, format, 0, List.of(), target == null ? folder : target);
        this.works =
                new RecordingWorks(
                        List.of(settings),
                        disk,
                        spool,
                        opened,
                        renderer,
                        signer(),
                        store,
                        new Watch(),
                        WaitingClock.system(),
                        random);
    }

    /** The keystore of a home. */
    public static LocalKeystore keystore(Path home) throws Exception {
        return LocalKeystore.open(
                new KeystoreSettings(home.resolve("keys"), null, null),
                InstantSource.system(),
                _ -> {});
    }

    public dev.crosspoint.signaling.api.Tenant storedTenant() {
        return new dev.crosspoint.signaling.api.Tenant(tenant.account(), tenant.instance());
    }

    /** A recording that runs: its key and its tracks so far, and a row that says so. */
    public RecordingId running(String id) throws Exception {
        var recording = new RecordingId(id);
        write(recording, false);
        await(store.opened(storedTenant(), recording, facts(id), keyId(recording)));
        return recording;
    }

    /** A recording that runs, and of which nobody has told the store. */
    public RecordingId unknown(String id) throws Exception {
        var recording = new RecordingId(id);
        write(recording, false);
        return recording;
    }

    /** What its manifest says, with its signature. */
    public JsonObject manifest(RecordingId recording) throws Exception {
        try (var in = new PlainStream(files(recording).open(Artefact.MANIFEST))) {
            return new JsonObject(Buffer.buffer(in.readAllBytes()));
        }
    }

    /** Puts another manifest in its place, as whoever has the keys can. */
    public void reseal(RecordingId recording, UnaryOperator<JsonObject> change) throws Exception {
        var document = change.apply(manifest(recording)).toBuffer().getBytes();
        try (var file = files(recording).create(Artefact.MANIFEST)) {
            file.write(document, 0, document.length);
            file.seal();
        }
    }

    /** A recording that has ended, and is known to the store. */
    public RecordingId sealed(String id) throws Exception {
        var recording = new RecordingId(id);
        var seal = write(recording, true);
        await(
                store.sealed(
                        storedTenant(),
                        recording,
                        facts(id),
                        keyId(recording),
                        new Tracks(seal.frames(), seal.bytes(), seal.lastTag()),
                        false,
                        NINE.plusSeconds(seconds)));
        return recording;
    }

    /** A recording that is rendered, with its manifest, and not sent yet. */
    public RecordingId prepared(String id) throws Exception {
        var recording = sealed(id);
        var tracks = row(recording).tracks();
        if (tracks == null) {
            throw new AssertionError("not sealed");
        }
        var manifest =
                new Preparation(renderer, signer())
                        .prepare(
                                files(recording),
                                new Seal((int) tracks.frames(), tracks.bytes(), tracks.lastTag()),
                                false,
                                settings.format());
        if (manifest.durationMs() < 1000L * (seconds - 1)) {
            throw new AssertionError("too short: " + manifest.durationMs());
        }
        return recording;
    }

    /** A recording that has gone all the way. */
    public RecordingId delivered(String id) throws Exception {
        var recording = prepared(id);
        deliver(recording);
        return recording;
    }

    /** Sends what waits all the way. */
    public void deliver(RecordingId recording) throws Exception {
        await(store.failed(storedTenant(), recording, "WAITS", Instant.now()));
        works.tryAgain(tenant, recording).toCompletableFuture().get(20, TimeUnit.SECONDS);
        awaitErased(recording);
    }

    /** Returns when nothing of it is in the spool any more. */
    public void awaitErased(RecordingId recording) throws Exception {
        while (row(recording).erasedAt() == null) {
            if (!seen.tryAcquire(20, TimeUnit.SECONDS)) {
                throw new AssertionError("not delivered: " + row(recording));
            }
        }
    }

    public Recording row(RecordingId recording) throws Exception {
        return await(store.find(storedTenant(), recording)).orElseThrow();
    }

    public Path file(RecordingId recording, Artefact artefact) {
        return spool.file(tenant, recording, artefact);
    }

    public Path key(RecordingId recording) {
        return spool.key(tenant, recording);
    }

    public String keyId(RecordingId recording) throws Exception {
        return KeyFile.read(disk, key(recording)).wrapped().keyId();
    }

    /** A file of a delivered recording, by how its name ends: {@code wav.sealed} for one. */
    public Path delivered(RecordingId recording, String ending) {
        return home.resolve("delivered")
                .resolve(tenant.account())
                .resolve(tenant.instance())
                .resolve("CallRecordings/2026/11/27")
                .resolve("c-" + recording.value() + "_20261127T0900_UTC." + ending);
    }

    /** A recording that is rendered, which the store knows, and that nobody sends. */
    public RecordingId held(String id) throws Exception {
        var recording = prepared(id);
        var manifest = Manifest.read(manifest(recording).toBuffer().getBytes());
        await(
                store.rendered(
                        storedTenant(),
                        recording,
                        new Recording.Audio(
                                manifest.formatWord(),
                                manifest.audio().bytes(),
                                manifest.audio().sha256(),
                                manifest.durationMs(),
                                0,
                                0)));
        return recording;
    }

    /** Keys that were opened a moment ago. */
    public OpenedKeys opened() {
        return opened;
    }

    public TenantRecordings settings() {
        return settings;
    }

    public void forgetOpenedKeys() {
        opened.close();
    }

    public Signer signer() {
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

    @Override
    public void close() {
        works.close();
        opened.close();
    }

    // ---- details

    private Seal write(RecordingId recording, boolean seal) throws Exception {
        var context =
                new EncryptionContext(tenant, Purpose.RECORDING, UUID.randomUUID().toString());
        var fresh = keys.generate(context);
        try (var key = fresh.key();
                var file = disk.create(file(recording, Artefact.TRACKS))) {
            new KeyFile(fresh.wrapped(), context).write(disk, key(recording));
            var header = SealedHeader.fresh(Artefact.TRACKS, 0, recording, context, random);
            try (var writer = SealedWriter.begin(header, header.deriveFrom(key), file)) {
                var call = new MadeUpCall(writer);
                call.write(description(recording.value()), seconds);
                if (!seal) {
                    return new Seal(0, 0, "0".repeat(32));
                }
                call.stop(seconds);
                return writer.seal();
            }
        }
    }

    private static Facts facts(String id) {
        return new Facts("c-" + id, "c-" + id, "alice", "Sales", 1, Sides.BOTH, NINE);
    }

    private static String description(String id) {
        return new RecordingDescription(
                        "c-" + id, "c-" + id, "alice", "Sales", 1, Sides.BOTH, NINE.toEpochMilli())
                .text();
    }

    private RecordingFiles files(RecordingId recording) {
        return new RecordingFiles(disk, spool, opened, random, tenant, recording);
    }

    public static <T> T await(Future<T> future) throws Exception {
        return future.await(20, TimeUnit.SECONDS);
    }

    private final class Watch implements RecordingWorks.Announcements {
        @Override
        public void changed(Tenant whose, Recording recording) {
            seen.release();
        }

        @Override
        public void alarm(Tenant whose, RecordingId recording, String what) {
            alarms.add(what);
        }

        @Override
        public void failedOnce(String reason) {
            alarms.add(reason);
        }
    }
}
