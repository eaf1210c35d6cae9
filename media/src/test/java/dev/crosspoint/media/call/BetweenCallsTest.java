package dev.crosspoint.media.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.api.Channel;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.MediaCommand.RecordLegs;
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

/** A leg that leaves a call, waits and comes into the next, while others go on talking. */
class BetweenCallsTest {
    private static final Tenant TENANT = new Tenant("account", "instance");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final RecordingId TAPE = new RecordingId("recording");
    private static final int AGENT_TRACK = 0;
    private static final int OTHER_TRACK = 1;
    private static final double LOUD = 0.2;
    private static final double SILENT = 0.002;

    /** What the agent says in the first call, between the two, and in the second. */
    private static final double FIRST_HZ = 440;

    private static final double ASIDE_HZ = 850;
    private static final double SECOND_HZ = 620;
    private static final double CUSTOMER_HZ = 1000;
    private static final double COLLEAGUE_HZ = 1300;
    private static final double NEXT_HZ = 1600;

    private final VirtualNet net = VirtualNet.seeded(71);
    private final VirtualCall first = new VirtualCall(net);
    private final VirtualCall second = new VirtualCall(net, 10);
    private final Lobby lobby =
            new Lobby((leg, bug) -> {
                throw new AssertionError(leg.id().value(), bug);
            });
    private final End agent = first.join(Codec.PCMU);
    private final End customer = first.join(Codec.PCMU);
    private final End colleague = first.join(Codec.PCMU);

    @BeforeEach
    void talkAndLeave() {
        first.bridge(agent, customer, colleague);
        agent.phone().say(FIRST_HZ, 0.3);
        customer.phone().say(CUSTOMER_HZ, 0.3);
        colleague.phone().say(COLLEAGUE_HZ, 0.3);
        record(first, agent, customer);
        net.run(SECOND.multipliedBy(2));
        assertThat(amplitude(customer, FIRST_HZ)).isGreaterThan(LOUD / 2);

        var leg = first.handTo(lobby::onDatagram, agent);
        lobby.admit(new Lobby.Stay(leg, TENANT, new CallId("call"), "events"));
        agent.phone().say(ASIDE_HZ, 0.3);
    }

    @Test
    void hearsNothingAndIsNeitherHeardNorRecordedWhileItWaits() {
        waits(SECOND); // what was on its way has come
        long heard = agent.phone().ear().packets();
        int taken = audio(first, AGENT_TRACK).size();
        int othersTaken = audio(first, OTHER_TRACK).size();

        waits(SECOND.multipliedBy(5));

        assertThat(agent.phone().ear().packets()).as("heard by who waits").isEqualTo(heard);
        assertThat(audio(first, AGENT_TRACK)).as("recorded of who waits").hasSize(taken);
        for (End end : List.of(customer, colleague)) {
            assertThat(amplitude(end, ASIDE_HZ)).as("what is said aside").isLessThan(SILENT);
        }
        assertThat(amplitude(customer, COLLEAGUE_HZ)).as("the others talk").isGreaterThan(LOUD);
        assertThat(audio(first, OTHER_TRACK).size()).isGreaterThan(othersTaken + 200);
    }

    @Test
    void isOnTwoRecordingsWithWhatWasSaidInEachCall() {
        waits(SECOND);
        End next = second.join(Codec.PCMU);
        next.phone().say(NEXT_HZ, 0.3);
        lobby.release(agent.leg().id());
        second.take(agent, first);
        agent.phone().say(SECOND_HZ, 0.3);
        net.run(SECOND.dividedBy(2)); // the aside has come, and is nobody's
        second.bridge(agent, next);
        record(second, agent, next);
        net.run(SECOND.multipliedBy(2));

        assertHas(first, AGENT_TRACK, FIRST_HZ, ASIDE_HZ, SECOND_HZ, NEXT_HZ);
        assertHas(second, AGENT_TRACK, SECOND_HZ, ASIDE_HZ, FIRST_HZ, CUSTOMER_HZ);
        assertHas(first, OTHER_TRACK, CUSTOMER_HZ, SECOND_HZ, NEXT_HZ);
        assertHas(second, OTHER_TRACK, NEXT_HZ, CUSTOMER_HZ, COLLEAGUE_HZ);
        assertThat(amplitude(agent, NEXT_HZ)).isGreaterThan(LOUD);
        assertThat(amplitude(agent, CUSTOMER_HZ)).isLessThan(SILENT);
        assertThat(amplitude(customer, SECOND_HZ)).isLessThan(SILENT);
    }

    private void waits(Duration time) {
        for (long end = net.nowNanos() + time.toNanos(); net.nowNanos() - end < 0; ) {
            lobby.onTick(net.nowNanos(), first);
            net.run(Duration.ofMillis(20));
        }
    }

    private void record(VirtualCall call, End agent, End other) {
        var tracks =
                List.of(
                        new RecordLegs.Track(agent.leg().id(), Channel.RIGHT, "agent"),
                        new RecordLegs.Track(other.leg().id(), Channel.LEFT, "other"));
        var command = new RecordLegs(TENANT, call.call().id(), TAPE, tracks, false, "description");
        call.call().record(command, net.nowNanos(), call);
    }

    private static List<TrackRecord.Audio> audio(VirtualCall call, int track) {
        MemoryTape tape = call.tape(TAPE);
        return tape.records(TrackRecord.Audio.class).stream()
                .filter(it -> it.track() == track)
                .toList();
    }

    /** One tone is on a track, and others are not. */
    private static void assertHas(VirtualCall call, int track, double hz, double... not) {
        var packets = audio(call, track);
        var pcm = new float[packets.size() * 160];
        int end = 0;
        try (var decoder = VirtualCall.CODECS.decoder(Codec.PCMU, 8000)) {
            for (var packet : packets) {
                byte[] payload = packet.payload().array();
                end += decoder.decode(payload, 0, payload.length, pcm, end);
            }
        }
        assertThat(Tone.amplitude(pcm, 0, end, 8000, hz)).as("%.0f Hz", hz).isGreaterThan(LOUD);
        for (double other : not) {
            assertThat(Tone.amplitude(pcm, 0, end, 8000, other))
                    .as("%.0f Hz", other)
                    .isLessThan(SILENT);
        }
    }

    private static double amplitude(End end, double hz) {
        Ear ear = end.phone().ear();
        return Tone.amplitude(ear.heardLast(500), ear.rateHz(), hz);
    }
}
