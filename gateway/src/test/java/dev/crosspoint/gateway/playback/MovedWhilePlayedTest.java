package dev.crosspoint.gateway.playback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.audit.AuditEvent.Seconds;
import dev.crosspoint.media.seal.Artefact;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A recording goes to its place, or goes for good, while somebody listens to it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // Set before each test.
class MovedWhilePlayedTest {
    /** Longer than a file is kept open. */
    static final Duration LONG = Duration.ofSeconds(25);

    @TempDir private Path home;
    private PlaybackRig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new PlaybackRig(home, null, 5_000);
        rig.archive.seconds = 70;
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    @Test
    void goesOnFromItsPlaceWhatWasBegunFromTheSpool() throws Exception {
        var recording = rig.archive.held("r");
        var whole = rig.plaintext(recording);
        var ticket = rig.ticket(recording);
        rig.before(
                30,
                () -> {
                    rig.archive.deliver(recording);
                    rig.pass(LONG);
                });
        var heard = rig.hear(recording, ticket);

        assertThat(rig.archive.file(recording, Artefact.AUDIO)).doesNotExist();
        assertThat(heard.isWhole()).isTrue();
        assertThat(heard.bytes()).isEqualTo(whole);
        assertThat(rig.deeds(Deed.ListenedTo.class))
                .extracting(Deed.ListenedTo::seconds)
                .containsExactly(
                        List.of(new Seconds(0, 30)),
                        List.of(new Seconds(30, 60)),
                        List.of(new Seconds(60, 70)));
        rig.awaitOpen(0);
        assertThat(rig.disk.beingRead()).isZero();
    }

    @Test
    void isTheSameToTheNextRangeOfTheSamePlay() throws Exception {
        var recording = rig.archive.held("r");
        var whole = rig.plaintext(recording);
        var ticket = rig.ticket(recording);
        var first = rig.get(recording, ticket, "range", "bytes=0-99999");
        rig.archive.deliver(recording);
        var tag = first.headers().firstValue("etag").orElseThrow();
        var rest = rig.get(recording, ticket, "range", "bytes=100000-", "if-range", tag);

        assertThat(rest.statusCode()).isEqualTo(206);
        assertThat(rest.headers().firstValue("etag")).contains(tag);
        assertThat(first.body()).isEqualTo(Arrays.copyOf(whole, 100_000));
        assertThat(rest.body()).isEqualTo(Arrays.copyOfRange(whole, 100_000, whole.length));
    }

    /** Its row was read before, its files after it had gone its way. */
    @Test
    void isDrawnAndHeardInTheMomentInWhichItGoes() throws Exception {
        var drawn = rig.archive.held("drawn");
        rig.before(Deed.ViewedRecording.class::isInstance, () -> rig.archive.deliver(drawn));
        assertThat(rig.get(drawn, "/waveform?columns=10").statusCode()).isEqualTo(200);

        var heard = rig.archive.held("heard");
        var whole = rig.plaintext(heard);
        rig.before(Deed.PlayedRecording.class::isInstance, () -> rig.archive.deliver(heard));
        assertThat(rig.get(heard, "/audio").body()).isEqualTo(whole);
        assertThat(rig.archive.row(heard).erasedAt()).isNotNull();
        assertThat(rig.archive.row(drawn).erasedAt()).isNotNull();
    }

    @Test
    void endsWhenItIsDeletedWhileSomebodyListens() throws Exception {
        var recording = rig.archive.held("r");
        var ticket = rig.ticket(recording);
        rig.before(
                30,
                () -> {
                    var answer =
                            rig.send("DELETE", recording, "", "{\"reason\":\"erasure-request\"}");
                    assertThat(answer.statusCode()).isEqualTo(200);
                    rig.pass(LONG);
                });
        var heard = rig.hear(recording, ticket);

        assertThat(heard.isWhole()).isFalse();
        assertThat(PlaybackTest.problem(rig.get(recording, ticket, "range", "bytes=9-")))
                .isEqualTo("410 recording-gone");
        rig.awaitOpen(0);
        assertThat(rig.disk.beingRead()).isZero();
        assertThat(Files.exists(rig.archive.key(recording))).isFalse();
    }
}
