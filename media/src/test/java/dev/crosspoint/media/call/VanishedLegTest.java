package dev.crosspoint.media.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.Ids.PlayId;
import dev.crosspoint.media.api.MediaCommand.EditHearing.Edit;
import dev.crosspoint.media.api.MediaReply.Done;
import dev.crosspoint.media.api.MediaReply.MediaError;
import dev.crosspoint.media.api.MediaReply.Refused;
import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.call.VirtualCall.End;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.mix.PromptAudio;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Commands that cross with the end of a leg they name. */
class VanishedLegTest {
    private static final LegId GONE = new LegId("gone");
    private static final PromptAudio BEEP = PromptAudio.of(Tone.sine(8000, 700, 0.3, 16_000), 8000);

    private final VirtualNet net = VirtualNet.seeded(51);
    private final VirtualCall call = new VirtualCall(net);
    private final End a = call.join(Codec.PCMU);
    private final End b = call.join(Codec.PCMU);

    @Test
    void editsWhatIsStillThere() {
        a.phone().say(500, 0.2);
        b.phone().say(900, 0.2);

        var reply =
                call.call()
                        .edit(
                                List.of(
                                        edit(GONE, a.leg().id()),
                                        edit(b.leg().id(), a.leg().id()),
                                        edit(a.leg().id(), GONE),
                                        edit(a.leg().id(), b.leg().id())),
                                net.nowNanos());
        net.run(Duration.ofSeconds(2));

        assertThat(reply).isInstanceOf(Done.class);
        assertThat(level(a, 900)).isGreaterThan(-18);
        assertThat(level(b, 500)).isGreaterThan(-18);
    }

    @Test
    void editsAfterTheLegHasEndedByItself() {
        End c = call.join(Codec.PCMU);
        call.bridge(a, b, c);
        a.phone().say(500, 0.2);
        net.run(Duration.ofSeconds(1));
        call.call().closeLeg(c.leg().id(), net.nowNanos(), call);

        var reply =
                call.call()
                        .edit(
                                List.of(
                                        new Edit(c.leg().id(), a.leg().id(), false),
                                        new Edit(b.leg().id(), a.leg().id(), false)),
                                net.nowNanos());
        net.run(Duration.ofSeconds(2));

        assertThat(reply).isInstanceOf(Done.class);
        assertThat(level(b, 500)).isLessThan(-60);
    }

    @Test
    void playsToTheListenersThatAreThere() {
        var reply =
                call.call()
                        .play(
                                new PlayId("p"),
                                BEEP,
                                List.of(GONE, b.leg().id()),
                                1,
                                net.nowNanos());
        net.run(Duration.ofSeconds(1));

        assertThat(reply).isInstanceOf(Done.class);
        assertThat(level(b, 700)).isGreaterThan(-14);
    }

    @Test
    void refusesToPlayToNobody() {
        for (List<LegId> nobody : List.of(List.of(GONE), List.<LegId>of())) {
            assertThat(call.call().play(new PlayId("p"), BEEP, nobody, 1, net.nowNanos()))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            r -> assertThat(r.error()).isEqualTo(MediaError.UNKNOWN_LEG));
        }
    }

    private static Edit edit(LegId listener, LegId source) {
        return new Edit(listener, source, true);
    }

    private static double level(End end, double hz) {
        Ear ear = end.phone().ear();
        return Tone.levelDb(ear.heardLast(500), ear.rateHz(), hz);
    }
}
