package dev.crosspoint.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** VoIP metrics of RFC 3611, as we write them and as we read whatever a peer writes. */
class VoipMetricsTest {
    private static final long MS = 1_000_000;
    private static final int PEER = 0x7777;

    @Test
    void reportsLossAndBursts() {
        // of 1000 packets four alone, and one burst of 20 of which every other one is lost
        var stats = new ReceptionStats(8000);
        receive(
                stats,
                1000,
                n ->
                        n == 100
                                || n == 200
                                || n == 300
                                || n == 400
                                || (n >= 600 && n < 620 && n % 2 == 0));

        byte[] out = new byte[100];
        assertThat(VoipMetrics.write(out, 3, 0x1234, stats, 87.4))
                .isEqualTo(3 + VoipMetrics.LENGTH);

        assertThat(out[3] & 0xff).isEqualTo(0x80);
        assertThat(out[4] & 0xff).isEqualTo(207);
        assertThat(Bits.uint16(out, 5)).isEqualTo(10);
        assertThat(Bits.int32(out, 7)).isEqualTo(0x1234);
        assertThat(out[11]).isEqualTo((byte) 7);
        assertThat(Bits.uint16(out, 13)).isEqualTo(8);
        assertThat(Bits.int32(out, 15)).isEqualTo(PEER);
        assertThat(out[19]).as("loss, 256ths").isEqualTo((byte) (256 * 14 / 1000));
        assertThat(out[21] & 0xff).as("burst density").isCloseTo(128, within(16));
        assertThat(out[22] & 0xff).as("gap density").isEqualTo(1);
        assertThat(Bits.uint16(out, 23)).as("burst, ms").isCloseTo(380, within(60));
        assertThat(Bits.uint16(out, 25)).as("gap, ms").isGreaterThan(2000);
        assertThat(Bits.uint16(out, 27)).as("round trip, ms").isEqualTo(87);
        assertThat(out[34]).isEqualTo((byte) 16);
        assertThat(Bits.int32(out, 35)).as("scores").isEqualTo(0x7f7f7f7f);
    }

    @Test
    void reportsOneGapWhereNothingIsLost() {
        var stats = new ReceptionStats(8000);
        receive(stats, 100, _ -> false);
        byte[] out = new byte[VoipMetrics.LENGTH];
        VoipMetrics.write(out, 0, 1, stats, -1);

        assertThat(Bits.int32(out, 16)).as("loss, discards, densities").isZero();
        assertThat(Bits.uint16(out, 20)).as("burst, ms").isZero();
        assertThat(Bits.uint16(out, 22)).as("gap, ms").isEqualTo(2000);
        assertThat(Bits.uint16(out, 24)).as("round trip, ms").isZero();
    }

    @Test
    void isPartOfReportsOnlyWhereThatWasAgreed() {
        var stats = new ReceptionStats(8000);
        receive(stats, 10, _ -> false);
        var reporter = new RtcpReporter(1, "c", 8000, 0, new Random(1), 0);
        byte[] out = new byte[reporter.reportCapacity()];
        int plain = reporter.writeReport(out, 0, stats, 1000 * MS);
        reporter.reportVoipMetrics(true);
        receive(stats, 20, _ -> false);
        int extended = reporter.writeReport(out, 0, stats, 2000 * MS);

        assertThat(extended).isEqualTo(plain + VoipMetrics.LENGTH);
        var peer = new RtcpReporter(PEER, "p", 8000, 0, new Random(2), 0);
        assertThat(peer.onRtcp(new PacketBuffer().wrap(out, 0, extended), 2000 * MS))
                .isEqualTo(Verdict.ACCEPTED);
        assertThat(peer.takeExtendedBlocks()).isEqualTo(1);
        assertThat(peer.takeExtendedBlocks()).isZero();
    }

    @Test
    void countsSoundBlocksAndPassesOverOthers() {
        // a receiver reference time, a block of no type that we know, and one that is too long
        byte[] xr = {
            (byte) 0x80,
            (byte) 207,
            0,
            8,
            0,
            0,
            0,
            9,
            4,
            0,
            0,
            2,
            1,
            2,
            3,
            4,
            5,
            6,
            7,
            8,
            99,
            0,
            0,
            1,
            1,
            2,
            3,
            4,
            7,
            0,
            0,
            8,
            0,
            0,
            0,
            0
        };
        var reporter = new RtcpReporter(1, "c", 8000, 0, new Random(1), 0);

        assertThat(reporter.onRtcp(new PacketBuffer().wrap(xr, 0, xr.length), 1))
                .isEqualTo(Verdict.ACCEPTED);
        assertThat(reporter.takeExtendedBlocks()).isEqualTo(2);
    }

    private interface Loss {
        boolean loses(int packet);
    }

    private static void receive(ReceptionStats stats, int packets, Loss loss) {
        byte[] bytes = new byte[RtpPacket.FIXED_HEADER_LENGTH];
        var packet = new RtpPacket();
        for (int n = 0; n < packets; n++) {
            if (!loss.loses(n)) {
                RtpPacket.writeHeader(bytes, 0, false, 0, n, n * 160, PEER);
                packet.wrap(bytes, 0, bytes.length);
                stats.onPacket(packet, n * 20L * MS);
            }
        }
    }
}
