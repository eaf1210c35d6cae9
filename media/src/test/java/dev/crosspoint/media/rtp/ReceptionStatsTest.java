package dev.crosspoint.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.crosspoint.media.audio.Allocation;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ReceptionStatsTest {
    private static final int CLOCK_HZ = 8000;
    private static final int FRAME = 160;
    private static final long FRAME_NANOS = 20_000_000L;

    private final ReceptionStats stats = new ReceptionStats(CLOCK_HZ);
    private final RtpPacket packet = new RtpPacket();
    private final byte[] bytes = new byte[12];

    @Test
    void expectsNothingBeforeTheFirstPacket() {
        assertThat(stats.heard()).isFalse();
        assertThat(stats.expected()).isZero();
        assertThat(stats.cumulativeLost()).isZero();
        assertThat(stats.closeReportInterval()).isZero();
    }

    @Test
    void countsAcrossTheWrapOfSequenceNumbers() {
        for (int i = 65_000; i < 67_000; i++) {
            arrive(i);
        }
        assertThat(stats.expected()).isEqualTo(2000);
        assertThat(stats.received()).isEqualTo(2000);
        assertThat(stats.extendedHighestSequence()).isEqualTo(66_999);
    }

    @Test
    void beginsAtZeroWithoutCountingAWrap() {
        arrive(0);
        assertThat(stats.expected()).isEqualTo(1);
        assertThat(stats.extendedHighestSequence()).isZero();
    }

    @Test
    void countsLossPerIntervalAndInTotal() {
        for (int i = 0; i < 100; i++) {
            if (i % 4 != 1) {
                arrive(i);
            }
        }
        assertThat(stats.cumulativeLost()).isEqualTo(25);
        assertThat(stats.closeReportInterval()).isEqualTo(64);
        assertThat(stats.closeSecond()).isEqualTo(25);

        for (int i = 100; i < 200; i++) {
            arrive(i);
        }
        assertThat(stats.cumulativeLost()).isEqualTo(25);
        assertThat(stats.closeReportInterval()).isZero();
        assertThat(stats.closeSecond()).isZero();
    }

    @Test
    void keepsNearlyTotalLossInsideTheReportsByte() {
        arrive(0);
        assertThat(stats.closeReportInterval()).isZero();
        arrive(2900);
        assertThat(stats.closeReportInterval()).isEqualTo(255);
    }

    @Test
    void reorderedPacketsAreNotLost() {
        for (int i : new int[] {10, 13, 11, 12, 14, 8, 9}) {
            arrive(i);
        }
        assertThat(stats.extendedHighestSequence()).isEqualTo(14);
        assertThat(stats.received()).isEqualTo(7);
        assertThat(stats.expected()).isEqualTo(5);
    }

    @Test
    void duplicatesMakeTheTotalNegativeButNotTheFraction() {
        arrive(1);
        arrive(2);
        arrive(2);
        assertThat(stats.cumulativeLost()).isEqualTo(-1);
        assertThat(stats.closeReportInterval()).isZero();
    }

    @Test
    void oneWildJumpIsIgnored() {
        arrive(1);
        arrive(40_000);
        arrive(2);
        assertThat(stats.received()).isEqualTo(2);
        assertThat(stats.cumulativeLost()).isZero();
    }

    @Test
    void twoInARowAfterAJumpAreARestart() {
        for (int i = 0; i < 10; i++) {
            arrive(i);
        }
        arrive(40_000);
        arrive(40_001);
        arrive(40_003);
        assertThat(stats.extendedHighestSequence()).isEqualTo(40_003);
        assertThat(stats.received()).isEqualTo(12);
        assertThat(stats.expected()).isEqualTo(13);
    }

    @Test
    void anotherSourceBeginsAnew() {
        arrive(1);
        arrive(5);
        RtpPacket.writeHeader(bytes, 0, false, 0, 300, 0, 99);
        packet.wrap(bytes, 0, bytes.length);
        stats.onPacket(packet, 0);
        assertThat(stats.ssrc()).isEqualTo(99);
        assertThat(stats.cumulativeLost()).isZero();
        assertThat(stats.closeReportInterval()).isZero();
    }

    @Test
    void aSteadyStreamHasNoJitterWhateverTheClocksSay() {
        for (int i = 0; i < 500; i++) {
            arrive(i, Integer.MAX_VALUE - 1000 + i * FRAME, Long.MAX_VALUE / 2 + i * FRAME_NANOS);
        }
        assertThat(stats.jitter()).isZero();
    }

    @Test
    void jitterFollowsTheFormulaOfTheRfc() {
        var random = new Random(3);
        double expected = 0;
        long before = 0;
        for (int i = 0; i < 2000; i++) {
            long delayNanos = random.nextInt(30_000_000);
            arrive(i, i * FRAME, i * FRAME_NANOS + delayNanos);
            if (i > 0) {
                double change = Math.abs(delayNanos - before) * CLOCK_HZ / 1e9;
                expected += (change - expected) / 16;
            }
            before = delayNanos;
        }
        assertThat((double) stats.jitter()).isCloseTo(expected, within(2.0));
        assertThat(stats.jitterMs()).isCloseTo(expected / 8, within(0.25));
    }

    @Test
    void packetsOfOneTimestampAddNoJitter() {
        arrive(0, 0, 0);
        for (int i = 1; i < 10; i++) {
            arrive(i, FRAME, i * FRAME_NANOS);
        }
        assertThat(stats.jitter()).isZero();
    }

    @Test
    void aNewTimestampBaseIsNoJitter() {
        arrive(0, 0, 0);
        arrive(1, 0x4000_0000, FRAME_NANOS);
        arrive(2, 0x4000_0000 + FRAME, 2 * FRAME_NANOS);
        assertThat(stats.jitter()).isZero();
    }

    @Test
    void allocatesNothingPerPacket() {
        Runnable tenThousand =
                () -> {
                    for (int i = 0; i < 10_000; i++) {
                        arrive(i);
                        packet.audioLevelDbov(1);
                    }
                };
        assertThat(Allocation.leastBytesOf(tenThousand, 1000)).isLessThanOrEqualTo(1000);
    }

    private void arrive(int sequence) {
        arrive(sequence, sequence * FRAME, sequence * FRAME_NANOS);
    }

    private void arrive(int sequence, int timestamp, long nowNanos) {
        int length = RtpPacket.writeHeader(bytes, 0, false, 0, sequence, timestamp, 7);
        assertThatWraps(packet.wrap(bytes, 0, length));
        stats.onPacket(packet, nowNanos);
    }

    private static void assertThatWraps(boolean wrapped) {
        if (!wrapped) {
            throw new AssertionError("a header that we wrote is not one");
        }
    }
}
