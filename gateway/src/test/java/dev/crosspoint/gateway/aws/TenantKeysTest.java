package dev.crosspoint.gateway.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.crosspoint.gateway.local.KeystoreSettings;
import dev.crosspoint.gateway.local.LocalKeystore;
import dev.crosspoint.gateway.local.TenantKeys;
import dev.crosspoint.gateway.local.TenantKeys.Chosen;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.vault.DataKey;
import dev.crosspoint.media.vault.EncryptionContext;
import dev.crosspoint.media.vault.EncryptionContext.Purpose;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.media.vault.KeyFailure.Reason;
import dev.crosspoint.media.vault.KeyProvider;
import dev.crosspoint.media.vault.KeyUse;
import dev.crosspoint.media.vault.KeyUse.Operation;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several guards of keys at once: the local keystore and keys of the KMS fake. */
class TenantKeysTest {
    private static final Tenant ACME = new Tenant("acme", "main");
    private static final Tenant GLOBEX = new Tenant("globex", "main");
    private static final Tenant SMALL = new Tenant("small", "main");

    @TempDir Path folder;

    private final List<KeyUse> uses = new CopyOnWriteArrayList<>();
    private KmsFake fake;
    private LocalKeystore local;
    private AwsKms acme;
    private AwsKms acmeNext;
    private AwsKms globex;
    private TenantKeys keys;

    @BeforeEach
    void start() throws Exception {
        fake = new KmsFake();
        var gateway = fake.principal("gateway");
        local =
                LocalKeystore.open(
                        new KeystoreSettings(folder, null, null),
                        InstantSource.system(),
                        uses::add);
        acme = kms(ACME, gateway);
        acmeNext = kms(ACME, gateway);
        globex = kms(GLOBEX, gateway);
        keys =
                new TenantKeys(
                        local,
                        Map.of(
                                ACME, new Chosen(acme, List.of()),
                                GLOBEX, new Chosen(globex, List.of())));
    }

    @AfterEach
    void stop() {
        acme.close();
        acmeNext.close();
        globex.close();
        fake.close();
    }

    @Test
    void makesEachTenantsDataKeysWithItsOwnKey() throws KeyFailure {
        for (var tenant : List.of(ACME, GLOBEX, SMALL)) {
            uses.clear();
            var own = keys.describe(tenant).keyId();
            try (var fresh = keys.generate(context(tenant))) {
                assertThat(fresh.wrapped().keyId()).isEqualTo(own);
                assertThat(uses).extracting(KeyUse::keyId).containsOnly(own);
                assertThat(uses).extracting(KeyUse::tenant).containsOnly(tenant);
            }
        }
        assertThat(keys.describe(SMALL).keyId()).startsWith("local:small/main/");
        assertThat(keys.describe(ACME).keyId()).isNotEqualTo(keys.describe(GLOBEX).keyId());
    }

    @Test
    void servesNoTenantFromAnothersKeyEvenIfItIsWiredSo() {
        var miswired = new TenantKeys(local, Map.of(ACME, new Chosen(globex, List.of())));
        assertThat(refusalOf(() -> miswired.generate(context(ACME)))).isEqualTo(Reason.DENIED);
        assertThat(refusalOf(() -> miswired.generateWithoutPlaintext(context(ACME))))
                .isEqualTo(Reason.DENIED);
        assertThat(uses).isEmpty();
    }

    @Test
    void opensNoTenantsKeyForAnother() throws KeyFailure {
        for (var owner : List.of(ACME, GLOBEX, SMALL)) {
            var wrapped = keys.generateWithoutPlaintext(context(owner));
            for (var other : List.of(ACME, GLOBEX, SMALL)) {
                if (!other.equals(owner)) {
                    assertThat(refusalOf(() -> keys.unwrap(wrapped, context(other))))
                            .isIn(Reason.INVALID, Reason.DENIED);
                }
            }
        }
    }

    @Test
    void movesFromTheLocalKeystoreToAKeyOfTheTenants() throws KeyFailure {
        var before = new TenantKeys(local, Map.of());
        checkMove(before, keys, "local:acme/main/1");
    }

    @Test
    void movesFromOneKeyToAnotherByReEncrypt() throws KeyFailure {
        var after = new TenantKeys(local, Map.of(ACME, new Chosen(acmeNext, List.of(acme))));
        checkMove(keys, after, acme.describe(ACME).keyId());
        assertThat(uses).extracting(KeyUse::what).contains(Operation.REWRAP);
        assertThat(uses).extracting(KeyUse::what).doesNotContain(Operation.WRAP);
    }

    @Test
    void movesBackToTheLocalKeystore() throws KeyFailure {
        // A key that was the tenant's stays known as a former one, with the keystore as current.
        var after = new TenantKeys(local, Map.of(ACME, new Chosen(local, List.of(acme))));
        checkMove(keys, after, acme.describe(ACME).keyId());
    }

    @Test
    void saysWhatToConfigureForAKeyThatNobodyGuards() throws KeyFailure {
        var wrapped = keys.generateWithoutPlaintext(context(ACME));
        var forgotten = new TenantKeys(local, Map.of(ACME, new Chosen(acmeNext, List.of())));
        var failure =
                catchThrowableOfType(
                        KeyFailure.class, () -> forgotten.unwrap(wrapped, context(ACME)));
        assertThat(failure.reason()).isEqualTo(Reason.DENIED);
        assertThat(failure).hasMessageContaining("Configure it as a former key");
    }

    private static void checkMove(KeyProvider before, KeyProvider after, String formerId)
            throws KeyFailure {
        var context = context(ACME);
        try (var fresh = before.generate(context)) {
            assertThat(fresh.wrapped().keyId()).isEqualTo(formerId);
            var again = after.rewrap(fresh.wrapped(), context);
            assertThat(again.keyId()).isEqualTo(after.describe(ACME).keyId());
            assertThat(again.keyId()).isNotEqualTo(formerId);
            try (var old = after.unwrap(fresh.wrapped(), context);
                    var moved = after.unwrap(again, context)) {
                assertThat(trace(old)).isEqualTo(trace(fresh.key()));
                assertThat(trace(moved)).isEqualTo(trace(fresh.key()));
            }
        }
    }

    private AwsKms kms(Tenant tenant, KmsFake.Principal gateway) throws KeyFailure {
        var key = fake.key(fake.principal("owner-of-" + tenant.account()));
        key.granters.add(gateway.arn());
        var access = new AwsAccess(KmsFake.REGION, fake.endpoint(), gateway.credentials());
        var kms =
                new AwsKms(
                        new KmsSettings(
                                tenant,
                                key.arn,
                                access,
                                new KmsSettings.Grant(gateway.arn(), null),
                                KmsSettings.DEFAULT_TIMEOUT),
                        InstantSource.system(),
                        uses::add);
        kms.prepare();
        uses.clear();
        return kms;
    }

    private static EncryptionContext context(Tenant tenant) {
        return new EncryptionContext(tenant, Purpose.RECORDING, "r1");
    }

    private static byte[] trace(DataKey key) {
        return key.derive(new byte[32], new byte[1]).getEncoded();
    }

    private static Reason refusalOf(Work work) {
        var failure = catchThrowableOfType(KeyFailure.class, work::run);
        assertThat(failure).as("was not refused").isNotNull();
        return failure.reason();
    }

    private interface Work {
        void run() throws KeyFailure;
    }
}
