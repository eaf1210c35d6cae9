package dev.crosspoint.gateway.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.api.AudioCodec;
import dev.crosspoint.signaling.api.Private;
import org.junit.jupiter.api.Test;

class CodecPolicyTest {
    private static final Private PCMA =
            new Private("v=0\r\nm=audio 20000 RTP/SAVP 8 101\r\na=rtpmap:101 telephone-event/8000");
    private static final Private PCMU = new Private("v=0\r\nm=audio 20000 RTP/AVP 0 8 101\r\n");

    @Test
    void prefersTheTrunksOwnG711WhereCallsAreToBeRelayed() {
        assertThat(CodecPolicy.CAPACITY.towardsBrowser(PCMA)).startsWith(AudioCodec.PCMA);
        assertThat(CodecPolicy.CAPACITY.towardsBrowser(PCMU)).startsWith(AudioCodec.PCMU);
        assertThat(CodecPolicy.CAPACITY.towardsBrowser(null)).startsWith(AudioCodec.PCMU);
    }

    @Test
    void prefersOpusWhereSoundIsWhatCounts() {
        assertThat(CodecPolicy.QUALITY.towardsBrowser(PCMA)).startsWith(AudioCodec.OPUS);
        assertThat(CodecPolicy.QUALITY.preference()).startsWith(AudioCodec.OPUS, AudioCodec.G722);
        assertThat(CodecPolicy.CAPACITY.preference()).endsWith(AudioCodec.G722);
    }
}
