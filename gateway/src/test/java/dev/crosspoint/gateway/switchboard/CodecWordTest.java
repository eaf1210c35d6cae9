package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.api.SessionText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which codec an answer has chosen. */
class CodecWordTest {

    @ParameterizedTest
    @CsvSource({
        "'m=audio 9 UDP/TLS/RTP/SAVPF 111 0|a=rtpmap:111 opus/48000/2|a=rtpmap:0 PCMU/8000', opus",
        "'v=0|m=audio 4000 RTP/AVP 8 101|a=rtpmap:101 telephone-event/8000', pcma",
        "'m=audio 4000 RTP/AVP 0', pcmu",
        "'m=audio 4000 RTP/AVP 9', g722",
        "'m=audio 4000 RTP/AVP 18', ''",
        "'m=audio 4000 RTP/AVP 1|a=rtpmap:11 L16/44100', ''",
        "'sdp', ''"
    })
    void isThatOfTheFirstFormat(String sdp, String codec) {
        var answer = SessionText.of(sdp.replace("|", "\r\n"));
        assertThat(CodecWord.of(answer).orElse("")).isEqualTo(codec);
    }
}
