package dev.crosspoint.media.sdp;

import static dev.crosspoint.media.codec.Codec.OPUS;
import static dev.crosspoint.media.codec.Codec.PCMA;
import static dev.crosspoint.media.codec.Codec.PCMU;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.api.LegKind.Security;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.sdp.MediaPlan.Digits;
import dev.crosspoint.media.sdp.MediaPlan.Event;
import dev.crosspoint.media.sdp.MediaPlan.Format;
import dev.crosspoint.media.sdp.Negotiation.Agreed;
import dev.crosspoint.media.sdp.Negotiation.Refused;
import dev.crosspoint.media.sdp.Negotiation.Why;
import dev.crosspoint.media.srtp.SrtpKeys;
import dev.crosspoint.media.srtp.SrtpProfile;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TrunkOfferTest {
    private static final String ANSWER =
            """
            v=0
            o=- 7 7 IN IP4 198.51.100.9
            s=-
            c=IN IP4 198.51.100.9
            t=0 0
            m=audio 4000 RTP/AVP 0 101
            a=rtpmap:101 telephone-event/8000
            """;
    private static final String CM_LINE =
            "a=crypto:2 AES_CM_128_HMAC_SHA1_80 inline:" + "A".repeat(40) + "\n";

    private static final LocalMedia REQUIRED = Offers.trunk(Security.SRTP_REQUIRED, PCMA, PCMU);
    private static final LocalMedia PREFERRED = Offers.trunk(Security.SRTP_PREFERRED, PCMA, PCMU);
    private static final LocalMedia PLAIN = Offers.trunk(Security.PLAIN, PCMA, PCMU);

    @Test
    void offersWhatTheTrunkDemands() {
        MediaDescription audio = OfferAnswer.offer(REQUIRED).media().getFirst();
        assertThat(audio.protocol()).isEqualTo("RTP/SAVP");
        assertThat(audio.attributes().values("crypto"))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("1 AEAD_AES_128_GCM inline:"),
                        line -> assertThat(line).startsWith("2 AES_CM_128_HMAC_SHA1_80 inline:"));

        audio = OfferAnswer.offer(PREFERRED).media().getFirst();
        assertThat(audio.protocol()).isEqualTo("RTP/AVP");
        assertThat(audio.attributes().values("crypto")).hasSize(2);
    }

    @Test
    void writesThePlainOfferOfAPrivateTrunk() {
        assertThat(SdpText.print(OfferAnswer.offer(PLAIN)).lines())
                .containsExactly(
                        "v=0",
                        "o=- 42 1 IN IP4 192.0.2.100",
                        "s=-",
                        "c=IN IP4 192.0.2.100",
                        "t=0 0",
                        "m=audio 20000 RTP/AVP 8 0 101",
                        "a=rtpmap:8 PCMA/8000",
                        "a=rtpmap:0 PCMU/8000",
                        "a=rtpmap:101 telephone-event/8000",
                        "a=fmtp:101 0-15",
                        "a=ptime:20",
                        "a=sendrecv");
    }

    @Test
    void offersTelephoneEventsOnEachClock() {
        var audio = OfferAnswer.offer(Offers.trunk(Security.PLAIN, OPUS, PCMA)).media().getFirst();
        assertThat(audio.formats()).containsExactly("96", "8", "102", "101");
        assertThat(audio.attributes().values("rtpmap"))
                .contains(
                        "96 opus/48000/2", "102 telephone-event/48000", "101 telephone-event/8000");
    }

    @Test
    void acceptsAPlainAnswer() {
        MediaPlan plan = accept(PLAIN, ANSWER).plan();
        assertThat(plan.codec()).isEqualTo(PCMU);
        assertThat(plan.security()).isInstanceOf(MediaPlan.Security.Plain.class);
        assertThat(plan.digits())
                .isEqualTo(new Digits(List.of(new Event(101, 8000)), List.of(101)));
        assertThat(plan.remoteRtp()).isEqualTo(new InetSocketAddress("198.51.100.9", 4000));
        assertThat(plan.remoteRtcp()).isEqualTo(new InetSocketAddress("198.51.100.9", 4001));
        assertThat(plan.direction()).isEqualTo(Direction.SENDRECV);
        assertThat(accept(PREFERRED, ANSWER).plan()).isEqualTo(plan);
    }

    @Test
    void takesTheCodecThatTheAnswerPutsFirst() {
        assertThat(accept(PLAIN, ANSWER.replace("AVP 0", "AVP 0 8")).plan().codec())
                .isEqualTo(PCMU);
        MediaPlan plan = accept(PLAIN, ANSWER.replace("AVP 0", "AVP 8 0")).plan();
        assertThat(plan.codec()).isEqualTo(PCMA);
        assertThat(plan.received()).containsExactly(new Format(PCMA, 8), new Format(PCMU, 0));
    }

    @Test
    void takesNarrowbandDigitsBesideOpus() {
        var local = Offers.trunk(Security.PLAIN, OPUS, PCMU);
        String answer = ANSWER.replace("AVP 0", "AVP 120 0") + "a=rtpmap:120 opus/48000/2\n";
        MediaPlan plan = accept(local, answer).plan();
        assertThat(plan.received()).containsExactly(new Format(OPUS, 96), new Format(PCMU, 0));
        assertThat(plan.digits())
                .isEqualTo(new Digits(List.of(new Event(101, 8000)), List.of(101)));
    }

    @Test
    void sendsByThePeersNumbersAndReceivesByOurs() {
        var local = Offers.trunk(Security.PLAIN, OPUS, PCMA);
        String answer =
                ANSWER.replace("AVP 0 101", "AVP 120 121")
                                .replace("101 telephone-event/8000", "121 telephone-event/48000")
                        + "a=rtpmap:120 opus/48000/2\na=fmtp:120 useinbandfec=1\n";
        MediaPlan plan = accept(local, answer).plan();
        assertThat(plan.codec()).isEqualTo(OPUS);
        assertThat(plan.sendPayloadType()).isEqualTo(120);
        assertThat(plan.received()).containsExactly(new Format(OPUS, 96));
        assertThat(plan.digits())
                .isEqualTo(new Digits(List.of(new Event(121, 48_000)), List.of(102)));
        assertThat(plan.opus().inbandFec()).isTrue();
    }

    @Test
    void matchesTheCryptoLineByTagAndSuite() {
        for (LocalMedia local : new LocalMedia[] {REQUIRED, PREFERRED}) {
            SrtpKeys keys = keys(accept(local, secured(local, CM_LINE)));
            assertThat(keys.profile()).isEqualTo(SrtpProfile.AES_CM_128_HMAC_SHA1_80);
            assertThat(keys.remoteKey()).containsOnly(0);
            assertThat(keys.localKey()).isNotEqualTo(keys.remoteKey());
        }
        assertRefused(REQUIRED, secured(REQUIRED, CM_LINE.replace(":2", ":3")));
        assertRefused(REQUIRED, secured(REQUIRED, CM_LINE.replace(":2", ":1")));
        assertRefused(REQUIRED, secured(REQUIRED, CM_LINE.replace("_80", "_32")));
        assertRefused(REQUIRED, secured(REQUIRED, CM_LINE.strip() + "|2^20|1:4\n"));
        assertRefused(REQUIRED, secured(REQUIRED, CM_LINE.strip() + " UNENCRYPTED_SRTP\n"));
        assertRefused(PLAIN, ANSWER + CM_LINE);
    }

    /** Captured from baresip 1.0.0, called with the offers above. */
    @Test
    void acceptsTheAnswersOfBaresip() {
        var required = Offers.trunk(Security.SRTP_REQUIRED, PCMA, PCMU, OPUS);
        var preferred = Offers.trunk(Security.SRTP_PREFERRED, PCMA, PCMU, OPUS);
        for (Agreed agreed :
                new Agreed[] {
                    accept(required, Offers.text("answer-baresip-srtp-mand")),
                    accept(preferred, Offers.text("answer-baresip-srtp")),
                }) {
            assertThat(keys(agreed).profile()).isEqualTo(SrtpProfile.AEAD_AES_128_GCM);
            assertThat(agreed.plan().codec()).isEqualTo(PCMA);
            assertThat(agreed.plan().digits())
                    .isEqualTo(new Digits(List.of(new Event(101, 8000)), List.of(101)));
        }
        MediaPlan plain = accept(preferred, Offers.text("answer-baresip-plain")).plan();
        assertThat(plain.security()).isInstanceOf(MediaPlan.Security.Plain.class);
        assertRefused(required, Offers.text("answer-baresip-plain"));
    }

    @Test
    void holdsThePolicyOfTheTrunk() {
        assertRefused(REQUIRED, ANSWER);
        assertRefused(REQUIRED, ANSWER.replace("RTP/AVP", "RTP/SAVP"));
        assertRefused(PREFERRED, ANSWER.replace("RTP/AVP", "RTP/SAVP"));
        assertRefused(PLAIN, ANSWER.replace("RTP/AVP", "UDP/TLS/RTP/SAVP"));
    }

    @Test
    void takesALaterAnswerInPlaceOfAnEarlierOne() {
        String early = secured(REQUIRED, CM_LINE);
        SrtpKeys first = keys(accept(REQUIRED, early));
        Agreed later = accept(REQUIRED, early.replace("audio 4000", "audio 5000"));
        assertThat(keys(later)).isEqualTo(first);
        assertThat(later.plan().remoteRtp()).isEqualTo(new InetSocketAddress("198.51.100.9", 5000));
    }

    @ParameterizedTest
    @CsvSource({
        "sendrecv, SENDRECV",
        "sendonly, RECVONLY",
        "recvonly, SENDONLY",
        "inactive, INACTIVE",
    })
    void followsTheDirectionOfTheAnswer(String answered, Direction ours) {
        assertThat(accept(PLAIN, ANSWER + "a=" + answered + "\n").plan().direction())
                .isEqualTo(ours);
    }

    @Test
    void refusesAnswersThatAreNone() {
        assertRefused(PLAIN, ANSWER.replace("audio 4000", "audio 0"));
        assertRefused(PLAIN, ANSWER.replace("AVP 0 101", "AVP 18 101"));
        assertBad(ANSWER.substring(0, ANSWER.indexOf("m=")));
        assertBad(ANSWER + "m=audio 4000 RTP/AVP 0\n");
        assertBad(ANSWER.replace("m=audio", "m=video"));
    }

    @Test
    void twoOfOursUnderstandEachOther() {
        for (Security security : Security.values()) {
            for (Codec codec : Codec.values()) {
                var caller = Offers.trunk(security, PCMU, OPUS, PCMA, Codec.G722);
                var side = new LocalMedia.Side.Trunk(20_001, security, Offers.secret(99));
                var callee = Offers.local(side, codec);

                Sdp offer = OfferAnswer.offer(caller);
                var answered = (Agreed) OfferAnswer.answer(overTheWire(offer), callee);
                var accepted =
                        (Agreed)
                                OfferAnswer.accept(
                                        offer, caller, overTheWire(answered.description()));

                assertThat(accepted.plan().codec()).isEqualTo(codec);
                assertThat(answered.plan().codec()).isEqualTo(codec);
                assertThat(accepted.plan().digits()).isEqualTo(answered.plan().digits());
                if (security != Security.PLAIN) {
                    SrtpKeys here = keys(accepted);
                    SrtpKeys there = keys(answered);
                    assertThat(here.profile()).isEqualTo(SrtpProfile.AEAD_AES_128_GCM);
                    assertThat(here.localKey()).isEqualTo(there.remoteKey());
                    assertThat(here.localSalt()).isEqualTo(there.remoteSalt());
                    assertThat(here.remoteKey()).isEqualTo(there.localKey());
                    assertThat(here.remoteSalt()).isEqualTo(there.localSalt());
                    assertThat(here.localKey()).isNotEqualTo(here.remoteKey());
                }
            }
        }
    }

    private static Sdp overTheWire(Sdp sdp) {
        return Offers.parse(SdpText.print(sdp));
    }

    /** The answer on the protocol that was offered, with a crypto line. */
    private static String secured(LocalMedia local, String crypto) {
        String protocol = OfferAnswer.offer(local).media().getFirst().protocol();
        return ANSWER.replace("RTP/AVP", protocol) + crypto;
    }

    private static SrtpKeys keys(Agreed agreed) {
        assertThat(agreed.plan().security()).isInstanceOf(MediaPlan.Security.Sdes.class);
        return ((MediaPlan.Security.Sdes) agreed.plan().security()).keys();
    }

    private static Agreed accept(LocalMedia local, String answer) {
        Negotiation outcome =
                OfferAnswer.accept(OfferAnswer.offer(local), local, Offers.parse(answer));
        assertThat(outcome).isInstanceOf(Agreed.class);
        return (Agreed) outcome;
    }

    private static void assertRefused(LocalMedia local, String answer) {
        assertWhy(local, answer, Why.NOT_ACCEPTABLE);
    }

    private static void assertBad(String answer) {
        assertWhy(PLAIN, answer, Why.BAD_DESCRIPTION);
    }

    private static void assertWhy(LocalMedia local, String answer, Why why) {
        assertThat(OfferAnswer.accept(OfferAnswer.offer(local), local, Offers.parse(answer)))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.why()).isEqualTo(why));
    }
}
