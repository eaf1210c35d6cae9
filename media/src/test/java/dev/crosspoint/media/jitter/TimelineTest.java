package dev.crosspoint.media.jitter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.jitter.Timeline.Fit;
import dev.crosspoint.media.rtp.RtpPacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TimelineTest {
    private static final long MS = 1_000_000;
    private final Timeline timeline = new Timeline(new Clocks(8000, 8000));

    @Test
    void countsOnThroughWrapsOfSequenceAndTimestamp() {
        assertThat(place(65_534, -160, 1, 0)).isEqualTo(Fit.STARTED);
        long first = timeline.sequence();
        for (int i = 1; i < 5; i++) {
            assertThat(place(65_534 + i, -160 + i * 160, 1, i * 20L)).isEqualTo(Fit.PLACED);
            assertThat(timeline.sequence()).isEqualTo(first + i);
            assertThat(timeline.mediaTicks()).isEqualTo(i * 160L);
        }
        assertThat(place(65_535, 0, 1, 100)).isEqualTo(Fit.PLACED);
        assertThat(timeline.sequence()).isEqualTo(first + 1);
        assertThat(timeline.mediaTicks()).isEqualTo(160);
    }

    @Test
    void countsOnThroughManyWraps() {
        place(0, 0, 1, 0);
        long first = timeline.sequence();
        for (int i = 1; i < 200_000; i++) {
            place(i, i * 160_000, 1, i * 20_000L);
        }
        assertThat(timeline.sequence()).isEqualTo(first + 199_999);
        assertThat(timeline.mediaTicks()).isEqualTo(199_999L * 160_000);
    }

    /** After ten packets in step: what the next one's step is, and where it lands. */
    @ParameterizedTest
    @CsvSource({
        // sequence step, timestamp step, elapsed ms -> fit, media step
        "1, 160, 20, PLACED, 160",
        "5, 800, 100, PLACED, 800",
        "1, 8000, 1000, PLACED, 8000", // DTX
        "1, 160, 1500, PLACED, 160", // a stall of the network
        "1, 480000, 60000, PLACED, 480000", // a minute on hold
        "1, 1000000, 20, PLACED, 160", // a new time base, unbroken
        "1, -1000000, 25, PLACED, 160",
        "1, -1000000, 1000, PLACED, 8000", // a new time base after a pause
        "2, 1000000, 40, PLACED, 320",
        "-3, -480, 5, PLACED, -480",
        "-3, 100000, 5, STRAY, 0",
        "2999, 479840, 59980, PLACED, 479840",
        "3001, 160, 20, STRAY, 0",
        "-101, 160, 20, STRAY, 0",
        "30000, 160, 20, STRAY, 0"
    })
    void placesTheNextPacket(int sequenceStep, int ticks, int elapsedMs, Fit fit, long mediaStep) {
        for (int i = 0; i < 10; i++) {
            place(40_000 + i, 777 + i * 160, 1, i * 20L);
        }
        long sequence = timeline.sequence();
        long media = timeline.mediaTicks();
        Fit placed = place(40_009 + sequenceStep, 777 + 9 * 160 + ticks, 1, 9 * 20 + elapsedMs);
        assertThat(placed).isEqualTo(fit);
        if (fit == Fit.PLACED) {
            assertThat(timeline.sequence()).isEqualTo(sequence + sequenceStep);
            assertThat(timeline.mediaTicks()).isEqualTo(media + mediaStep);
        }
    }

    @Test
    void believesAJumpWhenASecondPacketConfirmsIt() {
        place(100, 0, 1, 0);
        assertThat(place(30_000, 160, 1, 20)).isEqualTo(Fit.STRAY);
        assertThat(place(101, 160, 1, 20)).isEqualTo(Fit.PLACED);
        assertThat(place(30_001, 320, 1, 40)).isEqualTo(Fit.STRAY);
        assertThat(place(30_002, 480, 1, 60)).isEqualTo(Fit.RESTARTED);
        assertThat(timeline.mediaTicks()).isZero();
        assertThat(place(30_003, 640, 1, 80)).isEqualTo(Fit.PLACED);
    }

    @Test
    void startsAnewWithAnotherSource() {
        place(100, 0, 1, 0);
        assertThat(place(101, 160, 2, 20)).isEqualTo(Fit.RESTARTED);
        assertThat(place(102, 320, 2, 40)).isEqualTo(Fit.PLACED);
    }

    private Fit place(int sequence, int timestamp, int ssrc, long nowMs) {
        byte[] bytes = new byte[13];
        RtpPacket.writeHeader(bytes, 0, false, 0, sequence, timestamp, ssrc);
        var packet = new RtpPacket();
        packet.wrap(bytes, 0, bytes.length);
        return timeline.place(packet, nowMs * MS);
    }
}
