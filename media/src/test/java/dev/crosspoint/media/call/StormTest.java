package dev.crosspoint.media.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.api.MediaEvent.QualityReport;
import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.call.VirtualCall.End;
import dev.crosspoint.media.codec.Codec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Bad networks of each kind for twenty seconds, between a quiet time before and one after: how much
 * of what is said has to be invented, how long it waits, and that the wait is over with the storm.
 */
class StormTest {
    private static final int CALM_SECONDS = 10;
    private static final int STORM_SECONDS = 20;

    /** What the buffer holds on to for the last seconds' sake; it lets go as talk allows. */
    private static final int SETTLING_SECONDS = 25;

    /** "Comes back" means within this. */
    private static final int BACK_MS = 20;

    /**
     * What may be invented, percent, and how much longer the buffer may wait than in the calm
     * before, ms. Nobody's packets carry copies here ({@link RecoveryTest}).
     */
    @ParameterizedTest(name = "{0}: {7} % concealed with Opus, {8} % with others")
    @CsvSource({
        "2 % loss, 0.02, 0, 0, 0, 0, 5, 3, 3",
        "5 % loss, 0.05, 0, 0, 0, 0, 5, 7, 7",
        "10 % loss, 0.1, 0, 0, 0, 0, 5, 12, 12",
        "30 ms jitter, 0, 30, 0, 0, 0, 30, 1, 1",
        "80 ms jitter, 0, 80, 0, 0, 0, 90, 1, 1",
        "5 % overtaken, 0, 0, 0.05, 0, 0, 50, 2, 2",
        "outage of 3 s, 0, 0, 0, 3000, 0, 5, 1, 1",
        "no more than 64 kbit/s, 0, 0, 0, 0, 64, 200, 0, 21",
    })
    void isOverWhenItIsOver(
            String name,
            double loss,
            int jitterMs,
            double overtaken,
            int outageMs,
            int kbps,
            int waits,
            double ofOpus,
            double ofOthers) {
        for (Codec codec : List.of(Codec.OPUS, Codec.G722, Codec.PCMU)) {
            var net = VirtualNet.seeded(77);
            var call = new VirtualCall(net);
            End talker = call.join(codec);
            End listener = call.join(Codec.PCMA);
            float[] voice = Tone.voice(8000, 8000 * 10);
            talker.phone().say(t -> voice[(int) (Math.round(t * 8000) % voice.length)]);
            listener.phone().hush();
            call.bridge(talker, listener);
            net.run(Duration.ofSeconds(CALM_SECONDS));
            QualityReport before = last(call, talker);

            net.loss(loss).jitterMs(jitterMs).reordered(overtaken).capKbps(kbps);
            net.outage(Duration.ofMillis(outageMs));
            int waited = 0;
            for (int second = 0; second < STORM_SECONDS; second++) {
                net.run(Duration.ofSeconds(1));
                waited = Math.max(waited, last(call, talker).playoutMs());
            }
            QualityReport storm = last(call, talker);

            net.loss(0).jitterMs(0).reordered(0).capKbps(0);
            net.run(Duration.ofSeconds(SETTLING_SECONDS));
            QualityReport after = last(call, talker);
            net.run(Duration.ofSeconds(5));

            double percent = (storm.concealedMs() - before.concealedMs()) / 10.0 / STORM_SECONDS;
            assertThat(percent)
                    .as("%s, invented with %s", codec, name)
                    .isLessThanOrEqualTo(codec == Codec.OPUS ? ofOpus : ofOthers);
            assertThat(waited - before.playoutMs())
                    .as("%s, waits with %s", codec, name)
                    .isLessThanOrEqualTo(waits);
            assertThat(after.playoutMs())
                    .as("%s, waits after %s", codec, name)
                    .isBetween(before.playoutMs() - BACK_MS, before.playoutMs() + BACK_MS);
            assertThat(last(call, talker).concealedMs())
                    .as("%s, invented after %s", codec, name)
                    .isEqualTo(after.concealedMs());
            assertThat(listener.phone().ear().jumps()).isZero();
        }
    }

    private static QualityReport last(VirtualCall call, End end) {
        return call.events(MediaEvent.LegQuality.class).stream()
                .filter(quality -> quality.leg().equals(end.leg().id()))
                .reduce((_, later) -> later)
                .orElseThrow()
                .report();
    }
}
