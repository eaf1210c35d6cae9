package dev.crosspoint.gateway.playback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.audit.AuditEvent.Seconds;
import dev.crosspoint.gateway.aws.AwsKms;
import dev.crosspoint.gateway.aws.TenantsKey;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.record.AudioFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The owner of a key takes it away from a listener, in the middle of a recording. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // Set before each test.
class RevokedWhilePlayedTest {
    /** Longer than what a revocation may take to bite. */
    private static final Duration LONG = Duration.ofSeconds(80);

    private static final int SECONDS = 100;

    @TempDir private Path home;
    private TenantsKey key;
    private AwsKms gateways;
    private PlaybackRig rig;

    /** What its owner does, or the service. */
    enum Loss {
        REVOKED("403 key-denied"),
        DISABLED("403 key-denied"),
        AWAY("503 not-ready");

        final String problem;

        Loss(String problem) {
            this.problem = problem;
        }
    }

    @BeforeEach
    void open() throws Exception {
        key = new TenantsKey(PlaybackRig.TENANT, InstantSource.system());
        gateways = key.gateways();
        rig = new PlaybackRig(home, null, 5_000, AudioFormat.WAV_8_KHZ, gateways);
        rig.archive.seconds = SECONDS;
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
        gateways.close();
        key.close();
    }

    @ParameterizedTest
    @CsvSource({
        "REVOKED,  false",
        "REVOKED,  true",
        "DISABLED, false",
        "DISABLED, true",
        "AWAY,     false",
        "AWAY,     true"
    })
    void endsWhatIsHeardAndHasOnRecordWhatLeft(Loss loss, boolean isDelivered) throws Exception {
        var recording = isDelivered ? rig.archive.delivered("r") : rig.archive.held("r");
        var whole = rig.plaintext(recording);
        var ticket = rig.ticket(recording);
        rig.before(
                30,
                () -> {
                    lose(loss);
                    rig.pass(LONG);
                });
        var heard = rig.hear(recording, ticket);

        assertThat(heard.status()).isEqualTo(200);
        assertThat(heard.isWhole()).isFalse();
        assertThat(heard.bytes())
                .isEqualTo(Arrays.copyOf(whole, heard.bytes().length))
                .hasSizeBetween(44 + 30 * 32_000, whole.length / 2);
        assertOnRecord(new Seconds(0, 30), new Seconds(30, 60));
        rig.awaitOpen(0);
        assertThat(rig.disk.beingRead()).isZero();

        // Nor does the browser get what it asks for then.
        var rest = "bytes=" + heard.bytes().length + "-";
        assertRefused(loss, recording, ticket, rest);
        assertRefused(loss, recording, "/download", "bytes=0-");
        assertOnRecord(new Seconds(0, 30), new Seconds(30, 60));

        giveBack();
        var after = rig.get(recording, ticket, "range", rest);
        assertThat(after.body())
                .isEqualTo(Arrays.copyOfRange(whole, heard.bytes().length, whole.length));
        assertOnRecord(
                new Seconds(0, 30), new Seconds(30, 60), new Seconds(60, 90), new Seconds(90, 100));
    }

    private void assertRefused(Loss loss, RecordingId recording, String path, String range)
            throws Exception {
        assertThat(PlaybackTest.problem(rig.get(recording, path, "range", range)))
                .isEqualTo(loss.problem);
        var word = loss.problem.substring(loss.problem.indexOf(' ') + 1);
        assertThat(
                        rig.meters
                                .get("crosspoint.playback.refused")
                                .tag("problem", word)
                                .counter()
                                .count())
                .isGreaterThanOrEqualTo(2);
    }

    private void assertOnRecord(Seconds... seconds) {
        assertThat(rig.deeds(Deed.ListenedTo.class))
                .extracting(Deed.ListenedTo::seconds)
                .containsExactlyElementsOf(Arrays.stream(seconds).map(List::of).toList());
    }

    private void lose(Loss loss) {
        switch (loss) {
            case REVOKED -> key.revoke();
            case DISABLED -> key.disable();
            case AWAY -> key.fail();
        }
    }

    private void giveBack() throws Exception {
        key.failNoMore();
        key.enable();
        key.grant();
    }
}
