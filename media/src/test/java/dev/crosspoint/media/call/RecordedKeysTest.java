package dev.crosspoint.media.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.crosspoint.media.api.Channel;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.MediaCommand.RecordLegs;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.call.VirtualCall.End;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.record.AudioFormat;
import dev.crosspoint.media.record.MemoryTape;
import dev.crosspoint.media.record.Renderer;
import dev.crosspoint.media.record.Rendering;
import dev.crosspoint.media.record.TrackRecord;
import dev.crosspoint.media.record.TrackSource;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys that are pressed in a recorded call: silence in the file, and nothing that tells which. */
class RecordedKeysTest {
    private static final RecordingId ID = new RecordingId("recording");

    @ParameterizedTest
    @EnumSource(Codec.class)
    void rendersKeysInSpeechAsSilence(Codec codec) throws Exception {
        Rendering.Side right = rendered(recorded(codec, '4', 0).records()).right();

        assertThat(right.lost()).isZero();
        assertThat(right.concealedMs()).isZero();
        // the first of all may have been said before anybody was recorded
        assertThat(right.packets()).isBetween(150L - 2 * 7 - 1, 150L - 2 * 7);
        assertThat(right.silentMs()).isCloseTo(2 * 7 * 20, within(30L));
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void countsWhatTheNetworkLosesBesideKeys(Codec codec) throws Exception {
        MemoryTape tape = recorded(codec, '4', 0.1);
        int came = tape.records().size() - marks(tape);
        Rendering.Side right = rendered(tape.records()).right();

        // what is lost before the first and behind the last nobody can know
        assertThat(right.lost()).isBetween(150L - came - 2, 150L - came);
        assertThat(right.lost()).isPositive();
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void hasTheSameOnTapeWhateverTheKey(Codec codec) {
        assertThat(recorded(codec, '4', 0).records()).isEqualTo(recorded(codec, '#', 0).records());
    }

    // ---- details

    /** Three seconds of a tone, in which a key is pressed twice. */
    private static MemoryTape recorded(Codec codec, char key, double loss) {
        var net = VirtualNet.seeded(1);
        net.loss(loss);
        var call = new VirtualCall(net);
        End agent = call.join(codec);
        End customer = call.join(codec);
        call.bridge(agent, customer);
        agent.phone().say(440, 0.3);
        net.run(Duration.ofSeconds(1));
        call.call().record(command(agent), net.nowNanos(), call);
        net.run(Duration.ofMillis(500));
        agent.phone().press(key);
        net.run(Duration.ofSeconds(1));
        agent.phone().press(key);
        net.run(Duration.ofMillis(1500));
        call.call().stopRecording(ID, net.nowNanos());
        return call.tape(ID);
    }

    private static int marks(MemoryTape tape) {
        return (int)
                tape.records().stream()
                        .filter(r ->
                                !(r instanceof TrackRecord.Audio)
                                        && !(r instanceof TrackRecord.Unspoken))
                        .count();
    }

    private static Rendering rendered(List<TrackRecord> records) throws Exception {
        return new Renderer(VirtualCall.CODECS)
                .render(
                        () -> cursor(records.iterator()),
                        AudioFormat.WAV_8_KHZ,
                        (_, _, _) -> {},
                        (_, _, _) -> {});
    }

    private static TrackSource.Cursor cursor(Iterator<TrackRecord> records) {
        return new TrackSource.Cursor() {
            @Override
            public @Nullable TrackRecord next() {
                return records.hasNext() ? records.next() : null;
            }

            @Override
            public void close() {}
        };
    }

    private static RecordLegs command(End agent) {
        return new RecordLegs(
                new Tenant("account", "instance"),
                new CallId("call"),
                ID,
                List.of(new RecordLegs.Track(agent.leg().id(), Channel.RIGHT, "who")),
                false,
                "description");
    }
}
