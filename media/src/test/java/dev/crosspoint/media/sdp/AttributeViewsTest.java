package dev.crosspoint.media.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AttributeViewsTest {

    @ParameterizedTest
    @ValueSource(strings = {"0 PCMU/8000", "111 opus/48000/2", "127 x/1000000/255"})
    void rtpmapsReadBack(String value) throws BadSdp {
        assertThat(RtpMap.parse(value).text()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "0 PCMU",
                "0 PCMU/",
                "0 /8000",
                "128 PCMU/8000",
                "0 PCMU/8000/1/1",
                "-1 PCMU/8000",
                "0 PCMU/1000001",
                "0 PCMU/8000/256",
                "0 PCMU/8000 x",
            })
    void refusesBadRtpmaps(String value) {
        assertThatExceptionOfType(BadSdp.class).isThrownBy(() -> RtpMap.parse(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 AES_CM_128_HMAC_SHA1_80 inline:abc",
                "1 AES_CM_128_HMAC_SHA1_80 inline:abc|2^20",
                "1 AES_CM_128_HMAC_SHA1_80 inline:abc|1:4",
                "999999999 X inline:abc|1048576|1:4 KDR=1 WSH=64",
            })
    void cryptoLinesReadBack(String value) throws BadSdp {
        assertThat(Crypto.parse(value).text()).isEqualTo(value);
        assertThat(Crypto.parse(value).toString()).doesNotContain("abc");
    }

    @Test
    void tellsALifetimeFromAMasterKeyIdentifier() throws BadSdp {
        Crypto both = Crypto.parse("1 X inline:abc|2^31|1066:4");
        assertThat(both.lifetime()).isEqualTo("2^31");
        assertThat(both.mki()).isEqualTo("1066:4");
        Crypto mki = Crypto.parse("1 X inline:abc|1:4");
        assertThat(mki.lifetime()).isNull();
        assertThat(mki.mki()).isEqualTo("1:4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 1 udp 2130706431 192.0.2.1 20000 typ host",
                "842163049 1 udp 1677729535 203.0.113.5 46154 typ srflx raddr 0.0.0.0 rport 0"
                        + " generation 0 ufrag xz1H network-cost 999",
                "2 1 tcp 2105458943 192.0.2.1 9 typ host tcptype passive",
            })
    void candidatesReadBack(String value) throws BadSdp {
        assertThat(Candidate.parse(value).text()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1 1 udp 1 192.0.2.1 1 typ",
                "1 1 udp 1 192.0.2.1 1 kind host",
                "1 x udp 1 192.0.2.1 1 typ host",
                "1 1 udp 99999999999 192.0.2.1 1 typ host",
                "1 1 udp 1 192.0.2.1 65536 typ host",
            })
    void refusesBadCandidates(String value) {
        assertThatExceptionOfType(BadSdp.class).isThrownBy(() -> Candidate.parse(value));
    }

    @Test
    void ourCandidateHasThePriorityOfAHost() {
        // RFC 8445 5.1.2.1: 2^24 * 126 + 2^8 * 65535 + 2^0 * (256 - 1)
        assertThat(Candidate.host(0, "192.0.2.1", 1).priority()).isEqualTo(2_130_706_431L);
    }

    @Test
    void readsParametersInAnyCaseAndSpacing() throws BadSdp {
        Fmtp fmtp = Fmtp.parse("111 MinPTime=10; useinbandfec = 1;;odd;x=1;x=2;=3");
        assertThat(fmtp.parameters())
                .isEqualTo(Map.of("minptime", "10", "useinbandfec", "1", "x", "1"));
        assertThat(fmtp.number("minptime", 3)).isEqualTo(10);
        assertThat(fmtp.number("ptime", 3)).isEqualTo(3);
        assertThat(Fmtp.parse("111 a=9999999999").number("a", 3)).isEqualTo(3);
        assertThat(Fmtp.parse("101 0-15").parameters()).isEmpty();
        assertThat(Fmtp.parse("111 ").parameters()).isEmpty();
        assertThatExceptionOfType(BadSdp.class).isThrownBy(() -> Fmtp.parse("x a=1"));
    }

    @Test
    void findsTheAudioLevelThatThePeerSends() throws BadSdp {
        assertThat(levelId("extmap:1 " + ExtMap.AUDIO_LEVEL)).isEqualTo(1);
        assertThat(levelId("extmap:14/sendonly " + ExtMap.AUDIO_LEVEL + " vad=on")).isEqualTo(14);
        assertThat(levelId("extmap:1/recvonly " + ExtMap.AUDIO_LEVEL)).isEqualTo(-1);
        assertThat(levelId("extmap:1/inactive " + ExtMap.AUDIO_LEVEL)).isEqualTo(-1);
        assertThat(levelId("extmap:0 " + ExtMap.AUDIO_LEVEL)).isEqualTo(-1);
        assertThat(levelId("extmap:4096 " + ExtMap.AUDIO_LEVEL)).isEqualTo(-1);
        assertThat(levelId("extmap:1 urn:other")).isEqualTo(-1);
        assertThat(levelId("extmap:not one of ours")).isEqualTo(-1);
        assertThatExceptionOfType(BadSdp.class)
                .isThrownBy(() -> levelId("extmap:5000 " + ExtMap.AUDIO_LEVEL));
        assertThatExceptionOfType(BadSdp.class)
                .isThrownBy(() -> levelId("extmap: " + ExtMap.AUDIO_LEVEL));
    }

    @Test
    void directionsMirror() {
        for (Direction direction : Direction.values()) {
            assertThat(direction.reversed().reversed()).isEqualTo(direction);
            assertThat(direction.reversed().sends()).isEqualTo(direction.receives());
            assertThat(direction.deaf().receives()).isFalse();
            assertThat(direction.deaf().sends()).isEqualTo(direction.sends());
        }
    }

    @Test
    void aDirectionOfTheSessionCountsWhereTheMediumIsSilent() {
        Sdp sdp = Offers.parse(Offers.text("sipp").replace("t=0 0", "t=0 0\na=sendonly"));
        assertThat(Direction.of(sdp, sdp.media().getFirst())).isEqualTo(Direction.SENDONLY);
        sdp = Offers.parse(SdpText.print(sdp) + "a=inactive\r\n");
        assertThat(Direction.of(sdp, sdp.media().getFirst())).isEqualTo(Direction.INACTIVE);
    }

    private static int levelId(String attribute) throws BadSdp {
        Sdp sdp = Offers.parse(Offers.text("sipp") + "a=" + attribute + "\n");
        return ExtMap.audioLevelId(sdp.media().getFirst());
    }
}
