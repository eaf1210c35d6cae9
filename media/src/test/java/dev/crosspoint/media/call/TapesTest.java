package dev.crosspoint.media.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.api.Channel;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.MediaCommand.RecordLegs;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.api.MediaEvent.QualityReport;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.call.VirtualCall.End;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.record.MemoryTape;
import dev.crosspoint.media.record.TrackRecord;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What of a call goes onto tape. */
class TapesTest {
    private static final QualityReport REPORT =
            new QualityReport(-30, -30, 50, 50, 0, 0, 1, 20, 0, 0);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final RecordingId ID = new RecordingId("recording");

    /** 100 ms, and the last one thrice. */
    private static final int KEY_PACKETS = 7;

    private final VirtualNet net = VirtualNet.seeded(1);
    private final VirtualCall call = new VirtualCall(net);
    private End agent = call.join(Codec.PCMU);
    private End customer = call.join(Codec.PCMU);

    @BeforeEach
    void talk() {
        call.bridge(agent, customer);
        agent.phone().say(440, 0.3);
        customer.phone().say(1000, 0.3);
        net.run(SECOND);
    }

    @Test
    void takesNothingUnlessItIsTold() {
        net.run(SECOND);

        assertThat(call.tape(ID).records()).isEmpty();
        assertThat(call.counted(Count.RECORDED)).isZero();
    }

    @Test
    void takesEachLegOnItsChannelFromTheBeginningToTheEnd() {
        record(false, right(agent), left(customer));
        net.run(SECOND);
        stop();
        net.run(SECOND);

        assertThat(marks())
                .containsExactly(
                        new TrackRecord.Start(0, "description"),
                        new TrackRecord.Track(0, 0, Channel.RIGHT, agent.leg().id(), "who"),
                        new TrackRecord.Taken(0, 0, true),
                        new TrackRecord.Track(0, 1, Channel.LEFT, customer.leg().id(), "who"),
                        new TrackRecord.Taken(0, 1, true),
                        new TrackRecord.Stop(1_000_000));
        assertThat(audio(0)).hasSize(50);
        assertThat(audio(1)).hasSize(50);
        assertThat(tape().isClosed()).isTrue();
        assertThat(call.counted(Count.RECORDED)).isEqualTo(100);
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void keepsPayloadsAsTheyCameAlthoughRelayingDestroysThem(Codec codec) {
        var secure = new VirtualCall(net);
        agent = secure.join(codec);
        customer = secure.join(codec);
        secure.bridge(agent, customer);
        agent.phone().say(440, 0.3);
        net.run(SECOND);

        secure.call().record(command(false, right(agent)), net.nowNanos(), secure);
        net.run(SECOND);

        var decoder = VirtualCall.CODECS.decoder(codec, 8000);
        float[] pcm = new float[16_000];
        int end = 0;
        for (var packet : secure.tape(ID).records(TrackRecord.Audio.class)) {
            assertThat(packet.codec()).isEqualTo(codec);
            byte[] payload = packet.payload().array();
            end += decoder.decode(payload, 0, payload.length, pcm, end);
        }
        decoder.close();
        assertThat(end).isEqualTo(8000);
        assertThat(Tone.amplitude(pcm, 4000, 4000, 8000, 440)).isGreaterThan(0.2);
    }

    @Test
    void takesNothingOfALegThatIsNotNamed() {
        record(false, right(agent));
        net.run(SECOND);

        assertThat(tape().records(TrackRecord.Audio.class)).allMatch(a -> a.track() == 0);
    }

    @Test
    void takesNothingWhileItIsPaused() {
        record(false, right(agent), left(customer));
        net.run(SECOND);
        record(true);
        int before = tape().records(TrackRecord.Audio.class).size();
        net.run(SECOND);

        assertThat(tape().records(TrackRecord.Audio.class)).hasSize(before);
        assertThat(marks())
                .endsWith(
                        new TrackRecord.Taken(1_000_000, 0, false),
                        new TrackRecord.Taken(1_000_000, 1, false),
                        new TrackRecord.Paused(1_000_000, true));

        record(false, right(agent), left(customer));
        net.run(SECOND);

        assertThat(marks())
                .endsWith(
                        new TrackRecord.Taken(2_000_000, 0, true),
                        new TrackRecord.Taken(2_000_000, 1, true),
                        new TrackRecord.Paused(2_000_000, false));
        assertThat(audio(0)).hasSize(100);
    }

    @Test
    void marksThatALegHasLeft() {
        record(false, right(agent), left(customer));
        net.run(SECOND);
        call.call().closeLeg(customer.leg().id(), net.nowNanos(), call);
        net.run(SECOND);

        assertThat(marks()).endsWith(new TrackRecord.Taken(1_000_000, 1, false));
        assertThat(audio(1)).hasSize(50);
        assertThat(audio(0)).hasSize(100);
    }

    @Test
    void recordsALegThatComesLaterThanItsName() {
        var later = new RecordLegs.Track(new LegId("leg-2"), Channel.LEFT, "who");
        record(false, right(agent), later);
        net.run(SECOND);
        End third = call.join(Codec.PCMA);
        third.phone().say(700, 0.3);
        net.run(SECOND);

        assertThat(audio(1)).isNotEmpty().allMatch(a -> a.codec() == Codec.PCMA);
        assertThat(audio(1)).allMatch(a -> a.micros() >= 1_000_000);
    }

    @Test
    void countsAndMarksWhatATapeHadNoRoomFor() {
        record(false, right(agent), left(customer));
        net.run(SECOND);
        tape().full(true);
        net.run(SECOND);
        tape().full(false);
        net.run(SECOND);

        assertThat(call.counted(Count.RECORDING_LOST)).isEqualTo(100);
        assertThat(tape().records(TrackRecord.Gap.class))
                .singleElement()
                .satisfies(gap -> {
                    assertThat(gap.lost()).isEqualTo(100);
                    assertThat(gap.micros()).isBetween(2_000_000L, 2_020_000L);
                });
        assertThat(tape().records(TrackRecord.Audio.class)).hasSize(200);
    }

    @Test
    void losesNoMarkToAFullTape() {
        record(false, right(agent), left(customer));
        tape().full(true);
        record(true);
        net.run(SECOND);
        assertThat(marks()).doesNotContain(new TrackRecord.Paused(0, true));
        tape().full(false);
        net.run(SECOND);

        assertThat(marks()).contains(new TrackRecord.Paused(0, true));
    }

    @Test
    void endsItsRecordingsWithTheCall() {
        record(false, right(agent));
        net.run(SECOND);
        call.call().close(net.nowNanos(), call);

        assertThat(marks()).last().isInstanceOf(TrackRecord.Stop.class);
        assertThat(tape().isClosed()).isTrue();
    }

    @Test
    void recordsTwoAgentsWhoOverlapOnTapesOfTheirOwn() {
        End second = call.join(Codec.PCMU);
        second.phone().say(700, 0.3);
        var other = new RecordingId("other");
        record(false, right(agent), left(customer), left(second));
        call.call()
                .record(
                        command(other, false, right(second), left(customer), left(agent)),
                        net.nowNanos(),
                        call);
        net.run(SECOND);
        stop();
        net.run(SECOND);

        assertThat(tape().records(TrackRecord.Audio.class)).hasSize(150);
        assertThat(call.tape(other).records(TrackRecord.Audio.class)).hasSize(300);
    }

    @Test
    void takesNothingOfKeysAndComfortNoiseButThatTheyCame() {
        record(false, right(agent), left(customer));
        customer.phone().press('4');
        net.run(SECOND);
        customer.phone().hushInComfortNoise(3);
        net.run(SECOND);

        assertThat(call.events(MediaEvent.DigitHeard.class)).hasSize(1);
        assertThat(audio(1)).hasSize(100 - KEY_PACKETS - 3);
        assertThat(audio(1)).allMatch(a -> a.payload().length() == 160);
        assertThat(tape().records(TrackRecord.Unspoken.class))
                .hasSize(KEY_PACKETS + 3)
                .allMatch(u -> u.track() == 1);
    }

    @Test
    void countsAsLostAKeyThatATapeHadNoRoomFor() {
        record(false, left(customer));
        customer.phone().press('4');
        tape().full(true);
        net.run(SECOND);
        tape().full(false);
        net.run(SECOND);

        assertThat(call.counted(Count.RECORDING_LOST)).isEqualTo(50);
        assertThat(tape().records(TrackRecord.Unspoken.class)).isEmpty();
    }

    @Test
    void marksHowALegIsDoingEveryFewSeconds() {
        record(false, right(agent));
        net.run(Duration.ofSeconds(11));

        assertThat(tape().records(TrackRecord.Quality.class)).hasSize(2);
    }

    /** Clocks tremble: of two reports a second apart one may come a little early. */
    @Test
    void marksThatInEveryFifthReportWhenReportsTremble() {
        var tape = new MemoryTape();
        var recording = new Recording(ID, tape, 0, "{}");
        recording.take(List.of(right(agent)), false, 0, call);
        for (int second = 1; second <= 60; second++) {
            long trembles = second % 2 == 0 ? 3_000_000 : -3_000_000;
            recording.quality(agent.leg().id(), REPORT, second * 1_000_000_000L + trembles);
        }

        assertThat(tape.records(TrackRecord.Quality.class)).hasSize(12);
    }

    // ---- details

    private void record(boolean paused, RecordLegs.Track... tracks) {
        call.call().record(command(paused, tracks), net.nowNanos(), call);
    }

    private void stop() {
        call.call().stopRecording(ID, net.nowNanos());
    }

    private MemoryTape tape() {
        return call.tape(ID);
    }

    private List<TrackRecord.Audio> audio(int track) {
        return tape().records(TrackRecord.Audio.class).stream()
                .filter(a -> a.track() == track)
                .toList();
    }

    private List<TrackRecord> marks() {
        return tape().records().stream()
                .filter(r ->
                        !(r instanceof TrackRecord.Audio) && !(r instanceof TrackRecord.Quality))
                .toList();
    }

    private static RecordLegs.Track right(End end) {
        return new RecordLegs.Track(end.leg().id(), Channel.RIGHT, "who");
    }

    private static RecordLegs.Track left(End end) {
        return new RecordLegs.Track(end.leg().id(), Channel.LEFT, "who");
    }

    private static RecordLegs command(boolean paused, RecordLegs.Track... tracks) {
        return command(ID, paused, tracks);
    }

    private static RecordLegs command(RecordingId id, boolean paused, RecordLegs.Track... tracks) {
        return new RecordLegs(
                new Tenant("account", "instance"),
                new CallId("call"),
                id,
                List.of(tracks),
                paused,
                "description");
    }
}
