package dev.crosspoint.gateway.aws;

import static dev.crosspoint.gateway.aws.S3Servers.BUCKET;
import static dev.crosspoint.gateway.aws.S3Servers.IDENTITY;
import static dev.crosspoint.gateway.aws.S3Servers.SECRET;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.aws.S3Settings.Encryption;
import dev.crosspoint.gateway.local.LocalKeystore;
import dev.crosspoint.gateway.recording.Archive;
import dev.crosspoint.gateway.recording.Manifest;
import dev.crosspoint.gateway.recording.Plug;
import dev.crosspoint.gateway.recording.RecordingWorks;
import dev.crosspoint.gateway.recording.Spooled;
import dev.crosspoint.gateway.recording.TenantRecordings;
import dev.crosspoint.gateway.recording.TestDisk;
import dev.crosspoint.gateway.recording.VirtualClock;
import dev.crosspoint.gateway.signed.Signer;
import dev.crosspoint.gateway.store.Database;
import dev.crosspoint.gateway.store.Recording;
import dev.crosspoint.gateway.store.RecordingState;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.codec.Codecs;
import dev.crosspoint.media.delivery.DeliveryFailure;
import dev.crosspoint.media.delivery.DeliveryTarget;
import dev.crosspoint.media.delivery.Parcel;
import dev.crosspoint.media.delivery.Receipt;
import dev.crosspoint.media.record.AudioFormat;
import dev.crosspoint.media.record.Renderer;
import dev.crosspoint.media.seal.Artefact;
import dev.crosspoint.media.seal.Verdict;
import dev.crosspoint.media.spool.FileDisk;
import dev.crosspoint.media.spool.KeyFile;
import dev.crosspoint.media.spool.OpenedKeys;
import dev.crosspoint.media.spool.SealedFileWriter;
import dev.crosspoint.media.spool.SpoolFolder;
import dev.crosspoint.media.spool.SpoolRecovery;
import dev.crosspoint.signaling.api.Private;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A gateway from its spool on, for one test: the works on real files and a real store, the key of a
 * tenant in KMS, the tenant's bucket behind a relay that disturbs. Time is virtual. What lies in
 * the bucket is judged as the tenant sees it, who has no gateway.
 */
final class BucketRig implements RecordingWorks.Announcements, AutoCloseable {
    private static final long LIMIT_SECONDS = 60;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> ENDINGS = List.of(".json", ".peaks", ".wav");

    final Tenant tenant = new Tenant("acme", "i" + UUID.randomUUID().toString().substring(0, 8));
    final VirtualClock clock = new VirtualClock();
    final TenantsKey key = new TenantsKey(tenant, clock);
    final List<String> alarms = Collections.synchronizedList(new ArrayList<>());

    private final Database database;
    private final SpoolFolder folder;
    private final LocalKeystore signing;
    private final Renderer renderer = new Renderer(Codecs.load());
    private final S3Client customer;
    private final Map<String, Spooled> recordings = new ConcurrentHashMap<>();
    private final Set<String> confirmed = ConcurrentHashMap.newKeySet();
    private final List<String> violations = Collections.synchronizedList(new ArrayList<>());
    private final URI store;
    private final @Nullable Encryption encryption;
    private final Duration timeout;
    private @Nullable Running running;

    /** One process. */
    private record Running(AwsKms keys, LossyRelay relay, S3Target target, RecordingWorks works) {}

    /**
     * Nothing runs yet; the tenant has granted the use of its key.
     *
     * @param encryption null for a store that cannot do it
     * @param timeout for one request to the store with its retries
     */
    BucketRig(
            Database database,
            Path home,
            URI store,
            @Nullable Encryption encryption,
            Duration timeout)
            throws Exception {
        this.database = database;
        this.store = store;
        this.encryption = encryption;
        this.timeout = timeout;
        this.folder = new SpoolFolder(home.resolve("spool"));
        this.signing = Archive.keystore(home);
        this.customer = client(store);
        Files.createDirectories(folder.root());
    }

    // ---- the process

    /** A process begins, puts in order what it finds, and goes on with it. */
    BucketRig start() throws Exception {
        return start(_ -> {});
    }

    /** Likewise, with a fault on the way to the bucket from the start. */
    BucketRig start(Consumer<LossyRelay> faults) throws Exception {
        var keys = key.gateways();
        var relay = new LossyRelay(store);
        faults.accept(relay);
        var target =
                new S3Target(
                        new S3Settings(
                                BUCKET, "", access(relay.endpoint()), true, encryption, timeout));
        var disk = new TestDisk(Plug.in(), this::onDelete);
        var works =
                new RecordingWorks(
                        List.of(
                                new TenantRecordings(
                                        tenant,
                                        AudioFormat.WAV_8_KHZ,
                                        90,
                                        List.of(),
                                        new Watched(target))),
                        disk,
                        folder,
                        new OpenedKeys(
                                keys,
                                () ->
                                        TimeUnit.MILLISECONDS.toNanos(
                                                clock.instant().toEpochMilli())),
                        renderer,
                        signer(),
                        database.recordings(),
                        this,
                        clock,
                        new SecureRandom());
        running = new Running(keys, relay, target, works);
        works.recover(new SpoolRecovery(folder, disk, keys));
        return this;
    }

    /** The process is gone; what it was waiting for on its lines it never hears. */
    void kill() throws IOException {
        var gone = requireNonNull(running);
        running = null;
        gone.works().close();
        gone.relay().close();
        gone.target().close();
        gone.keys().close();
    }

    LossyRelay relay() {
        return running().relay();
    }

    private Running running() {
        return requireNonNull(running);
    }

    private Signer signer() {
        return new Signer() {
            @Override
            public byte[] sign(byte[] message) {
                return signing.sign(message);
            }

            @Override
            public String publicKey() {
                return signing.publicKey();
            }
        };
    }

    // ---- recordings

    /**
     * The spool has written one under a data key of the tenant's, and has told that it runs.
     *
     * @param seconds how long it is
     */
    Spooled record(int seconds) throws Exception {
        int count = recordings.size() + 1;
        var recording =
                new Spooled(
                        tenant,
                        "c" + count + "-" + tenant.instance(),
                        1,
                        clock.instant(),
                        seconds * 50,
                        count);
        recordings.put(recording.id().value(), recording);
        recording.write(folder, running().keys());
        running().works().opened(tenant, recording.id(), recording.description());
        now(() -> is(recording, RecordingState.OPEN));
        return recording;
    }

    /** The call is over. */
    void hangUp(Spooled recording) {
        running()
                .works()
                .sealed(tenant, recording.id(), recording.seal(), recording.durationMicros());
    }

    // ---- time

    interface Condition {
        boolean holds() throws Exception;
    }

    /** Lets time pass, from one thing that somebody waits for to the next, until it is so. */
    void until(Condition condition) throws Exception {
        await(condition, () -> clock.advanceToNext(clock.instant().plus(Duration.ofMinutes(1))));
    }

    /** Waits without letting time pass until it is so. */
    void now(Condition condition) throws Exception {
        await(condition, () -> {});
    }

    /** Lets so much time pass, as far as jobs wait for it. */
    void pass(Duration time) throws Exception {
        var end = clock.instant().plus(time);
        while (clock.instant().isBefore(end)) {
            now(this::allWait);
            clock.advanceToNext(end);
        }
        now(this::allWait);
    }

    private boolean allWait() {
        return clock.waiting() >= running().works().underWay();
    }

    private void await(Condition condition, Runnable whenAllWait) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!condition.holds()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("it does not come about: " + rows());
            }
            if (allWait()) {
                whenAllWait.run();
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    // ---- what people see

    Recording row(Spooled recording) throws Exception {
        return database.recordings()
                .find(stored(), recording.id())
                .await(20, TimeUnit.SECONDS)
                .orElseThrow();
    }

    boolean is(Spooled recording, RecordingState state) throws Exception {
        return database.recordings()
                .find(stored(), recording.id())
                .await(20, TimeUnit.SECONDS)
                .filter(row -> row.state() == state)
                .isPresent();
    }

    boolean isTrying(Spooled recording, String reason) throws Exception {
        return reason.equals(row(recording).trying().reason());
    }

    boolean isErased(Spooled recording) throws Exception {
        return row(recording).erasedAt() != null;
    }

    private List<Recording> rows() throws Exception {
        var rows = new ArrayList<Recording>();
        for (var recording : recordings.values()) {
            rows.add(row(recording));
        }
        return rows;
    }

    private dev.crosspoint.signaling.api.Tenant stored() {
        return new dev.crosspoint.signaling.api.Tenant(tenant.account(), tenant.instance());
    }

    @Override
    public void changed(Tenant whose, Recording recording) {}

    @Override
    public void alarm(Tenant whose, RecordingId recording, String what) {
        alarms.add(what);
    }

    @Override
    public void failedOnce(String reason) {}

    // ---- what must hold

    /** The tenant reads it in the bucket, whole and once; nothing of it is left with us. */
    void assertDeliveredOnce(Spooled recording) throws Exception {
        assertThat(violations).isEmpty();
        var row = row(recording);
        assertThat(row.state()).isEqualTo(RecordingState.DELIVERED);
        assertThat(row.erasedAt()).isNotNull();
        assertThat(row.trying().reason()).isNull();
        assertThat(filesOf(recording)).isEmpty();

        var objects = objectsOf(recording);
        assertThat(objects).extracting(BucketRig::ending).containsExactlyElementsOf(ENDINGS);
        assertThat(uploads()).isEmpty();
        var manifest = Manifest.read(read(objects.get(0)));
        assertThat(manifest.isSignedBy(signing.publicKey())).isTrue();
        assertThat(manifest.recording()).isEqualTo(recording.id());
        assertThat(sha256(read(objects.get(1)))).isEqualTo(manifest.peaks().sha256());
        assertThat(sha256(read(objects.get(2))))
                .isEqualTo(manifest.audio().sha256())
                .isEqualTo(recording.sha256(renderer));
    }

    /** Each object says that it was encrypted for the tenant. */
    void assertEncryptedUnder(String keyId, Spooled recording) {
        for (var object : objectsOf(recording)) {
            var head = customer.headObject(h -> h.bucket(BUCKET).key(object.key()));
            assertThat(head.ssekmsKeyId()).endsWith(keyId);
            assertThat(head.bucketKeyEnabled()).isTrue();
        }
    }

    /** It is with us as it was sealed, and its key opens it for whoever may use the tenant's. */
    void assertStillHere(Spooled recording) throws Exception {
        assertThat(violations).isEmpty();
        var plain = new FileDisk();
        var keyFile = KeyFile.read(plain, folder.key(tenant, recording.id()));
        var tracks = folder.file(tenant, recording.id(), Artefact.TRACKS);
        try (var dataKey = key.owners().unwrap(keyFile.wrapped(), keyFile.context());
                var reader = SealedFileWriter.open(plain, tracks, dataKey)) {
            assertThat(reader.verify(recording.seal())).isInstanceOf(Verdict.Sealed.class);
        }
        var row = row(recording);
        assertThat(row.erasedAt()).isNull();
        assertThat(row.delivered()).isNull();
    }

    /** What of it lies in the bucket, by name. */
    List<S3Object> objectsOf(Spooled recording) {
        return customer
                .listObjectsV2(l -> l.bucket(BUCKET).prefix(tenant.instance() + "/"))
                .contents()
                .stream()
                .filter(object -> object.key().contains("/" + recording.contact() + "_"))
                .toList();
    }

    /** Uploads that somebody began and nobody has ended. */
    List<MultipartUpload> uploads() {
        return customer.listMultipartUploads(l -> l.bucket(BUCKET).prefix(tenant.instance() + "/"))
                .uploads();
    }

    List<String> filesOf(Spooled recording) throws IOException {
        // By name alone: those of others may be erased just now.
        try (var files = Files.list(folder.of(tenant))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(recording.id().value()))
                    .toList();
        }
    }

    /** Whatever goes was confirmed, that was written down, and the tenant has it now. */
    private void onDelete(Path file) {
        var name = file.getFileName().toString();
        if (name.endsWith(".tmp") || !Files.exists(file)) {
            return;
        }
        var recording = requireNonNull(recordings.get(SpoolFolder.recordingOf(file).value()));
        try {
            var objects = objectsOf(recording);
            if (!objects.stream().map(BucketRig::ending).toList().equals(ENDINGS)
                    || !confirmed.containsAll(
                            objects.stream().map(o -> "s3://" + BUCKET + "/" + o.key()).toList())) {
                violations.add("erased, not confirmed: " + name);
            }
            if (row(recording).delivered() == null) {
                violations.add("erased, not written down as delivered: " + name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            violations.add("erased, not known: " + name + " " + e);
        }
    }

    private byte[] read(S3Object object) {
        return customer.getObjectAsBytes(g -> g.bucket(BUCKET).key(object.key())).asByteArray();
    }

    private static String ending(S3Object object) {
        return object.key().substring(object.key().lastIndexOf('.'));
    }

    private static String sha256(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    // ---- details

    private static AwsAccess access(URI endpoint) {
        return new AwsAccess(
                KmsFake.REGION,
                endpoint,
                new AwsAccess.Credentials(IDENTITY, new Private(SECRET), null));
    }

    /** Somebody who asks the store itself. */
    static S3Client client(URI store) {
        var access = access(store);
        return access.configure(S3Client.builder(), PATIENCE)
                .httpClient(access.http(PATIENCE))
                .forcePathStyle(true)
                .build();
    }

    @Override
    public void close() throws IOException {
        if (running != null) {
            kill();
        }
        customer.close();
        key.close();
    }

    /** The target, and what it said was there. */
    private final class Watched implements DeliveryTarget {
        private final S3Target target;

        Watched(S3Target target) {
            this.target = target;
        }

        @Override
        public Receipt deliver(Parcel parcel) throws DeliveryFailure {
            return target.deliver(parcel);
        }

        @Override
        public void confirm(Receipt receipt) throws DeliveryFailure {
            target.confirm(receipt);
            confirmed.add(receipt.location());
        }

        @Override
        public boolean holds(Receipt receipt) {
            return target.holds(receipt);
        }

        @Override
        public boolean isThere(Receipt receipt) throws DeliveryFailure {
            return target.isThere(receipt);
        }

        @Override
        public void remove(Receipt receipt) throws DeliveryFailure {
            target.remove(receipt);
        }

        @Override
        public InputStream open(Receipt receipt, long offset, long length) throws DeliveryFailure {
            return target.open(receipt, offset, length);
        }
    }
}
