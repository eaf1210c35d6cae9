package dev.crosspoint.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Random;

final class RtcpFuzzTest {
    @FuzzTest(maxDuration = "5s")
    void takesInAnyBytes(byte[] data) {
        var reporter = new RtcpReporter(1, "c", 8000, 0, new Random(1), 0);
        var verdict = reporter.onRtcp(new PacketBuffer().wrap(data, 0, data.length), 1);
        assertThat(verdict).isIn(Verdict.ACCEPTED, Verdict.MALFORMED);
        assertThat(reporter.peerLossPercent()).isBetween(0.0, 100.0);
        assertThat(reporter.roundTripMs()).isEqualTo(-1);

        var view = new RtcpPacket();
        assertThat(view.wrapCompound(data, 0, data.length)).isEqualTo(verdict == Verdict.ACCEPTED);
        if (verdict == Verdict.ACCEPTED) {
            for (int at = 0; at < data.length; at = view.end()) {
                assertThat(view.wrap(data, at, data.length)).isTrue();
                assertThat(view.end()).isGreaterThan(at);
                if (view.type() == RtcpPacket.SOURCE_DESCRIPTION) {
                    view.cname();
                } else if (view.type() == VoipMetrics.EXTENDED_REPORT) {
                    assertThat(view.extendedBlocks()).isBetween(0, (view.end() - at) / 4);
                }
            }
        }
    }
}
