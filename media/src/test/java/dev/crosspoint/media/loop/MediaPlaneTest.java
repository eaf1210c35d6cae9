package dev.crosspoint.media.loop;

import static dev.crosspoint.media.loop.PlaneRig.CALL;
import static dev.crosspoint.media.loop.PlaneRig.SRTP_TRUNK;
import static dev.crosspoint.media.loop.PlaneRig.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.api.AudioCodec;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.LegKind;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.api.MediaReply;
import dev.crosspoint.media.api.SessionText;
import dev.crosspoint.media.call.Count;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.ice.StunKey;
import dev.crosspoint.media.ice.StunWriter;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The media plane on loopback, in real time, with real sockets, DTLS and SRTP. */
class MediaPlaneTest {
    private static final LegId BROWSER = new LegId("browser");
    private static final LegId TRUNK = new LegId("trunk");

    private static final Pattern UFRAG = Pattern.compile("a=ice-ufrag:(\\S+)");

    private PlaneRig rig;

    @BeforeEach
    void start() throws Exception {
        rig = PlaneRig.start();
    }

    @AfterEach
    void stop() throws Exception {
        rig.stop();
    }

    @Test
    void carriesABrowserAndATrunkOverEncryptedAudio() throws Exception {
        try (var browser = WirePhone.browser(Codec.OPUS).say(440);
                var trunk = WirePhone.trunk(Codec.PCMU).say(1000)) {
            rig.open(0, CALL);
            rig.connect(0, CALL, BROWSER, new LegKind.Browser(), browser, AudioCodec.OPUS);
            rig.connect(0, CALL, TRUNK, SRTP_TRUNK, trunk, AudioCodec.PCMU);
            rig.bridge(0, CALL, BROWSER, TRUNK);
            rig.await(MediaEvent.LegFlowing.class, BROWSER);

            browser.awaitHeard(browser.heardMs() + 1500);
            trunk.awaitHeard(trunk.heardMs() + 1500);

            PlaneRig.assertHears(browser, 1000);
            PlaneRig.assertHears(trunk, 440);
            assertThat(browser.refused() + trunk.refused()).isZero();
        }
    }

    @Test
    void relaysBetweenABrowserAndATrunkOfTheSameCodec() throws Exception {
        try (var browser = WirePhone.browser(Codec.PCMU).say(440);
                var trunk = WirePhone.trunk(Codec.PCMU).say(1000)) {
            rig.open(0, CALL);
            rig.connect(0, CALL, BROWSER, new LegKind.Browser(), browser, AudioCodec.PCMU);
            rig.connect(0, CALL, TRUNK, SRTP_TRUNK, trunk, AudioCodec.PCMU);
            rig.bridge(0, CALL, BROWSER, TRUNK);
            rig.await(MediaEvent.LegFlowing.class, BROWSER);

            browser.awaitHeard(browser.heardMs() + 1500);
            trunk.awaitHeard(trunk.heardMs() + 1500);

            PlaneRig.assertHears(browser, 1000);
            PlaneRig.assertHears(trunk, 440);
            assertThat(rig.counted(Count.RTP_RELAYED)).isGreaterThan(100);
        }
    }

    @Test
    void keepsABrowsersStreamWholeWhenItsLegMovesToACallOfAnotherLoop() throws Exception {
        var second = new CallId("second");
        try (var browser = WirePhone.browser(Codec.PCMU).say(440);
                var first = WirePhone.trunk(Codec.PCMU).say(1000);
                var next = WirePhone.trunk(Codec.PCMU).say(700)) {
            rig.open(0, CALL);
            rig.connect(0, CALL, BROWSER, new LegKind.Browser(), browser, AudioCodec.PCMU);
            rig.connect(0, CALL, TRUNK, SRTP_TRUNK, first, AudioCodec.PCMU);
            rig.bridge(0, CALL, BROWSER, TRUNK);
            rig.await(MediaEvent.LegFlowing.class, BROWSER);
            browser.awaitHeard(browser.heardMs() + 500);

            // To the lobby of its home loop, and from there to a call on the other loop.
            rig.ask(0, new MediaCommand.MoveLeg(TENANT, CALL, BROWSER, null, 0));
            rig.ask(0, new MediaCommand.CloseCall(TENANT, CALL));
            rig.open(1, second);
            var trunkNow = new LegId("trunk-now");
            rig.connect(1, second, trunkNow, SRTP_TRUNK, next, AudioCodec.PCMU);
            rig.ask(0, new MediaCommand.MoveLeg(TENANT, CALL, BROWSER, second, 1));
            rig.bridge(1, second, BROWSER, trunkNow);
            browser.awaitHeard(browser.heardMs() + 1500);
            next.awaitHeard(next.heardMs() + 1500);

            PlaneRig.assertHears(browser, 700);
            PlaneRig.assertHears(next, 440);
            assertThat(browser.refused()).isZero();
            assertThat(browser.missing()).as("one run of sequence numbers").isZero();
            assertThat(rig.meters().get(0).loop().count(LoopCount.RING_OUT)).isPositive();
            assertThat(rig.meters().get(1).loop().count(LoopCount.RING_OUT)).isPositive();
        }
    }

    /** Made with nobody to talk to, kept between two calls, and heard at once in the second. */
    @Test
    void takesTheNextContactOnAnotherLoop() throws Exception {
        var nowhere = new CallId("nowhere");
        var second = new CallId("second");
        try (var browser = WirePhone.browser(Codec.PCMU).say(440);
                var first = WirePhone.trunk(Codec.PCMU).say(1000);
                var next = WirePhone.trunk(Codec.PCMU).say(700)) {
            rig.open(0, nowhere);
            var answer =
                    rig.answer(
                            0, nowhere, BROWSER, new LegKind.Browser(), browser, AudioCodec.PCMU);
            rig.ask(0, new MediaCommand.MoveLeg(TENANT, nowhere, BROWSER, null, 0));
            rig.ask(0, new MediaCommand.CloseCall(TENANT, nowhere));
            browser.connect(answer);
            browser.awaitKeys();

            rig.open(1, CALL);
            rig.connect(1, CALL, TRUNK, SRTP_TRUNK, first, AudioCodec.PCMU);
            rig.ask(0, new MediaCommand.MoveLeg(TENANT, nowhere, BROWSER, CALL, 1));
            rig.await(MediaEvent.LegFlowing.class, BROWSER);
            rig.bridge(1, CALL, BROWSER, TRUNK);
            browser.awaitHeard(browser.heardMs() + 700);
            PlaneRig.assertHears(browser, 1000);

            rig.ask(1, new MediaCommand.MoveLeg(TENANT, CALL, BROWSER, null, 0));
            rig.ask(1, new MediaCommand.CloseCall(TENANT, CALL));
            rig.open(0, second);
            var trunkNow = new LegId("trunk-now");
            rig.connect(0, second, trunkNow, SRTP_TRUNK, next, AudioCodec.PCMU);
            rig.ask(0, new MediaCommand.MoveLeg(TENANT, CALL, BROWSER, second, 0));
            rig.await(MediaEvent.LegFlowing.class, BROWSER);
            rig.bridge(0, second, BROWSER, trunkNow);
            browser.awaitHeard(browser.heardMs() + 1500);
            next.awaitHeard(next.heardMs() + 1500);

            PlaneRig.assertHears(browser, 700);
            PlaneRig.assertHears(next, 440);
            assertThat(browser.missing()).as("one run of sequence numbers").isZero();
        }
    }

    /** Each with its door on a loop of its own, in a call of one of them. */
    @Test
    void twoStandingAgentsShareAConference() throws Exception {
        var home0 = new CallId("home-0");
        var home1 = new CallId("home-1");
        var other = new LegId("other");
        try (var ann = WirePhone.browser(Codec.PCMU).say(440);
                var bob = WirePhone.browser(Codec.PCMU).say(700);
                var customer = WirePhone.trunk(Codec.PCMU).say(1000)) {
            rig.open(0, home0);
            rig.open(1, home1);
            rig.connect(0, home0, BROWSER, new LegKind.Browser(), ann, AudioCodec.PCMU);
            rig.connect(1, home1, other, new LegKind.Browser(), bob, AudioCodec.PCMU);
            rig.ask(0, new MediaCommand.MoveLeg(TENANT, home0, BROWSER, null, 0));
            rig.ask(1, new MediaCommand.MoveLeg(TENANT, home1, other, null, 0));
            rig.open(1, CALL);
            rig.connect(1, CALL, TRUNK, SRTP_TRUNK, customer, AudioCodec.PCMU);

            rig.ask(0, new MediaCommand.MoveLeg(TENANT, home0, BROWSER, CALL, 1));
            rig.ask(1, new MediaCommand.MoveLeg(TENANT, home1, other, CALL, 1));
            rig.bridge(1, CALL, BROWSER, TRUNK);
            rig.bridge(1, CALL, other, TRUNK);
            rig.bridge(1, CALL, BROWSER, other);
            ann.awaitHeard(ann.heardMs() + 1500);
            bob.awaitHeard(bob.heardMs() + 1500);
            customer.awaitHeard(customer.heardMs() + 1500);

            PlaneRig.assertHearsToo(ann, 700, 1000);
            PlaneRig.assertHearsToo(bob, 440, 1000);
            PlaneRig.assertHearsToo(customer, 440, 700);
        }
    }

    /** By which the agent's next contact has a path, though the network is another one by now. */
    @Test
    void restartsTheIceOfALegThatWaits() throws Exception {
        try (var browser = WirePhone.browser(Codec.PCMU).say(440);
                var trunk = WirePhone.trunk(Codec.PCMU).say(1000)) {
            rig.open(0, CALL);
            rig.connect(0, CALL, BROWSER, new LegKind.Browser(), browser, AudioCodec.PCMU);
            rig.ask(0, new MediaCommand.MoveLeg(TENANT, CALL, BROWSER, null, 0));

            var answer =
                    (MediaReply.Described)
                            rig.ask(
                                    0,
                                    new MediaCommand.AnswerReoffer(
                                            TENANT,
                                            CALL,
                                            BROWSER,
                                            SessionText.of(browser.restart())));
            browser.restarted(answer.description().sdp());
            rig.connect(0, CALL, TRUNK, SRTP_TRUNK, trunk, AudioCodec.PCMU);
            rig.ask(0, new MediaCommand.MoveLeg(TENANT, CALL, BROWSER, CALL, 0));
            rig.bridge(0, CALL, BROWSER, TRUNK);
            browser.awaitHeard(browser.heardMs() + 1500);

            PlaneRig.assertHears(browser, 1000);
            assertThat(rig.counted(Count.STUN_REFUSED)).isZero();
        }
    }

    @Test
    void knowsABrowserByItsNewNamesAfterAnIceRestart() throws Exception {
        try (var browser = WirePhone.browser(Codec.PCMU).say(440);
                var trunk = WirePhone.trunk(Codec.PCMU).say(1000)) {
            rig.open(0, CALL);
            rig.connect(0, CALL, BROWSER, new LegKind.Browser(), browser, AudioCodec.PCMU);
            rig.connect(0, CALL, TRUNK, SRTP_TRUNK, trunk, AudioCodec.PCMU);
            rig.bridge(0, CALL, BROWSER, TRUNK);

            var answer =
                    (MediaReply.Described)
                            rig.ask(
                                    0,
                                    new MediaCommand.AnswerReoffer(
                                            TENANT,
                                            CALL,
                                            BROWSER,
                                            SessionText.of(browser.restart())));
            long answered = rig.counted(Count.STUN_ANSWERED);
            long nobodys = rig.counted(Count.NOBODYS); // DTLS may have overtaken the first check
            browser.restarted(answer.description().sdp());
            browser.awaitHeard(browser.heardMs() + 1500);

            PlaneRig.assertHears(browser, 1000);
            PlaneRig.assertHears(trunk, 440);
            assertThat(rig.counted(Count.STUN_ANSWERED)).isGreaterThan(answered + 3);
            assertThat(rig.counted(Count.STUN_REFUSED)).isZero();
            assertThat(rig.counted(Count.NOBODYS)).isEqualTo(nobodys);
        }
    }

    @Test
    void answersNobodyItDoesNotKnow() throws Exception {
        try (var browser = WirePhone.browser(Codec.PCMU);
                var stranger = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            rig.open(0, CALL);
            var answer =
                    rig.answer(0, CALL, BROWSER, new LegKind.Browser(), browser, AudioCodec.PCMU);
            var port = new InetSocketAddress(InetAddress.getLoopbackAddress(), port(answer));
            var ufrag = UFRAG.matcher(answer).results().findFirst().orElseThrow().group(1);

            for (int i = 0; i < 50; i++) {
                send(stranger, check("nobody" + i + ":peer", i), port);
            }
            send(stranger, check(ufrag + ":peer", 99), port);

            // Whoever names a leg is told that it cannot be; it would have come after all others.
            stranger.setSoTimeout(5_000);
            var reply = new DatagramPacket(new byte[200], 200);
            stranger.receive(reply);
            assertThat(reply.getData()[8 + 11]).as("of which check").isEqualTo((byte) 99);
            assertThat(rig.counted(Count.NOBODYS)).isEqualTo(50);
            assertThat(rig.counted(Count.STUN_REFUSED)).isEqualTo(1);
        }
    }

    private static int port(String sdp) {
        return Integer.parseInt(
                Pattern.compile("m=audio (\\d+)")
                        .matcher(sdp)
                        .results()
                        .findFirst()
                        .orElseThrow()
                        .group(1));
    }

    /** A check with a password that nobody has, and a number at the end of its transaction id. */
    private static byte[] check(String username, int number) {
        byte[] id = new byte[12];
        id[11] = (byte) number;
        var writer =
                new StunWriter()
                        .beginRequest(id)
                        .username(username)
                        .controlling(7)
                        .priority(1)
                        .integrity(new StunKey("a+password+of+nobody+at+all"))
                        .fingerprint();
        return Arrays.copyOf(writer.array(), writer.length());
    }

    private static void send(DatagramSocket by, byte[] data, InetSocketAddress to)
            throws IOException {
        by.send(new DatagramPacket(data, data.length, to));
    }

    @Test
    void givesUpABrowserThatNeverConnects() throws Exception {
        try (var browser = WirePhone.browser(Codec.OPUS)) {
            rig.open(0, CALL);
            rig.ask(
                    0,
                    new MediaCommand.AnswerLeg(
                            TENANT,
                            CALL,
                            BROWSER,
                            new LegKind.Browser(),
                            SessionText.of(browser.offer()),
                            List.of(AudioCodec.OPUS)));

            var ended = rig.await(MediaEvent.LegEnded.class, BROWSER);

            assertThat(ended.reason()).isEqualTo(MediaEvent.EndReason.NO_PATH);
        }
    }

    @Test
    void refusesWhatItCannotDo() throws Exception {
        rig.open(0, CALL);

        assertThat(rig.reply(0, new MediaCommand.OpenCall(TENANT, CALL, "events")))
                .isInstanceOfSatisfying(
                        MediaReply.Refused.class,
                        r -> assertThat(r.error()).isEqualTo(MediaReply.MediaError.DUPLICATE));
        assertThat(
                        rig.reply(
                                0,
                                new MediaCommand.AnswerLeg(
                                        TENANT,
                                        CALL,
                                        TRUNK,
                                        SRTP_TRUNK,
                                        SessionText.of("v=0\r\nnonsense"),
                                        List.of(AudioCodec.PCMU))))
                .isInstanceOfSatisfying(
                        MediaReply.Refused.class,
                        r ->
                                assertThat(r.error())
                                        .isEqualTo(MediaReply.MediaError.BAD_DESCRIPTION));
        assertThat(
                        rig.reply(
                                0,
                                new MediaCommand.EditHearing(
                                        TENANT, new CallId("none"), List.of())))
                .isInstanceOfSatisfying(
                        MediaReply.Refused.class,
                        r -> assertThat(r.error()).isEqualTo(MediaReply.MediaError.UNKNOWN_CALL));
    }

    @Test
    void talksOnUnderOtherKeysAfterANewOffer() throws Exception {
        try (var browser = WirePhone.browser(Codec.OPUS).say(440);
                var trunk = WirePhone.trunk(Codec.PCMU).say(1000)) {
            rig.open(0, CALL);
            rig.connect(0, CALL, BROWSER, new LegKind.Browser(), browser, AudioCodec.OPUS);
            rig.connect(0, CALL, TRUNK, SRTP_TRUNK, trunk, AudioCodec.PCMU);
            rig.bridge(0, CALL, BROWSER, TRUNK);
            rig.await(MediaEvent.LegFlowing.class, TRUNK);
            trunk.awaitHeard(trunk.heardMs() + 500);

            var offer = SessionText.of(trunk.rekey());
            var answer = rig.ask(0, new MediaCommand.AnswerReoffer(TENANT, CALL, TRUNK, offer));
            trunk.rekeyed(((MediaReply.Described) answer).description().sdp());
            long before = rig.counted(Count.RTP_ACCEPTED);
            trunk.awaitHeard(trunk.heardMs() + 1500);
            browser.awaitHeard(browser.heardMs() + 1500);

            PlaneRig.assertHears(browser, 1000);
            PlaneRig.assertHears(trunk, 440);
            assertThat(rig.counted(Count.RTP_ACCEPTED)).isGreaterThan(before + 100);
        }
    }

    /** With {@code MediaFaultTest} of the gateway: 488. */
    @Test
    void doesNotAcceptKeysWithAnIdentifierInEveryPacket() throws Exception {
        try (var trunk = WirePhone.trunk(Codec.PCMU)) {
            rig.open(0, CALL);
            String offer = trunk.offer().replaceFirst("(inline:\\S+)", "$1|2^31|1:4");
            assertThat(offer).contains("|1:4");

            assertThat(
                            rig.reply(
                                    0,
                                    new MediaCommand.AnswerLeg(
                                            TENANT,
                                            CALL,
                                            TRUNK,
                                            SRTP_TRUNK,
                                            SessionText.of(offer),
                                            List.of(AudioCodec.PCMU))))
                    .isInstanceOfSatisfying(
                            MediaReply.Refused.class,
                            r ->
                                    assertThat(r.error())
                                            .isEqualTo(MediaReply.MediaError.NOT_ACCEPTABLE));
        }
    }

    @Test
    void closesPortsAndForgetsLegsWhenACallEnds() throws Exception {
        try (var trunk = WirePhone.trunk(Codec.PCMU)) {
            rig.open(0, CALL);
            rig.connect(0, CALL, TRUNK, SRTP_TRUNK, trunk, AudioCodec.PCMU);
            assertThat(rig.meters().get(0).legs()).isEqualTo(1);

            rig.ask(0, new MediaCommand.CloseCall(TENANT, CALL));

            assertThat(rig.meters().get(0).legs()).isZero();
            assertThat(rig.meters().get(0).calls()).isZero();
        }
    }
}
