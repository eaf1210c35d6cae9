package dev.crosspoint.media.sdp;

import static dev.crosspoint.media.codec.Codec.OPUS;
import static dev.crosspoint.media.codec.Codec.PCMA;
import static dev.crosspoint.media.codec.Codec.PCMU;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.ice.IceCredentials;
import dev.crosspoint.media.sdp.MediaPlan.Digits;
import dev.crosspoint.media.sdp.MediaPlan.Event;
import dev.crosspoint.media.sdp.MediaPlan.Security;
import dev.crosspoint.media.sdp.Negotiation.Agreed;
import dev.crosspoint.media.sdp.Negotiation.Refused;
import dev.crosspoint.media.sdp.Negotiation.Why;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BrowserOfferTest {
    private static final LocalMedia LOCAL = Offers.browser(OPUS, PCMA, PCMU);

    /** As Chromium answers what we offer. */
    private static final String ANSWER =
            """
            v=0
            o=- 8675309 2 IN IP4 127.0.0.1
            s=-
            t=0 0
            a=group:BUNDLE 0
            a=msid-semantic: WMS
            m=audio 9 UDP/TLS/RTP/SAVPF 96 8 0 102 101
            c=IN IP4 0.0.0.0
            a=rtcp:9 IN IP4 0.0.0.0
            a=ice-ufrag:abcd
            a=ice-pwd:abcdefghijklmnopqrstuvwx
            a=ice-options:trickle
            a=fingerprint:sha-256 %s
            a=setup:active
            a=mid:0
            a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
            a=sendrecv
            a=rtcp-mux
            a=rtpmap:96 opus/48000/2
            a=fmtp:96 minptime=10;useinbandfec=1
            a=rtpmap:8 PCMA/8000
            a=rtpmap:0 PCMU/8000
            a=rtpmap:102 telephone-event/48000
            a=rtpmap:101 telephone-event/8000
            """
                    .formatted(Offers.FINGERPRINT.hex());

    @Test
    void offersWhatABrowserNeedsToAnswer() {
        assertThat(SdpText.print(OfferAnswer.offer(LOCAL)).lines())
                .containsExactly(
                        "v=0",
                        "o=- 42 1 IN IP4 192.0.2.100",
                        "s=-",
                        "c=IN IP4 192.0.2.100",
                        "t=0 0",
                        "a=ice-lite",
                        "a=group:BUNDLE 0",
                        "m=audio 20000 UDP/TLS/RTP/SAVPF 96 8 0 102 101",
                        "a=mid:0",
                        "a=ice-ufrag:ourUfrag",
                        "a=ice-pwd:ourPasswordOfTwentyTwo",
                        "a=candidate:1 1 udp 2130706431 192.0.2.100 20000 typ host",
                        "a=fingerprint:sha-256 " + Offers.FINGERPRINT.hex(),
                        "a=setup:actpass",
                        "a=rtcp-mux",
                        "a=rtcp-rsize",
                        "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level",
                        "a=sendrecv",
                        "a=rtpmap:96 opus/48000/2",
                        "a=fmtp:96 minptime=20;useinbandfec=1",
                        "a=rtpmap:8 PCMA/8000",
                        "a=rtpmap:0 PCMU/8000",
                        "a=rtpmap:102 telephone-event/48000",
                        "a=fmtp:102 0-15",
                        "a=rtpmap:101 telephone-event/8000",
                        "a=fmtp:101 0-15",
                        "a=ptime:20",
                        "a=msid:c0ffee audio",
                        "a=ssrc:4294967280 cname:c0ffee");
    }

    @Test
    void takesTheAnswer() {
        MediaPlan plan = agreed(ANSWER);
        assertThat(plan.codec()).isEqualTo(OPUS);
        assertThat(plan.remoteIce())
                .isEqualTo(new IceCredentials("abcd", "abcdefghijklmnopqrstuvwx"));
        assertThat(plan.digits())
                .isEqualTo(
                        new Digits(
                                List.of(new Event(102, 48_000), new Event(101, 8000)),
                                List.of(102, 101)));
        assertThat(plan.audioLevelExtensionId()).isEqualTo(1);
        assertThat(dtls(plan).ours()).isEqualTo(Setup.PASSIVE);
        assertThat(dtls(plan).remote()).isEqualTo(Offers.FINGERPRINT);
    }

    @Test
    void beginsDtlsWhereTheBrowserWaitsForIt() {
        assertThat(dtls(agreed(ANSWER.replace("setup:active", "setup:passive"))).ours())
                .isEqualTo(Setup.ACTIVE);
    }

    @Test
    void speaksWhatTheBrowserPrefers() {
        String answer = ANSWER.replace("96 8 0 102 101", "8 101");
        assertThat(agreed(answer).codec()).isEqualTo(Codec.PCMA);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    m=audio 9               | m=audio 0                       | NOT_ACCEPTABLE
                    UDP/TLS/RTP/SAVPF       | RTP/AVP                         | NOT_ACCEPTABLE
                    a=rtcp-mux              | a=x-none                        | NOT_ACCEPTABLE
                    a=fingerprint:sha-256   | a=fingerprint:sha-1             | NOT_ACCEPTABLE
                    a=ice-ufrag:abcd        | a=x-none                        | NOT_ACCEPTABLE
                    a=ice-ufrag:abcd        | a=ice-ufrag:ab                  | BAD_DESCRIPTION
                    a=setup:active          | a=setup:actpass                 | BAD_DESCRIPTION
                    a=setup:active          | a=setup:holdconn                | NOT_ACCEPTABLE
                    m=audio                 | m=video                         | BAD_DESCRIPTION
                    96 8 0 102 101          | 97                              | NOT_ACCEPTABLE
                    """)
    void refusesAnAnswerThatCannotBe(String line, String changed, Why why) {
        assertThat(ANSWER).contains(line);
        assertThat(accept(ANSWER.replace(line, changed)))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.why()).isEqualTo(why));
    }

    @Test
    void refusesAnAnswerOfMoreThanWasOffered() {
        String video = "m=video 0 UDP/TLS/RTP/SAVPF 97\n";
        assertThat(accept(ANSWER + video)).isInstanceOf(Refused.class);
    }

    private static Negotiation accept(String answer) {
        return OfferAnswer.accept(OfferAnswer.offer(LOCAL), LOCAL, Offers.parse(answer));
    }

    private static MediaPlan agreed(String answer) {
        assertThat(accept(answer)).isInstanceOf(Agreed.class);
        return ((Agreed) accept(answer)).plan();
    }

    private static Security.Dtls dtls(MediaPlan plan) {
        return (Security.Dtls) requireNonNull(plan.security());
    }
}
