package dev.crosspoint.media.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemuxTest {

    @ParameterizedTest
    @CsvSource({
        "0,   0,   STUN",
        "3,   0,   STUN",
        "4,   0,   UNKNOWN",
        "19,  0,   UNKNOWN",
        "20,  0,   DTLS",
        "63,  0,   DTLS",
        "64,  0,   UNKNOWN",
        "127, 0,   UNKNOWN",
        "128, 0,   RTP",
        "128, 111, RTP",
        "128, 239, RTP",
        "128, 191, RTP",
        "128, 192, RTCP",
        "128, 200, RTCP",
        "129, 201, RTCP",
        "128, 223, RTCP",
        "128, 224, RTP",
        "191, 0,   RTP",
        "192, 0,   UNKNOWN",
        "255, 0,   UNKNOWN",
    })
    void knowsEachProtocolByItsFirstBytes(int first, int second, Demux kind) {
        byte[] data = {99, (byte) first, (byte) second, 0};

        assertThat(Demux.kindOf(data, 1, 3)).isEqualTo(kind);
    }

    @Test
    void knowsNothingInNothing() {
        assertThat(Demux.kindOf(new byte[0], 0, 0)).isEqualTo(Demux.UNKNOWN);
        assertThat(Demux.kindOf(new byte[] {(byte) 128}, 0, 1)).isEqualTo(Demux.UNKNOWN);
    }
}
