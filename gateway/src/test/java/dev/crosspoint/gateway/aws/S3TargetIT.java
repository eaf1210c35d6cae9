package dev.crosspoint.gateway.aws;

import static dev.crosspoint.gateway.aws.S3Servers.BUCKET;
import static dev.crosspoint.gateway.aws.S3Servers.IDENTITY;
import static dev.crosspoint.gateway.aws.S3Servers.KEY_ID;
import static dev.crosspoint.gateway.aws.S3Servers.OTHER_KEY_ID;
import static dev.crosspoint.gateway.aws.S3Servers.SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.crosspoint.gateway.aws.LossyRelay.Trouble;
import dev.crosspoint.gateway.aws.S3Settings.Encryption;
import dev.crosspoint.gateway.local.Parcels;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.delivery.DeliveryFailure;
import dev.crosspoint.media.delivery.DeliveryFailure.Reason;
import dev.crosspoint.media.delivery.Document;
import dev.crosspoint.media.delivery.Parcel;
import dev.crosspoint.media.delivery.Receipt;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.signaling.api.Private;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.Tag;

/** The target on real HTTP servers: S3Mock for encryption and checksums, S3Proxy for signatures. */
@ExtendWith(S3Servers.class)
class S3TargetIT {
    private static final int MIB = 1 << 20;
    private static final Encryption ENCRYPTION = new Encryption(KEY_ID);

    private final List<AutoCloseable> open = new ArrayList<>();
    private final String contact = UUID.randomUUID().toString();
    private S3Servers.Running servers;

    enum Server {
        MOCK,
        PROXY
    }

    @BeforeEach
    void start(S3Servers.Running running) {
        servers = running;
        try (var client = client(Server.PROXY)) {
            client.createBucket(b -> b.bucket(BUCKET));
        } catch (BucketAlreadyOwnedByYouException e) {
            // From the test before.
        }
    }

    @AfterEach
    void stop() throws Exception {
        for (var resource : open) {
            resource.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void deliversConfirmsAndReadsBack(Server server) throws Exception {
        var content = Parcels.noise(100_000, 1);
        var parcel = Parcels.of(contact, content);
        var target = target(server);
        var receipt = target.deliver(parcel);
        target.confirm(receipt);
        assertThat(receipt.location())
                .isEqualTo(
                        "s3://recordings/calls/main/CallRecordings/2026/11/22/"
                                + contact
                                + "_20261122T1000_UTC.wav");
        try (var all = target.open(receipt, 0, content.length);
                var part = target.open(receipt, 1_000, 500)) {
            assertThat(all.readAllBytes()).isEqualTo(content);
            assertThat(part.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, 1_000, 1_500));
        }
    }

    @ParameterizedTest
    @EnumSource
    void deliversInPartsWhatIsLong(Server server) throws Exception {
        var content = Parcels.noise(20 * MIB, 2);
        var target = target(server);
        var receipt = target.deliver(Parcels.of(contact, content));
        assertThat(receipt.checksum()).endsWith("-3");
        target.confirm(receipt);
        try (var seam = target.open(receipt, 8 * MIB - 10, 20)) {
            assertThat(seam.readAllBytes())
                    .isEqualTo(Arrays.copyOfRange(content, 8 * MIB - 10, 8 * MIB + 10));
        }
        assertThat(target.deliver(Parcels.of(contact, content)).checksum())
                .isEqualTo(receipt.checksum());
    }

    @ParameterizedTest
    @EnumSource
    void takesTheSameForDeliveredAndReplacesNothingElse(Server server) throws Exception {
        var target = target(server);
        var content = Parcels.noise(5_000, 3);
        var first = target.deliver(Parcels.of(contact, content));
        assertThat(target.deliver(Parcels.of(contact, content))).isEqualTo(first);
        var other = Parcels.of(contact, Parcels.noise(5_000, 4));
        assertThat(reasonOf(() -> target.deliver(other))).isEqualTo(Reason.CONFLICT);
        var longer = Parcels.of(contact, Parcels.noise(9 * MIB, 4));
        assertThat(reasonOf(() -> target.deliver(longer))).isEqualTo(Reason.CONFLICT);
        target.confirm(first);
        var second = target.deliver(other.withOrdinal(2));
        assertThat(second.location()).endsWith("_UTC_2.wav");
    }

    @ParameterizedTest
    @EnumSource
    void keepsDocumentsAndReplacesNone(Server server) throws Exception {
        var target = target(server);
        var tenant = new Tenant("acme", "main");
        var path = "main/AuditDigests/" + contact + ".json";
        assertThat(target.find(tenant, path)).isEmpty();
        var document = new Document(tenant, path, new byte[] {1, 2, 3});
        target.keep(document);
        target.keep(document);
        assertThat(target.find(tenant, path).orElseThrow()).containsExactly(1, 2, 3);
        var other = new Document(tenant, path, new byte[] {4});
        assertThat(reasonOf(() -> target.keep(other))).isEqualTo(Reason.CONFLICT);
    }

    @ParameterizedTest
    @ValueSource(ints = {2_000, 9 * MIB})
    void tagsForRulesOfTheBucket(int bytes) throws Exception {
        var parcel = Parcels.of(contact, Parcels.noise(bytes, 5));
        var key = keyOf(target(Server.MOCK).deliver(parcel));
        var client = client(Server.MOCK);
        assertThat(client.headObject(h -> h.bucket(BUCKET).key(key)).contentType())
                .isEqualTo("audio/wav");
        assertThat(client.getObjectTagging(t -> t.bucket(BUCKET).key(key)).tagSet())
                .containsExactlyInAnyOrder(
                        tag("account", "acme"),
                        tag("instance", "main"),
                        tag("queue", "Sales_Support"),
                        tag("retention", "90d"));
    }

    @Test
    void encryptsUnderTheTenantsKey() throws Exception {
        var target = target(servers.mockEndpoint(), ENCRYPTION, SECRET);
        var receipt = target.deliver(Parcels.of(contact, Parcels.noise(2_000, 5)));
        target.confirm(receipt);
        assertThat(receipt.keyId()).isEqualTo(KEY_ID);
        var head = client(Server.MOCK).headObject(h -> h.bucket(BUCKET).key(keyOf(receipt)));
        assertThat(head.serverSideEncryption()).isEqualTo(ServerSideEncryption.AWS_KMS);
        assertThat(head.ssekmsKeyId()).endsWith(KEY_ID);
        assertThat(head.bucketKeyEnabled()).isTrue();
    }

    /** S3Mock forgets the encryption of what comes in parts, so this looks at what is asked. */
    @Test
    void asksForTheSameEncryptionForWhatComesInParts() throws Exception {
        try (var relay = new LossyRelay(servers.mockEndpoint())) {
            target(relay.endpoint(), ENCRYPTION, SECRET)
                    .deliver(Parcels.of(contact, Parcels.noise(9 * MIB, 5)));
            assertThat(relay.requestHeads())
                    .filteredOn(head -> head.startsWith("POST") && head.contains("?uploads"))
                    .singleElement()
                    .asString()
                    .containsIgnoringCase("x-amz-server-side-encryption: aws:kms")
                    .containsIgnoringCase("aws-kms-key-id: " + KEY_ID)
                    .containsIgnoringCase("bucket-key-enabled: true")
                    .containsIgnoringCase("x-amz-server-side-encryption-context: ");
        }
    }

    @Test
    void sendsTheContextAsItIs() {
        var context = S3Tags.context(Parcels.of("c1", new byte[1]).context());
        assertThat(new String(Base64.getDecoder().decode(context), StandardCharsets.UTF_8))
                .contains("\"account\":\"acme\"")
                .contains("\"resource\":\"key-of-c1\"");
    }

    @Test
    void confirmsNothingUnderAnotherKey() throws Exception {
        var parcel = Parcels.of(contact, Parcels.noise(3_000, 6));
        target(servers.mockEndpoint(), new Encryption(OTHER_KEY_ID), SECRET).deliver(parcel);
        var target = target(servers.mockEndpoint(), ENCRYPTION, SECRET);
        var receipt = target.deliver(parcel);
        assertThat(reasonOf(() -> target.confirm(receipt))).isEqualTo(Reason.BROKEN);
    }

    @ParameterizedTest
    @EnumSource
    void confirmsNothingThatChangedOrIsGone(Server server) throws Exception {
        var target = target(server);
        var receipt = target.deliver(Parcels.of(contact, Parcels.noise(3_000, 7)));
        var key = keyOf(receipt);
        var client = client(server);
        client.putObject(
                p -> p.bucket(BUCKET).key(key), RequestBody.fromBytes(Parcels.noise(3_000, 8)));
        assertThat(reasonOf(() -> target.confirm(receipt))).isEqualTo(Reason.BROKEN);
        client.deleteObject(d -> d.bucket(BUCKET).key(key));
        assertThat(reasonOf(() -> target.confirm(receipt))).isEqualTo(Reason.RETRY);
    }

    @Test
    void isDeniedWithAWrongSecretAndWithoutABucket() {
        var parcel = Parcels.of(contact, Parcels.noise(1_000, 9));
        var stranger = target(servers.proxyEndpoint(), null, "guess");
        assertThat(reasonOf(() -> stranger.deliver(parcel))).isEqualTo(Reason.DENIED);
        var nowhere =
                track(
                        new S3Target(
                                new S3Settings(
                                        "no-such-bucket",
                                        "",
                                        access(servers.proxyEndpoint(), SECRET),
                                        true,
                                        null,
                                        S3Settings.DEFAULT_TIMEOUT)));
        assertThat(reasonOf(() -> nowhere.deliver(parcel))).isEqualTo(Reason.DENIED);
    }

    @Test
    void isToRetryWhenNobodyListens() {
        var nobody = target(URI.create("http://127.0.0.1:1"), null, SECRET);
        var parcel = Parcels.of(contact, Parcels.noise(1_000, 9));
        assertThat(reasonOf(() -> nobody.deliver(parcel))).isEqualTo(Reason.RETRY);
    }

    @Test
    void findsWhatItSentWhenTheAnswerWasLost() throws Exception {
        try (var relay = new LossyRelay(servers.mockEndpoint())) {
            var target = target(relay.endpoint(), null, SECRET);
            // The client tries three times by itself; with three lost, only looking helps.
            for (int lost = 1; lost <= 3; lost += 2) {
                relay.disturb(Trouble.ANSWER_LOST, lost, "PUT /");
                var parcel = Parcels.of(contact + lost, Parcels.noise(4_000, lost));
                target.confirm(target.deliver(parcel));
                assertThat(relay.stillToDisturb()).isLessThanOrEqualTo(0);
            }
        }
    }

    @Test
    void findsWhatItSentInPartsWhenTheLastAnswerWasLost() throws Exception {
        try (var relay = new LossyRelay(servers.mockEndpoint())) {
            var target = target(relay.endpoint(), null, SECRET);
            var parcel = Parcels.of(contact, Parcels.noise(9 * MIB, 10));
            relay.disturb(Trouble.ANSWER_LOST, 3, "POST /[^ ]*uploadId=");
            assertThat(reasonOf(() -> target.deliver(parcel))).isEqualTo(Reason.RETRY);
            target.confirm(target.deliver(parcel));
        }
    }

    @ParameterizedTest
    @EnumSource
    void dropsWhatWasLeftHalfFinished(Server server) throws Exception {
        var parcel = Parcels.of(contact, Parcels.noise(9 * MIB, 11));
        var key = parcel.name().under("calls");
        var client = client(server);
        var forgotten = client.createMultipartUpload(c -> c.bucket(BUCKET).key(key)).uploadId();
        client.uploadPart(
                p -> p.bucket(BUCKET).key(key).uploadId(forgotten).partNumber(1),
                RequestBody.fromBytes(new byte[5 * MIB]));
        var target = target(server);
        target.confirm(target.deliver(parcel));
        assertThat(client.listMultipartUploads(l -> l.bucket(BUCKET).prefix(key)).uploads())
                .isEmpty();
    }

    @Test
    void deliversInPartsToAStoreThatCannotListThem() throws Exception {
        try (var relay = new LossyRelay(servers.proxyEndpoint())) {
            relay.disturb(Trouble.ERROR_501, Integer.MAX_VALUE, "GET /[^ ]*uploads");
            var target = target(relay.endpoint(), null, SECRET);
            target.confirm(target.deliver(Parcels.of(contact, Parcels.noise(9 * MIB, 16))));
            assertThat(relay.stillToDisturb()).isLessThan(Integer.MAX_VALUE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void leavesNothingOfWhatCouldNotBeReadToItsEnd(Server server) throws Exception {
        var content = Parcels.noise(10 * MIB, 12);
        var target = target(server);
        var torn = Parcels.of(contact, content, Parcels.torn(content, 9 * MIB));
        assertThat(reasonOf(() -> target.deliver(torn))).isEqualTo(Reason.RETRY);
        var swapped = Parcels.of(contact, content, Parcels.source(Parcels.noise(10 * MIB, 13)));
        assertThat(reasonOf(() -> target.deliver(swapped))).isEqualTo(Reason.BROKEN);
        var client = client(server);
        var prefix = torn.name().under("calls");
        assertThat(client.listMultipartUploads(l -> l.bucket(BUCKET).prefix(prefix)).uploads())
                .isEmpty();
        assertThat(client.listObjectsV2(l -> l.bucket(BUCKET).prefix(prefix)).contents()).isEmpty();
        target.confirm(target.deliver(Parcels.of(contact, content)));
    }

    @Test
    void sendsNothingThatIsNotWhatWasRendered() {
        var said = Parcels.noise(1_000, 14);
        for (var source : List.of(Parcels.noise(1_000, 15), Arrays.copyOf(said, 1_001))) {
            var parcel = Parcels.of(contact, said, Parcels.source(source));
            assertThat(reasonOf(() -> target(Server.MOCK).deliver(parcel)))
                    .isEqualTo(Reason.BROKEN);
        }
        assertThat(
                        client(Server.MOCK).listObjectsV2(l -> l.bucket(BUCKET)).contents().stream()
                                .filter(o -> o.key().contains(contact)))
                .isEmpty();
    }

    @Test
    void passesOnWhyTheSpoolCannotBeOpened() {
        for (var reason : KeyFailure.Reason.values()) {
            var parcel = Parcels.of(contact, new byte[10], new Locked(reason));
            assertThat(reasonOf(() -> target(Server.MOCK).deliver(parcel)))
                    .isEqualTo(
                            switch (reason) {
                                case DENIED -> Reason.DENIED;
                                case UNAVAILABLE -> Reason.RETRY;
                                case INVALID -> Reason.BROKEN;
                            });
        }
    }

    private S3Target target(Server server) {
        return target(endpoint(server), null, SECRET);
    }

    private URI endpoint(Server server) {
        return switch (server) {
            case MOCK -> servers.mockEndpoint();
            case PROXY -> servers.proxyEndpoint();
        };
    }

    private static String keyOf(Receipt receipt) {
        return receipt.location().substring("s3://recordings/".length());
    }

    private S3Target target(URI endpoint, @Nullable Encryption encryption, String secret) {
        return track(
                new S3Target(
                        new S3Settings(
                                BUCKET,
                                "calls",
                                access(endpoint, secret),
                                true,
                                encryption,
                                S3Settings.DEFAULT_TIMEOUT)));
    }

    private S3Client client(Server server) {
        var access = access(endpoint(server), SECRET);
        var timeout = Duration.ofSeconds(30);
        return track(
                access.configure(S3Client.builder(), timeout)
                        .httpClient(access.http(timeout))
                        .forcePathStyle(true)
                        .serviceConfiguration(s -> s.expectContinueEnabled(false))
                        .build());
    }

    private <T extends AutoCloseable> T track(T resource) {
        open.add(resource);
        return resource;
    }

    private static AwsAccess access(URI endpoint, String secret) {
        return new AwsAccess(
                "eu-central-1",
                endpoint,
                new AwsAccess.Credentials(IDENTITY, new Private(secret), null));
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private static Reason reasonOf(Work work) {
        var failure = catchThrowableOfType(DeliveryFailure.class, work::run);
        assertThat(failure).as("was not refused").isNotNull();
        return failure.reason();
    }

    private interface Work {
        void run() throws DeliveryFailure;
    }

    /** A spool whose key is not to be had. */
    private record Locked(KeyFailure.Reason reason) implements Parcel.Source {
        @Override
        public InputStream plaintext() throws KeyFailure {
            throw new KeyFailure(reason, "as told", null);
        }

        @Override
        public InputStream sealed() {
            throw new UnsupportedOperationException();
        }

        @Override
        public byte[] keyFile() {
            throw new UnsupportedOperationException();
        }
    }
}
