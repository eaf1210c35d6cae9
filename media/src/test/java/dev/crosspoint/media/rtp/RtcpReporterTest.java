package dev.crosspoint.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.crosspoint.media.audio.Allocation;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RtcpReporterTest {
    private static final int CLOCK_HZ = 8000;
    private static final long MS = 1_000_000L;
    private static final long SECOND = 1000 * MS;

    /** 2026-11-22T00:00:00Z. */
    private static final long UNIX_OFFSET_NANOS = 1_795_305_600L * SECOND;

    private final byte[] out = new byte[400];
    private final RtcpPacket view = new RtcpPacket();
    private final ReceptionStats received = new ReceptionStats(CLOCK_HZ);

    @Test
    void reportsAsASenderWithTheSameInstantOnBothClocks() {
        var reporter = reporter(1);
        reporter.onSent(1000, 160, 10 * SECOND);
        reporter.onSent(1160, 160, 10 * SECOND + 20 * MS);

        int length = reporter.writeReport(out, 5, received, 10 * SECOND + 520 * MS);

        assertThat(view.wrapCompound(out, 5, length)).isTrue();
        view.wrap(out, 5, 5 + length);
        assertThat(view.type()).isEqualTo(RtcpPacket.SENDER_REPORT);
        assertThat(view.count()).isZero();
        assertThat(view.senderSsrc()).isEqualTo(1);
        assertThat(view.senderPacketCount()).isEqualTo(2);
        assertThat(view.senderOctetCount()).isEqualTo(320);
        assertThat(view.rtpTimestamp()).isEqualTo(1160 + 4000);
        long ntpSeconds = 2_208_988_800L + 1_795_305_600L + 10;
        assertThat(view.ntpMiddle() >>> 16).isEqualTo((int) (ntpSeconds & 0xffff));
        assertThat(view.ntpMiddle() & 0xffff).isEqualTo((int) (0.52 * 65_536));
    }

    @Test
    void namesItselfInEveryCompound() {
        for (String cname : new String[] {"a", "ab", "abc", "abcd", "x".repeat(255)}) {
            var reporter =
                    new RtcpReporter(1, cname, CLOCK_HZ, UNIX_OFFSET_NANOS, new Random(1), 0);
            int length = reporter.writeReport(out, 0, received, SECOND);
            assertThat(length % 4).isZero();
            assertThat(length).isLessThanOrEqualTo(reporter.reportCapacity());
            assertThat(view.wrapCompound(out, 0, length)).isTrue();
            view.wrap(out, 0, length);
            view.wrap(out, view.end(), length);
            assertThat(view.type()).isEqualTo(RtcpPacket.SOURCE_DESCRIPTION);
            assertThat(view.cname()).isEqualTo(cname);
            assertThat(view.end()).isEqualTo(length);
        }
    }

    @Test
    void reportsAsAReceiverOnceItStopsSending() {
        var reporter = reporter(1);
        reporter.onSent(0, 160, 0);
        assertThat(typeOfNextReport(reporter)).isEqualTo(RtcpPacket.SENDER_REPORT);
        assertThat(typeOfNextReport(reporter)).isEqualTo(RtcpPacket.SENDER_REPORT);
        assertThat(typeOfNextReport(reporter)).isEqualTo(RtcpPacket.RECEIVER_REPORT);
        reporter.onSent(0, 160, 0);
        assertThat(typeOfNextReport(reporter)).isEqualTo(RtcpPacket.SENDER_REPORT);
    }

    @Test
    void reportsAboutTheSourceItHears() {
        hear(7, 65_534);
        hear(7, 65_535);
        hear(7, 1);
        var reporter = reporter(1);

        int length = reporter.writeReport(out, 0, received, SECOND);
        view.wrap(out, 0, length);

        assertThat(view.count()).isEqualTo(1);
        assertThat(view.blockSsrc(0)).isEqualTo(7);
        assertThat(view.blockCumulativeLost(0)).isEqualTo(1);
        assertThat(view.blockFractionLost(0)).isEqualTo(64);
        assertThat(view.blockHighestSequence(0)).isEqualTo(0x1_0001);
        assertThat(view.blockLastSenderReport(0)).isZero();
        assertThat(view.blockDelaySinceLastSenderReport(0)).isZero();
    }

    @Test
    void leavesOutASourceThatFellSilent() {
        hear(7, 1);
        var reporter = reporter(1);
        reporter.writeReport(out, 0, received, SECOND);
        int length = reporter.writeReport(out, 0, received, 2 * SECOND);
        view.wrap(out, 0, length);
        assertThat(view.count()).isZero();
    }

    @Test
    void writesNegativeLossInTwentyFourBits() {
        hear(7, 1);
        hear(7, 1);
        int length = reporter(1).writeReport(out, 0, received, SECOND);
        view.wrap(out, 0, length);
        assertThat(view.blockCumulativeLost(0)).isEqualTo(-1);
    }

    @Test
    void measuresTheRoundTripWithoutTheTimeThePeerKeptIt() {
        var here = reporter(1);
        var there = reporter(2);
        hear(1, 50);

        here.onSent(0, 160, 0);
        exchange(here, new ReceptionStats(CLOCK_HZ), SECOND, there, SECOND + 30 * MS);
        exchange(there, received, 4 * SECOND, here, 4 * SECOND + 25 * MS);

        assertThat(here.roundTripMs()).isCloseTo(55, within(0.1));
        assertThat(there.roundTripMs()).isEqualTo(-1);
    }

    @Test
    void readsLossAndJitterThatThePeerReports() {
        var here = reporter(1);
        var there = reporter(2);
        for (int i = 0; i < 100; i += 2) {
            hear(1, i);
        }
        exchange(there, received, SECOND, here, SECOND);
        assertThat(here.peerLossPercent()).isCloseTo(50, within(1.0));
        assertThat(here.peerJitterMs()).isEqualTo(received.jitter() / 8.0, within(0.001));
    }

    @Test
    void isNotMisledByAReportThatItNeverSent() {
        var here = reporter(1);
        here.onSent(0, 160, 0);
        here.writeReport(out, 0, received, SECOND);
        String forged = "81c90007 00000002 00000001 00000000 00000000 00000000 12345678 00000001";
        assertThat(take(here, forged)).isEqualTo(Verdict.ACCEPTED);
        assertThat(here.roundTripMs()).isEqualTo(-1);
    }

    @Test
    void saysGoodbyeAndHearsIt() {
        var here = reporter(1);
        var there = reporter(2);
        int length = there.writeBye(out, 0, received, SECOND);
        assertThat(length).isLessThanOrEqualTo(there.reportCapacity());
        assertThat(here.peerLeft()).isFalse();
        assertThat(here.onRtcp(new PacketBuffer().wrap(out, 0, length), SECOND))
                .isEqualTo(Verdict.ACCEPTED);
        assertThat(here.peerLeft()).isTrue();
    }

    @Test
    void acceptsReducedSizeAndSkipsWhatItDoesNotKnow() {
        assertThat(take(reporter(1), "81ce0002 00000002 00000001")).isEqualTo(Verdict.ACCEPTED);
        assertThat(take(reporter(1), "80cf0001 00000002")).isEqualTo(Verdict.ACCEPTED);
        assertThat(take(reporter(1), "80c90001 00000002 a0ca0001 00000004"))
                .isEqualTo(Verdict.ACCEPTED);
    }

    @Test
    void refusesUnsoundCompoundsWhole() {
        String bye = "81cb0001 00000002";
        for (String bad :
                new String[] {
                    "",
                    "80c9",
                    "40c90001 00000002",
                    "80000001 00000002",
                    "80c90002 00000002",
                    "81c90001 00000002",
                    "80c80001 00000002",
                    "82cb0001 00000002",
                    "81ca0001 00000002",
                    "81ca0002 00000002 01040000",
                    "a0c90002 00000002 00000003",
                    "a0c90002 00000002 00000000",
                    "a0c90001 0000000c",
                    "a0c90002 00000002 00000004 80c90001 00000002",
                }) {
            var reporter = reporter(1);
            assertThat(take(reporter, bad)).as(bad).isEqualTo(Verdict.MALFORMED);
            assertThat(take(reporter, bye + " " + (bad.isEmpty() ? "80" : bad)))
                    .as(bad)
                    .isEqualTo(Verdict.MALFORMED);
            assertThat(reporter.peerLeft()).isFalse();
        }
    }

    @Test
    void spreadsReportsAroundFiveSecondsAndBeginsSooner() {
        var reporter = reporter(1);
        assertThat(reporter.nextReportNanos()).isBetween(1250 * MS, 3750 * MS);
        long now = 0;
        long shortest = Long.MAX_VALUE;
        long longest = 0;
        for (int i = 0; i < 1000; i++) {
            reporter.writeReport(out, 0, received, now);
            long wait = reporter.nextReportNanos() - now;
            shortest = Math.min(shortest, wait);
            longest = Math.max(longest, wait);
            now += wait;
        }
        assertThat(shortest).isBetween(2500 * MS, 2600 * MS);
        assertThat(longest).isBetween(7400 * MS, 7500 * MS);
        assertThat((double) now / SECOND / 1000).isCloseTo(5, within(0.2));
    }

    @Test
    void qualityJoinsBothViews() {
        for (int i = 0; i < 100; i += 2) {
            hear(7, i);
        }
        assertThat(received.closeSecond()).isCloseTo(49.5, within(0.1));
        assertThat(reporter(1).roundTripMs()).isEqualTo(-1);
        assertThat(received.closeSecond()).isZero();
    }

    @Test
    void allocatesNothingPerPacketOrReport() {
        var here = reporter(1);
        var there = reporter(2);
        var buffer = new PacketBuffer();
        hear(7, 1);
        Runnable tenThousand =
                () -> {
                    for (int i = 0; i < 10_000; i++) {
                        here.onSent(i, 160, 20 * MS * i);
                        int length = here.writeReport(out, 0, received, 20 * MS * i);
                        there.onRtcp(buffer.wrap(out, 0, length), 20 * MS * i);
                    }
                };
        assertThat(Allocation.leastBytesOf(tenThousand, 1000)).isLessThanOrEqualTo(1000);
    }

    private static RtcpReporter reporter(int ssrc) {
        return new RtcpReporter(ssrc, "q1w2", CLOCK_HZ, UNIX_OFFSET_NANOS, new Random(ssrc), 0);
    }

    private void exchange(
            RtcpReporter from, ReceptionStats stats, long sent, RtcpReporter to, long arrived) {
        int length = from.writeReport(out, 0, stats, sent);
        assertThat(to.onRtcp(new PacketBuffer().wrap(out, 0, length), arrived))
                .isEqualTo(Verdict.ACCEPTED);
    }

    private int typeOfNextReport(RtcpReporter reporter) {
        int length = reporter.writeReport(out, 0, received, SECOND);
        view.wrap(out, 0, length);
        return view.type();
    }

    private static Verdict take(RtcpReporter reporter, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        return reporter.onRtcp(new PacketBuffer().wrap(bytes, 0, bytes.length), SECOND);
    }

    private void hear(int ssrc, int sequence) {
        byte[] bytes = new byte[12];
        RtpPacket.writeHeader(bytes, 0, false, 0, sequence, sequence * 160, ssrc);
        var packet = new RtpPacket();
        assertThat(packet.wrap(bytes, 0, 12)).isTrue();
        received.onPacket(packet, 20 * MS * sequence);
    }
}
