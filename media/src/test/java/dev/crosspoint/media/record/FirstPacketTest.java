package dev.crosspoint.media.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.crosspoint.media.api.Channel;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.Codecs;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What becomes of the packet that was under way when a leg began to be recorded. */
class FirstPacketTest {
    private static final int RATE_HZ = 8000;
    private static final int HZ = 600;

    private final Codecs codecs = Codecs.load();

    @Test
    void isNotHeardWhereSomebodyHadPausedBeforeTheLegCame() throws Exception {
        var agent = new Speaker(codecs, 1, 1, HZ).says(0, 3000);
        float[] right =
                right(
                        new Recording()
                                .paused(0, true)
                                .paused(1010, false)
                                .with(
                                        new TrackRecord.Track(
                                                1_010_000,
                                                1,
                                                Channel.RIGHT,
                                                new LegId("leg-1"),
                                                "who"))
                                .taken(1010, 1, true)
                                .hearing(agent, 3000)
                                .stop(3000));

        assertThat(Arrays.copyOf(right, at(1010))).containsOnly(0f);
        assertThat(Rendered.soundFrom(right, RATE_HZ, 0)).isCloseTo(1010, within(20L));
    }

    /** A decoder that begins with the second packet of a stream is too quiet for long. */
    @Test
    void isDecodedAlthoughItIsNotHeard() throws Exception {
        var agent = new Speaker(codecs, 1, 1, HZ).with(Codec.OPUS, 20).says(0, 3000);
        float[] right =
                right(
                        new Recording()
                                .track(1, Channel.RIGHT)
                                .paused(0, true)
                                .paused(21, false)
                                .hearing(agent, 3000)
                                .stop(3000));

        assertThat(Arrays.copyOf(right, at(21))).containsOnly(0f);
        assertThat(Tone.amplitude(right, at(30), at(40), RATE_HZ, HZ)).isCloseTo(0.4, within(0.1));
    }

    private float[] right(Recording recording) throws Exception {
        return recording.inOrder().rendered(new Renderer(codecs), AudioFormat.WAV_8_KHZ).right();
    }

    private static int at(int ms) {
        return ms * RATE_HZ / 1000;
    }
}
