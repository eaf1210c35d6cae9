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
import dev.crosspoint.media.api.OpusEffort;
import dev.crosspoint.media.api.SessionText;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.call.Count;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A media plane of two loops on loopback, and somebody who commands it and hears its events. */
final class PlaneRig {
    static final Tenant TENANT = new Tenant("account", "instance");
    static final CallId CALL = new CallId("call");
    static final LegKind SRTP_TRUNK = new LegKind.Trunk(LegKind.Security.SRTP_REQUIRED, List.of());

    private static final String EVENTS = "events";
    private static final int LOOKS = 8;
    private static final int LOOK_MS = 400;

    private final BlockingQueue<MediaEvent> events = new LinkedBlockingQueue<>();
    private final Vertx vertx;
    private final MediaPlane plane;

    private PlaneRig(Vertx vertx, MediaPlane plane) {
        this.vertx = vertx;
        this.plane = plane;
        vertx.eventBus().<MediaEvent>localConsumer(EVENTS, m -> events.add(m.body()));
    }

    static PlaneRig start() throws Exception {
        return start("127.0.0.1", "127.0.0.1");
    }

    /** Likewise, whose encoders of Opus cost no more than that. */
    static PlaneRig start(OpusEffort effort) throws Exception {
        return start(effort, "127.0.0.1", "127.0.0.1");
    }

    /** Likewise, bound to and advertised at other addresses. */
    static PlaneRig start(String bind, String... advertised) throws Exception {
        return start(OpusEffort.USUAL, bind, advertised);
    }

    private static PlaneRig start(OpusEffort effort, String bind, String... advertised)
            throws Exception {
        Vertx vertx = Vertx.vertx();
        LocalRecords.installOn(vertx.eventBus());
        MediaConfig config =
                new MediaConfig(
                        2,
                        bind,
                        List.of(advertised),
                        0,
                        true,
                        21_000,
                        21_999,
                        100,
                        null,
                        effort,
                        5_000,
                        5_000,
                        30);
        return new PlaneRig(vertx, MediaPlane.start(vertx, config).await(20, TimeUnit.SECONDS));
    }

    void stop() throws Exception {
        plane.close().await(10, TimeUnit.SECONDS);
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    void open(int loop, CallId call) throws Exception {
        ask(loop, new MediaCommand.OpenCall(TENANT, call, EVENTS));
    }

    /** A leg for a phone, which begins to talk. */
    void connect(int loop, CallId call, LegId leg, LegKind kind, WirePhone phone, AudioCodec codec)
            throws Exception {
        phone.connect(answer(loop, call, leg, kind, phone, codec));
        phone.awaitKeys();
    }

    /** A leg for a phone, and what it is told. */
    String answer(int loop, CallId call, LegId leg, LegKind kind, WirePhone phone, AudioCodec codec)
            throws Exception {
        var answer =
                new MediaCommand.AnswerLeg(
                        TENANT, call, leg, kind, SessionText.of(phone.offer()), List.of(codec));
        return ((MediaReply.Described) ask(loop, answer)).description().sdp();
    }

    void bridge(int loop, CallId call, LegId a, LegId b) throws Exception {
        ask(
                loop,
                new MediaCommand.EditHearing(
                        TENANT,
                        call,
                        List.of(
                                new MediaCommand.EditHearing.Edit(a, b, true),
                                new MediaCommand.EditHearing.Edit(b, a, true))));
    }

    /** What is answered to a command that is carried out. */
    MediaReply ask(int loop, MediaCommand command) throws Exception {
        MediaReply reply = reply(loop, command);
        assertThat(reply).isNotInstanceOf(MediaReply.Refused.class);
        return reply;
    }

    MediaReply reply(int loop, MediaCommand command) throws Exception {
        return request(loop, command).await(5, TimeUnit.SECONDS);
    }

    /** The replies to commands of which the loop takes each right after the one before. */
    List<MediaReply> inARow(int loop, MediaCommand... commands) throws Exception {
        List<Future<MediaReply>> replies =
                onLoop(
                        loop,
                        () -> {
                            var asked = new ArrayList<Future<MediaReply>>();
                            for (MediaCommand command : commands) {
                                asked.add(request(loop, command));
                            }
                            return asked;
                        });
        var all = new ArrayList<MediaReply>();
        for (Future<MediaReply> reply : replies) {
            all.add(reply.await(5, TimeUnit.SECONDS));
        }
        return all;
    }

    Future<MediaReply> request(int loop, MediaCommand command) {
        return vertx.eventBus()
                .<MediaReply>request(MediaAddress.ofLoop(loop), command)
                .map(reply -> reply.body());
    }

    <E extends MediaEvent> E await(Class<E> kind) throws Exception {
        return await(kind, "");
    }

    <E extends MediaEvent> E await(Class<E> kind, LegId leg) throws Exception {
        return await(kind, leg.value());
    }

    /** The next event of a kind that has a text in it somewhere. */
    <E extends MediaEvent> E await(Class<E> kind, String named) throws Exception {
        while (true) {
            MediaEvent event = events.poll(10, TimeUnit.SECONDS);
            assertThat(event).as("an event of " + kind.getSimpleName()).isNotNull();
            if (kind.isInstance(event) && String.valueOf(event).contains(named)) {
                return kind.cast(event);
            }
        }
    }

    /** Does something on a loop. */
    <T> T onLoop(int loop, Callable<T> what) throws Exception {
        return Await.onLoop(verticle(loop).loop(), what);
    }

    MediaVerticle verticle(int loop) {
        return plane.verticle(loop);
    }

    List<MediaMeter> meters() {
        return plane.meters();
    }

    long counted(Count what) {
        return plane.meters().stream().mapToLong(m -> m.count(what)).sum();
    }

    /** Within some looks: over sockets, what a machine with other work delays is concealed. */
    static void assertHears(WirePhone phone, double hz) throws Exception {
        for (int look = 1; look < LOOKS && !hears(phone, hz); look++) {
            phone.awaitHeard(phone.heardMs() + LOOK_MS);
        }
        float[] heard = phone.heardLast(LOOK_MS);
        double all = loudness(heard);
        assertThat(Tone.levelDb(heard, phone.rateHz(), hz)).isCloseTo(all, within(3.0));
        assertThat(all).isCloseTo(Tone.decibels(0.3), within(5.0));
    }

    /** Each of these tones, among others. */
    static void assertHearsToo(WirePhone phone, double... tones) throws Exception {
        for (double hz : tones) {
            double least = Tone.decibels(0.3) - 6;
            for (int look = 1; look < LOOKS && level(phone, hz) < least; look++) {
                phone.awaitHeard(phone.heardMs() + LOOK_MS);
            }
            assertThat(level(phone, hz)).as("%.0f Hz", hz).isGreaterThan(least);
        }
    }

    private static double level(WirePhone phone, double hz) {
        return Tone.levelDb(phone.heardLast(LOOK_MS), phone.rateHz(), hz);
    }

    private static boolean hears(WirePhone phone, double hz) {
        float[] heard = phone.heardLast(LOOK_MS);
        return loudness(heard) - Tone.levelDb(heard, phone.rateHz(), hz) < 3.0;
    }

    private static double loudness(float[] heard) {
        return Tone.decibels(Tone.rms(heard, 0, heard.length) * Math.sqrt(2));
    }
}
