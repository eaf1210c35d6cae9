package dev.crosspoint.media.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.crosspoint.media.api.Channel;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.Codecs;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class RendererTest {
    private static final int RATE_HZ = 8000;
    private static final long TOLERANCE_MS = 20;

    private final Codecs codecs = Codecs.load();
    private final Renderer renderer = new Renderer(codecs);

    @ParameterizedTest
    @CsvSource({
        "PCMU,10", "PCMU,20", "PCMU,40", "PCMU,60", "PCMA,20", "PCMA,60", "OPUS,10", "OPUS,20",
        "OPUS,40", "OPUS,60"
    })
    void placesEachSpeakerOnItsSideAtItsTime(Codec codec, int ptimeMs) throws Exception {
        var agent = speaker(1, 600).with(codec, ptimeMs).jittering(15).says(1000, 2000);
        var customer = speaker(2, 1100).with(codec, ptimeMs).jittering(15).says(2500, 4000);
        var rendered =
                rendered(
                        new Recording()
                                .track(1, Channel.RIGHT)
                                .track(2, Channel.LEFT)
                                .hearing(agent, 5000)
                                .hearing(customer, 5000)
                                .stop(5000));
        assertThat(rendered.rendering().durationMs()).isEqualTo(5000);
        assertThat(rendered.right()).hasSize(40_000);
        assertHeard(rendered.right(), 600, 1000, 2000);
        assertHeard(rendered.left(), 1100, 2500, 4000);
        assertThat(Tone.levelDb(rendered.left(), RATE_HZ, 600)).isLessThan(-60);
        assertThat(Tone.levelDb(rendered.right(), RATE_HZ, 1100)).isLessThan(-60);
        assertThat(rendered.rendering().endedInOrder()).isTrue();
        assertThat(rendered.rendering().left().lost()).isZero();
        assertThat(rendered.rendering().left().concealedMs()).isZero();
    }

    @Test
    void copiesWhatNeedsNoCorrection() throws Exception {
        // G.711 from a perfect network is in the file bit by bit
        var agent = speaker(1, 600).with(Codec.PCMA, 20).says(0, 3000);
        var rendered =
                rendered(new Recording().track(1, Channel.RIGHT).hearing(agent, 3000).stop(3000));
        var recording = agent.packets(3000);
        float[] right = rendered.right();
        float[] decoded = new float[160];
        long equal = 0;
        try (var decoder = codecs.decoder(Codec.PCMA, RATE_HZ)) {
            decoder.decode(recording.get(50).payload().array(), 0, 160, decoded, 0);
        }
        for (int at = 7000; at < 9000 && equal < 160; at++) {
            equal = 0;
            while (equal < 160 && right[at + (int) equal] == decoded[(int) equal]) {
                equal++;
            }
        }
        assertThat(equal).isEqualTo(160);
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void keepsTheChannelsTogetherForAnHourOfDrift(Codec codec) throws Exception {
        // both say the same short words at the same times, with clocks 600 ppm apart
        var agent = speaker(1, 600).with(codec, 20).drifting(300).jittering(30).losing(0.05);
        var customer = speaker(2, 600).with(codec, 20).drifting(-300).jittering(30).losing(0.05);
        int minutes = 60;
        for (int minute = 0; minute < minutes; minute++) {
            agent.quiet().says(minute * 60_000L + 5000, minute * 60_000L + 7000);
            customer.quiet().says(minute * 60_000L + 5000, minute * 60_000L + 7000);
        }
        long untilMs = minutes * 60_000L;
        var rendered =
                rendered(
                        new Recording()
                                .track(1, Channel.RIGHT)
                                .track(2, Channel.LEFT)
                                .hearing(agent, untilMs)
                                .hearing(customer, untilMs)
                                .stop(untilMs));
        float[] right = rendered.right();
        float[] left = rendered.left();
        var apart = new ArrayList<Long>();
        for (long at = 0; at < untilMs; at += 60_000) {
            long r = Rendered.soundFrom(right, RATE_HZ, at);
            long l = Rendered.soundFrom(left, RATE_HZ, at);
            assertThat(r).isCloseTo(at + 5000, within(TOLERANCE_MS + 20));
            assertThat(l).isCloseTo(at + 5000, within(TOLERANCE_MS + 20));
            apart.add(Math.abs(r - l));
        }
        // a lost first packet is 20 ms more, and says nothing of the clocks
        apart.sort(Long::compare);
        assertThat(apart.get(apart.size() * 8 / 10)).isLessThan(TOLERANCE_MS);
    }

    @Test
    void followsADelayThatGrowsWithinSeconds() throws Exception {
        var agent = speaker(1, 600).delayedFrom(20_000, 42).jittering(10);
        for (int second = 1; second < 40; second++) {
            agent.says(second * 1000L, second * 1000L + 500);
        }
        var rendered =
                rendered(
                        new Recording()
                                .track(1, Channel.RIGHT)
                                .hearing(agent, 40_000)
                                .stop(40_000));
        float[] right = rendered.right();
        for (int second = 1; second < 39; second++) {
            long at = Rendered.soundFrom(right, RATE_HZ, second * 1000L - 200);
            long wanted = second * 1000L;
            if (second < 20) {
                assertThat(at).isCloseTo(wanted, within(10L));
            } else if (second > 25) {
                assertThat(at).isCloseTo(wanted + 40, within(10L));
            } else {
                assertThat(at).isBetween(wanted - 10, wanted + 50);
            }
        }
        assertThat(rendered.rendering().right().concealedMs()).isZero();
    }

    /** The speaker's G.722 goes on where the renderer's begins anew: they find each other again. */
    @ParameterizedTest
    @EnumSource(Codec.class)
    void goesOnThroughRestartsChangesAndWraps(Codec codec) throws Exception {
        Codec other = codec == Codec.OPUS ? Codec.PCMU : Codec.OPUS;
        var agent =
                speaker(1, 600)
                        .with(codec, 20)
                        .wrapping()
                        .restartingAt(3000)
                        .changingAt(6000, other)
                        .jittering(10)
                        .says(500, 9000);
        var rendered =
                rendered(
                        new Recording()
                                .track(1, Channel.RIGHT)
                                .hearing(agent, 10_000)
                                .stop(10_000));
        assertHeard(rendered.right(), 600, 500, 9000);
        assertThat(Tone.gaps(rendered.right(), RATE_HZ, codec == Codec.G722 ? 45 : 15)).isZero();
        assertThat(rendered.rendering().right().lost()).isZero();
        assertThat(rendered.rendering().codecChanges())
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.codec()).isEqualTo(other);
                    assertThat(change.atMs()).isBetween(6000L, 6050L);
                });
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void makesGoodForLosses(Codec codec) throws Exception {
        var agent = speaker(1, 600).with(codec, 20).losing(0.05).jittering(30).says(0, 30_000);
        var rendered =
                rendered(
                        new Recording()
                                .track(1, Channel.RIGHT)
                                .hearing(agent, 30_000)
                                .stop(30_000));
        var right = rendered.rendering().right();
        assertThat(right.lost()).isBetween(40L, 110L);
        assertThat(right.concealedMs() + 20 * right.recovered())
                .isCloseTo(20 * right.lost(), within(80L));
        if (codec == Codec.OPUS) {
            assertThat(right.recovered()).isGreaterThan(right.lost() / 2);
        }
        assertThat(right.spokenMs() + right.concealedMs() + right.silentMs())
                .isCloseTo(30_000, within(3L));
        assertThat(right.silentMs()).isLessThan(100);
        assertThat(Tone.gaps(rendered.right(), RATE_HZ, 15)).isZero();
    }

    @Test
    void dropsWhatCameTwice() throws Exception {
        var agent = speaker(1, 600).doubling(0.2).jittering(30).says(0, 5000);
        var rendered =
                rendered(new Recording().track(1, Channel.RIGHT).hearing(agent, 5000).stop(5000));
        assertThat(rendered.rendering().right().duplicate()).isBetween(25L, 80L);
        assertThat(rendered.rendering().right().lost()).isZero();
        assertThat(Tone.clicks(rendered.right(), RATE_HZ, 600, 0.05)).isLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void leavesSilenceWhereTheSenderPaused(Codec codec) throws Exception {
        var agent =
                speaker(1, 600)
                        .with(codec, 20)
                        .quiet()
                        .jittering(20)
                        .says(1000, 2000)
                        .says(2300, 3000)
                        .says(60_000, 61_000);
        var rendered =
                rendered(
                        new Recording()
                                .track(1, Channel.RIGHT)
                                .hearing(agent, 62_000)
                                .stop(62_000));
        float[] right = rendered.right();
        assertThat(rendered.rendering().right().lost()).isZero();
        assertThat(rendered.rendering().right().concealedMs()).isZero();
        assertThat(Rendered.soundUntil(right, RATE_HZ, 2200)).isCloseTo(2000, within(TOLERANCE_MS));
        assertThat(Rendered.soundFrom(right, RATE_HZ, 2100)).isCloseTo(2300, within(TOLERANCE_MS));
        assertThat(Rendered.soundFrom(right, RATE_HZ, 3100))
                .isCloseTo(60_000, within(TOLERANCE_MS));
        for (int i = 3100 * 8; i < 59_900 * 8; i++) {
            assertThat(right[i]).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void keepsNothingOfPausesAndOfWhatIsNotTaken(Codec codec) throws Exception {
        var agent = speaker(1, 600).with(codec, 20).jittering(5).says(0, 10_000);
        var recording =
                new Recording()
                        .track(1, Channel.RIGHT)
                        .taken(2000, 1, false)
                        .taken(4000, 1, true)
                        .paused(6000, true)
                        .paused(7000, false)
                        .hearing(agent, 9000)
                        .stop(9000);
        var rendered = rendered(recording);
        float[] right = rendered.right();
        assertSilent(right, 2000, 4000 - TOLERANCE_MS);
        assertSilent(right, 6000, 7000);
        assertThat(Rendered.soundFrom(right, RATE_HZ, 3000)).isCloseTo(4000, within(TOLERANCE_MS));
        assertThat(Rendered.soundFrom(right, RATE_HZ, 6500)).isCloseTo(7000, within(TOLERANCE_MS));
        assertThat(Rendered.soundUntil(right, RATE_HZ, 3000))
                .isCloseTo(2000, within(TOLERANCE_MS + 2));
        assertThat(rendered.rendering().segments())
                .containsExactly(
                        new Rendering.Segment(new LegId("leg-1"), Channel.RIGHT, "who", 0, 2000),
                        new Rendering.Segment(
                                new LegId("leg-1"), Channel.RIGHT, "who", 4000, 9000));
        assertThat(rendered.rendering().pauses()).containsExactly(new Rendering.Span(6000, 7000));
        assertThat(rendered.rendering().right().lost()).isZero();
    }

    /** Whenever the last packet came; with Opus it does not have what its encoder held back. */
    @ParameterizedTest
    @EnumSource(Codec.class)
    void hearsWhoIsTakenUntilAPacketBeforeTheEnd(Codec codec) throws Exception {
        var agent = speaker(1, 600).with(codec, 20).says(0, 3000);
        for (long end = 2000; end < 2020; end++) {
            var recording =
                    new Recording()
                            .track(1, Channel.RIGHT)
                            .taken(end, 1, false)
                            .hearing(agent, 3000)
                            .stop(3000);
            float[] right = rendered(recording).right();

            // a placing lies 1 ms below the arrivals, and the end fades for 4 ms
            assertThat(Rendered.soundUntil(right, RATE_HZ, 3000))
                    .isBetween(end - TOLERANCE_MS - 3, end);
            assertSilent(right, end, 3000);
        }
    }

    @Test
    void keepsNothingOfAPauseInWhichALegHasCome() throws Exception {
        var agent = speaker(1, 600).says(0, 3000);
        var recording =
                new Recording()
                        .paused(0, true)
                        .paused(1010, false)
                        .with(
                                new TrackRecord.Track(
                                        1_010_000, 1, Channel.RIGHT, new LegId("leg-1"), "who"))
                        .taken(1010, 1, true)
                        .hearing(agent, 3000)
                        .stop(3000);
        float[] right = rendered(recording).right();
        assertSilent(right, 0, 1010);
        assertThat(Rendered.soundFrom(right, RATE_HZ, 0)).isCloseTo(1010, within(TOLERANCE_MS));
    }

    /** A decoder that begins with the second packet of a stream is too quiet for long. */
    @Test
    void buildsOnAPacketThatWasSaidBeforeAnybodyWasRecorded() throws Exception {
        var agent = speaker(1, 600).with(Codec.OPUS, 20).says(0, 3000);
        var recording =
                new Recording()
                        .track(1, Channel.RIGHT)
                        .paused(0, true)
                        .paused(21, false)
                        .hearing(agent, 3000)
                        .stop(3000);
        float[] right = rendered(recording).right();
        assertSilent(right, 0, 21);
        assertThat(Tone.amplitude(right, 30 * 8, 40 * 8, RATE_HZ, 600)).isCloseTo(0.4, within(0.1));
    }

    @Test
    void rendersWhatACrashHasLeft() throws Exception {
        var agent = speaker(1, 600).says(500, 5000);
        var recording =
                new Recording()
                        .track(1, Channel.RIGHT)
                        .hearing(agent, 3000)
                        .with(new TrackRecord.Gap(1_000_000, 17));
        var rendered = rendered(recording);
        assertThat(rendered.rendering().endedInOrder()).isFalse();
        assertThat(rendered.rendering().durationMs()).isBetween(2950L, 3010L);
        assertThat(rendered.rendering().segments().getFirst().toMs()).isBetween(2950L, 3010L);
        assertThat(rendered.rendering().gaps()).containsExactly(new Rendering.Gap(1000, 17));
        assertThat(Rendered.soundFrom(rendered.right(), RATE_HZ, 0))
                .isCloseTo(500, within(TOLERANCE_MS));
    }

    @Test
    void sumsTheLeftSideWithoutClipping() throws Exception {
        var one = speaker(1, 500).says(0, 3000);
        var two = speaker(2, 900).says(0, 3000);
        var three = speaker(3, 1300).says(0, 3000);
        var rendered =
                rendered(
                        new Recording()
                                .track(1, Channel.LEFT)
                                .track(2, Channel.LEFT)
                                .track(3, Channel.LEFT)
                                .hearing(one, 3000)
                                .hearing(two, 3000)
                                .hearing(three, 3000)
                                .stop(3000));
        float[] left = rendered.left();
        float peak = 0;
        for (float sample : left) {
            peak = Math.max(peak, Math.abs(sample));
        }
        assertThat(peak).isBetween(0.9f, 0.99f);
        for (int hz : new int[] {500, 900, 1300}) {
            assertThat(Tone.levelDb(left, 8000, 8000, RATE_HZ, hz)).isGreaterThan(-12);
        }
        assertThat(rendered.right()).containsOnly(0f);
        assertThat(rendered.rendering().left().spokenMs()).isBetween(2950L, 3000L);
    }

    @Test
    void refusesWhatNoFileCanHold() {
        var recording = new Recording().track(1, Channel.LEFT).stop(19 * 3_600_000L);
        assertThatThrownBy(() -> recording.rendered(renderer, AudioFormat.WAV_8_KHZ))
                .isInstanceOf(RecordingTooLong.class)
                .hasMessageContaining("19 hours");
    }

    @Test
    void rendersNothingToNothing() throws Exception {
        for (AudioFormat format : AudioFormat.values()) {
            var rendered = new Recording().rendered(renderer, format);
            assertThat(rendered.rendering().samples()).isZero();
            assertThat(rendered.peaks()).hasSize(Peaks.HEADER_BYTES);
        }
    }

    @Test
    void placesWhatAStalledNetworkBringsLate() throws Exception {
        // two seconds arrive together, as when a radio link comes back
        var agent = speaker(1, 600).says(2000, 6000);
        var recording = new Recording().track(1, Channel.RIGHT);
        for (TrackRecord.Audio audio : agent.packets(8000)) {
            long micros = audio.micros();
            recording.with(micros > 3_000_000 && micros < 5_000_000 ? at(audio, 5_000_000) : audio);
        }
        var rendered = rendered(recording.stop(8000));
        assertHeard(rendered.right(), 600, 2000, 6000);
        assertThat(Tone.gaps(rendered.right(), RATE_HZ, 15)).isZero();
        assertThat(rendered.rendering().right().late()).isZero();
    }

    @Test
    void standsForASenderWhoseClockStoodInAPause() throws Exception {
        // the timestamps go on where they stopped, ten seconds later
        var agent = speaker(1, 600).says(1000, 3000);
        var recording = new Recording().track(1, Channel.RIGHT);
        for (TrackRecord.Audio audio : agent.packets(4000)) {
            boolean after = audio.micros() > 2_010_000;
            recording.with(after ? at(audio, audio.micros() + 10_000_000) : audio);
        }
        var rendered = rendered(recording.stop(14_000));
        float[] right = rendered.right();
        assertThat(Rendered.soundUntil(right, RATE_HZ, 11_000))
                .isCloseTo(2000, within(TOLERANCE_MS));
        assertThat(Rendered.soundFrom(right, RATE_HZ, 3000))
                .isCloseTo(12_000, within(TOLERANCE_MS));
        assertThat(Rendered.soundUntil(right, RATE_HZ, 14_000))
                .isCloseTo(13_000, within(TOLERANCE_MS));
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void raisesTelephonesToWideband(Codec codec) throws Exception {
        var agent = speaker(1, 600).with(codec, 20).jittering(10).says(1000, 2000);
        var recording = new Recording().track(1, Channel.RIGHT).hearing(agent, 3000).stop(3000);
        var rendered = recording.inOrder().rendered(renderer, AudioFormat.WAV_16_KHZ);
        float[] right = rendered.right();
        assertThat(right).hasSize(48_000);
        assertThat(Rendered.soundFrom(right, 16_000, 0)).isCloseTo(1000, within(TOLERANCE_MS));
        assertThat(Rendered.soundUntil(right, 16_000, 3000)).isCloseTo(2000, within(TOLERANCE_MS));
        assertThat(Tone.dominantHz(right, 19_200, 8000, 16_000)).isCloseTo(600, within(3.0));
        assertThat(Tone.levelDb(right, 19_200, 8000, 16_000, 7400)).isLessThan(-60);
    }

    private static TrackRecord.Audio at(TrackRecord.Audio audio, long micros) {
        return new TrackRecord.Audio(
                micros,
                audio.track(),
                audio.codec(),
                audio.sequence(),
                audio.timestamp(),
                audio.payload());
    }

    private Speaker speaker(int track, double hz) {
        return new Speaker(codecs, track, track, hz);
    }

    private Rendered rendered(Recording recording) throws Exception {
        return recording.inOrder().rendered(renderer, AudioFormat.WAV_8_KHZ);
    }

    private static void assertHeard(float[] pcm, double hz, long fromMs, long toMs) {
        long lengthMs = pcm.length * 1000L / RATE_HZ;
        assertThat(Rendered.soundFrom(pcm, RATE_HZ, 0)).isCloseTo(fromMs, within(TOLERANCE_MS));
        assertThat(Rendered.soundUntil(pcm, RATE_HZ, lengthMs))
                .isCloseTo(toMs, within(TOLERANCE_MS));
        int from = (int) (fromMs + 100) * 8;
        int samples = (int) Math.min(8000, (toMs - fromMs - 200) * 8);
        assertThat(Tone.dominantHz(pcm, from, samples, RATE_HZ)).isCloseTo(hz, within(5.0));
    }

    private static void assertSilent(float[] pcm, long fromMs, long toMs) {
        for (int i = (int) fromMs * 8; i < toMs * 8; i++) {
            assertThat(pcm[i]).as("sample %s", i).isZero();
        }
    }
}
