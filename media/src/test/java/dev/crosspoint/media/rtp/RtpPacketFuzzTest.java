package dev.crosspoint.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

final class RtpPacketFuzzTest {
    private static final int SURROUND = 7;

    @FuzzTest(maxDuration = "5s")
    void readsAnyBytesWithoutLeavingThem(byte[] data) {
        // Exactly fitting, a read behind the end would throw.
        var packet = new RtpPacket();
        boolean sound = packet.wrap(data, 0, data.length);
        if (!sound) {
            return;
        }
        int header = packet.headerLength();
        assertThat(header).isBetween(RtpPacket.FIXED_HEADER_LENGTH, data.length);
        assertThat(packet.payloadLength()).isBetween(0, data.length - header);
        for (int id = -1; id < 257; id++) {
            assertThat(packet.audioLevelDbov(id)).isBetween(-127, 1);
            packet.voiceActivity(id);
        }
        assertThat(packet.sequence()).isBetween(0, 65_535);

        // What lies around the packet must not change what it says.
        byte[] inside = new byte[data.length + 2 * SURROUND];
        Arrays.fill(inside, (byte) 0x11);
        System.arraycopy(data, 0, inside, SURROUND, data.length);
        var same = new RtpPacket();
        assertThat(same.wrap(inside, SURROUND, data.length)).isTrue();
        assertThat(same.payloadLength()).isEqualTo(packet.payloadLength());
        for (int id = 0; id < 256; id++) {
            assertThat(same.audioLevelDbov(id)).isEqualTo(packet.audioLevelDbov(id));
        }
    }
}
