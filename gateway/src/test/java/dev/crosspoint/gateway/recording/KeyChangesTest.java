package dev.crosspoint.gateway.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.contact.PhoneNumber;
import dev.crosspoint.gateway.keys.FieldKeys;
import dev.crosspoint.gateway.keys.FieldKeys.Opened;
import dev.crosspoint.gateway.keys.FieldPeriod;
import dev.crosspoint.gateway.keys.FieldPlace;
import dev.crosspoint.gateway.keys.KeyCabinet;
import dev.crosspoint.gateway.keys.SearchKeys;
import dev.crosspoint.gateway.store.Database;
import dev.crosspoint.gateway.store.KeyChange;
import dev.crosspoint.gateway.store.KeyChangeStore;
import dev.crosspoint.gateway.store.RecordingState;
import dev.crosspoint.gateway.store.RecordingStore;
import dev.crosspoint.gateway.store.TestDatabase;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.record.AudioFormat;
import dev.crosspoint.media.spool.FileDisk;
import dev.crosspoint.media.spool.KeyFile;
import dev.crosspoint.media.spool.OpenedKeys;
import dev.crosspoint.media.vault.DataKey;
import dev.crosspoint.media.vault.EncryptionContext;
import dev.crosspoint.media.vault.FreshKey;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.media.vault.KeyFailure.Reason;
import dev.crosspoint.media.vault.KeyProvider;
import dev.crosspoint.media.vault.WrappedKey;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A new key for old recordings, whatever happens meanwhile. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // Set before the tests.
class KeyChangesTest {
    private static Vertx vertx;
    private static Database database;
    private static RecordingStore store;
    private static KeyChangeStore changes;
    private static int tenants;

    @TempDir private Path home;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Archive archive;
    private Guard guard;

    @BeforeAll
    static void openStore() throws Exception {
        vertx = Vertx.vertx();
        database =
                Database.open(
                        vertx,
                        TestDatabase.fresh(),
                        Path.of("unused"),
                        new SimpleMeterRegistry(),
                        new SecureRandom());
        store = database.recordings();
        changes = database.keyChanges();
    }

    @AfterAll
    static void closeStore() throws Exception {
        database.close();
        Archive.await(vertx.close());
    }

    @BeforeEach
    void open() throws Exception {
        archive = new Archive(home, new Tenant("acme", "instance-" + tenants++), store, null);
        guard = new Guard(archive.keystore);
    }

    @AfterEach
    void close() {
        archive.close();
    }

    @Test
    void doesNothingWhileTheKeyIsTheSame() throws Exception {
        archive.prepared("r");
        try (var job = job()) {
            job.start();
            guard.described.acquire();
        }
        assertThat(list()).isEmpty();
        assertThat(guard.rewrapped).hasValue(0);
    }

    @Test
    void wrapsEverythingThatWeHaveWithTheNewKeyAndNothingElseChanges() throws Exception {
        var recordings =
                List.of(
                        archive.running("running"),
                        archive.sealed("sealed"),
                        archive.prepared("prepared"),
                        archive.delivered("delivered"));
        var old = requireNonNull(archive.row(recordings.getFirst()).keyId());
        var sound = Files.readAllBytes(archive.delivered(recordings.get(3), "wav.sealed"));
        var next = archive.keystore.rotate(archive.tenant);

        var change = run();

        assertThat(change.fromKey()).isEqualTo(old);
        assertThat(change.toKey()).isEqualTo(next);
        assertThat(change.state()).isEqualTo(KeyChange.State.DONE);
        assertThat(change.total()).isEqualTo(4);
        assertThat(change.done()).isEqualTo(4);
        assertThat(Archive.await(changes.keysInUse(archive.storedTenant())))
                .containsOnlyKeys(next)
                .containsValue(4L);
        for (var file : keyFiles()) {
            assertThat(KeyFile.read(new FileDisk(), file).wrapped().keyId())
                    .as(file.toString())
                    .isEqualTo(next);
        }
        assertThat(Files.readAllBytes(archive.delivered(recordings.get(3), "wav.sealed")))
                .isEqualTo(sound);
        assertThat(registry.get("crosspoint_key_change").counter().count()).isEqualTo(4);
        assertThat(registry.get("crosspoint_key_change_done").gauge().value()).isEqualTo(4);

        // The old key may go: everything opens without it.
        archive.keystore.retire(archive.tenant, old);
        for (var file : keyFiles()) {
            var key = KeyFile.read(new FileDisk(), file);
            archive.keystore.unwrap(key.wrapped(), key.context()).close();
        }
    }

    @Test
    void wrapsTheKeysOfTheInstanceToo() throws Exception {
        archive.sealed("sealed");
        var place = new FieldPlace(archive.tenant, "c-1", "contact-name");
        var number = new PhoneNumber("+4930555001");
        var name = "Grace".getBytes(UTF_8);
        var sealed = fields().seal(place, name);
        var hash = new SearchKeys(cabinet()).of(archive.tenant, number);
        var old = archive.keystore.describe(archive.tenant).keyId();
        var next = archive.keystore.rotate(archive.tenant);

        var change = run();

        assertThat(change.state()).isEqualTo(KeyChange.State.DONE);
        assertThat(change.total()).isEqualTo(3);
        assertThat(change.done()).isEqualTo(3);
        assertThat(Archive.await(changes.keysInUse(archive.storedTenant()))).containsOnlyKeys(next);
        archive.keystore.retire(archive.tenant, old);
        assertThat(fields().open(place, sealed))
                .isInstanceOfSatisfying(
                        Opened.Plain.class, plain -> assertThat(plain.bytes()).isEqualTo(name));
        assertThat(new SearchKeys(cabinet()).of(archive.tenant, number)).isEqualTo(hash);
    }

    @Test
    void wrapsTheKeysOfWhatInstancesShareToo() throws Exception {
        var scope = new Tenant("acme", "domain:retail-" + tenants);
        var unused = new Tenant("acme", "account:nobody-" + tenants);
        var whose = new dev.crosspoint.signaling.api.Tenant(scope.account(), scope.instance());
        var place = new FieldPlace(scope, "c-1", "references");
        var reference = "profile 7".getBytes(UTF_8);
        var sealed = fields().seal(place, reference);
        var old = archive.keystore.describe(scope).keyId();
        var next = archive.keystore.rotate(scope);

        try (var job = job(List.of(scope, unused))) {
            job.start();
            while (!Archive.await(changes.keysInUse(whose)).equals(Map.of(next, 1L))
                    || Archive.await(changes.running(whose)).isPresent()) {
                guard.asked.tryAcquire(100, TimeUnit.MILLISECONDS);
            }
        }

        assertThat(Archive.await(changes.list(whose)).getFirst().state())
                .isEqualTo(KeyChange.State.DONE);
        archive.keystore.retire(scope, old);
        assertThat(fields().open(place, sealed))
                .isInstanceOfSatisfying(
                        Opened.Plain.class,
                        plain -> assertThat(plain.bytes()).isEqualTo(reference));
        assertThat(guard.describedOf).contains(scope).doesNotContain(unused);
    }

    private FieldKeys fields() {
        return new FieldKeys(cabinet(), _ -> FieldPeriod.USUAL, new SecureRandom());
    }

    private KeyCabinet cabinet() {
        return new KeyCabinet(
                archive.keystore,
                new OpenedKeys(archive.keystore, System::nanoTime),
                database.instanceKeys(),
                InstantSource.system());
    }

    @Test
    void goesOnAtTheNextStartWhereItWasKilled() throws Exception {
        for (int i = 0; i < 6; i++) {
            archive.sealed("r" + i);
        }
        archive.keystore.rotate(archive.tenant);
        guard.stopAfter = 3;
        var first = job();
        first.start();
        guard.stopped.acquire();
        first.close();
        var half = list().getFirst();
        assertThat(half.state()).isEqualTo(KeyChange.State.RUNNING);
        assertThat(half.done()).isEqualTo(3);
        // It was killed after a key file was replaced and before that was told.
        var r3 = new RecordingId("r3");
        var old = KeyFile.read(new FileDisk(), archive.key(r3));
        new KeyFile(archive.keystore.rewrap(old.wrapped(), old.context()), old.context())
                .write(new FileDisk(), archive.key(r3));

        guard.stopAfter = Integer.MAX_VALUE;
        int before = guard.rewrapped.get();
        var change = run();

        assertThat(change.id()).as("the same change").isEqualTo(half.id());
        assertThat(change.state()).isEqualTo(KeyChange.State.DONE);
        assertThat(change.done()).isEqualTo(6);
        assertThat(guard.rewrapped.get() - before).as("none twice").isEqualTo(2);
        assertThat(list()).hasSize(1);
    }

    @Test
    void waitsWhileTheOldKeyIsDeniedAndGoesOnWhenItIsGrantedAgain() throws Exception {
        for (int i = 0; i < 4; i++) {
            archive.sealed("r" + i);
        }
        archive.keystore.rotate(archive.tenant);
        guard.denyAfter = 2;
        try (var job = job()) {
            job.start();
            guard.denials.acquire(3);
            assertThat(list().getFirst().state()).isEqualTo(KeyChange.State.RUNNING);
            assertThat(list().getFirst().done()).isEqualTo(2);
            guard.denyAfter = Integer.MAX_VALUE;
            assertThat(finished().done()).isEqualTo(4);
        }
    }

    @Test
    void doesNotReplaceTheKeyOfARecordingThatIsJustBeingDelivered() throws Exception {
        var recording = archive.prepared("r");
        var old = archive.keyId(recording);
        move(recording, RecordingState.SEALED, RecordingState.UPLOADING);
        archive.sealed("s");
        archive.keystore.rotate(archive.tenant);
        try (var job = job()) {
            job.start();
            while (list().isEmpty() || list().getFirst().done() < 1) {
                guard.asked.tryAcquire(100, TimeUnit.MILLISECONDS);
            }
            assertThat(archive.keyId(recording)).isEqualTo(old);
            move(recording, RecordingState.UPLOADING, RecordingState.SEALED);
            assertThat(finished().done()).isEqualTo(2);
            assertThat(archive.keyId(recording)).isNotEqualTo(old);
        }
    }

    @Test
    void doesNotSayThatTheOldKeyMayGoWhileAKeyFileIsBroken() throws Exception {
        var broken = archive.sealed("broken");
        archive.sealed("whole");
        var old = archive.keyId(broken);
        Files.writeString(archive.key(broken), "{}");
        archive.keystore.rotate(archive.tenant);

        var change = run();

        assertThat(change.state()).isEqualTo(KeyChange.State.FAILED);
        assertThat(change.error()).isEqualTo("SOME_NOT_WRAPPED");
        assertThat(change.done()).isEqualTo(1);
        assertThat(Archive.await(changes.keysInUse(archive.storedTenant()))).containsEntry(old, 1L);
    }

    @Test
    void goesFromSeveralKeysToOneAndDropsAChangeThatIsOutOfDate() throws Exception {
        archive.sealed("one");
        archive.keystore.rotate(archive.tenant);
        archive.sealed("two");
        var whose = archive.storedTenant();
        Archive.await(changes.started(whose, "stale", "x", "y", 1, Instant.EPOCH));
        var last = archive.keystore.rotate(archive.tenant);

        try (var job = job()) {
            job.start();
            while (Archive.await(changes.keysInUse(whose)).size() > 1 || running()) {
                guard.asked.tryAcquire(100, TimeUnit.MILLISECONDS);
            }
        }
        assertThat(Archive.await(changes.keysInUse(whose))).containsOnlyKeys(last);
        assertThat(list())
                .extracting(KeyChange::state)
                .containsExactlyInAnyOrder(
                        KeyChange.State.DONE, KeyChange.State.DONE, KeyChange.State.FAILED);
    }

    // ---- running

    private KeyChanges job() {
        return job(List.of());
    }

    private KeyChanges job(List<Tenant> scopes) {
        var tenant =
                new TenantRecordings(
                        archive.tenant, AudioFormat.WAV_8_KHZ, 0, List.of(), archive.folder);
        return new KeyChanges(
                List.of(tenant),
                scopes,
                guard,
                new FileDisk(),
                archive.spool,
                store,
                changes,
                database.instanceKeys(),
                new KeyCabinet(
                        guard,
                        new OpenedKeys(guard, System::nanoTime),
                        database.instanceKeys(),
                        WaitingClock.system()),
                registry,
                WaitingClock.system(),
                Duration.ofMillis(5));
    }

    private KeyChange run() throws Exception {
        try (var job = job()) {
            job.start();
            return finished();
        }
    }

    private KeyChange finished() throws Exception {
        while (list().isEmpty() || running()) {
            guard.asked.tryAcquire(100, TimeUnit.MILLISECONDS);
        }
        return list().getFirst();
    }

    private boolean running() throws Exception {
        return Archive.await(changes.running(archive.storedTenant())).isPresent();
    }

    private List<KeyChange> list() throws Exception {
        return Archive.await(changes.list(archive.storedTenant()));
    }

    private void move(RecordingId recording, RecordingState from, RecordingState to)
            throws Exception {
        assertThat(
                        Archive.await(
                                store.move(
                                        archive.storedTenant(),
                                        recording,
                                        from,
                                        to,
                                        Instant.now())))
                .isTrue();
    }

    private List<Path> keyFiles() throws Exception {
        var all = new ArrayList<Path>();
        for (var root : List.of("spool", "delivered")) {
            try (var files = Files.walk(home.resolve(root))) {
                files.filter(file -> file.toString().endsWith(".key")).forEach(all::add);
            }
        }
        return all;
    }

    /** A guard that counts, refuses from some time on, or does not answer any more. */
    private static final class Guard implements KeyProvider {
        final AtomicInteger rewrapped = new AtomicInteger();
        final Semaphore described = new Semaphore(0);
        final Set<Tenant> describedOf = ConcurrentHashMap.newKeySet();
        final Semaphore denials = new Semaphore(0);
        final Semaphore stopped = new Semaphore(0);
        final Semaphore asked = new Semaphore(0);
        volatile int denyAfter = Integer.MAX_VALUE;
        volatile int stopAfter = Integer.MAX_VALUE;
        private final KeyProvider keys;

        Guard(KeyProvider keys) {
            this.keys = keys;
        }

        @Override
        public WrappedKey rewrap(WrappedKey wrapped, EncryptionContext context) throws KeyFailure {
            asked.release();
            if (rewrapped.get() >= stopAfter) {
                stopped.release();
                try {
                    new Semaphore(0).acquire();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new KeyFailure(Reason.UNAVAILABLE, "killed", e);
                }
            }
            if (rewrapped.get() >= denyAfter) {
                denials.release();
                throw new KeyFailure(Reason.DENIED, "revoked", null);
            }
            rewrapped.incrementAndGet();
            return keys.rewrap(wrapped, context);
        }

        @Override
        public KeyDescription describe(Tenant tenant) throws KeyFailure {
            describedOf.add(tenant);
            described.release();
            return keys.describe(tenant);
        }

        @Override
        public FreshKey generate(EncryptionContext context) throws KeyFailure {
            return keys.generate(context);
        }

        @Override
        public WrappedKey generateWithoutPlaintext(EncryptionContext context) throws KeyFailure {
            return keys.generateWithoutPlaintext(context);
        }

        @Override
        public DataKey unwrap(WrappedKey wrapped, EncryptionContext context) throws KeyFailure {
            return keys.unwrap(wrapped, context);
        }
    }
}
