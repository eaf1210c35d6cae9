package dev.crosspoint.media.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.crosspoint.media.api.Channel;
import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.Codecs;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys and comfort noise have numbers among those of speech, and are no losses. */
final class KeysInSpeechTest {
    private static final int RATE_HZ = 8000;
    private static final int PACKET_MS = 20;
    private static final double LEVEL = 0.4;

    /** Delay of the network, what Opus looks ahead, and a fade; samples. */
    private static final int MARGIN = 12 * 8;

    private final Codecs codecs = Codecs.load();
    private final Renderer renderer = new Renderer(codecs);

    @ParameterizedTest
    @EnumSource(Codec.class)
    void isSilentWhileAKeyIsPressed(Codec codec) throws Exception {
        var rendered = rendered(codec, n -> false, UnaryOperator.identity());

        var right = rendered.rendering().right();
        assertThat(right.lost()).isZero();
        assertThat(right.concealedMs()).isZero();
        assertThat(right.packets()).isEqualTo(142);
        assertThat(right.silentMs()).isCloseTo(140, within(30L));
        assertHeard(rendered.right(), 50, 57);
        assertSilent(rendered.right(), 50, 57);
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void countsWhatIsLostBesideAKey(Codec codec) throws Exception {
        var rendered =
                rendered(codec, n -> n == 49 || n == 53 || n == 57, UnaryOperator.identity());

        var right = rendered.rendering().right();
        assertThat(right.lost()).isEqualTo(3);
        // only the one that is behind speech was surely speech
        assertThat(right.concealedMs()).isCloseTo(PACKET_MS, within(1L));
        assertHeard(rendered.right(), 49, 58);
        assertSilent(rendered.right(), 50, 58);
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void doesNotMindInWhichOrderAndHowOftenPacketsCome(Codec codec) throws Exception {
        var dice = new Random(4);
        var rendered =
                rendered(
                        codec,
                        n -> false,
                        record ->
                                record instanceof TrackRecord.Unspoken(long micros, _, int number)
                                        ? new TrackRecord.Unspoken(
                                                micros + dice.nextInt(300_000), 1, number)
                                        : record);

        assertThat(rendered.rendering().right().lost()).isZero();
        assertThat(rendered.rendering().right().concealedMs()).isZero();
    }

    /** Some gateways go on with the sound beneath a key, so that numbers alternate. */
    @ParameterizedTest
    @EnumSource(Codec.class)
    void bridgesOnlyWhatIsMissingOfSpeechThatGoesOn(Codec codec) throws Exception {
        var recording = new Recording().track(1, Channel.RIGHT);
        List<TrackRecord.Audio> packets = packets(codec);
        int first = packets.getFirst().sequence();
        for (int n = 0; n < packets.size(); n++) {
            TrackRecord.Audio audio = packets.get(n);
            if (n != 70) {
                recording.with(numbered(audio, first + 2 * n & 0xFFFF));
            }
            recording.with(new TrackRecord.Unspoken(audio.micros(), 1, first + 2 * n + 1 & 0xFFFF));
        }
        var rendered = recording.stop(3000).inOrder().rendered(renderer, AudioFormat.WAV_8_KHZ);

        assertThat(rendered.rendering().right().lost()).isEqualTo(1);
        assertThat(rendered.rendering().right().concealedMs()).isCloseTo(PACKET_MS, within(1L));
        assertThat(Tone.gaps(rendered.right(), RATE_HZ, 15)).isZero();
    }

    @Test
    void takesAnEmptyPacketForAKeepAlive() throws Exception {
        var recording = new Recording().track(1, Channel.RIGHT);
        List<TrackRecord.Audio> packets = packets(Codec.PCMU);
        for (int n = 0; n < packets.size(); n++) {
            TrackRecord.Audio audio = packets.get(n);
            recording.with(isKey(n) ? with(audio, Payload.of(new byte[0], 0, 0)) : audio);
        }
        var rendered = recording.stop(3000).inOrder().rendered(renderer, AudioFormat.WAV_8_KHZ);

        assertThat(rendered.rendering().right().lost()).isZero();
        assertThat(rendered.rendering().right().unreadable()).isZero();
        assertThat(rendered.rendering().right().concealedMs()).isZero();
    }

    // ---- details

    /** A key of 140 ms: its packets, numbered from the first of the speech. */
    private static boolean isKey(int packet) {
        return packet >= 50 && packet < 57;
    }

    /** Three seconds of a tone with a key in it. */
    private Rendered rendered(Codec codec, IntPredicate lost, UnaryOperator<TrackRecord> network)
            throws Exception {
        List<TrackRecord.Audio> packets = packets(codec);
        var recording = new Recording().track(1, Channel.RIGHT);
        IntStream.range(0, packets.size())
                .filter(n -> !lost.test(n))
                .mapToObj(n -> isKey(n) ? unspoken(packets.get(n)) : packets.get(n))
                .forEach(record -> recording.with(network.apply(record)));
        return recording.stop(3000).inOrder().rendered(renderer, AudioFormat.WAV_8_KHZ);
    }

    private List<TrackRecord.Audio> packets(Codec codec) {
        return new Speaker(codecs, 1, 1, 600)
                .with(codec, PACKET_MS)
                .wrapping()
                .says(0, 3000)
                .packets(3000);
    }

    private static TrackRecord unspoken(TrackRecord.Audio audio) {
        return new TrackRecord.Unspoken(audio.micros(), audio.track(), audio.sequence());
    }

    private static TrackRecord numbered(TrackRecord.Audio audio, int sequence) {
        return new TrackRecord.Audio(
                audio.micros(),
                audio.track(),
                audio.codec(),
                sequence,
                audio.timestamp(),
                audio.payload());
    }

    private static TrackRecord with(TrackRecord.Audio audio, Payload payload) {
        return new TrackRecord.Audio(
                audio.micros(),
                audio.track(),
                audio.codec(),
                audio.sequence(),
                audio.timestamp(),
                payload);
    }

    /** The tone is whole up to one packet, and from another on. */
    private static void assertHeard(float[] pcm, int end, int next) {
        int window = 40 * 8;
        assertThat(Tone.amplitude(pcm, sample(end) - MARGIN - window, window, RATE_HZ, 600))
                .isCloseTo(LEVEL, within(0.06));
        assertThat(Tone.amplitude(pcm, sample(next) + MARGIN, window, RATE_HZ, 600))
                .isCloseTo(LEVEL, within(0.06));
    }

    private static void assertSilent(float[] pcm, int first, int next) {
        for (int i = sample(first) + MARGIN; i < sample(next) - MARGIN; i++) {
            assertThat(pcm[i]).as("sample %s", i).isZero();
        }
    }

    private static int sample(int packet) {
        return packet * PACKET_MS * 8;
    }
}
