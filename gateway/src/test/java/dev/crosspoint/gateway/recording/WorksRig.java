package dev.crosspoint.gateway.recording;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.local.FolderTarget;
import dev.crosspoint.gateway.signed.Signer;
import dev.crosspoint.gateway.store.Database;
import dev.crosspoint.gateway.store.DatabaseSettings;
import dev.crosspoint.gateway.store.Recording;
import dev.crosspoint.gateway.store.RecordingFilter;
import dev.crosspoint.gateway.store.RecordingState;
import dev.crosspoint.gateway.store.StoreUnavailable;
import dev.crosspoint.gateway.store.TestDatabase;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.codec.Codecs;
import dev.crosspoint.media.delivery.DeliveryTarget;
import dev.crosspoint.media.record.AudioFormat;
import dev.crosspoint.media.record.Renderer;
import dev.crosspoint.media.seal.Artefact;
import dev.crosspoint.media.seal.BadSealedFile;
import dev.crosspoint.media.seal.SealedHeader;
import dev.crosspoint.media.seal.Verdict;
import dev.crosspoint.media.spool.FileDisk;
import dev.crosspoint.media.spool.KeyFile;
import dev.crosspoint.media.spool.OpenedKeys;
import dev.crosspoint.media.spool.SealedFileWriter;
import dev.crosspoint.media.spool.SpoolFolder;
import dev.crosspoint.media.spool.SpoolRecovery;
import dev.crosspoint.media.vault.DataKey;
import dev.crosspoint.media.vault.MemoryKeys;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The works on real files and a real store, in virtual time, for one test: what they do to the
 * world outside may fail, and they may be stopped anywhere and begun anew.
 */
final class WorksRig implements RecordingWorks.Announcements, AutoCloseable {
    private static final long LIMIT_SECONDS = 30;
    private static final AtomicInteger TENANTS = new AtomicInteger();

    /** What all tests share, because it takes a second to make. */
    record Shared(
            Vertx vertx,
            DatabaseSettings settings,
            Database database,
            Renderer renderer,
            KeyPair signing)
            implements AutoCloseable {
        static Shared start() throws Exception {
            var vertx = Vertx.vertx();
            var settings = TestDatabase.fresh();
            var database =
                    Database.open(
                            vertx,
                            settings,
                            Path.of("unused"),
                            new SimpleMeterRegistry(),
                            new SecureRandom());
            return new Shared(
                    vertx,
                    settings,
                    database,
                    new Renderer(Codecs.load()),
                    KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        }

        @Override
        public void close() throws IOException {
            database.close();
            vertx.close();
        }
    }

    final Tenant tenant = new Tenant("acme", "t" + TENANTS.incrementAndGet());

    /** Another one, who has nothing to do with the first, and a place of its own. */
    final Tenant other = new Tenant("globex", tenant.instance());

    final VirtualClock clock = new VirtualClock();
    final MemoryKeys keys = new MemoryKeys();
    final SpoolFolder folder;
    final List<String> alarms = Collections.synchronizedList(new ArrayList<>());
    final AtomicInteger failures = new AtomicInteger();

    private final Shared shared;
    private final Path home;
    private final Set<String> confirmed = ConcurrentHashMap.newKeySet();
    private final List<String> violations = Collections.synchronizedList(new ArrayList<>());
    private @Nullable TestDisk disk;
    private @Nullable TestPlace place;
    private @Nullable TestPlace otherPlace;
    private @Nullable RecordingWorks works;
    private int contacts;

    /** Hears of each change, on the thread that works on the recording. */
    volatile Consumer<Recording> onChange = _ -> {};

    WorksRig(Shared shared, Path home) {
        this.shared = shared;
        this.home = home;
        this.folder = new SpoolFolder(home.resolve("spool"));
    }

    // ---- the process

    /** A process begins, and puts in order what it finds. */
    WorksRig start(Plug plug) throws Exception {
        return start(plug, _ -> {});
    }

    /** Likewise, on a disk with a fault from the start. */
    WorksRig start(Plug plug, Consumer<TestDisk> faults) throws Exception {
        Files.createDirectories(folder.root());
        var newDisk = new TestDisk(plug, this::onDelete);
        faults.accept(newDisk);
        var newPlace = new TestPlace(new FolderTarget(delivered()), plug, confirmed);
        var newOther = new TestPlace(new FolderTarget(delivered()), plug, confirmed);
        disk = newDisk;
        place = newPlace;
        otherPlace = newOther;
        works = works(newDisk, List.of(settings(tenant, newPlace), settings(other, newOther)));
        recover(new SpoolRecovery(folder, newDisk, keys));
        return this;
    }

    /** Where it waits, for a database that is slow, time passes. */
    private void recover(SpoolRecovery recovery) throws Exception {
        var recovered = new CompletableFuture<Void>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        works().recover(recovery);
                        recovered.complete(null);
                    } catch (Exception e) {
                        recovered.completeExceptionally(e);
                    }
                });
        await(
                recovered::isDone,
                () -> {
                    if (clock.waiting() > works().underWay()) {
                        clock.advance(Duration.ofSeconds(1));
                    }
                });
        recovered.get();
    }

    private static TenantRecordings settings(Tenant tenant, DeliveryTarget to) {
        return new TenantRecordings(tenant, AudioFormat.WAV_8_KHZ, 0, List.of(), to);
    }

    private RecordingWorks works(TestDisk onto, List<TenantRecordings> settings) {
        return new RecordingWorks(
                settings,
                onto,
                folder,
                new OpenedKeys(
                        keys, () -> TimeUnit.MILLISECONDS.toNanos(clock.instant().toEpochMilli())),
                shared.renderer(),
                new Signer() {
                    @Override
                    public byte[] sign(byte[] message) {
                        return signed(message);
                    }

                    @Override
                    public String publicKey() {
                        return "";
                    }
                },
                shared.database().recordings(),
                this,
                clock,
                new SecureRandom());
    }

    private byte[] signed(byte[] message) {
        try {
            var signature = Signature.getInstance("Ed25519");
            signature.initSign(shared.signing().getPrivate());
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** The process ends. */
    void stop() {
        works().close();
    }

    /** Another process goes on. */
    WorksRig restart() throws Exception {
        stop();
        return start(Plug.in());
    }

    /** Somebody wants it tried now; whether there is anything to try. */
    boolean tryAgain(RecordingId recording) throws Exception {
        return works().tryAgain(tenant, recording).toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    RecordingWorks works() {
        return requireNonNull(works);
    }

    TestDisk disk() {
        return requireNonNull(disk);
    }

    TestPlace place() {
        return requireNonNull(place);
    }

    /** The other tenant's. */
    TestPlace otherPlace() {
        return requireNonNull(otherPlace);
    }

    void databaseAway() throws Exception {
        TestDatabase.away(shared.settings());
    }

    void databaseBack() throws Exception {
        TestDatabase.back(shared.settings());
    }

    // ---- recordings

    /** A new one of a contact of its own, of a second; nothing of it is on the disk. */
    Spooled recording() {
        return recording(tenant);
    }

    Spooled recording(Tenant whose) {
        int contact = ++contacts;
        return new Spooled(whose, "c" + contact, 1, clock.instant(), 50, contact);
    }

    /** The spool has one, and tells so. */
    Spooled seal() throws Exception {
        return seal(recording());
    }

    Spooled seal(Spooled recording) throws Exception {
        recording.write(folder, keys);
        var whose = recording.tenant();
        works().opened(whose, recording.id(), recording.description());
        works().sealed(whose, recording.id(), recording.seal(), recording.durationMicros());
        return recording;
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

    private void await(Condition condition, Runnable whenAllWait) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!condition.holds()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("it does not come about: " + rows());
            }
            if (allWait()) {
                whenAllWait.run();
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    /**
     * Lets so much time pass, step by step, as far as jobs and those who look again wait for it.
     */
    void pass(Duration time) throws Exception {
        var end = clock.instant().plus(time);
        while (clock.instant().isBefore(end)) {
            now(this::allWait);
            clock.advanceToNext(end);
        }
        now(this::allWait);
    }

    /** Lets the works do what they do for so long, in the time of this test. */
    void await(Duration real) {
        LockSupport.parkNanos(real.toNanos());
    }

    boolean allWait() {
        return clock.waiting() >= works().underWay();
    }

    // ---- what people see

    Recording row(Spooled recording) throws Exception {
        return find(recording.id());
    }

    boolean is(Spooled recording, RecordingState state) throws Exception {
        return found(recording.id()).filter(row -> row.state() == state).isPresent();
    }

    boolean isKnown(Spooled recording) throws Exception {
        return found(recording.id()).isPresent();
    }

    boolean isErased(Spooled recording) throws Exception {
        return found(recording.id()).filter(row -> row.erasedAt() != null).isPresent();
    }

    boolean isTrying(Spooled recording, String reason) throws Exception {
        return found(recording.id())
                .filter(row -> reason.equals(row.trying().reason()))
                .isPresent();
    }

    private Recording find(RecordingId id) throws Exception {
        return found(id).orElseThrow();
    }

    private Optional<Recording> found(RecordingId id) throws Exception {
        for (var whose : List.of(tenant, other)) {
            var row = shared.database().recordings().find(of(whose), id);
            if (row.await(20, TimeUnit.SECONDS).isPresent()) {
                return row.result();
            }
        }
        return Optional.empty();
    }

    List<Recording> rows() throws Exception {
        return shared.database()
                .recordings()
                .list(of(tenant), new RecordingFilter(null, null, null, null), null, 1000)
                .await(20, TimeUnit.SECONDS)
                .recordings();
    }

    private static dev.crosspoint.signaling.api.Tenant of(Tenant whose) {
        return new dev.crosspoint.signaling.api.Tenant(whose.account(), whose.instance());
    }

    @Override
    public void changed(Tenant whose, Recording recording) {
        onChange.accept(recording);
    }

    @Override
    public void alarm(Tenant whose, RecordingId recording, String what) {
        alarms.add(what);
    }

    @Override
    public void failedOnce(String reason) {
        failures.incrementAndGet();
    }

    // ---- what must hold

    /** It lies at its place, once, as it was; nothing of it is with us, and people can see that. */
    void assertDeliveredOnce(Spooled recording) throws Exception {
        assertThat(violations).isEmpty();
        var row = row(recording);
        assertThat(row.state()).isEqualTo(RecordingState.DELIVERED);
        assertThat(row.erasedAt()).isNotNull();
        assertThat(row.trying().reason()).isNull();
        assertThat(requireNonNull(row.audio()).sha256())
                .isEqualTo(recording.sha256(shared.renderer()));
        assertThat(filesOf(recording)).isEmpty();
        var objects = objectsOf(recording.id(), ".wav.sealed");
        assertThat(objects).hasSize(1);
        assertThat(sha256(objects.getFirst())).isEqualTo(recording.sha256(shared.renderer()));
        assertThat(objectsOf(recording.id(), ".json.sealed")).hasSize(1);
        assertThat(objectsOf(recording.id(), ".peaks.sealed")).hasSize(1);
    }

    /** It is with us, as it was sealed, with its key. */
    void assertStillHere(Spooled recording) throws Exception {
        assertThat(violations).isEmpty();
        var plain = new FileDisk();
        var keyFile = KeyFile.read(plain, folder.key(tenant, recording.id()));
        var tracks = folder.file(tenant, recording.id(), Artefact.TRACKS);
        var secret = keys.secretOf(keyFile.wrapped(), keyFile.context());
        try (var key = new DataKey(secret);
                var reader = SealedFileWriter.open(plain, tracks, key)) {
            assertThat(reader.verify(recording.seal())).isInstanceOf(Verdict.Sealed.class);
        }
        var row = row(recording);
        assertThat(row.erasedAt()).isNull();
        assertThat(row.delivered()).isNull();
    }

    /** Either the one or the other, and no third. */
    void assertDeliveredOnceOrStillHere(Spooled recording) throws Exception {
        if (row(recording).delivered() == null) {
            assertStillHere(recording);
        } else {
            assertThat(violations).isEmpty();
            assertThat(objectsOf(recording.id(), ".wav.sealed")).hasSize(1);
        }
    }

    /** Nothing of it has come to its place. */
    void assertNothingDelivered(Spooled recording) throws Exception {
        assertThat(objectsOf(recording.id(), ".sealed")).isEmpty();
    }

    List<String> filesOf(Spooled recording) throws IOException {
        // By name alone: those of others may be erased just now.
        try (var files = Files.list(folder.of(recording.tenant()))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(recording.id().value()))
                    .sorted()
                    .toList();
        }
    }

    private List<Path> objectsOf(RecordingId id, String ending) throws Exception {
        if (!Files.isDirectory(delivered())) {
            return List.of();
        }
        var found = new ArrayList<Path>();
        for (var file : objects(ending)) {
            try (var source = new FileDisk().open(file)) {
                if (SealedHeader.read(source).identity().recording().equals(id)) {
                    found.add(file);
                }
            } catch (BadSealedFile e) {
                // Somebody else's, or nobody's.
            }
        }
        return found;
    }

    /** While others are written, whose names change. */
    private List<Path> objects(String ending) throws IOException {
        var found = new ArrayList<Path>();
        Files.walkFileTree(
                delivered(),
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        if (file.toString().endsWith(ending)) {
                            found.add(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException gone) {
                        return FileVisitResult.CONTINUE;
                    }
                });
        return found;
    }

    private String sha256(Path sealed) throws Exception {
        var plain = new FileDisk();
        var name = sealed.getFileName().toString().replaceAll("\\.sealed$", ".key");
        var keyFile = KeyFile.read(plain, sealed.resolveSibling(name));
        var secret = keys.secretOf(keyFile.wrapped(), keyFile.context());
        try (var key = new DataKey(secret);
                var in = new PlainStream(SealedFileWriter.open(plain, sealed, key))) {
            return HexFormat.of().formatHex(Preparation.sha256().digest(in.readAllBytes()));
        }
    }

    Path delivered() {
        return home.resolve("delivered");
    }

    /** Whatever goes had been confirmed, and that had been written down. */
    private void onDelete(Path file) {
        var name = file.getFileName().toString();
        if (name.endsWith(".tmp") || !Files.exists(file)) {
            return;
        }
        var id = new RecordingId(name.substring(0, name.lastIndexOf('.')));
        try {
            var objects = objectsOf(id, ".wav.sealed");
            if (objects.stream()
                    .noneMatch(o -> confirmed.contains(delivered().relativize(o).toString()))) {
                violations.add("erased, not confirmed: " + name);
            }
            if (find(id).delivered() == null) {
                violations.add("erased, not written down as delivered: " + name);
            }
        } catch (StoreUnavailable e) {
            // It is confirmed at any rate.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            violations.add("erased, not known: " + name + " " + e);
        }
    }

    @Override
    public void close() {
        if (works != null) {
            works.close();
        }
    }
}
