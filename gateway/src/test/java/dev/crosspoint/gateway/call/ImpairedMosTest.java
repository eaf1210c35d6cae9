package dev.crosspoint.gateway.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.call.VirtualCall;
import dev.crosspoint.media.call.VirtualCall.End;
import dev.crosspoint.media.call.VirtualNet;
import dev.crosspoint.media.codec.Codec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What agents and meters are told of a leg (MOS by ITU-T G.107, what is wrong, how long words wait)
 * while its network is bad in each way for twenty seconds, and after that: by real packets, real
 * reports and virtual time.
 */
class ImpairedMosTest {
    private static final int CALM_SECONDS = 15;
    private static final int STORM_SECONDS = 20;

    /** The buffer lets go as talk allows. */
    private static final int SETTLING_SECONDS = 30;

    /** ITU-T G.107 annex B: users are very satisfied. */
    private static final double CALM = 4.34;

    /** "Comes back" means within this. */
    private static final double BACK_MS = 20;

    /**
     * The worst score of five seconds, from and to, which is what G.107 makes of the impairment as
     * it is drawn: of 250 packets a twentieth may be one more or less; what is said to be wrong;
     * and how much longer than before words may wait, ms.
     */
    @ParameterizedTest(name = "{0}: {6} to {7}")
    @CsvSource({
        "2 % loss, 0.02, 0, 0, 0, 0, 4.0, 4.3, , 5",
        "5 % loss, 0.05, 0, 0, 0, 0, 3.5, 4.0, high-loss, 5",
        "10 % loss, 0.1, 0, 0, 0, 0, 2.9, 3.4, high-loss, 5",
        "30 ms jitter, 0, 30, 0, 0, 0, 4.3, 4.38, , 20",
        "80 ms jitter, 0, 80, 0, 0, 0, 4.2, 4.36, , 80",
        "5 % overtaken, 0, 0, 0.05, 0, 0, 4.3, 4.38, , 40",
        "outage of 3 s, 0, 0, 0, 3000, 0, 1.3, 1.6, high-loss, 5",
        "no more than 64 kbit/s, 0, 0, 0, 0, 64, 2.2, 2.7, high-loss high-jitter-buffer, 100",
    })
    void tellsHowBadItIsAndThatItIsOver(
            String name,
            double loss,
            int jitterMs,
            double overtaken,
            int outageMs,
            int kbps,
            double least,
            double most,
            @Nullable String wrong,
            double waitsMs) {
        var net = VirtualNet.seeded(41);
        var call = new VirtualCall(net);
        End talker = call.join(Codec.PCMU);
        End listener = call.join(Codec.PCMA);
        float[] voice = Tone.voice(8000, 8000 * 10);
        talker.phone().say(t -> voice[(int) (Math.round(t * 8000) % voice.length)]).reporting();
        listener.phone().hush().reporting();
        call.bridge(talker, listener);
        net.run(Duration.ofSeconds(CALM_SECONDS));
        var calm = diagnoses(call, talker);

        net.loss(loss).jitterMs(jitterMs).reordered(overtaken).capKbps(kbps);
        net.outage(Duration.ofMillis(outageMs));
        net.run(Duration.ofSeconds(STORM_SECONDS));
        var storm = diagnoses(call, talker).stream().skip(calm.size()).toList();

        net.loss(0).jitterMs(0).reordered(0).capKbps(0);
        net.run(Duration.ofSeconds(SETTLING_SECONDS));
        var after = diagnoses(call, talker).getLast();

        var before = calm.getLast();
        double worst = storm.stream().mapToDouble(Diagnosis::mos).min().orElseThrow();
        double waited = storm.stream().mapToDouble(Diagnosis::waitMs).max().orElseThrow();
        assertThat(before.mos()).as("before %s", name).isGreaterThan(CALM);
        assertThat(worst).as("MOS in %s", name).isBetween(least, most);
        assertThat(storm.stream().flatMap(it -> it.words().stream()).distinct())
                .as("wrong in %s", name)
                .containsExactlyElementsOf(
                        wrong == null ? List.of() : List.of(wrong.split(" ", -1)));
        assertThat(waited - before.waitMs()).as("waits in %s", name).isLessThanOrEqualTo(waitsMs);
        assertThat(after.mos()).as("MOS after %s", name).isGreaterThan(CALM);
        assertThat(after.words()).as("wrong after %s", name).isEmpty();
        assertThat(after.waitMs())
                .as("waits after %s", name)
                .isBetween(before.waitMs() - BACK_MS, before.waitMs() + BACK_MS);
    }

    /** As call control makes them of the leg's reports. */
    private static List<Diagnosis> diagnoses(VirtualCall call, End end) {
        var sounding = Sounding.UNKNOWN;
        var made = new ArrayList<Diagnosis>();
        for (var quality : call.events(MediaEvent.LegQuality.class)) {
            if (quality.leg().equals(end.leg().id())) {
                sounding = sounding.after(quality.report());
                var diagnosis = sounding.diagnosis();
                if (diagnosis != null && sounding.isFresh()) {
                    made.add(diagnosis);
                }
            }
        }
        return made;
    }
}
