package dev.crosspoint.gateway.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.vault.DataKey;
import dev.crosspoint.media.vault.EncryptionContext;
import dev.crosspoint.media.vault.EncryptionContext.Purpose;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.media.vault.KeyFailure.Reason;
import dev.crosspoint.media.vault.KeyUse;
import dev.crosspoint.media.vault.KeyUse.Operation;
import dev.crosspoint.media.vault.WrappedKey;
import dev.crosspoint.signaling.api.Private;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;

class AwsKmsTest {
    private static final Tenant TENANT = new Tenant("acme", "main");
    private static final Tenant OTHER = new Tenant("globex", "main");
    private static final EncryptionContext CONTEXT =
            new EncryptionContext(TENANT, Purpose.RECORDING, "r1");

    private final List<KeyUse> uses = new CopyOnWriteArrayList<>();
    private Instant now = Instant.parse("2026-11-22T10:00:00Z");
    private KmsFake fake;
    private KmsFake.Principal owner;
    private KmsFake.Principal gateway;
    private KmsFake.Principal retirer;
    private FakeKey key;
    private AwsKms kms;

    @BeforeEach
    void start() throws Exception {
        fake = new KmsFake();
        owner = fake.principal("owner");
        gateway = fake.principal("gateway");
        retirer = fake.principal("retirer");
        key = fake.key(owner);
        key.granters.add(gateway.arn());
        kms = client(TENANT, key, gateway, true, KmsSettings.DEFAULT_TIMEOUT);
        kms.prepare();
    }

    @AfterEach
    void stop() {
        kms.close();
        fake.close();
    }

    @Test
    void isDeniedWhenTheGrantIsRevokedAndGoesOnWhenItIsGrantedAnew() throws KeyFailure {
        var wrapped = kms.generateWithoutPlaintext(CONTEXT);
        revokeAll();
        assertThat(refusalOf(() -> kms.unwrap(wrapped, CONTEXT))).isEqualTo(Reason.DENIED);
        assertThat(refusalOf(() -> kms.generate(CONTEXT))).isEqualTo(Reason.DENIED);
        kms.prepare();
        kms.unwrap(wrapped, CONTEXT).close();
    }

    @Test
    void isDeniedWhenTheGrantIsRetired() throws KeyFailure {
        var grant = key.grants.getFirst();
        try (var sdk = sdk(retirer)) {
            sdk.retireGrant(r -> r.keyId(key.arn).grantId(grant.id()));
        }
        assertThat(refusalOf(() -> kms.generate(CONTEXT))).isEqualTo(Reason.DENIED);
        kms.prepare();
        kms.generate(CONTEXT).close();
    }

    @Test
    void isInvalidWhenWhatWasWrappedIsNoDataKey() {
        try (var sdk = sdk(owner)) {
            var blob =
                    sdk.encrypt(r ->
                                    r.keyId(key.arn)
                                            .plaintext(SdkBytes.fromUtf8String("short"))
                                            .encryptionContext(CONTEXT.pairs()))
                            .ciphertextBlob();
            var wrapped = new WrappedKey(key.arn, blob.asByteArray());
            assertThat(refusalOf(() -> kms.unwrap(wrapped, CONTEXT))).isEqualTo(Reason.INVALID);
        }
    }

    @Test
    void revokesNothingWithoutTheRight() {
        var id = key.grants.getFirst().id();
        try (var mallory = sdk(fake.principal("mallory"))) {
            assertThatThrownBy(() -> mallory.revokeGrant(r -> r.keyId(key.arn).grantId(id)))
                    .hasMessageContaining("as told");
        }
        assertThat(key.grants).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Disabled", "PendingDeletion"})
    void isDeniedWhileTheKeyIsNotToBeUsed(String state) throws KeyFailure {
        var wrapped = kms.generateWithoutPlaintext(CONTEXT);
        key.state = state;
        assertThat(refusalOf(() -> kms.unwrap(wrapped, CONTEXT))).isEqualTo(Reason.DENIED);
        assertThat(refusalOf(() -> kms.rewrap(wrapped, CONTEXT))).isEqualTo(Reason.DENIED);
        assertThat(refusalOf(() -> kms.describe(TENANT))).isEqualTo(Reason.DENIED);
        key.state = "Enabled";
        kms.unwrap(wrapped, CONTEXT).close();
    }

    @Test
    void isDeniedAKeyOfTheWrongKind() {
        key.spec = "RSA_4096";
        assertThat(refusalOf(() -> kms.describe(TENANT))).isEqualTo(Reason.DENIED);
        key.spec = "SYMMETRIC_DEFAULT";
        key.usage = "GENERATE_VERIFY_MAC";
        assertThat(refusalOf(() -> kms.describe(TENANT))).isEqualTo(Reason.DENIED);
    }

    @Test
    void isDeniedAKeyThatIsNotThere() throws KeyFailure {
        var gone = new WrappedKey(key.arn.replace(key.id, "gone"), new byte[100]);
        assertThat(refusalOf(() -> kms.unwrap(gone, CONTEXT))).isEqualTo(Reason.DENIED);
    }

    @ParameterizedTest
    @CsvSource({
        "400,ThrottlingException,UNAVAILABLE",
        "400,LimitExceededException,UNAVAILABLE",
        "400,KMSInternalException,UNAVAILABLE",
        "500,KMSInternalException,UNAVAILABLE",
        "503,ServiceUnavailable,UNAVAILABLE",
        "500,DependencyTimeoutException,UNAVAILABLE",
        "500,KeyUnavailableException,UNAVAILABLE",
        "400,InvalidGrantTokenException,DENIED",
        "400,ExpiredTokenException,DENIED",
        "400,KMSInvalidStateException,DENIED",
        "400,InvalidCiphertextException,INVALID",
        "400,IncorrectKeyException,INVALID",
    })
    void tellsRefusalsApart(int status, String type, Reason reason) throws KeyFailure {
        var wrapped = kms.generateWithoutPlaintext(CONTEXT);
        fake.refuse(3, status, type);
        assertThat(refusalOf(() -> kms.unwrap(wrapped, CONTEXT))).isEqualTo(reason);
        fake.refuseNoMore();
        kms.unwrap(wrapped, CONTEXT).close();
    }

    @Test
    void triesAgainByItselfAfterOneError() throws KeyFailure {
        fake.refuse(1, 500, "KMSInternalException");
        kms.generate(CONTEXT).close();
        fake.refuse(1, 400, "ThrottlingException");
        kms.generate(CONTEXT).close();
    }

    @Test
    void isUnavailableWhenNobodyAnswersInTime() {
        try (var hasty = client(TENANT, key, gateway, false, Duration.ofMillis(400))) {
            fake.hold();
            assertThat(refusalOf(() -> hasty.generate(CONTEXT))).isEqualTo(Reason.UNAVAILABLE);
            fake.answerAgain();
        }
    }

    @Test
    void isUnavailableWhenNobodyListens() {
        fake.close();
        assertThat(refusalOf(() -> kms.generate(CONTEXT))).isEqualTo(Reason.UNAVAILABLE);
    }

    @Test
    void isDeniedWithAWrongSecret() {
        var forged =
                new KmsFake.Principal(gateway.arn(), gateway.accessKeyId(), new Private("guess"));
        try (var mallory = client(TENANT, key, forged, false, KmsSettings.DEFAULT_TIMEOUT)) {
            assertThat(refusalOf(() -> mallory.generate(CONTEXT))).isEqualTo(Reason.DENIED);
        }
        assertThat(uses.getLast().failure()).isEqualTo(Reason.DENIED);
    }

    @Test
    void letsNobodyElseUseTheKey() {
        var mallory = fake.principal("mallory");
        try (var client = client(TENANT, key, mallory, false, KmsSettings.DEFAULT_TIMEOUT)) {
            assertThat(refusalOf(() -> client.generate(CONTEXT))).isEqualTo(Reason.DENIED);
        }
    }

    @Test
    void grantsItsOwnTenantsContextOnly() {
        var theirs = new EncryptionContext(OTHER, Purpose.RECORDING, "r1");
        assertThat(refusalOf(() -> kms.generate(theirs))).isEqualTo(Reason.DENIED);
        // Nor would the grant let a client that is configured wrongly.
        try (var wrong = client(OTHER, key, gateway, false, KmsSettings.DEFAULT_TIMEOUT)) {
            assertThat(refusalOf(() -> wrong.generate(theirs))).isEqualTo(Reason.DENIED);
        }
        assertThat(uses.getLast().tenant()).isEqualTo(OTHER);
    }

    @Test
    void makesTheSameGrantOnce() throws KeyFailure {
        kms.prepare();
        assertThat(key.grants).hasSize(1);
        var grant = key.grants.getFirst();
        assertThat(grant.subset()).isEqualTo(Map.of("account", "acme", "instance", "main"));
        assertThat(grant.operations())
                .containsExactlyInAnyOrder(
                        "DescribeKey",
                        "GenerateDataKey",
                        "GenerateDataKeyWithoutPlaintext",
                        "Decrypt",
                        "Encrypt",
                        "ReEncryptFrom",
                        "ReEncryptTo",
                        "RetireGrant");
    }

    @Test
    void usesItsGrantBeforeAllOfAwsKnowsIt() throws KeyFailure {
        key.grantsSpreadSlowly = true;
        kms.generate(CONTEXT).close();
        now = now.plus(Duration.ofHours(1));
        assertThat(refusalOf(() -> kms.generate(CONTEXT))).isEqualTo(Reason.DENIED);
        key.grantsSpreadSlowly = false;
        kms.generate(CONTEXT).close();
    }

    @Test
    void rewrapsFromAFormerKeyWithoutSeeingTheDataKey() throws KeyFailure {
        var next = fake.key(owner);
        next.granters.add(gateway.arn());
        try (var current = client(TENANT, next, gateway, true, KmsSettings.DEFAULT_TIMEOUT)) {
            current.prepare();
            assertThat(current.takesFrom(kms)).isTrue();
            var old = kms.generateWithoutPlaintext(CONTEXT);
            uses.clear();
            var wrapped = current.rewrap(old, CONTEXT);
            assertThat(uses).extracting(KeyUse::what).containsExactly(Operation.REWRAP);
            assertThat(wrapped.keyId()).isEqualTo(next.arn);
            try (var before = kms.unwrap(old, CONTEXT);
                    var after = current.unwrap(wrapped, CONTEXT)) {
                assertThat(trace(after)).isEqualTo(trace(before));
            }
        }
    }

    @Test
    void recordsTheRequestIdOfEachUse() throws KeyFailure {
        kms.generate(CONTEXT).close();
        assertThat(fake.requestIds())
                .containsExactlyElementsOf(uses.stream().map(KeyUse::requestId).toList());
        assertThat(uses)
                .extracting(KeyUse::what)
                .containsExactly(Operation.GRANT, Operation.DESCRIBE, Operation.GENERATE);
    }

    @Test
    void fakeOpensNothingWithoutTheContext() throws KeyFailure {
        var wrapped = kms.generateWithoutPlaintext(CONTEXT);
        try (var sdk = sdk(owner)) {
            assertThatThrownBy(() ->
                            sdk.decrypt(r ->
                                    r.keyId(key.arn)
                                            .ciphertextBlob(
                                                    SdkBytes.fromByteArray(wrapped.blob()))))
                    .isInstanceOf(InvalidCiphertextException.class);
        }
    }

    @Test
    void takesNoAliasForAKey() {
        assertThatThrownBy(() ->
                        new KmsSettings(
                                TENANT,
                                "arn:aws:kms:eu-central-1:111122223333:alias/recordings",
                                access(gateway),
                                null,
                                KmsSettings.DEFAULT_TIMEOUT))
                .hasMessageContaining("key/id");
    }

    private void revokeAll() {
        try (var sdk = sdk(owner)) {
            for (var grant : List.copyOf(key.grants)) {
                sdk.revokeGrant(r -> r.keyId(key.arn).grantId(grant.id()));
            }
        }
    }

    private KmsClient sdk(KmsFake.Principal who) {
        var access = access(who);
        return access.configure(KmsClient.builder(), KmsSettings.DEFAULT_TIMEOUT)
                .httpClient(access.http(KmsSettings.DEFAULT_TIMEOUT))
                .build();
    }

    private AwsKms client(
            Tenant tenant, FakeKey of, KmsFake.Principal who, boolean grants, Duration timeout) {
        KmsSettings.@Nullable Grant grant =
                grants ? new KmsSettings.Grant(who.arn(), retirer.arn()) : null;
        InstantSource clock = () -> now;
        return new AwsKms(
                new KmsSettings(tenant, of.arn, access(who), grant, timeout), clock, uses::add);
    }

    private AwsAccess access(KmsFake.Principal who) {
        return new AwsAccess(KmsFake.REGION, fake.endpoint(), who.credentials());
    }

    private static Reason refusalOf(Work work) {
        var failure = catchThrowableOfType(KeyFailure.class, work::run);
        assertThat(failure).as("was not refused").isNotNull();
        return failure.reason();
    }

    private interface Work {
        void run() throws KeyFailure;
    }

    private static byte[] trace(DataKey of) {
        return of.derive(new byte[32], new byte[1]).getEncoded();
    }
}
