package dev.crosspoint.gateway.legs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.api.SessionText;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionOutlineTest {
    @Test
    void saysWhatWasOfferedAndNotByWhomNorUnderWhichKey() {
        var outline =
                SessionOutline.of(
                                SessionText.of(
                                        """
                                        v=0
                                        o=wilhelmina 1 1 IN IP4 192.0.2.77
                                        s=Quast
                                        c=IN IP4 192.0.2.77
                                        t=0 0
                                        m=audio 40000 RTP/SAVP 0 18 96 101
                                        a=rtpmap:96 opus/48000/2
                                        a=rtpmap:101 telephone-event/8000
                                        a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz
                                        a=crypto:2 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz|2^20
                                        a=sendonly
                                        """
                                                .replace("\n", "\r\n")))
                        .orElseThrow();

        assertThat(outline)
                .isEqualTo(
                        new SessionOutline(
                                "RTP/SAVP",
                                List.of("pcmu", "g729", "opus"),
                                List.of("AES_CM_128_HMAC_SHA1_80"),
                                true,
                                "192.0.2.0/24",
                                "sendonly"));
        assertThat(outline.toString()).doesNotContain("wilhelmina", "Quast", "192.0.2.77", "WVNf");
    }

    @Test
    void isNothingOfWhatIsNoDescriptionOrHasNoAudio() {
        assertThat(SessionOutline.of(SessionText.of("nonsense"))).isEmpty();
        assertThat(
                        SessionOutline.of(
                                SessionText.of(
                                        "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n")))
                .isEmpty();
    }

    @Test
    void keepsOfAddressesTheirNetwork() {
        assertThat(Networks.of("198.51.100.200")).isEqualTo("198.51.100.0/24");
        assertThat(Networks.of("2001:db8:1:2::3")).isEqualTo("2001:db8:1:0:0:0:0:0/48");
        assertThat(Networks.of("host.example")).isEmpty();
    }
}
