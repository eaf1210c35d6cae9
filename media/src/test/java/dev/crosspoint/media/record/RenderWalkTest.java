package dev.crosspoint.media.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.codec.Codecs;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever records there are, in whatever order: they are rendered, and never to more than they
 * say.
 */
final class RenderWalkTest {
    private static final long MAX_MICROS = 20_000_000;

    private final Renderer renderer = new Renderer(Codecs.load());

    @Test
    void rendersAnyRecords() throws Exception {
        for (int seed = 0; seed < 150; seed++) {
            var dice = new Random(seed);
            var recording = new Recording();
            int count = dice.nextInt(400);
            boolean ordered = dice.nextBoolean();
            for (int i = 0; i < count; i++) {
                recording.with(tamed(TrackFormatTest.any(dice), dice, ordered ? i : -1));
            }
            for (AudioFormat format : AudioFormat.values()) {
                var rendered = recording.rendered(renderer, format);
                var made = rendered.rendering();
                long windows = Math.ceilDiv(made.samples(), format.rateHz() / 10);
                assertThat(made.samples())
                        .isLessThanOrEqualTo(MAX_MICROS * format.rateHz() / 1_000_000);
                assertThat(rendered.peaks())
                        .hasSize((int) (Peaks.HEADER_BYTES + windows * Peaks.WINDOW_BYTES));
                if (format != AudioFormat.OGG_OPUS) {
                    assertThat(rendered.audio())
                            .hasSize((int) (WavFile.HEADER_BYTES + made.samples() * 4));
                }
            }
        }
    }

    /** Few tracks and short times, so that records have to do with each other. */
    private static TrackRecord tamed(TrackRecord record, Random dice, int index) {
        long micros = index < 0 ? dice.nextLong(MAX_MICROS) : index * 45_000L;
        return switch (record) {
            case TrackRecord.Start(_, var description) ->
                    new TrackRecord.Start(micros, description);
            case TrackRecord.Track(_, int track, var channel, var leg, var who) ->
                    new TrackRecord.Track(micros, track % 3, channel, leg, who);
            case TrackRecord.Taken(_, int track, boolean on) ->
                    new TrackRecord.Taken(micros, track % 3, on);
            case TrackRecord.Paused(_, boolean on) ->
                    new TrackRecord.Paused(micros, on && dice.nextInt(4) == 0);
            case TrackRecord.Gap(_, int lost) -> new TrackRecord.Gap(micros, lost);
            case TrackRecord.Quality(_, int track, int loss, int jitter) ->
                    new TrackRecord.Quality(micros, track, loss, jitter);
            case TrackRecord.Unspoken(_, int track, int sequence) ->
                    new TrackRecord.Unspoken(
                            micros, track % 3, dice.nextBoolean() ? index & 0xFFFF : sequence);
            case TrackRecord.Stop _ ->
                    dice.nextInt(50) == 0
                            ? new TrackRecord.Stop(micros)
                            : new TrackRecord.Taken(micros, dice.nextInt(3), true);
            case TrackRecord.Audio audio ->
                    new TrackRecord.Audio(
                            micros,
                            audio.track() % 3,
                            audio.codec(),
                            dice.nextBoolean() ? index & 0xFFFF : audio.sequence(),
                            dice.nextBoolean() ? index * 960 : audio.timestamp(),
                            audio.payload());
        };
    }
}
