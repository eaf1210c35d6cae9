package dev.crosspoint.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class RtpPacketTest {
    private static final int LEVEL_ID = 1;

    private final RtpPacket packet = new RtpPacket();

    @Test
    void readsWhatItWrote() {
        byte[] bytes = new byte[20];
        int length = RtpPacket.writeHeader(bytes, 3, true, 111, 65_535, -2, 0xdeadbeef);

        assertThat(packet.wrap(bytes, 3, length + 5)).isTrue();
        assertThat(packet.marker()).isTrue();
        assertThat(packet.payloadType()).isEqualTo(111);
        assertThat(packet.sequence()).isEqualTo(65_535);
        assertThat(packet.timestamp()).isEqualTo(-2);
        assertThat(packet.ssrc()).isEqualTo(0xdeadbeef);
        assertThat(packet.headerLength()).isEqualTo(12);
        assertThat(packet.payloadOffset()).isEqualTo(15);
        assertThat(packet.payloadLength()).isEqualTo(5);
        assertThat(packet.audioLevelDbov(LEVEL_ID)).isEqualTo(RtpPacket.NO_LEVEL);
        assertThat(packet.voiceActivity(LEVEL_ID)).isFalse();
    }

    @Test
    void editsEachFieldAlone() {
        wrap("80 80 0001 00000002 00000003");

        packet.payloadType(8);
        packet.sequence(70_000);
        packet.timestamp(-5);
        packet.ssrc(9);
        assertThat(packet.marker()).isTrue();
        packet.marker(false);

        assertThat(packet.payloadType()).isEqualTo(8);
        assertThat(packet.marker()).isFalse();
        assertThat(packet.sequence()).isEqualTo(70_000 - 65_536);
        assertThat(packet.timestamp()).isEqualTo(-5);
        assertThat(packet.ssrc()).isEqualTo(9);
    }

    @Test
    void refusesOtherVersions() {
        assertThat(wrap("40 00 0001 00000002 00000003")).isFalse();
        assertThat(wrap("c0 00 0001 00000002 00000003")).isFalse();
    }

    @Test
    void refusesPacketsShorterThanTheirHeader() {
        assertThat(wrap("80 00 0001 00000002 000000")).isFalse();
        assertThat(wrap("")).isFalse();
    }

    @Test
    void refusesMoreContributingSourcesThanThereAreBytes() {
        assertThat(wrap("82 00 0001 00000002 00000003 00000004 000000")).isFalse();
        assertThat(wrap("82 00 0001 00000002 00000003 00000004 00000005 aa")).isTrue();
        assertThat(packet.payloadLength()).isEqualTo(1);
    }

    @Test
    void refusesAnExtensionThatRunsOut() {
        assertThat(wrap("90 00 0001 00000002 00000003 bede00")).isFalse();
        assertThat(wrap("90 00 0001 00000002 00000003 bede 0002 00000000 000000")).isFalse();
        assertThat(wrap("90 00 0001 00000002 00000003 bede ffff 00000000")).isFalse();
    }

    @Test
    void takesPaddingOffThePayload() {
        assertThat(wrap("a0 00 0001 00000002 00000003 aabbcc 0002")).isTrue();
        assertThat(packet.paddingValid()).isTrue();
        assertThat(packet.payloadLength()).isEqualTo(3);
    }

    @Test
    void treatsImpossiblePaddingAsAnEmptyPayload() {
        for (String payload : new String[] {"aabb00", "aabb04", "ff", ""}) {
            assertThat(wrap("a0 00 0001 00000002 00000003" + payload)).isTrue();
            assertThat(packet.paddingValid()).isFalse();
            assertThat(packet.payloadLength()).isZero();
        }
    }

    @Test
    void followsItsBufferWhenThatShrinks() {
        wrap("80 00 0001 00000002 00000003 aabbccdd");
        packet.buffer().length(13);
        assertThat(packet.payloadLength()).isEqualTo(1);
        packet.buffer().length(0);
        assertThat(packet.payloadLength()).isZero();
    }

    @Test
    void findsTheLevelAmongOneByteElements() {
        wrap("90 00 0001 00000002 00000003 bede 0002  22 aabbcc 00 10 9e 00");
        assertThat(packet.audioLevelDbov(LEVEL_ID)).isEqualTo(-30);
        assertThat(packet.voiceActivity(LEVEL_ID)).isTrue();
        assertThat(packet.audioLevelDbov(2)).isEqualTo(-(0xaa & 0x7f));
        assertThat(packet.audioLevelDbov(3)).isEqualTo(RtpPacket.NO_LEVEL);
        assertThat(packet.audioLevelDbov(-1)).isEqualTo(RtpPacket.NO_LEVEL);
        assertThat(packet.audioLevelDbov(0)).isEqualTo(RtpPacket.NO_LEVEL);
    }

    @Test
    void stopsReadingOneByteElementsAtTheReservedIds() {
        wrap("90 00 0001 00000002 00000003 bede 0001  f0 00 10 9e");
        assertThat(packet.audioLevelDbov(LEVEL_ID)).isEqualTo(RtpPacket.NO_LEVEL);
        wrap("90 00 0001 00000002 00000003 bede 0001  01 00 10 9e");
        assertThat(packet.audioLevelDbov(LEVEL_ID)).isEqualTo(RtpPacket.NO_LEVEL);
    }

    @Test
    void findsTheLevelAmongTwoByteElements() {
        wrap("90 00 0001 00000002 00000003 1003 0003  07 00 00 20 03 aabbcc 01 01 05 00");
        assertThat(packet.audioLevelDbov(LEVEL_ID)).isEqualTo(-5);
        assertThat(packet.voiceActivity(LEVEL_ID)).isFalse();
        assertThat(packet.audioLevelDbov(7)).isEqualTo(RtpPacket.NO_LEVEL);
    }

    @Test
    void ignoresAnElementThatRunsOutOfTheExtension() {
        wrap("90 00 0001 00000002 00000003 bede 0001  00 00 00 10  9e");
        assertThat(packet.audioLevelDbov(LEVEL_ID)).isEqualTo(RtpPacket.NO_LEVEL);
        wrap("90 00 0001 00000002 00000003 1000 0001  00 00 01 01  9e");
        assertThat(packet.audioLevelDbov(LEVEL_ID)).isEqualTo(RtpPacket.NO_LEVEL);
        wrap("90 00 0001 00000002 00000003 1000 0001  00 00 00 01  9e");
        assertThat(packet.audioLevelDbov(LEVEL_ID)).isEqualTo(RtpPacket.NO_LEVEL);
    }

    @Test
    void bufferGrowsOnlyIntoItsSpareRoom() {
        var buffer = new PacketBuffer().wrap(new byte[10], 2, 4);
        buffer.reserve(4);
        assertThatThrownBy(() -> buffer.reserve(5)).isInstanceOf(IllegalStateException.class);
        buffer.length(8);
        assertThatThrownBy(() -> buffer.length(9)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(buffer.length()).isEqualTo(8);
    }

    @Test
    void countersCompareAcrossTheirWrap() {
        assertThat(SerialNumber.distance16(1, 65_535)).isEqualTo(2);
        assertThat(SerialNumber.distance16(65_535, 1)).isEqualTo(-2);
        assertThat(SerialNumber.distance32(Integer.MIN_VALUE + 1, Integer.MAX_VALUE)).isEqualTo(2);
    }

    private boolean wrap(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        return packet.wrap(bytes, 0, bytes.length);
    }
}
