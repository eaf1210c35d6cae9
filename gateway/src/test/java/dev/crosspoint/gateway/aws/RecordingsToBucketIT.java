package dev.crosspoint.gateway.aws;

import static dev.crosspoint.gateway.aws.S3Servers.BUCKET;
import static dev.crosspoint.gateway.aws.S3Servers.KEY_ID;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.crosspoint.gateway.aws.LossyRelay.Trouble;
import dev.crosspoint.gateway.aws.S3Settings.Encryption;
import dev.crosspoint.gateway.recording.Archive;
import dev.crosspoint.gateway.recording.Spooled;
import dev.crosspoint.gateway.store.Database;
import dev.crosspoint.gateway.store.RecordingState;
import dev.crosspoint.gateway.store.TestDatabase;
import dev.crosspoint.media.vault.KeyFailure;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;

/**
 * From a spool under a tenant's key in KMS to the tenant's bucket, whatever KMS and the bucket do
 * on the way: nothing is lost, nothing comes twice, nothing is erased that is not confirmed.
 */
@ExtendWith(S3Servers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 180, unit = TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // Set before each test.
class RecordingsToBucketIT {
    private static final String DENIED = "ACCESS_DENIED";
    private static final String UNAVAILABLE = "TARGET_UNAVAILABLE";
    private static final Duration PATIENT = Duration.ofSeconds(20);

    /** Two attempts of a second. */
    private static final Duration IMPATIENT = Duration.ofSeconds(2);

    private static final int FOREVER = Integer.MAX_VALUE;

    /** In one part, and in two. */
    private static final int SHORT_SECONDS = 2;

    private static final int LONG_SECONDS = 280;

    private final Vertx vertx = Vertx.vertx();
    private Database database;
    private S3Servers.Running servers;

    @TempDir private Path home;
    private @Nullable BucketRig rig;

    /** Which store. S3Mock knows encryption and checksums, S3Proxy checks signatures. */
    enum Server {
        MOCK,
        PROXY
    }

    @BeforeAll
    void open(S3Servers.Running running) throws Exception {
        servers = running;
        database =
                Database.open(
                        vertx,
                        TestDatabase.fresh(),
                        Path.of("unused"),
                        new SimpleMeterRegistry(),
                        new SecureRandom());
        try (var client = BucketRig.client(running.proxyEndpoint())) {
            client.createBucket(b -> b.bucket(BUCKET));
        } catch (BucketAlreadyOwnedByYouException e) {
            // From another class.
        }
    }

    @AfterEach
    void stop() throws Exception {
        requireNonNull(rig).close();
    }

    @AfterAll
    void close() throws Exception {
        database.close();
        Archive.await(vertx.close());
    }

    private BucketRig rig(Server server, @Nullable Encryption encryption, Duration timeout)
            throws Exception {
        var made = new BucketRig(database, home, endpoint(server), encryption, timeout);
        rig = made;
        return made.start();
    }

    private BucketRig rig(Server server) throws Exception {
        return rig(server, null, PATIENT);
    }

    private URI endpoint(Server server) {
        return switch (server) {
            case MOCK -> servers.mockEndpoint();
            case PROXY -> servers.proxyEndpoint();
        };
    }

    // ---- as it should be

    @ParameterizedTest
    @EnumSource
    void bringsRecordingsToTheirOwnerWhoReadsThemWithoutUs(Server server) throws Exception {
        var bucket = rig(server, server == Server.MOCK ? new Encryption(KEY_ID) : null, PATIENT);
        var first = bucket.record(SHORT_SECONDS);
        var second = bucket.record(3 * SHORT_SECONDS);
        assertThat(bucket.filesOf(first)).hasSize(2);
        bucket.hangUp(first);
        bucket.hangUp(second);
        bucket.now(() -> bucket.isErased(first) && bucket.isErased(second));

        bucket.key.revoke();
        bucket.assertDeliveredOnce(first);
        bucket.assertDeliveredOnce(second);
        assertThat(bucket.alarms).isEmpty();
    }

    // ---- the key

    /** One waits for the bucket, one is just over, one runs when the key is taken away. */
    @ParameterizedTest
    @EnumSource
    void showsThatItsKeyWasTakenAwayKeepsAllAndGoesOnWhenItIsGranted(Server server)
            throws Exception {
        var bucket = rig(server);
        bucket.relay().disturb(Trouble.ERROR_500, FOREVER, "PUT /[^ ]*wav");
        var waits = bucket.record(SHORT_SECONDS);
        var over = bucket.record(SHORT_SECONDS);
        var runs = bucket.record(SHORT_SECONDS);
        bucket.hangUp(waits);
        bucket.now(() -> bucket.isTrying(waits, UNAVAILABLE));

        bucket.key.revoke();
        assertThat(catchThrowableOfType(KeyFailure.class, () -> bucket.record(1)).reason())
                .isEqualTo(KeyFailure.Reason.DENIED);
        bucket.hangUp(over);
        bucket.now(() -> bucket.isTrying(over, DENIED));
        // What was opened a moment ago is open for a minute at most.
        bucket.pass(Duration.ofMinutes(2));
        bucket.relay().heal();
        bucket.pass(Duration.ofMinutes(6));
        for (var recording : new Spooled[] {waits, over}) {
            assertThat(bucket.isTrying(recording, DENIED)).isTrue();
            bucket.assertStillHere(recording);
        }
        assertThat(bucket.is(waits, RecordingState.UPLOADING)).isTrue();
        assertThat(bucket.is(over, RecordingState.SEALED)).isTrue();

        // Nor does another process get at it, which finds the third one too.
        bucket.kill();
        bucket.start();
        bucket.pass(Duration.ofMinutes(20));
        bucket.until(() -> bucket.isTrying(runs, DENIED) && bucket.alarms.contains("LATE"));
        for (var recording : new Spooled[] {waits, over, runs}) {
            bucket.assertStillHere(recording);
            assertThat(bucket.objectsOf(recording))
                    .noneMatch(object -> object.key().endsWith(".wav"));
        }

        bucket.key.grant();
        bucket.until(
                () -> bucket.isErased(waits) && bucket.isErased(over) && bucket.isErased(runs));
        for (var recording : new Spooled[] {waits, over, runs}) {
            bucket.assertDeliveredOnce(recording);
        }
    }

    /** It is under way in parts while the key goes: it may end, and the next may not begin. */
    @Test
    void sendsNothingMoreOnceTheKeyIsGone() throws Exception {
        var bucket = rig(Server.MOCK);
        bucket.relay().disturb(Trouble.ERROR_500, FOREVER, "PUT /[^ ]*partNumber=2");
        var recording = bucket.record(LONG_SECONDS);
        bucket.hangUp(recording);
        bucket.now(() -> bucket.isTrying(recording, UNAVAILABLE));
        bucket.key.revoke();
        bucket.pass(Duration.ofMinutes(3));
        assertThat(bucket.isTrying(recording, DENIED)).isTrue();
        int before = bucket.relay().requestHeads().size();
        bucket.relay().heal();
        bucket.pass(Duration.ofMinutes(10));
        assertThat(bucket.relay().requestHeads()).hasSize(before);
        assertThat(bucket.uploads()).isEmpty();
        bucket.assertStillHere(recording);

        bucket.key.grant();
        bucket.until(() -> bucket.isErased(recording));
        bucket.assertDeliveredOnce(recording);
    }

    /**
     * The same key is denied to the store, which says so, and to the gateway; in one part, in two.
     */
    @ParameterizedTest
    @CsvSource({
        "KEY_DISABLED, PUT /[^ ]*json,         2,   true",
        "KEY_DISABLED, PUT /[^ ]*wav,          2,   true",
        "FORBIDDEN,    PUT /[^ ]*wav,          2,   true",
        "KEY_DISABLED, POST /[^ ]*uploads,     280, false",
        "FORBIDDEN,    PUT /[^ ]*partNumber=2, 280, false",
        "KEY_DISABLED, POST /[^ ]*uploadId=,   280, false",
    })
    void keepsWhatItsBucketDoesNotEncryptAndBringsItWhenTheKeyIsBack(
            Trouble refusal, String request, int seconds, boolean isKeptWithItsKey)
            throws Exception {
        // S3Mock forgets the key of what comes in parts, and so it would never be confirmed.
        var bucket = rig(Server.MOCK, isKeptWithItsKey ? new Encryption(KEY_ID) : null, PATIENT);
        bucket.relay().disturb(refusal, FOREVER, request);
        var recording = bucket.record(seconds);
        bucket.hangUp(recording);
        bucket.now(() -> bucket.isTrying(recording, DENIED));
        bucket.key.disable();
        bucket.pass(Duration.ofMinutes(20));
        bucket.now(() -> bucket.alarms.contains("LATE"));
        bucket.key.enable(); // Or nobody could look.
        bucket.assertStillHere(recording);
        assertThat(bucket.uploads()).isEmpty();
        bucket.key.disable();

        // The store may use it again before the gateway does.
        bucket.relay().heal();
        bucket.pass(Duration.ofMinutes(6));
        assertThat(bucket.isTrying(recording, DENIED)).isTrue();
        assertThat(bucket.objectsOf(recording)).noneMatch(object -> object.key().endsWith(".wav"));

        bucket.key.enable();
        bucket.until(() -> bucket.isErased(recording));
        bucket.assertDeliveredOnce(recording);
        if (isKeptWithItsKey) {
            bucket.assertEncryptedUnder(KEY_ID, recording);
        }
    }

    // ---- the bucket

    @ParameterizedTest
    @CsvSource({
        "MOCK,  ERROR_500,   PUT /[^ ]*json",
        "PROXY, ERROR_500,   PUT /[^ ]*wav",
        "MOCK,  SILENCE,     PUT /[^ ]*wav",
        "PROXY, SILENCE,     HEAD /",
        "MOCK,  CUT,         PUT /[^ ]*wav",
        "PROXY, CUT,         PUT /[^ ]*wav",
        "PROXY, ANSWER_LOST, PUT /[^ ]*wav",
        "MOCK,  ANSWER_LOST, HEAD /",
        "MOCK,  ERROR_500,   HEAD /[^ ]*wav",
    })
    void outlivesAnHourOfIt(Server server, Trouble trouble, String request) throws Exception {
        var bucket = rig(server, null, trouble == Trouble.SILENCE ? IMPATIENT : PATIENT);
        bucket.relay().disturb(trouble, FOREVER, request);
        var recording = bucket.record(SHORT_SECONDS);
        bucket.hangUp(recording);
        bucket.now(() -> bucket.isTrying(recording, UNAVAILABLE) || bucket.isErased(recording));
        if (trouble == Trouble.ANSWER_LOST && request.startsWith("PUT")) {
            // It looks, and finds what it had sent.
            bucket.assertDeliveredOnce(recording);
            return;
        }
        bucket.assertStillHere(recording);
        assertThat(bucket.is(recording, RecordingState.UPLOADING)).isTrue();
        bucket.clock.advance(Duration.ofHours(1));
        bucket.now(() -> bucket.alarms.contains("LATE"));
        bucket.assertStillHere(recording);

        bucket.relay().heal();
        bucket.until(() -> bucket.isErased(recording));
        bucket.assertDeliveredOnce(recording);
    }

    @ParameterizedTest
    @CsvSource({
        "MOCK,  CUT,         PUT /[^ ]*partNumber=2",
        "PROXY, ERROR_500,   PUT /[^ ]*partNumber=2",
        "PROXY, ERROR_500,   (PUT /[^ ]*partNumber=2|DELETE /)",
        "PROXY, SILENCE,     POST /[^ ]*uploadId=",
        "MOCK,  ANSWER_LOST, POST /[^ ]*uploadId=",
    })
    void leavesNoPartsOfAttemptsThatFailed(Server server, Trouble trouble, String request)
            throws Exception {
        var bucket =
                rig(server, null, trouble == Trouble.SILENCE ? Duration.ofSeconds(6) : PATIENT);
        bucket.relay().disturb(trouble, FOREVER, request);
        var recording = bucket.record(LONG_SECONDS);
        bucket.hangUp(recording);
        bucket.now(() -> bucket.isTrying(recording, UNAVAILABLE) || bucket.isErased(recording));
        if (!bucket.isErased(recording)) {
            bucket.assertStillHere(recording);
        }
        bucket.relay().heal();
        bucket.until(() -> bucket.isErased(recording));
        bucket.assertDeliveredOnce(recording);
    }

    // ---- the end of the process

    /** How many uploads it left unfinished, and whether the audio was there, is what it shows. */
    @ParameterizedTest
    @CsvSource({
        "MOCK,  END_BEFORE, PUT /[^ ]*json,         0, 0",
        "PROXY, END_AFTER,  PUT /[^ ]*peaks,        0, 0",
        "MOCK,  END_BEFORE, PUT /[^ ]*partNumber=1, 1, 0",
        "MOCK,  END_BEFORE, PUT /[^ ]*partNumber=2, 1, 0",
        "PROXY, END_BEFORE, PUT /[^ ]*partNumber=2, 1, 0",
        "MOCK,  END_BEFORE, POST /[^ ]*uploadId=,   1, 0",
        "PROXY, END_BEFORE, POST /[^ ]*uploadId=,   1, 0",
        "MOCK,  END_AFTER,  POST /[^ ]*uploadId=,   0, 1",
        "PROXY, END_AFTER,  POST /[^ ]*uploadId=,   0, 1",
        "MOCK,  END_BEFORE, HEAD /[^ ]*json,        0, 1",
        "PROXY, END_AFTER,  HEAD /[^ ]*peaks,       0, 1",
    })
    void deliversOnceWhatItWasSendingWhenItWasKilled(
            Server server, Trouble end, String request, int halves, int wholes) throws Exception {
        var bucket = rig(server);
        bucket.relay().disturb(end, 1, request);
        var recording = bucket.record(LONG_SECONDS);
        bucket.hangUp(recording);
        assertThat(bucket.relay().awaitEnd(60)).isTrue();
        bucket.kill();
        bucket.assertStillHere(recording);
        assertThat(bucket.uploads()).hasSize(halves);
        var there = bucket.objectsOf(recording);
        assertThat(there).filteredOn(object -> object.key().endsWith(".wav")).hasSize(wholes);

        bucket.start();
        bucket.until(() -> bucket.isErased(recording));
        bucket.assertDeliveredOnce(recording);
        // What was there is what is there: nothing was sent over it.
        assertThat(bucket.objectsOf(recording)).containsAll(there);
    }

    /** The store does not say at first what it has: then it is asked again, and nothing stays. */
    @ParameterizedTest
    @CsvSource({
        "MOCK,  ERROR_500, GET /[^ ]*uploads",
        "PROXY, ANSWER_LOST, GET /[^ ]*uploads",
        "PROXY, ERROR_500, DELETE /",
    })
    void forgetsNoHalfOfWhatItWasSendingWhenItWasKilled(
            Server server, Trouble trouble, String request) throws Exception {
        var bucket = rig(server);
        bucket.relay().disturb(Trouble.END_BEFORE, 1, "PUT /[^ ]*partNumber=2");
        var recording = bucket.record(LONG_SECONDS);
        bucket.hangUp(recording);
        assertThat(bucket.relay().awaitEnd(60)).isTrue();
        bucket.kill();
        assertThat(bucket.uploads()).hasSize(1);

        int before = bucket.row(recording).trying().attempts();
        bucket.start(relay -> relay.disturb(trouble, FOREVER, request));
        bucket.now(() ->
                bucket.row(recording).trying().attempts() > before || bucket.isErased(recording));
        bucket.relay().heal();
        bucket.until(() -> bucket.isErased(recording));
        bucket.assertDeliveredOnce(recording);
    }
}
