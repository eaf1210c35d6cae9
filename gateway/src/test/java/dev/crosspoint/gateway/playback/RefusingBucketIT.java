package dev.crosspoint.gateway.playback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.audit.AuditEvent.Seconds;
import dev.crosspoint.gateway.aws.LossyRelay;
import dev.crosspoint.gateway.aws.LossyRelay.Trouble;
import dev.crosspoint.gateway.aws.S3Servers;
import dev.crosspoint.gateway.aws.S3Target;
import io.micrometer.core.instrument.Counter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A bucket that refuses, fails or hangs while somebody wants to listen. */
@ExtendWith(S3Servers.class)
@Timeout(value = 180, unit = TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // Set before each test.
class RefusingBucketIT {
    /** Two attempts of two seconds; less a busy store needs itself now and then. */
    private static final Duration IMPATIENT = Duration.ofSeconds(4);

    private static final int FOREVER = Integer.MAX_VALUE;
    private static final String READING = "(GET|HEAD) /[^ ]*c-r_";

    @TempDir private Path home;
    private LossyRelay relay;
    private S3Target target;
    private PlaybackRig rig;

    @BeforeEach
    void open(S3Servers.Running servers) throws Exception {
        relay = new LossyRelay(servers.mockEndpoint());
        target =
                PlayedFromBucketIT.target(
                        relay.endpoint(), "refuses" + System.nanoTime(), IMPATIENT);
        rig = new PlaybackRig(home, target, 5_000);
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
        target.close();
        relay.close();
    }

    @ParameterizedTest
    @CsvSource({
        "FORBIDDEN,    403 key-denied",
        "KEY_DISABLED, 403 key-denied",
        "ERROR_500,    503 not-ready",
        "SILENCE,      503 not-ready",
    })
    void isOneProblemForWhateverIsAskedFor(Trouble trouble, String problem) throws Exception {
        var recording = rig.archive.delivered("r");
        relay.disturb(trouble, FOREVER, READING);
        for (var path : List.of("/audio", "/download", "/waveform")) {
            var answer = rig.get(recording, path, "range", "bytes=100-200000");
            assertThat(PlaybackTest.problem(answer)).as(path).isEqualTo(problem);
        }
        assertThat(refused(problem)).isEqualTo(3);
        assertThat(rig.deeds(Deed.ListenedTo.class)).isEmpty();
        rig.awaitOpen(0);

        relay.heal();
        assertThat(rig.get(recording, "/audio").statusCode()).isEqualTo(200);
        assertThat(refused(problem)).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "FORBIDDEN,    403 key-denied",
        "KEY_DISABLED, 403 key-denied",
        "SILENCE,      503 not-ready",
        "STALL,        503 not-ready",
    })
    void endsWhatIsHeardAndHasOnRecordWhatLeft(Trouble trouble, String problem) throws Exception {
        rig.archive.seconds = 100;
        var recording = rig.archive.held("r");
        var whole = rig.plaintext(recording);
        rig.archive.deliver(recording);
        var ticket = rig.ticket(recording);
        rig.before(30, () -> relay.disturb(trouble, FOREVER, READING));
        var heard = rig.hear(recording, ticket);

        assertThat(heard.status()).isEqualTo(200);
        assertThat(heard.isWhole()).isFalse();
        assertThat(heard.bytes())
                .isEqualTo(Arrays.copyOf(whole, heard.bytes().length))
                .hasSizeBetween(44 + 30 * 32_000, 44 + 60 * 32_000);
        assertThat(rig.deeds(Deed.ListenedTo.class))
                .extracting(Deed.ListenedTo::seconds)
                .containsExactly(List.of(new Seconds(0, 30)), List.of(new Seconds(30, 60)));
        assertThat(refused(problem)).isEqualTo(1);
        var rest = "bytes=" + heard.bytes().length + "-";
        assertThat(PlaybackTest.problem(rig.get(recording, ticket, "range", rest)))
                .isEqualTo(problem);
        rig.awaitOpen(0);

        relay.heal();
        assertThat(rig.get(recording, ticket, "range", rest).body())
                .isEqualTo(Arrays.copyOfRange(whole, heard.bytes().length, whole.length));
    }

    private double refused(String problem) {
        var word = problem.substring(problem.indexOf(' ') + 1);
        return rig
                .meters
                .find("crosspoint.playback.refused")
                .tag("problem", word)
                .counters()
                .stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
