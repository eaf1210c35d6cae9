package dev.crosspoint.media.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.api.AudioCodec;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.LegKind;
import dev.crosspoint.media.api.MediaReply.MediaError;
import dev.crosspoint.media.api.SessionText;
import dev.crosspoint.media.sdp.MediaPlan.Security;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The certificates at both ends of a browser's leg: ours change between legs, never within one. */
class BrowserCertificateTest {
    private static final long PERIOD = VirtualSetup.CERTIFICATES.toNanos();
    private static final Pattern FINGERPRINT = Pattern.compile("a=fingerprint:sha-256 (\\S+)");
    private static final Pattern UFRAG = Pattern.compile("a=ice-ufrag:(\\S+)");
    private static final String THEIRS = "AA" + ":00".repeat(31);

    private final LegSetup setup = VirtualSetup.on(VirtualNet.seeded(1));

    @Test
    void showsLegsOfAPeriodTheSameCertificateAndThenAnother() {
        var first = shown(answer(0));
        assertThat(shown(answer(PERIOD - 1))).isEqualTo(first);

        var second = shown(answer(PERIOD));

        assertThat(second).isNotEqualTo(first);
        assertThat(shown(answer(2 * PERIOD - 1))).isEqualTo(second);
        assertThat(shown(answer(2 * PERIOD))).isNotIn(first, second);
    }

    @Test
    void keepsALegsCertificateForLifeThroughIceRestarts() {
        var made = answer(0);
        assertThat(shown(answer(PERIOD))).isNotEqualTo(shown(made));

        var again = (LegSetup.Result.Made) reanswer(made.leg(), offer("again", THEIRS), PERIOD);

        assertThat(find(UFRAG, again)).isNotEqualTo(find(UFRAG, made));
        assertThat(shown(again)).isEqualTo(shown(made));
        assertThat(handshakeShows(made.leg())).isEqualTo(shown(made));
    }

    @Test
    void refusesAnotherCertificateAndKeepsTheLegAsItWas() {
        var made = answer(0);
        var plan = made.leg().plan();
        var ufrags = made.leg().localUfrags();

        var refused =
                (LegSetup.Result.Refused)
                        reanswer(made.leg(), offer("again", "BB" + ":00".repeat(31)), 1);

        assertThat(refused.error()).isEqualTo(MediaError.NOT_ACCEPTABLE);
        assertThat(refused.reason()).isEqualTo("another certificate wants another leg");
        assertThat(made.leg().plan()).isSameAs(plan);
        assertThat(made.leg().localUfrags()).isEqualTo(ufrags);
        assertThat(reanswer(made.leg(), offer("first", THEIRS), 2))
                .isInstanceOf(LegSetup.Result.Made.class);
    }

    @Test
    void refusesToShakeHandsTheOtherWayRound() {
        var made = answer(0);

        var swapped = offer("first", THEIRS).replace("setup:actpass", "setup:passive");

        assertThat(reanswer(made.leg(), swapped, 1)).isInstanceOf(LegSetup.Result.Refused.class);
        var active = offer("first", THEIRS).replace("setup:actpass", "setup:active");
        assertThat(reanswer(made.leg(), active, 2)).isInstanceOf(LegSetup.Result.Made.class);
    }

    private LegSetup.Result.Made answer(long nowNanos) {
        return (LegSetup.Result.Made)
                setup.answer(
                        new LegId("browser"),
                        new LegKind.Browser(),
                        SessionText.of(offer("first", THEIRS)),
                        List.of(AudioCodec.PCMU),
                        Call.WIDEST_HZ,
                        () -> 0,
                        new LegSetup.Ports(10_000, 10_000),
                        nowNanos);
    }

    private LegSetup.Result reanswer(Leg leg, String offer, long nowNanos) {
        return setup.reanswer(leg, SessionText.of(offer), nowNanos);
    }

    private static @Nullable String handshakeShows(Leg leg) {
        return leg.plan() != null && leg.plan().security() instanceof Security.Dtls dtls
                ? dtls.identity().fingerprint().hex()
                : null;
    }

    private static String shown(LegSetup.Result.Made made) {
        return find(FINGERPRINT, made);
    }

    private static String find(Pattern pattern, LegSetup.Result.Made made) {
        var found = pattern.matcher(made.description().sdp());
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private static String offer(String ufrag, String fingerprint) {
        return """
        v=0
        o=- 1 1 IN IP4 192.0.2.1
        s=-
        t=0 0
        m=audio 9 UDP/TLS/RTP/SAVPF 0
        c=IN IP4 0.0.0.0
        a=rtcp-mux
        a=ice-ufrag:%s
        a=ice-pwd:%s
        a=fingerprint:sha-256 %s
        a=setup:actpass
        a=mid:0
        a=sendrecv
        """
                .formatted(ufrag, ufrag.repeat(5), fingerprint)
                .replace("\n", "\r\n");
    }
}
