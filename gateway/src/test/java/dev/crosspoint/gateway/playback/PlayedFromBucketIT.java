package dev.crosspoint.gateway.playback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.aws.AwsAccess;
import dev.crosspoint.gateway.aws.S3Servers;
import dev.crosspoint.gateway.aws.S3Settings;
import dev.crosspoint.gateway.aws.S3Target;
import dev.crosspoint.gateway.recording.Receipts;
import dev.crosspoint.gateway.store.RecordingState;
import dev.crosspoint.media.record.AudioFormat;
import dev.crosspoint.signaling.api.Private;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Recordings heard from a bucket, which decrypts by itself. */
@ExtendWith(S3Servers.class)
@Timeout(value = 180, unit = TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // Set before each test.
class PlayedFromBucketIT {
    private static final String REASON = "{\"reason\":\"test-call\"}";

    @TempDir private Path home;
    private S3Target target;
    private PlaybackRig rig;

    @BeforeEach
    void open(S3Servers.Running servers) throws Exception {
        target = target(servers, "p" + System.nanoTime());
        rig = new PlaybackRig(home, target, 5_000);
    }

    static S3Target target(S3Servers.Running servers, String prefix) {
        return target(servers.mockEndpoint(), prefix, Duration.ofSeconds(20));
    }

    /**
     * @param timeout for one request with its retries
     */
    static S3Target target(URI endpoint, String prefix, Duration timeout) {
        return new S3Target(
                new S3Settings(
                        S3Servers.BUCKET,
                        prefix,
                        new AwsAccess(
                                "eu-central-1",
                                endpoint,
                                new AwsAccess.Credentials(
                                        S3Servers.IDENTITY, new Private(S3Servers.SECRET), null)),
                        true,
                        new S3Settings.Encryption(S3Servers.KEY_ID),
                        timeout));
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
        target.close();
    }

    @Test
    void sendsAnyRange() throws Exception {
        var recording = rig.archive.held("r");
        var whole = rig.plaintext(recording);
        assertThat(whole.length).isGreaterThan(300_000);
        rig.archive.deliver(recording);

        new RangeWalk(rig, recording, whole, "audio/wav").walk(8, 25);
        var waveform = json(rig.get(recording, "/waveform?columns=20").body());
        assertThat(waveform.getJsonArray("left")).hasSize(40);
    }

    @Test
    void sendsAnyRangeOfOggOpus() throws Exception {
        var format = AudioFormat.OGG_OPUS;
        try (var opus = new PlaybackRig(home.resolve("opus"), target, 5_000, format, null)) {
            opus.archive.seconds = PlayedOggTest.SECONDS;
            var recording = opus.archive.held("r");
            var whole = opus.plaintext(recording);
            opus.archive.deliver(recording);

            new RangeWalk(opus, recording, whole, PlayedOggTest.CONTENT_TYPE).walk(7, 25);
        }
    }

    /** Begun from the sealed file of the spool, and ended from the object in the clear. */
    @Test
    void goesOnFromTheBucketWhatWasBegunFromTheSpool() throws Exception {
        rig.archive.seconds = 70;
        var recording = rig.archive.held("r");
        var whole = rig.plaintext(recording);
        var ticket = rig.ticket(recording);
        rig.before(
                30,
                () -> {
                    rig.archive.deliver(recording);
                    rig.pass(MovedWhilePlayedTest.LONG);
                });
        var heard = rig.hear(recording, ticket);

        assertThat(rig.archive.row(recording).erasedAt()).isNotNull();
        assertThat(heard.isWhole()).isTrue();
        assertThat(heard.bytes()).isEqualTo(whole);
        rig.awaitOpen(0);
        assertThat(rig.disk.beingRead()).isZero();
    }

    @Test
    void saysThatTheCustomerHasDeletedIt() throws Exception {
        var recording = rig.archive.delivered("r");
        for (var receipt : Receipts.of(rig.archive.row(recording))) {
            target.remove(receipt);
            assertThat(target.isThere(receipt)).isFalse();
            target.remove(receipt); // What is gone is gone.
        }
        assertThat(PlaybackTest.problem(rig.get(recording, "/audio")))
                .isEqualTo("410 recording-gone");
        assertThat(PlaybackTest.problem(rig.get(recording, "/waveform")))
                .isEqualTo("410 recording-gone");
    }

    @Test
    void deletesItThere() throws Exception {
        var recording = rig.archive.delivered("r");
        var receipts = Receipts.of(rig.archive.row(recording));
        var answer = rig.send("DELETE", recording, "", REASON);

        assertThat(json(answer.body()).getBoolean("removed")).isTrue();
        for (var receipt : receipts) {
            assertThat(target.isThere(receipt)).isFalse();
        }
        assertThat(rig.archive.row(recording).state()).isEqualTo(RecordingState.DELETED);
        assertThat(rig.deeds(Deed.DeletedRecording.class)).hasSize(1);
    }

    private static JsonObject json(byte[] body) {
        return new JsonObject(new String(body, UTF_8));
    }
}
