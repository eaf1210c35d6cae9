package dev.crosspoint.media.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.api.AudioCodec;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.LegKind;
import dev.crosspoint.media.api.SessionText;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Later offers on a leg, and what of our secrets they see again. */
class LegSetupTest {
    private static final Pattern KEY = Pattern.compile("inline:(\\S+)");
    private static final String LONG_TAG = "AES_CM_128_HMAC_SHA1_80";
    private static final String SHORT_TAG = "AES_CM_128_HMAC_SHA1_32";

    private final LegSetup setup = VirtualSetup.on(VirtualNet.seeded(1));

    @Test
    void keepsItsKeyWhileItIsInUse() {
        var first = trunk(srtp(LONG_TAG, "A"));

        assertThat(key(reanswer(first.leg(), srtp(LONG_TAG, "A")))).isEqualTo(key(first));
        assertThat(key(reanswer(first.leg(), srtp(LONG_TAG, "B"))))
                .as("under a new key of the peer's")
                .isEqualTo(key(first));
    }

    @Test
    void drawsANewKeyWhenTheOldOneWouldComeBack() {
        var first = trunk(srtp(LONG_TAG, "A"));

        reanswer(first.leg(), PLAIN);
        var second = reanswer(first.leg(), srtp(LONG_TAG, "A"));
        var other = reanswer(first.leg(), srtp(SHORT_TAG, "A"));
        var third = reanswer(first.leg(), srtp(LONG_TAG, "A"));

        assertThat(List.of(key(first), key(second), key(other), key(third)))
                .doesNotHaveDuplicates();
        assertThat(key(reanswer(first.leg(), srtp(LONG_TAG, "A")))).isEqualTo(key(third));
    }

    // ---- offers

    private static final String PLAIN =
            """
            v=0
            o=- 1 1 IN IP4 192.0.2.1
            s=-
            c=IN IP4 192.0.2.1
            t=0 0
            m=audio 4000 RTP/AVP 0
            """
                    .replace("\n", "\r\n");

    @ParameterizedTest
    @CsvSource({"false, IP4 203.0.113.1", "true, IP6 2001:db8::1"})
    void offersATrunkAnAddressOfItsFamily(boolean ipv6, String address) {
        var setup = VirtualSetup.on(VirtualNet.seeded(1), "203.0.113.1", "2001:db8::1");
        var offered =
                (LegSetup.Result.Made)
                        setup.offer(
                                new LegId("trunk"),
                                new LegKind.Trunk(
                                        LegKind.Security.PLAIN,
                                        List.of(),
                                        ipv6,
                                        LegKind.Tones.WITHOUT_EVENTS),
                                List.of(AudioCodec.PCMU),
                                () -> 0,
                                new LegSetup.Ports(20_000, 20_001),
                                0);
        assertThat(offered.description().sdp()).contains("\r\nc=IN " + address + "\r\n");
    }

    private static String srtp(String suite, String fill) {
        return PLAIN.replace("RTP/AVP", "RTP/SAVP")
                + "a=crypto:1 "
                + suite
                + " inline:"
                + fill.repeat(40)
                + "\r\n";
    }

    private LegSetup.Result.Made trunk(String offer) {
        return (LegSetup.Result.Made)
                setup.answer(
                        new LegId("trunk"),
                        new LegKind.Trunk(LegKind.Security.SRTP_PREFERRED, List.of()),
                        SessionText.of(offer),
                        List.of(AudioCodec.PCMU),
                        Call.WIDEST_HZ,
                        () -> 0,
                        new LegSetup.Ports(20_000, 20_001),
                        0);
    }

    private LegSetup.Result.Made reanswer(Leg leg, String offer) {
        return (LegSetup.Result.Made) setup.reanswer(leg, SessionText.of(offer), 0);
    }

    private static String key(LegSetup.Result.Made made) {
        var key = KEY.matcher(made.description().sdp());
        assertThat(key.find()).isTrue();
        return key.group(1);
    }
}
