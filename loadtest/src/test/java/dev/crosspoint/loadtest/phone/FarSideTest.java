package dev.crosspoint.loadtest.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.dtls.Fingerprint;
import org.junit.jupiter.api.Test;

class FarSideTest {
    private static final String PRINT = "AB" + ":CD".repeat(31);

    @Test
    void readsATelephonesDescription() throws NoAudio {
        var far =
                FarSide.read(OwnSide.telephone(Codec.PCMU, "192.0.2.1", 4000, new byte[30]), null);
        assertThat(far.address()).isEqualTo("192.0.2.1");
        assertThat(far.port()).isEqualTo(4000);
        assertThat(far.payloadType()).isZero();
        assertThat(far.codec()).isEqualTo("PCMU");
        assertThat(far.digitsType()).isEqualTo(OwnSide.DIGITS_TYPE);
        assertThat(far.crypto()).isNotNull();
    }

    @Test
    void readsABrowsersDescriptionWithTheCandidateBesideIt() throws NoAudio {
        var offer =
                OwnSide.browser(
                        Codec.OPUS, "frag", "p".repeat(24), new Fingerprint("sha-256", PRINT));
        var far = FarSide.read(offer, "candidate:1 1 udp 2130706431 192.0.2.7 10000 typ host");
        assertThat(far.address()).isEqualTo("192.0.2.7");
        assertThat(far.port()).isEqualTo(10000);
        assertThat(far.payloadType()).isEqualTo(OwnSide.OPUS_TYPE);
        assertThat(far.ufrag()).isEqualTo("frag");
        assertThat(far.fingerprint()).isEqualTo(new Fingerprint("sha-256", PRINT));
    }

    @Test
    void knowsStaticTypesWithoutALine() throws NoAudio {
        var far =
                FarSide.read(
                        "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\n",
                        null);
        assertThat(far.codec()).isEqualTo("PCMA");
        assertThat(far.digitsType()).isEqualTo(-1);
    }

    @Test
    void refusesWhatHasNoAudio() {
        for (String text :
                new String[] {
                    "",
                    "v=0",
                    "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\nm=audio 0 RTP/AVP 0\r\n"
                }) {
            assertThatThrownBy(() -> FarSide.read(text, null)).isInstanceOf(NoAudio.class);
        }
    }
}
