package dev.crosspoint.gateway.doctor;

import static dev.crosspoint.gateway.doctor.Cases.NOW;
import static dev.crosspoint.gateway.doctor.Cases.leg;
import static dev.crosspoint.gateway.doctor.Cases.passed;
import static dev.crosspoint.gateway.doctor.Cases.reply;
import static dev.crosspoint.gateway.doctor.Cases.running;
import static dev.crosspoint.gateway.doctor.Cases.seen;
import static dev.crosspoint.gateway.doctor.Cases.trunk;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.doctor.Cases.Leg;
import dev.crosspoint.gateway.doctor.Check.Outcome;
import dev.crosspoint.gateway.doctor.Finding.Ports;
import dev.crosspoint.gateway.doctor.Finding.Side;
import dev.crosspoint.gateway.doctor.Finding.Silence;
import dev.crosspoint.signaling.api.Sighting;
import dev.crosspoint.signaling.api.Sighting.Door;
import dev.crosspoint.signaling.api.Sighting.Trouble;
import dev.crosspoint.signaling.api.SignalingConfig.MediaSecurity;
import dev.crosspoint.signaling.api.SignalingConfig.TrunkConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The decision table of trunks: what was seen, and what is said to be the cause. */
class TrunkDoctorTest {
    private static final TrunkConfig SECURE = trunk(MediaSecurity.REQUIRED, List.of());
    private static final TrunkConfig PLAIN = trunk(MediaSecurity.NONE, List.of());
    private static final Sighting WELL = seen(reply(200, null, "203.0.113.9"));

    static Stream<Arguments> outside() {
        return Stream.of(
                Arguments.of(
                        Sighting.nowhere("no name server knows it"),
                        new Finding.NameUnknown(Cases.HOST, "no name server knows it"),
                        "The name sip.carrier.example leads nowhere: no name server knows it."),
                Arguments.of(
                        seen(Door.REFUSED),
                        new Finding.NothingListens("192.0.2.1:5061", "TLS"),
                        "Nobody listens at 192.0.2.1:5061 for TLS: the connection is refused."),
                Arguments.of(
                        seen(Door.SILENT),
                        new Finding.NothingComesBack("192.0.2.1:5061", "TLS"),
                        "Nothing comes back from 192.0.2.1:5061 by TLS: a firewall drops it, or nobody is there."),
                Arguments.of(
                        Cases.tls(Trouble.WRONG_NAME, null),
                        Cases.tlsFails(Trouble.WRONG_NAME, Cases.END),
                        "The trunk's certificate is for sip.elsewhere.example, and we call it sip.carrier.example."),
                Arguments.of(
                        Cases.tls(Trouble.EXPIRED, null),
                        Cases.tlsFails(Trouble.EXPIRED, Cases.END),
                        "The certificate of sip.carrier.example ended on 1 July 2026, 00:00 UTC."),
                Arguments.of(
                        Cases.tls(Trouble.NOT_YET_VALID, null),
                        Cases.tlsFails(Trouble.NOT_YET_VALID, Cases.BEGIN),
                        "The certificate of sip.carrier.example is good from 1 January 2026, 00:00 UTC only."),
                Arguments.of(
                        Cases.tls(Trouble.UNTRUSTED, null),
                        Cases.tlsFails(Trouble.UNTRUSTED, Cases.END),
                        "The certificate of sip.carrier.example is issued by CN=An authority, which this system does not trust."),
                Arguments.of(
                        Cases.tls(Trouble.NOT_TLS, null),
                        Cases.tlsFails(Trouble.NOT_TLS, Cases.END),
                        "sip.carrier.example does not speak TLS at the port that we call."),
                Arguments.of(
                        Cases.tls(Trouble.OURS_REFUSED, null),
                        Cases.tlsFails(Trouble.OURS_REFUSED, Cases.END),
                        "sip.carrier.example wants a certificate of ours (mutual TLS), and does not take the one that we show."),
                Arguments.of(
                        Cases.tls(
                                Trouble.EXPIRED,
                                reply(200, Cases.END.minus(Duration.ofDays(9)), null)),
                        new Finding.ClockBreaksTls(
                                Duration.between(Cases.END.minus(Duration.ofDays(9)), NOW)),
                        "This machine's clock is 159 days ahead of the far end's, so that a good certificate looks out of date."),
                Arguments.of(
                        seen((Sighting.Reply) null),
                        new Finding.OptionsUnanswered("192.0.2.1:5061", "TLS"),
                        "192.0.2.1:5061 takes our connection by TLS, and does not answer SIP."),
                Arguments.of(
                        seen(reply(403, null, "203.0.113.9")),
                        new Finding.OptionsRefused(403),
                        "The trunk answers OPTIONS with 403 (it does not let us, or does not know our address)."),
                Arguments.of(
                        seen(reply(200, NOW.plusSeconds(7_380), "203.0.113.9")),
                        new Finding.ClocksDiffer(Duration.ofMinutes(-123)),
                        "This machine's clock is 2 h 3 min behind the trunk's, and one of them is wrong."),
                Arguments.of(
                        seen(reply(200, null, "203.0.113.77")),
                        new Finding.AdvertisedWrong(
                                "sip.advertisedAddress", "203.0.113.9", "203.0.113.77"),
                        "sip.advertisedAddress is 203.0.113.9, and from outside we are seen as 203.0.113.77: audio would be sent where we are not."));
    }

    @ParameterizedTest
    @MethodSource("outside")
    void saysTheCauseOfWhatIsSeenFromOutside(Sighting sighting, Finding cause, String sentence) {
        var diagnosis = TrunkDoctor.diagnose(SECURE, Cases.here(), sighting, running());

        assertThat(diagnosis.findings().getFirst()).isEqualTo(cause);
        assertThat(Words.cause(cause)).isEqualTo(sentence);
        assertThat(diagnosis.exitCode()).isEqualTo(Diagnosis.CAUSE_FOUND);
        assertThat(diagnosis.checks()).extracting(Check::outcome).contains(Outcome.NOT_OK);
    }

    static Stream<Arguments> calls() {
        var three = new Silence(1, 300);
        return Stream.of(
                Arguments.of(
                        SECURE,
                        leg().refusal("no common codec").offers("RTP/SAVP", "g729", "x"),
                        new Finding.NoCommonCodec(List.of("g729"), 1)),
                Arguments.of(
                        SECURE,
                        leg().refusal("no crypto line that we can keep")
                                .offers("RTP/SAVP", "pcmu", "F8_128_HMAC_SHA1_80"),
                        new Finding.NoCommonSuite(List.of("F8_128_HMAC_SHA1_80"), false, 1)),
                Arguments.of(
                        SECURE,
                        leg().refusal("no crypto line that we can keep")
                                .offers("RTP/SAVP", "pcmu", "AES_CM_128_HMAC_SHA1_80"),
                        new Finding.NoCommonSuite(List.of("AES_CM_128_HMAC_SHA1_80"), true, 1)),
                Arguments.of(
                        SECURE,
                        leg().refusal("this trunk demands SRTP").offers("RTP/AVP", "pcmu", ""),
                        new Finding.SrtpDemanded("RTP/AVP", 1)),
                Arguments.of(
                        PLAIN,
                        leg().refusal("this trunk is plain RTP").offers("RTP/SAVP", "pcmu", "x"),
                        new Finding.SrtpNotWanted(1)),
                Arguments.of(
                        PLAIN,
                        leg().refusal("a line breaks the grammar"),
                        new Finding.DescriptionRefused("a line breaks the grammar", 1)),
                Arguments.of(PLAIN, leg().status(404), new Finding.NumberUnknown(1)),
                Arguments.of(
                        SECURE,
                        leg().out().status(488).offers("RTP/SAVP", "pcmu", "x"),
                        new Finding.OurOfferRefused(488, List.of("pcmu"), "RTP/SAVP", 1)),
                Arguments.of(PLAIN, leg().out().status(502), new Finding.CallsFail(502, 1)),
                Arguments.of(
                        PLAIN,
                        leg().passed(passed(0, 300).strange(200, "198.51.100.0/24")),
                        new Finding.AudioFromStrangers("198.51.100.0/24", List.of(), three)),
                Arguments.of(
                        SECURE,
                        leg().passed(passed(0, 300).unauthentic(200)),
                        new Finding.AudioUnauthentic(Side.TRUNK, three)),
                Arguments.of(
                        SECURE,
                        leg().passed(passed(0, 300).unprotected(200)),
                        new Finding.AudioUnprotected(Side.TRUNK, three)),
                Arguments.of(
                        PLAIN,
                        leg().passed(passed(0, 300)),
                        new Finding.NothingReceived(Side.TRUNK, new Ports(20_000, 29_999), three)),
                Arguments.of(
                        PLAIN,
                        leg().passed(passed(300, 0)),
                        new Finding.NothingSent(Side.TRUNK, 300)),
                Arguments.of(
                        PLAIN,
                        leg().passed(passed(300, 300)).sounds(0, 100, 0, 20),
                        new Finding.NothingReachesThem(Side.TRUNK, 300)),
                Arguments.of(
                        PLAIN,
                        leg().passed(passed(300, 300)).silent(9),
                        new Finding.DigitalSilence(Side.TRUNK, 9)),
                Arguments.of(
                        PLAIN,
                        leg().passed(passed(0, 10).onHold()).offers("RTP/AVP", "pcmu", ""),
                        new Finding.FarEndOnHold("sendrecv")),
                Arguments.of(
                        PLAIN,
                        leg().passed(passed(300, 300).unexpected(290)),
                        new Finding.AudioOfAnotherType(Side.TRUNK, 290)),
                Arguments.of(
                        PLAIN,
                        leg().passed(passed(300, 300)).agrees(false),
                        new Finding.KeysOnlyAsTones(false, false, 1)),
                Arguments.of(
                        PLAIN,
                        leg().passed(passed(300, 300)).agrees(false).refusedInfo(2),
                        new Finding.InfoRefused(2)),
                Arguments.of(
                        PLAIN,
                        leg().passed(passed(300, 300)).agrees(true).tones(4),
                        new Finding.TonesBesideEvents(4)),
                Arguments.of(
                        PLAIN,
                        leg().passed(passed(300, 300)).agrees(true).sounds(7, 2, 5, 20),
                        new Finding.Loss(Side.TRUNK, 7, 2)),
                Arguments.of(
                        PLAIN,
                        leg().passed(passed(300, 300)).agrees(true).sounds(0, 0, 80, 20),
                        new Finding.Jitter(Side.TRUNK, 80)),
                Arguments.of(
                        PLAIN,
                        leg().passed(passed(300, 300)).agrees(true).sounds(0, 0, 5, 420),
                        new Finding.RoundTrip(Side.TRUNK, 420)));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void saysTheCauseOfWhatCallsShow(TrunkConfig trunk, Leg leg, Finding cause) {
        var diagnosis = TrunkDoctor.diagnose(trunk, Cases.here(), WELL, running(leg));

        assertThat(diagnosis.findings()).isNotEmpty();
        assertThat(diagnosis.findings().getFirst()).isEqualTo(cause);
        assertThat(Words.cause(cause)).endsWith(".").doesNotContain("%s", "%d");
        assertThat(NextStep.of(cause)).endsWith(".").doesNotContain("%s", "%d");
        assertThat(diagnosis.exitCode()).isEqualTo(Diagnosis.CAUSE_FOUND);
    }

    @Test
    void blamesTheAddressThatWeToldWhenItIsNotWhereWeAreSeen() {
        var behindNat = Cases.here("10.0.0.5");
        var diagnosis =
                TrunkDoctor.diagnose(PLAIN, behindNat, WELL, running(leg().passed(passed(0, 312))));

        assertThat(DiagnosisText.lines(diagnosis))
                .contains(
                        "Cause: Nothing of what the trunk says arrives (1 recent call: sent 312 packets, received none), because we tell it to send to 10.0.0.5, and it sees us as 203.0.113.9.",
                        "Next:  Set media.advertisedAddress to 203.0.113.9 and start the gateway again, with the media ports forwarded to this machine.");
    }

    @Test
    void blamesAPrivateAddressAlsoWhenNobodySaysWhereWeAreSeen() {
        var mute = seen(reply(200, null, null));
        var diagnosis =
                TrunkDoctor.diagnose(
                        PLAIN, Cases.here("10.0.0.5"), mute, running(leg().passed(passed(0, 312))));

        assertThat(diagnosis.findings().getFirst())
                .isEqualTo(
                        new Finding.AudioSentElsewhere(
                                Side.TRUNK, "10.0.0.5", null, new Silence(1, 312)));
    }

    @Test
    void doesNotBlameThePublicAddressWhenWhoeverIsBesideUsSeesAPrivateOne() {
        var beside = seen(reply(200, null, "10.0.0.5"));
        var diagnosis = TrunkDoctor.diagnose(PLAIN, Cases.here(), beside, running(Cases.fine()));

        assertThat(diagnosis.findings()).isEmpty();
    }

    @Test
    void putsWhatNothingGetsPastBeforeWhatItBringsAbout() {
        var legs = running(leg().out().status(503), leg().passed(passed(300, 300)).agrees(false));
        var diagnosis =
                TrunkDoctor.diagnose(SECURE, Cases.here(), Cases.tls(Trouble.EXPIRED, null), legs);

        assertThat(diagnosis.findings())
                .hasSizeGreaterThan(2)
                .first()
                .isInstanceOf(Finding.TlsFails.class);
        assertThat(DiagnosisText.lines(diagnosis)).contains("Also:");
    }

    @Test
    void isWellWhenCallsWereLookedAtAndNothingIsWrong() {
        var diagnosis = TrunkDoctor.diagnose(SECURE, Cases.here(), WELL, running(Cases.fine()));

        assertThat(diagnosis.findings()).isEmpty();
        assertThat(diagnosis.exitCode()).isEqualTo(Diagnosis.WELL);
        assertThat(DiagnosisText.lines(diagnosis))
                .contains("Nothing is wrong, as far as was looked.");
    }

    @Test
    void cannotTellWithoutCalls() {
        var unasked = new Running.NotAsked("the gateway was not asked", Map.of());

        for (var running : List.of(unasked, running())) {
            var diagnosis = TrunkDoctor.diagnose(SECURE, Cases.here(), WELL, running);
            assertThat(diagnosis.exitCode()).isEqualTo(Diagnosis.CANNOT_TELL);
            assertThat(DiagnosisText.lines(diagnosis).get(2)).startsWith("Cannot tell: ");
        }
    }

    @Test
    void leavesOutWhatWasWrongLongBeforeTheLastCalls() {
        var mended =
                running(
                        Cases.fine(),
                        leg().refusal("no common codec").offers("RTP/AVP", "g729", "").ago(7_200));

        assertThat(TrunkDoctor.diagnose(PLAIN, Cases.here(), WELL, mended).findings()).isEmpty();
    }

    @Test
    void doesNotTakeACallThatHasJustBegunForADeafOne() {
        var begun = running(leg().passed(passed(0, 20)).agrees(true));

        assertThat(TrunkDoctor.diagnose(PLAIN, Cases.here(), WELL, begun).findings()).isEmpty();
    }

    @Test
    void doesNotTakeTheCalleesWordForAFault() {
        var busy = running(Cases.fine(), leg().out().status(486), leg().out().status(603));

        assertThat(TrunkDoctor.diagnose(PLAIN, Cases.here(), WELL, busy).findings()).isEmpty();
    }

    @Test
    void tellsOfDroppedRequestsOnlyWhereNoCallArrives() {
        var counters = Map.of("crosspoint_sip_dropped_total{cause=\"unknown-source\"}", 12.0);
        var none = new Running.Said("up", null, List.of(), List.of(), counters);
        var some =
                new Running.Said("up", null, List.of(Cases.fine().record()), List.of(), counters);

        assertThat(TrunkDoctor.diagnose(PLAIN, Cases.here(), WELL, none).findings())
                .containsExactly(new Finding.RequestsDropped("unknown-source", 12));
        assertThat(TrunkDoctor.diagnose(PLAIN, Cases.here(), WELL, some).findings()).isEmpty();
    }

    @Test
    void saysWhatTheGatewayThinksOfTheTrunk() {
        var gone = new Running.Said("not-registered", null, List.of(), List.of(), Map.of());
        var away = new Running.Away("https://127.0.0.1:8443", "connection refused");

        assertThat(TrunkDoctor.diagnose(PLAIN, Cases.here(), WELL, gone).findings())
                .containsExactly(new Finding.NotRegistered(0));
        assertThat(TrunkDoctor.diagnose(PLAIN, Cases.here(), WELL, away).findings())
                .containsExactly(
                        new Finding.GatewayAway("https://127.0.0.1:8443", "connection refused"));
    }

    @Test
    void warnsOfAddressesThatWouldBeStrangersAndOfCertificatesThatEnd() {
        var elsewhere = trunk(MediaSecurity.NONE, List.of("198.51.100.0/24"));
        var here = Cases.endingOn(NOW.plus(Duration.ofDays(3)));

        assertThat(TrunkDoctor.diagnose(elsewhere, here, WELL, running(Cases.fine())).findings())
                .containsExactly(
                        new Finding.OutsideNetworks(
                                List.of("192.0.2.1"), List.of("198.51.100.0/24")),
                        new Finding.CertificateEnds(
                                "our listener sip", NOW.plus(Duration.ofDays(3)), false));
    }
}
