package dev.crosspoint.media.loop;

import static dev.crosspoint.media.loop.PlaneRig.CALL;
import static dev.crosspoint.media.loop.PlaneRig.SRTP_TRUNK;
import static dev.crosspoint.media.loop.PlaneRig.TENANT;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.api.AudioCodec;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.Ids.PlayId;
import dev.crosspoint.media.api.LegKind;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.api.MediaReply.Done;
import dev.crosspoint.media.api.MediaReply.MediaError;
import dev.crosspoint.media.api.MediaReply.Refused;
import dev.crosspoint.media.api.OpusEffort;
import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.audio.WavBytes;
import dev.crosspoint.media.call.Count;
import dev.crosspoint.media.call.Leg;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.Codecs;
import dev.crosspoint.media.codec.Encoder;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the media plane does when things go wrong, or come in an unlucky order. */
class MediaPlaneFaultsTest {
    private static final LegId BROWSER = new LegId("browser");
    private static final LegId TRUNK = new LegId("trunk");
    private static final PlayId MUSIC = new PlayId("music");
    private static final int FOR_EVER = 0;

    private PlaneRig rig;

    @TempDir private Path folder;

    @BeforeEach
    void start() throws Exception {
        rig = PlaneRig.start();
    }

    @AfterEach
    void stop() throws Exception {
        rig.stop();
    }

    @Test
    void shedsTheComplexityOfOpusOnEachLoopByWhatItsTicksSay() throws Exception {
        PlaneRig always = PlaneRig.start(new OpusEffort(5, 0, 0));
        try {
            for (int loop = 0; loop < 2; loop++) {
                var enough = new CountDownLatch(60);
                LoopClock.start(always.verticle(loop).loop(), _ -> enough.countDown());
                assertThat(enough.await(20, TimeUnit.SECONDS)).isTrue();
            }

            for (int loop = 0; loop < 2; loop++) {
                var verticle = always.verticle(loop);
                assertThat(verticle.meter().loop().complexityShed()).isEqualTo(5);
                byte[] sent = always.onLoop(loop, () -> lastFrame(verticle.codecs()));
                assertThat(sent).isEqualTo(lastFrame(Codecs.load(null, 0)));
            }
        } finally {
            always.stop();
        }
    }

    private static byte[] lastFrame(Codecs codecs) {
        float[] voice = Tone.voice(48_000, 960 * 25);
        byte[] payload = new byte[1275];
        int length = 0;
        try (Encoder encoder = codecs.encoder(Codec.OPUS, 48_000)) {
            for (int at = 0; at < voice.length; at += 960) {
                length = encoder.encode(voice, at, 960, payload, 0);
            }
        }
        return Arrays.copyOf(payload, length);
    }

    @Test
    void playsNothingWhenAPromptIsStoppedBeforeItsFileWasRead() throws Exception {
        Path file = folder.resolve("music.wav");
        Files.write(
                file, WavBytes.mono(WavBytes.Format.PCM_16, 8000, Tone.sine(8000, 440, 0.3, 8000)));
        try (var trunk = WirePhone.trunk(Codec.PCMU)) {
            rig.open(0, CALL);
            rig.connect(0, CALL, TRUNK, SRTP_TRUNK, trunk, AudioCodec.PCMU);
            var play = new MediaCommand.Play(TENANT, CALL, MUSIC, file, List.of(TRUNK), FOR_EVER);

            assertThat(rig.inARow(0, play, new MediaCommand.StopPlay(TENANT, CALL, MUSIC)))
                    .containsExactly(new Done(), new Done());

            assertThat(rig.reply(0, play)).as("its id is free").isEqualTo(new Done());
            assertThat(rig.reply(0, play))
                    .as("now it plays")
                    .isInstanceOfSatisfying(
                            Refused.class,
                            r -> assertThat(r.error()).isEqualTo(MediaError.DUPLICATE));
        }
    }

    @Test
    @SuppressWarnings("NullAway") // the bug
    void givesUpEveryLegAndPortOfACallThatFails() throws Exception {
        var other = new CallId("other");
        try (var browser = WirePhone.browser(Codec.PCMU);
                var trunk = WirePhone.trunk(Codec.PCMU);
                var bystander = WirePhone.trunk(Codec.PCMU)) {
            rig.open(0, CALL);
            rig.connect(0, CALL, BROWSER, new LegKind.Browser(), browser, AudioCodec.PCMU);
            String answer = rig.answer(0, CALL, TRUNK, SRTP_TRUNK, trunk, AudioCodec.PCMU);
            rig.open(0, other);
            rig.connect(0, other, TRUNK, SRTP_TRUNK, bystander, AudioCodec.PCMU);
            assertThat(rig.meters().get(0).legs()).isEqualTo(3);

            rig.onLoop(
                    0,
                    () ->
                            requireNonNull(rig.verticle(0).call(CALL))
                                    .play(
                                            MUSIC,
                                            null,
                                            List.of(BROWSER),
                                            FOR_EVER,
                                            System.nanoTime()));

            assertThat(rig.await(MediaEvent.CallFailed.class).call()).isEqualTo(CALL);
            rig.onLoop(0, () -> true); // what was asked for in the same turn is done
            assertThat(rig.counted(Count.CALL_FAILED)).isEqualTo(1);
            assertThat(rig.meters().get(0).legs()).isEqualTo(1);
            assertThat(rig.meters().get(0).calls()).isEqualTo(1);
            try (var again = new DatagramSocket(port(answer), InetAddress.ofLiteral("127.0.0.1"))) {
                assertThat(again.isBound()).isTrue();
            }
            assertThat(rig.reply(0, new MediaCommand.StopPlay(TENANT, other, MUSIC)))
                    .isEqualTo(new Done());
        }
    }

    @Test
    void removesACallEvenWhenItCannotBeEndedInOrder() throws Exception {
        rig.open(0, CALL);
        rig.onLoop(
                0,
                () ->
                        requireNonNull(rig.verticle(0).call(CALL))
                                .add(StrayLegs.leg("stray"), System.nanoTime()));

        assertThat(rig.reply(0, new MediaCommand.CloseCall(TENANT, CALL)))
                .isInstanceOfSatisfying(
                        Refused.class, r -> assertThat(r.error()).isEqualTo(MediaError.INTERNAL));

        assertThat(rig.meters().get(0).calls()).isZero();
        rig.open(0, CALL);
    }

    @Test
    void endsACallThatWasForgottenWithNobodyInIt() throws Exception {
        var peopled = new CallId("peopled");
        try (var trunk = WirePhone.trunk(Codec.PCMU)) {
            rig.open(0, CALL);
            rig.open(0, peopled);
            rig.connect(0, peopled, TRUNK, SRTP_TRUNK, trunk, AudioCodec.PCMU);

            long later = System.nanoTime() + TimeUnit.MINUTES.toNanos(16);
            rig.onLoop(
                    0,
                    () -> {
                        rig.verticle(0).onTick(System.nanoTime());
                        rig.verticle(0).onTick(later);
                        return true;
                    });

            assertThat(rig.await(MediaEvent.CallAbandoned.class).call()).isEqualTo(CALL);
            assertThat(rig.counted(Count.CALL_ABANDONED)).isEqualTo(1);
            assertThat(rig.meters().get(0).calls()).isEqualTo(1);
        }
    }

    @Test
    void takesALegBackIntoTheLobbyWhenItsNewCallIsGone() throws Exception {
        var gone = new CallId("gone");
        var next = new CallId("next");
        try (var browser = WirePhone.browser(Codec.PCMU)) {
            rig.open(0, CALL);
            rig.connect(0, CALL, BROWSER, new LegKind.Browser(), browser, AudioCodec.PCMU);
            rig.open(1, next);

            assertThat(rig.reply(0, new MediaCommand.MoveLeg(TENANT, CALL, BROWSER, gone, 1)))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            r -> assertThat(r.error()).isEqualTo(MediaError.UNKNOWN_CALL));

            // The refusal may be faster than the leg.
            rig.onLoop(1, () -> true);
            rig.onLoop(0, () -> true);
            assertThat(rig.reply(0, new MediaCommand.MoveLeg(TENANT, CALL, BROWSER, next, 1)))
                    .isEqualTo(new Done());
            var heard = rig.await(MediaEvent.LegQuality.class, next.value());
            assertThat(heard.report().received()).isPositive();
        }
    }

    @Test
    void newsOfALegFollowItWhenItIsGivenAway() throws Exception {
        var next = new CallId("next");
        try (var trunk = WirePhone.trunk(Codec.PCMU)) {
            rig.open(0, CALL);
            rig.open(1, next);
            rig.connect(0, CALL, TRUNK, SRTP_TRUNK, trunk, AudioCodec.PCMU);
            Leg leg =
                    rig.onLoop(
                            0,
                            () ->
                                    requireNonNull(
                                            requireNonNull(rig.verticle(0).call(CALL)).leg(TRUNK)));
            rig.ask(0, new MediaCommand.MoveLeg(TENANT, CALL, TRUNK, next, 1));
            var toldOn = new CompletableFuture<Integer>();
            var busy = new CountDownLatch(1);
            rig.verticle(1).loop().execute(() -> await(busy));

            // The holder is to give the leg back, and before it does its home has news of it.
            var moved = rig.request(1, new MediaCommand.MoveLeg(TENANT, next, TRUNK, CALL, 0));
            rig.onLoop(
                    0,
                    () -> {
                        rig.verticle(0)
                                .doors()
                                .atHolder(leg, holder -> toldOn.complete(holder.loop().index()));
                        return true;
                    });
            busy.countDown();

            assertThat(moved.await(5, TimeUnit.SECONDS)).isEqualTo(new Done());
            assertThat(toldOn.get(5, TimeUnit.SECONDS)).as("where it is held now").isZero();
        }
    }

    @Test
    void newsOfALegThatHasEndedReachNobody() throws Exception {
        rig.onLoop(
                0,
                () -> {
                    Leg stray = StrayLegs.leg("stray");
                    rig.verticle(0).seat(stray);
                    rig.verticle(0)
                            .doors()
                            .atHolder(
                                    stray,
                                    _ -> {
                                        throw new AssertionError("nobody has it");
                                    });
                    return true;
                });
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static int port(String sdp) {
        var line = Pattern.compile("m=audio (\\d+)").matcher(sdp);
        assertThat(line.find()).isTrue();
        return Integer.parseInt(line.group(1));
    }
}
