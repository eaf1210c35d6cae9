package dev.crosspoint.media.sdp;

import static dev.crosspoint.media.codec.Codec.OPUS;
import static dev.crosspoint.media.codec.Codec.PCMA;
import static dev.crosspoint.media.codec.Codec.PCMU;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.crosspoint.media.api.LegKind.Security;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.sdp.MediaPlan.Digits;
import dev.crosspoint.media.sdp.MediaPlan.Event;
import dev.crosspoint.media.sdp.MediaPlan.Format;
import dev.crosspoint.media.sdp.Negotiation.Agreed;
import dev.crosspoint.media.sdp.Negotiation.Refused;
import dev.crosspoint.media.sdp.Negotiation.Why;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BrowserAnswerTest {
    private static final LocalMedia LOCAL = Offers.browser(OPUS, PCMU, PCMA);

    @Test
    void answersChromium() {
        Agreed agreed = agree(Offers.text("chromium"), LOCAL);
        assertThat(SdpText.print(agreed.description()).lines())
                .containsExactly(
                        "v=0",
                        "o=- 42 1 IN IP4 192.0.2.100",
                        "s=-",
                        "c=IN IP4 192.0.2.100",
                        "t=0 0",
                        "a=ice-lite",
                        "a=group:BUNDLE 0",
                        "m=audio 20000 UDP/TLS/RTP/SAVPF 111 0 8 110 126",
                        "a=mid:0",
                        "a=ice-ufrag:ourUfrag",
                        "a=ice-pwd:ourPasswordOfTwentyTwo",
                        "a=candidate:1 1 udp 2130706431 192.0.2.100 20000 typ host",
                        "a=fingerprint:sha-256 " + Offers.FINGERPRINT.hex(),
                        "a=setup:passive",
                        "a=rtcp-mux",
                        "a=rtcp-rsize",
                        "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level",
                        "a=sendrecv",
                        "a=rtpmap:111 opus/48000/2",
                        "a=fmtp:111 minptime=20;useinbandfec=1",
                        "a=rtpmap:0 PCMU/8000",
                        "a=rtpmap:8 PCMA/8000",
                        "a=rtpmap:110 telephone-event/48000",
                        "a=fmtp:110 0-15",
                        "a=rtpmap:126 telephone-event/8000",
                        "a=fmtp:126 0-15",
                        "a=ptime:20",
                        "a=msid:c0ffee audio",
                        "a=ssrc:4294967280 cname:c0ffee");
        assertThat(agreed.candidates())
                .containsExactly("candidate:1 1 udp 2130706431 192.0.2.100 20000 typ host");

        MediaPlan plan = agreed.plan();
        assertThat(plan.codec()).isEqualTo(OPUS);
        assertThat(plan.sendPayloadType()).isEqualTo(111);
        assertThat(plan.received())
                .containsExactly(new Format(OPUS, 111), new Format(PCMU, 0), new Format(PCMA, 8));
        assertThat(plan.digits())
                .isEqualTo(
                        new Digits(
                                List.of(new Event(110, 48_000), new Event(126, 8000)),
                                List.of(110, 126)));
        assertThat(plan.comfortNoisePayloadType()).isEqualTo(-1);
        assertThat(plan.audioLevelExtensionId()).isEqualTo(1);
        assertThat(plan.opus()).isEqualTo(new MediaPlan.OpusWishes(true, 48_000, 0, false));
        assertThat(plan.ptimeMs()).isEqualTo(20);
        assertThat(plan.rtcpMux()).isTrue();
        assertThat(plan.remoteRtp()).isNull();
        assertThat(requireNonNull(plan.remoteIce()).ufrag()).isEqualTo("xz1H");
        assertThat(plan.direction()).isEqualTo(Direction.SENDRECV);
        assertThat(plan.security())
                .isInstanceOfSatisfying(
                        MediaPlan.Security.Dtls.class,
                        dtls -> {
                            assertThat(dtls.ours()).isEqualTo(Setup.PASSIVE);
                            assertThat(dtls.remote().algorithm()).isEqualTo("sha-256");
                            assertThat(dtls.remote().hex()).startsWith("F2:FF:19:08");
                        });
    }

    /** Its clock in SDP is 8000 (RFC 3551 4.5.2), and so is that of its telephone events. */
    @Test
    void answersG722WithTheClockThatItDoesNotHave() {
        Agreed agreed = agree(Offers.text("chromium"), Offers.browser(Codec.G722, PCMU));

        assertThat(audio(agreed).attributes().values("rtpmap"))
                .containsExactly("9 G722/8000", "0 PCMU/8000", "126 telephone-event/8000");
        assertThat(agreed.plan().received())
                .containsExactly(new Format(Codec.G722, 9), new Format(PCMU, 0));
        assertThat(agreed.plan().digits())
                .isEqualTo(new Digits(List.of(new Event(126, 8000)), List.of(126)));
    }

    /** RED is left out, and DTX not asked for; digits are taken at either rate. */
    @Test
    void answersTheFormThatConnectRtcMakesOfIt() {
        Agreed agreed = agree(Offers.text("connect-rtc"), LOCAL);
        MediaPlan plan = agreed.plan();
        assertThat(plan.codec()).isEqualTo(OPUS);
        assertThat(plan.opus().inbandFec()).isTrue();
        assertThat(plan.opus().dtx()).isFalse();
        assertThat(plan.ptimeMs()).isEqualTo(20);
        assertThat(plan.digits())
                .isEqualTo(
                        new Digits(
                                List.of(new Event(110, 48_000), new Event(126, 8000)),
                                List.of(110, 126)));
        assertThat(plan.rtcpMux()).isTrue();
        assertThat(SdpText.print(agreed.description()).lines())
                .contains(
                        "a=group:BUNDLE 0",
                        "a=mid:0",
                        "a=rtcp-mux",
                        "a=ptime:20",
                        "m=audio 20000 UDP/TLS/RTP/SAVPF 111 0 8 110 126");
        assertThat(agreed.candidates()).isNotEmpty();
    }

    @Test
    void answersFirefoxWithWhatItSaysForTheSession() {
        Agreed agreed = agree(Offers.text("firefox"), LOCAL);
        MediaPlan plan = agreed.plan();
        assertThat(plan.sendPayloadType()).isEqualTo(109);
        assertThat(plan.digits())
                .isEqualTo(new Digits(List.of(new Event(101, 8000)), List.of(101)));
        assertThat(plan.audioLevelExtensionId()).isEqualTo(1);
        assertThat(plan.security())
                .isInstanceOfSatisfying(
                        MediaPlan.Security.Dtls.class,
                        dtls -> assertThat(dtls.remote().hex()).startsWith("4A:AD"));
        assertThat(audio(agreed).attributes().values("extmap")).hasSize(1);
    }

    @Test
    void answersBaresipWithDtlsAndIce() {
        Agreed agreed = agree(Offers.text("baresip-dtls"), LOCAL);
        assertThat(agreed.plan().sendPayloadType()).isEqualTo(96);
        assertThat(agreed.plan().digits())
                .isEqualTo(new Digits(List.of(new Event(101, 8000)), List.of(101)));
        assertThat(agreed.plan().audioLevelExtensionId()).isEqualTo(-1);
        assertThat(agreed.description().attributes().has("group")).isFalse();
        assertThat(audio(agreed).attributes().has("mid")).isFalse();
    }

    @Test
    void choosesTheCodecByOurOrder() {
        MediaPlan plan = agree(Offers.text("chromium"), Offers.browser(PCMA, OPUS)).plan();
        assertThat(plan.codec()).isEqualTo(PCMA);
        assertThat(plan.sendPayloadType()).isEqualTo(8);
        assertThat(plan.received()).containsExactly(new Format(PCMA, 8), new Format(OPUS, 111));
        assertThat(plan.digits())
                .isEqualTo(
                        new Digits(
                                List.of(new Event(126, 8000), new Event(110, 48_000)),
                                List.of(126, 110)));
        assertThat(plan.comfortNoise()).isFalse();
        assertThat(plan.clockHz()).isEqualTo(8000);
    }

    /** Codecs that we offer to speak, and the formats and the codec of the answer. */
    @ParameterizedTest
    @CsvSource({
        "OPUS PCMU PCMA, 111 0 8 110 126, OPUS",
        "PCMA PCMU OPUS, 8 0 111 126 110, PCMA",
        "PCMU OPUS,      0 111 126 110,   PCMU",
        "OPUS,           111 110,         OPUS",
        "PCMA,           8 126,           PCMA",
    })
    void answersEveryCodecThatBothKnowInOurOrder(String ours, String formats, Codec first) {
        Codec[] codecs = words(ours).map(Codec::valueOf).toArray(Codec[]::new);
        Agreed agreed = agree(Offers.text("chromium"), Offers.browser(codecs));
        assertThat(String.join(" ", audio(agreed).formats())).isEqualTo(formats);
        assertThat(agreed.plan().codec()).isEqualTo(first);
        assertThat(agreed.plan().received()).extracting(Format::codec).containsExactly(codecs);
    }

    @Test
    void asksForNarrowbandWhereMoreIsWasted() {
        var local =
                new LocalMedia(
                        LOCAL.side(),
                        LOCAL.addresses(),
                        20_000,
                        1,
                        "c",
                        LOCAL.codecs(),
                        8000,
                        42,
                        1);
        assertThat(audio(agree(Offers.text("chromium"), local)).attributes().value("fmtp"))
                .isEqualTo("111 minptime=20;useinbandfec=1;maxplaybackrate=8000");
    }

    @Test
    void readsWhatTheBrowserAsksOfOurEncoder() {
        String offer =
                Offers.text("chromium")
                        .replace(
                                "minptime=10;useinbandfec=1",
                                "MaxPlaybackRate=16000; maxaveragebitrate=20000;useinbandfec=0;usedtx=1");
        assertThat(agree(offer, LOCAL).plan().opus())
                .isEqualTo(new MediaPlan.OpusWishes(false, 16_000, 20_000, true));
    }

    @Test
    void refusesEverythingButOneAudioLineInItsPlace() {
        Agreed agreed = agree(Offers.text("chromium-video-data"), LOCAL);
        assertThat(agreed.description().media())
                .extracting(MediaDescription::type, MediaDescription::port)
                .containsExactly(
                        tuple("audio", 20_000), tuple("video", 0), tuple("application", 0));
        assertThat(agreed.description().attributes().value("group")).isEqualTo("BUNDLE 0");
        assertThat(agreed.description().media().get(2).attributes().value("mid")).isEqualTo("2");
        assertThat(agreed.description().media().get(2).formats())
                .containsExactly("webrtc-datachannel");
    }

    @ParameterizedTest
    @CsvSource({
        "sendrecv, sendrecv",
        "sendonly, recvonly",
        "recvonly, sendonly",
        "inactive, inactive",
    })
    void mirrorsTheDirection(String offered, String answered) {
        Agreed agreed = agree(Offers.text("chromium").replace("a=sendrecv", "a=" + offered), LOCAL);
        assertThat(agreed.plan().direction().word()).isEqualTo(answered);
        assertThat(audio(agreed).attributes().has(answered)).isTrue();
        assertThat(audio(agreed).attributes().has("ssrc")).isEqualTo(agreed.plan().peerReceives());
    }

    @ParameterizedTest
    @CsvSource({"actpass, passive", "active, passive", "passive, active"})
    void takesTheOtherPartInTheHandshake(String offered, String answered) {
        Agreed agreed = agree(Offers.text("chromium").replace("actpass", offered), LOCAL);
        assertThat(audio(agreed).attributes().value("setup")).isEqualTo(answered);
    }

    @Test
    void answersAnIceRestartWithTheNewCredentials() {
        String restart = Offers.text("chromium").replace("xz1H", "abcd");
        MediaPlan plan = agree(restart, LOCAL.nextVersion()).plan();
        assertThat(requireNonNull(plan.remoteIce()).ufrag()).isEqualTo("abcd");
    }

    @Test
    void writesAnIpv6Address() {
        Agreed agreed = agree(Offers.text("chromium"), Offers.at(LOCAL, "2001:db8::1"));
        assertThat(SdpText.print(agreed.description())).contains("c=IN IP6 2001:db8::1\r\n");
        assertThat(agreed.candidates().getFirst()).contains(" 2001:db8::1 20000 ");
    }

    @Test
    void offersToTakeConnectionsAfterTheWaysByUdp() {
        var local =
                Offers.at(LOCAL, "192.0.2.100", "2001:db8::1")
                        .with(new LocalMedia.Side.Browser(Offers.ICE, Offers.IDENTITY, 20_002));
        assertThat(agree(Offers.text("chromium"), local).candidates())
                .containsExactly(
                        "candidate:1 1 udp 2130706431 192.0.2.100 20000 typ host",
                        "candidate:2 1 udp 2130706175 2001:db8::1 20000 typ host",
                        "candidate:3 1 tcp 1520434687 192.0.2.100 20002 typ host tcptype passive",
                        "candidate:4 1 tcp 1520434431 2001:db8::1 20002 typ host tcptype passive");
    }

    @Test
    void offersACandidateOfEachFamilyTheFirstBeforeTheOther() {
        Agreed agreed =
                agree(Offers.text("chromium"), Offers.at(LOCAL, "192.0.2.100", "2001:db8::1"));
        assertThat(SdpText.print(agreed.description())).contains("c=IN IP4 192.0.2.100\r\n");
        assertThat(agreed.candidates())
                .containsExactly(
                        "candidate:1 1 udp 2130706431 192.0.2.100 20000 typ host",
                        "candidate:2 1 udp 2130706175 2001:db8::1 20000 typ host");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=rtcp-mux                 | a=x",
                "a=ice-ufrag:xz1H           | a=x",
                "a=fingerprint:sha-256      | a=fingerprint:md5",
                "a=setup:actpass            | a=setup:holdconn",
                "m=audio 9 UDP/TLS/RTP/SAVPF| m=audio 9 RTP/AVP",
                "m=audio 9                  | m=audio 0",
                "m=audio 9                  | m=video 9",
                "SAVPF 111 63 9 0 8 13      | SAVPF 63 9 13",
                "rtpmap:111 opus/48000/2    | rtpmap:111 opus/48000/1",
            })
    void refusesWithoutCommonGround(String line, String changed) {
        var local = Offers.browser(OPUS);
        assertRefused(line, changed, local, Why.NOT_ACCEPTABLE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=ice-pwd:y0Y79x           | a=ice-pwd:x ",
                "a=ice-ufrag:xz1H           | a=ice-ufrag:x",
                "a=fingerprint:sha-256 F2:FF| a=fingerprint:sha-256 F2",
                "a=fingerprint:sha-256 F2:FF| a=fingerprint:sha-256 G2:FF",
                "a=setup:actpass            | a=setup:maybe",
                "a=rtpmap:111 opus/48000/2  | a=rtpmap:111 opus",
                "a=rtpmap:63 red/48000/2    | a=rtpmap:200 red/48000/2",
                "a=extmap:1 urn             | a=extmap:one urn",
                "SAVPF 111                  | SAVPF opus",
            })
    void refusesWhatBreaksTheGrammar(String line, String changed) {
        assertRefused(line, changed, LOCAL, Why.BAD_DESCRIPTION);
    }

    @Test
    void passesOverPayloadTypesThatLookLikeRtcp() {
        String offer =
                Offers.text("chromium").replace("SAVPF 111", "SAVPF 72").replace(":111 ", ":72 ");
        assertThat(agree(offer, LOCAL).plan().codec()).isEqualTo(PCMU);
    }

    @Test
    void refusesASipOfferOnABrowserLeg() {
        for (String name : new String[] {"sipp", "baresip-srtp-mand", "linphone"}) {
            assertThat(OfferAnswer.answer(Offers.offer(name), LOCAL))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.why()).isEqualTo(Why.NOT_ACCEPTABLE));
        }
    }

    @Test
    void refusesABrowsersOfferOnATrunk() {
        var trunk = Offers.trunk(Security.SRTP_PREFERRED, OPUS);
        assertThat(OfferAnswer.answer(Offers.offer("chromium"), trunk)).isInstanceOf(Refused.class);
    }

    private static void assertRefused(String line, String changed, LocalMedia local, Why why) {
        String text = Offers.text("chromium");
        assertThat(text).contains(line);
        assertThat(OfferAnswer.answer(Offers.parse(text.replace(line, changed)), local))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> {
                            assertThat(refused.why()).isEqualTo(why);
                            assertThat(refused.reason()).isNotEmpty();
                        });
    }

    private static Agreed agree(String offer, LocalMedia local) {
        Negotiation outcome = OfferAnswer.answer(Offers.parse(offer), local);
        assertThat(outcome).isInstanceOf(Agreed.class);
        return (Agreed) outcome;
    }

    private static Stream<String> words(String text) {
        return Pattern.compile(" +").splitAsStream(text);
    }

    private static MediaDescription audio(Agreed agreed) {
        return agreed.description().media().getFirst();
    }
}
