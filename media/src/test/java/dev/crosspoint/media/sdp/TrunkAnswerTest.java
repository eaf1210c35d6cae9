package dev.crosspoint.media.sdp;

import static dev.crosspoint.media.codec.Codec.OPUS;
import static dev.crosspoint.media.codec.Codec.PCMA;
import static dev.crosspoint.media.codec.Codec.PCMU;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.api.LegKind.Security;
import dev.crosspoint.media.sdp.MediaPlan.Digits;
import dev.crosspoint.media.sdp.MediaPlan.Event;
import dev.crosspoint.media.sdp.Negotiation.Agreed;
import dev.crosspoint.media.sdp.Negotiation.Refused;
import dev.crosspoint.media.sdp.Negotiation.Why;
import dev.crosspoint.media.srtp.SrtpKeys;
import dev.crosspoint.media.srtp.SrtpProfile;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TrunkAnswerTest {
    private static final LocalMedia REQUIRED =
            Offers.trunk(Security.SRTP_REQUIRED, PCMA, PCMU, OPUS);
    private static final LocalMedia PREFERRED =
            Offers.trunk(Security.SRTP_PREFERRED, PCMA, PCMU, OPUS);
    private static final LocalMedia PLAIN = Offers.trunk(Security.PLAIN, PCMA, PCMU, OPUS);

    @ParameterizedTest
    @CsvSource({
        "baresip-srtp, RTP/AVP",
        "baresip-srtp-mand, RTP/SAVP",
        "baresip-srtp-mandf, RTP/SAVPF",
    })
    void answersAllThreeFormsOfBaresipsSrtp(String name, String protocol) {
        for (LocalMedia local : new LocalMedia[] {REQUIRED, PREFERRED}) {
            Agreed agreed = agree(Offers.text(name), local);
            MediaDescription audio = agreed.description().media().getFirst();
            assertThat(audio.protocol()).isEqualTo(protocol);
            assertThat(audio.formats()).containsExactly("8", "0", "96", "101");
            assertThat(audio.attributes().values("crypto"))
                    .singleElement()
                    .asString()
                    .startsWith("1 AES_CM_128_HMAC_SHA1_80 inline:");
            assertThat(keys(agreed).profile()).isEqualTo(SrtpProfile.AES_CM_128_HMAC_SHA1_80);
            boolean mux = name.endsWith("f");
            assertThat(agreed.plan().rtcpMux()).isEqualTo(mux);
            assertThat(audio.attributes().has("rtcp-mux")).isEqualTo(mux);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "IN IP4 192.0.2.10, IN IP4 192.0.2.100",
        "IN IP6 2001:db8::a, IN IP6 2001:db8::1",
        "IN IP4 0.0.0.0, IN IP4 192.0.2.100",
        "IN IP6 ::, IN IP6 2001:db8::1",
    })
    void answersInThePeersFamily(String theirs, String ours) {
        String offer = Offers.text("sipp").replaceAll("c=IN IP4 \\S+", "c=" + theirs);
        Agreed agreed = agree(offer, Offers.at(PLAIN, "192.0.2.100", "2001:db8::1"));
        assertThat(SdpText.print(agreed.description())).contains("\r\nc=" + ours + "\r\n");

        Agreed single = agree(offer, PLAIN);
        assertThat(SdpText.print(single.description())).contains("\r\nc=IN IP4 192.0.2.100\r\n");
    }

    @Test
    void writesThePlainAnswerOfAPrivateTrunk() {
        Agreed agreed = agree(Offers.text("sipp"), PREFERRED);
        assertThat(SdpText.print(agreed.description()).lines())
                .containsExactly(
                        "v=0",
                        "o=- 42 1 IN IP4 192.0.2.100",
                        "s=-",
                        "c=IN IP4 192.0.2.100",
                        "t=0 0",
                        "m=audio 20000 RTP/AVP 0",
                        "a=rtpmap:0 PCMU/8000",
                        "a=ptime:20",
                        "a=sendrecv");
        MediaPlan plan = agreed.plan();
        assertThat(plan.security()).isInstanceOf(MediaPlan.Security.Plain.class);
        assertThat(plan.remoteRtp()).isEqualTo(new InetSocketAddress("192.0.2.2", 6000));
        assertThat(plan.remoteRtcp()).isEqualTo(new InetSocketAddress("192.0.2.2", 6001));
        assertThat(plan.digits()).isNull();
        assertThat(plan.remoteIce()).isNull();
        assertThat(agreed.candidates()).isEmpty();
    }

    @Test
    void joinsOurKeyWithThePeers() {
        Agreed agreed = agree(Offers.text("baresip-srtp-mand"), REQUIRED);
        SrtpKeys keys = keys(agreed);
        byte[] peers = Base64.getDecoder().decode("PJukflL7VeX1mNbVe5RSxNrvkf41uw9BHwsv4Jc7");
        assertThat(keys.remoteKey()).isEqualTo(Arrays.copyOf(peers, 16));
        assertThat(keys.remoteSalt()).isEqualTo(Arrays.copyOfRange(peers, 16, 30));
        String crypto =
                requireNonNull(
                        agreed.description().media().getFirst().attributes().value("crypto"));
        byte[] ours = Base64.getDecoder().decode(crypto.substring(crypto.indexOf(':') + 1));
        assertThat(keys.localKey()).isEqualTo(Arrays.copyOf(ours, 16));
        assertThat(keys.localSalt()).isEqualTo(Arrays.copyOfRange(ours, 16, 30));
    }

    @Test
    void choosesTheSuiteByOurOrderAndRepeatsItsTag() {
        Agreed agreed = agree(Offers.text("linphone"), REQUIRED);
        MediaDescription audio = agreed.description().media().getFirst();
        assertThat(audio.attributes().values("crypto"))
                .singleElement()
                .asString()
                .startsWith("4 AEAD_AES_128_GCM inline:");
        assertThat(keys(agreed).profile()).isEqualTo(SrtpProfile.AEAD_AES_128_GCM);
        assertThat(agreed.description().media().get(1).port()).isZero();
        assertThat(agreed.plan().digits())
                .isEqualTo(
                        new Digits(
                                List.of(new Event(99, 8000), new Event(101, 48_000)),
                                List.of(99, 101)));
    }

    @ParameterizedTest
    @CsvSource({
        "AES_CM_128_HMAC_SHA1_32, 30",
        "AES_CM_128_HMAC_SHA1_80, 30",
        "AEAD_AES_128_GCM, 28",
        "AEAD_AES_256_GCM, 44",
    })
    void takesEachOfOurSuites(String suite, int keyBytes) {
        String line = "7 " + suite + " inline:" + base64(keyBytes) + "|2^31";
        Agreed agreed = agree(secured(line), REQUIRED);
        assertThat(keys(agreed).profile().sdesName()).isEqualTo(suite);
        String answered = agreed.description().media().getFirst().attributes().value("crypto");
        assertThat(answered).startsWith("7 " + suite).doesNotContain("|");
    }

    /** Packets that a key is good for, and whether that is hours of them. */
    @ParameterizedTest
    @CsvSource({
        "2^48, true",
        "2^31, true",
        "2^23, true",
        "4320000, true",
        "281474976710656, true",
        "2^20, true",
        "2^19, true",
        "524288, true",
        "524287, false",
        "2^18, false",
        "1, false",
        "0, false",
        "2^0, false",
        "2^49, false",
        "2^64, false",
        "281474976710657, false",
        "99999999999999999999, false",
        "2^, false",
        "3^20, false",
        "-1, false",
    })
    void takesKeysThatLiveForHoursAndNeverTalksInTheClearInstead(String lifetime, boolean taken) {
        String line = "1 AES_CM_128_HMAC_SHA1_80 inline:" + base64(30) + "|" + lifetime;
        String maybe = secured(line).replace("RTP/SAVP", "RTP/AVP");
        for (LocalMedia local : List.of(REQUIRED, PREFERRED)) {
            for (String offer : List.of(secured(line), maybe)) {
                if (taken) {
                    assertThat(keys(agree(offer, local)).profile())
                            .isEqualTo(SrtpProfile.AES_CM_128_HMAC_SHA1_80);
                } else {
                    assertRefused(offer, local, Why.NOT_ACCEPTABLE);
                }
            }
        }
    }

    @Test
    void talksInTheClearWhereOnlySuitesAreOfferedThatWeDoNotSpeak() {
        String offer = secured("1 F8_128_HMAC_SHA1_80 inline:" + base64(30));
        Agreed agreed = agree(offer.replace("RTP/SAVP", "RTP/AVP"), PREFERRED);
        assertThat(agreed.plan().security()).isInstanceOf(MediaPlan.Security.Plain.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 AES_CM_128_HMAC_SHA1_80 inline:%s|2^20|1:4",
                "1 AES_CM_128_HMAC_SHA1_80 inline:%s|1:4",
                "1 AES_CM_128_HMAC_SHA1_80 inline:%s UNENCRYPTED_SRTP",
                "1 AES_CM_128_HMAC_SHA1_80 inline:%s UNAUTHENTICATED_SRTP",
                "1 AES_CM_128_HMAC_SHA1_80 inline:%s KDR=1",
                "1 AES_CM_128_HMAC_SHA1_80 inline:%s|2^20;inline:%s|2^20",
                "1 AES_CM_128_HMAC_SHA1_80 inline:AAAA",
                "1 AES_CM_128_HMAC_SHA1_80 inline:!!!!",
                "1 AES_CM_128_HMAC_SHA1_80 key:%s",
                "1 AES_CM_128_HMAC_SHA1_80",
                "x AES_CM_128_HMAC_SHA1_80 inline:%s",
                "1 F8_128_HMAC_SHA1_80 inline:%s",
                "1 NULL_HMAC_SHA1_80 inline:%s",
            })
    void refusesCryptoLinesThatItCannotKeepUnlessThereIsAnother(String line) {
        String bad = line.replace("%s", base64(30));
        assertRefused(secured(bad), REQUIRED, Why.NOT_ACCEPTABLE);
        assertRefused(secured(bad), PREFERRED, Why.NOT_ACCEPTABLE);
        String good = "2 AES_CM_128_HMAC_SHA1_32 inline:" + base64(30) + " WSH=64";
        assertThat(keys(agree(secured(bad, good), REQUIRED)).profile())
                .isEqualTo(SrtpProfile.AES_CM_128_HMAC_SHA1_32);
    }

    @Test
    void holdsThePolicyOfTheTrunk() {
        assertRefused(Offers.text("sipp"), REQUIRED, Why.NOT_ACCEPTABLE);
        assertRefused(Offers.text("baresip-plain"), REQUIRED, Why.NOT_ACCEPTABLE);
        assertRefused(Offers.text("baresip-srtp-mand"), PLAIN, Why.NOT_ACCEPTABLE);
        assertRefused(Offers.text("baresip-dtls"), PREFERRED, Why.NOT_ACCEPTABLE);
        Agreed plain = agree(Offers.text("baresip-srtp"), PLAIN);
        assertThat(plain.plan().security()).isInstanceOf(MediaPlan.Security.Plain.class);
        assertThat(plain.description().media().getFirst().attributes().has("crypto")).isFalse();
    }

    @Test
    void keepsTheOrderOfManyMediaAndRefusesAllButOne() {
        Agreed agreed = agree(Offers.text("fax-and-video"), PREFERRED);
        assertThat(agreed.description().media())
                .extracting(MediaDescription::type)
                .containsExactly("image", "audio", "video", "audio");
        assertThat(agreed.description().media())
                .extracting(MediaDescription::port)
                .containsExactly(0, 0, 0, 20_000);
        assertThat(agreed.description().media().getFirst().protocol()).isEqualTo("udptl");
        assertThat(agreed.plan().codec()).isEqualTo(PCMA);
        assertThat(agreed.plan().digits())
                .isEqualTo(new Digits(List.of(new Event(96, 8000)), List.of(96)));
        assertThat(agreed.plan().comfortNoisePayloadType()).isEqualTo(13);
        assertThat(agreed.description().media().getLast().formats())
                .containsExactly("8", "0", "13", "96");
    }

    @Test
    void answersVoipMetricsOnlyWhereTheyAreOffered() {
        String offer = Offers.text("sipp");
        assertThat(agree(offer, PREFERRED).plan().voipMetrics()).isFalse();
        assertThat(
                        agree(offer + "a=rtcp-xr:pkt-loss-rle rcvr-rtt=all:10\n", PREFERRED)
                                .plan()
                                .voipMetrics())
                .isFalse();

        Agreed agreed = agree(offer + "a=rtcp-xr:rcvr-rtt=all voip-metrics\n", PREFERRED);
        assertThat(agreed.plan().voipMetrics()).isTrue();
        assertThat(agreed.description().media().getFirst().attributes().values("rtcp-xr"))
                .containsExactly("voip-metrics");
    }

    @Test
    void answersComfortNoiseOnlyWhereItIsOfferedBesideG711() {
        String offer = Offers.text("sipp");
        String offering = offer.replaceFirst("(m=audio .*)", "$1 13");
        assertThat(offering).isNotEqualTo(offer);

        assertThat(agree(offer, PREFERRED).plan().comfortNoise()).isFalse();
        Agreed agreed = agree(offering, PREFERRED);
        assertThat(agreed.plan().comfortNoise()).isTrue();
        assertThat(agreed.description().media().getFirst().attributes().values("rtpmap"))
                .contains("13 CN/8000");
    }

    @Test
    void prefersTheProtectedOneOfTwoAudioLines() {
        String both =
                Offers.text("sipp")
                        + "m=audio 6002 RTP/SAVP 0\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:"
                        + base64(30)
                        + "\n";
        Agreed agreed = agree(both, PREFERRED);
        assertThat(agreed.description().media())
                .extracting(MediaDescription::port)
                .containsExactly(0, 20_000);
        assertThat(agreed.plan().remoteRtp()).isEqualTo(new InetSocketAddress("192.0.2.2", 6002));
        assertThat(agree(both, PLAIN).description().media())
                .extracting(MediaDescription::port)
                .containsExactly(20_000, 0);
    }

    @Test
    void answersOnlyOneOfTwoEqualLines() {
        String text = Offers.text("sipp");
        String twice = text + text.substring(text.indexOf("m="));
        assertThat(agree(twice, PREFERRED).description().media())
                .extracting(MediaDescription::port)
                .containsExactly(20_000, 0);
    }

    @Test
    void followsAHoldAndKeepsTheKeys() {
        String offer = Offers.text("baresip-srtp-mand");
        Agreed first = agree(offer, REQUIRED);
        Agreed held = agree(offer.replace("sendrecv", "sendonly"), REQUIRED.nextVersion());
        assertThat(held.plan().direction()).isEqualTo(Direction.RECVONLY);
        assertThat(held.plan().peerReceives()).isFalse();
        assertThat(held.plan().peerSends()).isTrue();
        assertThat(keys(held)).isEqualTo(keys(first));
        assertThat(held.description().origin().version()).isEqualTo("2");

        Agreed moved = agree(offer.replace("audio 26286", "audio 30000"), REQUIRED.nextVersion());
        assertThat(keys(moved)).isEqualTo(keys(first));
        assertThat(moved.plan().remoteRtp()).isEqualTo(new InetSocketAddress("192.0.2.2", 30_000));

        Agreed rekeyed = agree(offer.replace("PJukflL7", "QJukflL7"), REQUIRED.nextVersion());
        assertThat(keys(rekeyed)).isNotEqualTo(keys(first));
        assertThat(keys(rekeyed).localKey()).isEqualTo(keys(first).localKey());
    }

    @Test
    void takesAddressZeroAsTheHoldOfOld() {
        Agreed held =
                agree(
                        Offers.text("sipp").replace("c=IN IP4 192.0.2.2", "c=IN IP4 0.0.0.0"),
                        PREFERRED);
        assertThat(held.plan().direction()).isEqualTo(Direction.RECVONLY);
        assertThat(held.plan().remoteRtp()).isNull();
        assertThat(held.plan().remoteRtcp()).isNull();
        Agreed gone =
                agree(
                        Offers.text("sipp").replace("IP4 192.0.2.2", "IP4 0.0.0.0")
                                + "a=recvonly\n",
                        PREFERRED);
        assertThat(gone.plan().direction()).isEqualTo(Direction.INACTIVE);
    }

    @Test
    void findsWhereRtcpGoes() {
        String offer = Offers.text("sipp");
        assertThat(rtcp(offer + "a=rtcp:7777\n"))
                .isEqualTo(new InetSocketAddress("192.0.2.2", 7777));
        assertThat(rtcp(offer + "a=rtcp:7777 IN IP4 192.0.2.3\n"))
                .isEqualTo(new InetSocketAddress("192.0.2.3", 7777));
        assertThat(rtcp(offer + "a=rtcp-mux\n"))
                .isEqualTo(new InetSocketAddress("192.0.2.2", 6000));
        assertThat(rtcp(offer.replace("audio 6000", "audio 65535"))).isNull();
        assertThat(rtcp(offer + "a=rtcp:0\n")).isNull();
        assertRefused(offer + "a=rtcp:x\n", PREFERRED, Why.BAD_DESCRIPTION);
        assertRefused(offer + "a=rtcp:1 IN\n", PREFERRED, Why.BAD_DESCRIPTION);
    }

    @Test
    void saysWhereOursGoesOnlyWhenItIsNotTheNextPort() {
        var side = new LocalMedia.Side.Trunk(25_000, Security.PLAIN, Offers.secret(1));
        Agreed agreed = agree(Offers.text("sipp"), Offers.local(side, PCMU));
        assertThat(agreed.description().media().getFirst().attributes().value("rtcp"))
                .isEqualTo("25000");
    }

    @Test
    void prefersTheMediumsOwnAddress() {
        String offer = Offers.text("sipp") + "c=IN IP6 2001:db8::9\n";
        assertThat(agree(offer, PREFERRED).plan().remoteRtp())
                .isEqualTo(new InetSocketAddress("2001:db8::9", 6000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sip.example.com", "224.2.36.42/127", "239.1.2.3", "fe80::1%eth0", "1.2"})
    void refusesAddressesThatAreNoUnicastLiteral(String address) {
        assertRefused(
                Offers.text("sipp").replace("c=IN IP4 192.0.2.2", "c=IN IP4 " + address),
                PREFERRED,
                Why.NOT_ACCEPTABLE);
    }

    @Test
    void refusesAudioWithoutAnyAddress() {
        assertRefused(
                Offers.text("sipp").replace("c=IN IP4 192.0.2.2\n", ""),
                PREFERRED,
                Why.BAD_DESCRIPTION);
    }

    @Test
    void knowsStaticTypesWithoutTheirMapAndDynamicOnesWithIt() {
        String offer = Offers.text("sipp").replace("a=rtpmap:0 PCMU/8000\n", "");
        assertThat(agree(offer, PREFERRED).plan().codec()).isEqualTo(PCMU);
        String dynamic = Offers.text("sipp").replace("AVP 0", "AVP 107").replace(":0 ", ":107 ");
        assertThat(agree(dynamic, PREFERRED).plan().sendPayloadType()).isEqualTo(107);
        assertRefused(
                Offers.text("sipp").replace("PCMU/8000", "G729/8000"),
                PREFERRED,
                Why.NOT_ACCEPTABLE);
    }

    @Test
    void doesNotReadParametersOfCodecsThatItDoesNotChoose() {
        String odd = "a=fmtp:0\na=fmtp:99\na=fmtp:x y\na=extmap:9\n";
        assertThat(agree(Offers.text("sipp") + odd, PREFERRED).plan().codec()).isEqualTo(PCMU);
    }

    @Test
    void refusesAnOfferWithoutAudio() {
        String offer = Offers.text("sipp");
        assertRefused(offer.substring(0, offer.indexOf("m=")), PREFERRED, Why.NOT_ACCEPTABLE);
        assertRefused(offer.replace("audio 6000", "audio 0"), PREFERRED, Why.NOT_ACCEPTABLE);
    }

    @Test
    void showsNoKeyInAnyString() {
        Agreed agreed = agree(Offers.text("baresip-srtp-mand"), REQUIRED);
        assertThat(agreed.toString()).doesNotContain("inline").doesNotContain("PJukfl");
        assertThat(REQUIRED.toString()).contains("SdesSecret");
    }

    private static String secured(String... cryptoLines) {
        var text = new StringBuilder(Offers.text("sipp").replace("RTP/AVP", "RTP/SAVP"));
        for (String line : cryptoLines) {
            text.append("a=crypto:").append(line).append('\n');
        }
        return text.toString();
    }

    private static String base64(int bytes) {
        return Base64.getEncoder().encodeToString(new byte[bytes]);
    }

    private static @Nullable InetSocketAddress rtcp(String offer) {
        return agree(offer, PREFERRED).plan().remoteRtcp();
    }

    private static SrtpKeys keys(Agreed agreed) {
        assertThat(agreed.plan().security()).isInstanceOf(MediaPlan.Security.Sdes.class);
        return ((MediaPlan.Security.Sdes) agreed.plan().security()).keys();
    }

    private static void assertRefused(String offer, LocalMedia local, Why why) {
        assertThat(OfferAnswer.answer(Offers.parse(offer), local))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.why()).isEqualTo(why));
    }

    private static Agreed agree(String offer, LocalMedia local) {
        Negotiation outcome = OfferAnswer.answer(Offers.parse(offer), local);
        assertThat(outcome).isInstanceOf(Agreed.class);
        return (Agreed) outcome;
    }
}
