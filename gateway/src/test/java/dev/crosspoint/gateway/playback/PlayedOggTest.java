package dev.crosspoint.gateway.playback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.record.AudioFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recordings in Ogg Opus, from spool and folder. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // Set before each test.
class PlayedOggTest {
    static final String CONTENT_TYPE = "audio/ogg; codecs=opus";

    /** Several frames of a sealed file, and of what is on record. */
    static final int SECONDS = 100;

    private static final int STRETCH_MS = 30_000;

    @TempDir private Path home;
    private PlaybackRig rig;

    /** Where a page is, and until when it is heard. */
    private record Page(int from, int to, long fromMs, long toMs) {}

    @BeforeEach
    void open() throws Exception {
        rig = new PlaybackRig(home, null, 5_000, AudioFormat.OGG_OPUS, null);
        rig.archive.seconds = SECONDS;
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    private RecordingId recording(boolean isDelivered) throws Exception {
        return isDelivered ? rig.archive.delivered("r") : rig.archive.held("r");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void areSentInAnyRange(boolean isDelivered) throws Exception {
        var recording = recording(isDelivered);
        var whole = rig.plaintext(recording);
        assertThat(whole.length).isGreaterThan(3 * Sound.MOST);
        assertThat(pages(whole)).hasSizeGreaterThan(SECONDS);

        new RangeWalk(rig, recording, whole, CONTENT_TYPE).walk(9, 40);
        var file = rig.get(recording, "/download", "range", "bytes=100-");
        assertThat(file.statusCode()).isEqualTo(206);
        assertThat(file.headers().firstValue("content-disposition"))
                .contains("attachment; filename=\"r.ogg\"");
    }

    /** Every page that is touched is on record with all that can be heard of it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void haveOnRecordWhatCanBeHeardOfARange(boolean isDelivered) throws Exception {
        var recording = recording(isDelivered);
        var whole = rig.plaintext(recording);
        var pages = pages(whole);
        var random = new Random(10);
        for (int i = 0; i < 30; i++) {
            int from = random.nextInt(whole.length);
            int to = Math.min(whole.length - 1, from + random.nextInt(60_000));
            rig.events.clear();
            rig.get(recording, "/audio", "range", "bytes=" + from + "-" + to);
            var heard =
                    pages.stream()
                            .filter(page -> page.from() <= to && page.to() > from)
                            .filter(page -> page.toMs() > page.fromMs())
                            .toList();
            var seconds =
                    rig.deeds(Deed.ListenedTo.class).stream()
                            .flatMap(deed -> deed.seconds().stream())
                            .toList();
            if (heard.isEmpty()) {
                continue; // Of the headers there may be something or nothing.
            }
            long fromMs = heard.getFirst().fromMs();
            long toMs = heard.getLast().toMs();
            assertThat(seconds.getFirst().from() * 1000)
                    .isBetween(fromMs - STRETCH_MS - 1_000, fromMs);
            assertThat(seconds.getLast().to() * 1000).isBetween(toMs, toMs + STRETCH_MS + 2_000);
        }
    }

    /** RFC 3533 6; positions are in samples of 48 kHz (RFC 7845 4). */
    private static List<Page> pages(byte[] ogg) {
        var bytes = ByteBuffer.wrap(ogg).order(ByteOrder.LITTLE_ENDIAN);
        var pages = new ArrayList<Page>();
        long beforeMs = 0;
        for (int at = 0; at < ogg.length; ) {
            assertThat(bytes.getInt(at)).isEqualTo(0x5367674F); // "OggS"
            long endMs = Math.max(0, bytes.getLong(at + 6)) / 48;
            int segments = bytes.get(at + 26) & 0xFF;
            int length = 27 + segments;
            for (int i = 0; i < segments; i++) {
                length += bytes.get(at + 27 + i) & 0xFF;
            }
            pages.add(new Page(at, at + length, beforeMs, endMs));
            beforeMs = endMs;
            at += length;
        }
        return pages;
    }
}
