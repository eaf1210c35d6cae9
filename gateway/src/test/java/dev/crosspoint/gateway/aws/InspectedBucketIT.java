package dev.crosspoint.gateway.aws;

import static dev.crosspoint.gateway.aws.S3Servers.BUCKET;
import static dev.crosspoint.gateway.aws.S3Servers.IDENTITY;
import static dev.crosspoint.gateway.aws.S3Servers.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.proof.Finding;
import dev.crosspoint.gateway.proof.Inspector;
import dev.crosspoint.gateway.proof.Result;
import dev.crosspoint.gateway.proof.StoreKnown;
import dev.crosspoint.gateway.recording.Archive;
import dev.crosspoint.gateway.recording.TenantRecordings;
import dev.crosspoint.gateway.store.Database;
import dev.crosspoint.gateway.store.TestDatabase;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.record.AudioFormat;
import dev.crosspoint.signaling.api.Private;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** What somebody does to objects in a bucket is told apart. */
@ExtendWith(S3Servers.class)
@SuppressWarnings("NullAway.Init") // Set before each test.
class InspectedBucketIT {
    private static final String FOLDER = "calls/main/CallRecordings/2026/11/27/";

    /** Of each test its own, in the bucket that all share. */
    private final String id = UUID.randomUUID().toString();

    @TempDir private Path home;

    private Vertx vertx;
    private Database database;
    private Archive archive;
    private S3Target target;
    private S3Client client;

    @BeforeEach
    void open(S3Servers.Running servers) throws Exception {
        vertx = Vertx.vertx();
        database =
                Database.open(
                        vertx,
                        TestDatabase.fresh(),
                        Path.of("unused"),
                        new SimpleMeterRegistry(),
                        new SecureRandom());
        var access =
                new AwsAccess(
                        "eu-central-1",
                        servers.mockEndpoint(),
                        new AwsAccess.Credentials(IDENTITY, new Private(SECRET), null));
        target =
                new S3Target(
                        new S3Settings(
                                BUCKET, "calls", access, true, null, S3Settings.DEFAULT_TIMEOUT));
        var timeout = Duration.ofSeconds(30);
        client =
                access.configure(S3Client.builder(), timeout)
                        .httpClient(access.http(timeout))
                        .forcePathStyle(true)
                        .build();
        archive = new Archive(home, new Tenant("acme", "main"), database.recordings(), target);
        archive.delivered(id);
    }

    @AfterEach
    void close() throws Exception {
        archive.close();
        target.close();
        client.close();
        database.close();
        Archive.await(vertx.close());
    }

    @Test
    void findsNothingWrongWithWhatWasDelivered() throws Exception {
        assertThat(results())
                .isEqualTo(Map.of("json", Result.GOOD, "peaks", Result.GOOD, "wav", Result.GOOD));
    }

    @Test
    void tellsAChangedObjectFromOneThatIsGone() throws Exception {
        put("wav", "something else");
        client.deleteObject(d -> d.bucket(BUCKET).key(key(id, "peaks")));

        assertThat(results())
                .isEqualTo(
                        Map.of(
                                "json",
                                Result.GOOD,
                                "peaks",
                                Result.MISSING,
                                "wav",
                                Result.HASH_DIFFERS));
    }

    @Test
    void tellsAnEditedManifestFromAnothers() throws Exception {
        var json = get(key(id, "json"));
        put("json", json.replace("\"alice\"", "\"mallory\""));
        assertThat(results()).containsEntry("json", Result.MANIFEST_EDITED);

        var other = UUID.randomUUID().toString();
        archive.delivered(other);
        put("json", get(key(other, "json")));
        assertThat(results())
                .containsEntry("json", Result.MANIFEST_OF_ANOTHER)
                .containsEntry("wav", Result.NOT_CHECKED);

        put("json", json);
        assertThat(results()).containsEntry("json", Result.GOOD);
    }

    private Map<String, Result> results() throws Exception {
        var tenant =
                new TenantRecordings(archive.tenant, AudioFormat.WAV_8_KHZ, 0, List.of(), target);
        return new Inspector(
                        archive.spool,
                        List.of(tenant),
                        archive.keystore,
                        archive.keystore.publicKey(),
                        new StoreKnown(database.recordings()),
                        true,
                        InstantSource.system())
                .inspect().stream()
                        .filter(finding -> finding.recording().equals(id))
                        .collect(
                                Collectors.toMap(
                                        finding -> finding.what().replaceAll(".*\\.", ""),
                                        Finding::result));
    }

    private static String key(String recording, String ending) {
        return FOLDER + "c-" + recording + "_20261127T0900_UTC." + ending;
    }

    private String get(String key) {
        return client.getObjectAsBytes(g -> g.bucket(BUCKET).key(key))
                .asString(StandardCharsets.UTF_8);
    }

    private void put(String ending, String content) {
        client.putObject(
                p -> p.bucket(BUCKET).key(key(id, ending)), RequestBody.fromString(content));
    }
}
