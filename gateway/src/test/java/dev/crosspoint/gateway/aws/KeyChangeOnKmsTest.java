package dev.crosspoint.gateway.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.keys.KeyCabinet;
import dev.crosspoint.gateway.local.TenantKeys;
import dev.crosspoint.gateway.local.TenantKeys.Chosen;
import dev.crosspoint.gateway.recording.Archive;
import dev.crosspoint.gateway.recording.KeyChanges;
import dev.crosspoint.gateway.recording.TenantRecordings;
import dev.crosspoint.gateway.recording.WaitingClock;
import dev.crosspoint.gateway.store.Database;
import dev.crosspoint.gateway.store.KeyChange;
import dev.crosspoint.gateway.store.TestDatabase;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.record.AudioFormat;
import dev.crosspoint.media.spool.FileDisk;
import dev.crosspoint.media.spool.KeyFile;
import dev.crosspoint.media.spool.OpenedKeys;
import dev.crosspoint.media.vault.KeyProvider;
import dev.crosspoint.media.vault.KeyUse;
import dev.crosspoint.media.vault.KeyUse.Operation;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From the local keystore to a key of the tenant's, and from that to the next one. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // Set before each test.
class KeyChangeOnKmsTest {
    private static final Tenant ACME = new Tenant("acme", "main");

    private final LinkedBlockingQueue<KeyUse> uses = new LinkedBlockingQueue<>();

    @TempDir private Path home;

    private Vertx vertx;
    private Database database;
    private KmsFake fake;
    private AwsKms first;
    private AwsKms second;
    private Archive archive;

    @BeforeEach
    void open() throws Exception {
        vertx = Vertx.vertx();
        database =
                Database.open(
                        vertx,
                        TestDatabase.fresh(),
                        Path.of("unused"),
                        new SimpleMeterRegistry(),
                        new SecureRandom());
        fake = new KmsFake();
        var gateway = fake.principal("gateway");
        first = kms(gateway);
        second = kms(gateway);
        archive = new Archive(home, ACME, database.recordings(), null);
    }

    @AfterEach
    void close() throws Exception {
        archive.close();
        first.close();
        second.close();
        fake.close();
        database.close();
        Archive.await(vertx.close());
    }

    @Test
    void movesToAKeyOfTheTenantsAndFromThatToTheNextByReEncrypt() throws Exception {
        var held = archive.sealed("held");
        var delivered = archive.delivered("delivered");

        var toFirst = new TenantKeys(archive.keystore, Map.of(ACME, new Chosen(first, List.of())));
        var change = run(toFirst);
        assertThat(change.fromKey()).isEqualTo("local:acme/main/1");
        assertThat(change.done()).isEqualTo(2);
        assertThat(archive.keyId(held)).isEqualTo(first.describe(ACME).keyId());

        uses.clear();
        var toSecond =
                new TenantKeys(archive.keystore, Map.of(ACME, new Chosen(second, List.of(first))));
        change = run(toSecond);
        assertThat(change.toKey()).isEqualTo(second.describe(ACME).keyId());
        assertThat(change.done()).isEqualTo(2);
        // By the service itself: the data key never was here.
        assertThat(uses)
                .extracting(KeyUse::what)
                .contains(Operation.REWRAP)
                .doesNotContain(Operation.UNWRAP, Operation.WRAP);

        // Everything opens with the second alone.
        for (var file : List.of(archive.key(held), archive.delivered(delivered, "wav.key"))) {
            var key = KeyFile.read(new FileDisk(), file);
            second.unwrap(key.wrapped(), key.context()).close();
        }
    }

    private KeyChange run(KeyProvider keys) throws Exception {
        var whose = archive.storedTenant();
        var to = keys.describe(ACME).keyId();
        var tenant =
                new TenantRecordings(ACME, AudioFormat.WAV_8_KHZ, 0, List.of(), archive.folder);
        try (var job =
                new KeyChanges(
                        List.of(tenant),
                        List.of(),
                        keys,
                        new FileDisk(),
                        archive.spool,
                        database.recordings(),
                        database.keyChanges(),
                        database.instanceKeys(),
                        new KeyCabinet(
                                keys,
                                new OpenedKeys(keys, System::nanoTime),
                                database.instanceKeys(),
                                WaitingClock.system()),
                        new SimpleMeterRegistry(),
                        WaitingClock.system())) {
            job.start();
            while (true) {
                var newest = Archive.await(database.keyChanges().list(whose)).stream().findFirst();
                if (newest.filter(it -> it.toKey().equals(to) && it.finishedAt() != null)
                        .isPresent()) {
                    assertThat(newest.get().state()).isEqualTo(KeyChange.State.DONE);
                    return newest.get();
                }
            }
        }
    }

    private AwsKms kms(KmsFake.Principal gateway) throws Exception {
        var key = fake.key(fake.principal("owner-of-acme"));
        key.granters.add(gateway.arn());
        var access = new AwsAccess(KmsFake.REGION, fake.endpoint(), gateway.credentials());
        var kms =
                new AwsKms(
                        new KmsSettings(
                                ACME,
                                key.arn,
                                access,
                                new KmsSettings.Grant(gateway.arn(), null),
                                KmsSettings.DEFAULT_TIMEOUT),
                        InstantSource.system(),
                        uses::add);
        kms.prepare();
        return kms;
    }
}
