package dev.crosspoint.media.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.crosspoint.media.api.AudioCodec;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.LegKind;
import dev.crosspoint.media.api.MediaAddress;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaConfig;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.api.MediaReply;
import dev.crosspoint.media.api.SessionText;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.call.Count;
import dev.crosspoint.media.codec.Codec;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The media plane on loopback, in real time, with real sockets, DTLS and SRTP. */
class MediaPlaneTest {
    private static final Tenant TENANT = new Tenant("account", "instance");
    private static final CallId CALL = new CallId("call");
    private static final LegId BROWSER = new LegId("browser");
    private static final LegId TRUNK = new LegId("trunk");
    private static final LegKind SRTP_TRUNK =
            new LegKind.Trunk(LegKind.Security.SRTP_REQUIRED, List.of());

    private final BlockingQueue<MediaEvent> events = new LinkedBlockingQueue<>();
    private Vertx vertx;
    private MediaPlane plane;

    @BeforeEach
    void start() throws Exception {
        vertx = Vertx.vertx();
        LocalRecords.installOn(vertx.eventBus());
        MediaConfig config =
                new MediaConfig(
                        2, "127.0.0.1", "127.0.0.1", 0, 21_000, 21_999, 100, null, 5, 5_000, 5_000);
        plane = MediaPlane.start(vertx, config).await(20, TimeUnit.SECONDS);
        vertx.eventBus().<MediaEvent>localConsumer("events", m -> events.add(m.body()));
    }

    @AfterEach
    void stop() throws Exception {
        plane.close().await(10, TimeUnit.SECONDS);
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void carriesABrowserAndATrunkOverEncryptedAudio() throws Exception {
        try (var browser = WirePhone.browser(Codec.OPUS).say(440);
                var trunk = WirePhone.trunk(Codec.PCMU).say(1000)) {
            open(0, CALL);
            connect(0, CALL, BROWSER, new LegKind.Browser(), browser, AudioCodec.OPUS);
            connect(0, CALL, TRUNK, SRTP_TRUNK, trunk, AudioCodec.PCMU);
            bridge(0, CALL, BROWSER, TRUNK);
            await(MediaEvent.LegFlowing.class, BROWSER);

            browser.awaitHeard(browser.heardMs() + 1500);
            trunk.awaitHeard(trunk.heardMs() + 1500);

            assertHears(browser, 1000);
            assertHears(trunk, 440);
            assertThat(browser.refused() + trunk.refused()).isZero();
        }
    }

    @Test
    void relaysBetweenABrowserAndATrunkOfTheSameCodec() throws Exception {
        try (var browser = WirePhone.browser(Codec.PCMU).say(440);
                var trunk = WirePhone.trunk(Codec.PCMU).say(1000)) {
            open(0, CALL);
            connect(0, CALL, BROWSER, new LegKind.Browser(), browser, AudioCodec.PCMU);
            connect(0, CALL, TRUNK, SRTP_TRUNK, trunk, AudioCodec.PCMU);
            bridge(0, CALL, BROWSER, TRUNK);
            await(MediaEvent.LegFlowing.class, BROWSER);

            browser.awaitHeard(browser.heardMs() + 1500);
            trunk.awaitHeard(trunk.heardMs() + 1500);

            assertHears(browser, 1000);
            assertHears(trunk, 440);
            assertThat(counted(Count.RTP_RELAYED)).isGreaterThan(100);
        }
    }

    @Test
    void keepsABrowsersStreamWholeWhenItsLegMovesToACallOfAnotherLoop() throws Exception {
        var second = new CallId("second");
        try (var browser = WirePhone.browser(Codec.PCMU).say(440);
                var first = WirePhone.trunk(Codec.PCMU).say(1000);
                var next = WirePhone.trunk(Codec.PCMU).say(700)) {
            open(0, CALL);
            connect(0, CALL, BROWSER, new LegKind.Browser(), browser, AudioCodec.PCMU);
            connect(0, CALL, TRUNK, SRTP_TRUNK, first, AudioCodec.PCMU);
            bridge(0, CALL, BROWSER, TRUNK);
            await(MediaEvent.LegFlowing.class, BROWSER);
            browser.awaitHeard(browser.heardMs() + 500);

            // To the lobby of its home loop, and from there to a call on the other loop.
            ask(0, new MediaCommand.MoveLeg(TENANT, CALL, BROWSER, null, 0));
            ask(0, new MediaCommand.CloseCall(TENANT, CALL));
            open(1, second);
            var trunkNow = new LegId("trunk-now");
            connect(1, second, trunkNow, SRTP_TRUNK, next, AudioCodec.PCMU);
            ask(0, new MediaCommand.MoveLeg(TENANT, CALL, BROWSER, second, 1));
            bridge(1, second, BROWSER, trunkNow);
            browser.awaitHeard(browser.heardMs() + 1500);
            next.awaitHeard(next.heardMs() + 1500);

            assertHears(browser, 700);
            assertHears(next, 440);
            assertThat(browser.refused()).isZero();
            assertThat(browser.missing()).as("one run of sequence numbers").isZero();
            assertThat(plane.meters().get(0).loop().count(LoopCount.RING_OUT)).isPositive();
            assertThat(plane.meters().get(1).loop().count(LoopCount.RING_OUT)).isPositive();
        }
    }

    @Test
    void givesUpABrowserThatNeverConnects() throws Exception {
        try (var browser = WirePhone.browser(Codec.OPUS)) {
            open(0, CALL);
            ask(
                    0,
                    new MediaCommand.AnswerLeg(
                            TENANT,
                            CALL,
                            BROWSER,
                            new LegKind.Browser(),
                            SessionText.of(browser.offer()),
                            List.of(AudioCodec.OPUS)));

            var ended = await(MediaEvent.LegEnded.class, BROWSER);

            assertThat(ended.reason()).isEqualTo(MediaEvent.EndReason.NO_PATH);
        }
    }

    @Test
    void refusesWhatItCannotDo() throws Exception {
        open(0, CALL);

        assertThat(reply(0, new MediaCommand.OpenCall(TENANT, CALL, "events")))
                .isInstanceOfSatisfying(
                        MediaReply.Refused.class,
                        r -> assertThat(r.error()).isEqualTo(MediaReply.MediaError.DUPLICATE));
        assertThat(
                        reply(
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
        assertThat(reply(0, new MediaCommand.EditHearing(TENANT, new CallId("none"), List.of())))
                .isInstanceOfSatisfying(
                        MediaReply.Refused.class,
                        r -> assertThat(r.error()).isEqualTo(MediaReply.MediaError.UNKNOWN_CALL));
    }

    @Test
    void closesPortsAndForgetsLegsWhenACallEnds() throws Exception {
        try (var trunk = WirePhone.trunk(Codec.PCMU)) {
            open(0, CALL);
            connect(0, CALL, TRUNK, SRTP_TRUNK, trunk, AudioCodec.PCMU);
            assertThat(plane.meters().get(0).legs()).isEqualTo(1);

            ask(0, new MediaCommand.CloseCall(TENANT, CALL));

            assertThat(plane.meters().get(0).legs()).isZero();
            assertThat(plane.meters().get(0).calls()).isZero();
        }
    }

    // ---- asking

    private void open(int loop, CallId call) throws Exception {
        ask(loop, new MediaCommand.OpenCall(TENANT, call, "events"));
    }

    private void connect(
            int loop, CallId call, LegId leg, LegKind kind, WirePhone phone, AudioCodec codec)
            throws Exception {
        var answer =
                (MediaReply.Described)
                        ask(
                                loop,
                                new MediaCommand.AnswerLeg(
                                        TENANT,
                                        call,
                                        leg,
                                        kind,
                                        SessionText.of(phone.offer()),
                                        List.of(codec)));
        phone.connect(answer.description().sdp());
        phone.awaitKeys();
    }

    private void bridge(int loop, CallId call, LegId a, LegId b) throws Exception {
        ask(
                loop,
                new MediaCommand.EditHearing(
                        TENANT,
                        call,
                        List.of(
                                new MediaCommand.EditHearing.Edit(a, b, true),
                                new MediaCommand.EditHearing.Edit(b, a, true))));
    }

    private MediaReply ask(int loop, MediaCommand command) throws Exception {
        MediaReply reply = reply(loop, command);
        assertThat(reply).isNotInstanceOf(MediaReply.Refused.class);
        return reply;
    }

    private MediaReply reply(int loop, MediaCommand command) throws Exception {
        return vertx.eventBus()
                .<MediaReply>request(MediaAddress.ofLoop(loop), command)
                .await(5, TimeUnit.SECONDS)
                .body();
    }

    private <E extends MediaEvent> E await(Class<E> kind, LegId leg) throws Exception {
        while (true) {
            MediaEvent event = events.poll(10, TimeUnit.SECONDS);
            assertThat(event).as("an event of " + kind.getSimpleName()).isNotNull();
            if (kind.isInstance(event) && String.valueOf(event).contains(leg.value())) {
                return kind.cast(event);
            }
        }
    }

    private long counted(Count what) {
        return plane.meters().stream().mapToLong(m -> m.count(what)).sum();
    }

    private static void assertHears(WirePhone phone, double hz) {
        float[] heard = phone.heardLast(400);
        double all = Tone.decibels(Tone.rms(heard, 0, heard.length) * Math.sqrt(2));
        assertThat(Tone.levelDb(heard, phone.rateHz(), hz)).isCloseTo(all, within(3.0));
        assertThat(all).isCloseTo(Tone.decibels(0.3), within(5.0));
    }
}
