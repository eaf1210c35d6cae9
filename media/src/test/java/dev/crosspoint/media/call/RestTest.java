package dev.crosspoint.media.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.api.Digits;
import dev.crosspoint.media.api.Ids.PlayId;
import dev.crosspoint.media.api.MediaCommand.EditHearing.Edit;
import dev.crosspoint.media.api.MediaEvent.LegQuality;
import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.call.VirtualCall.End;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.mix.PromptAudio;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A call that does nothing but forward packets passes over ticks, and nobody notices. */
class RestTest {
    private static final Duration TICK = Duration.ofMillis(20);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String MUX = "rtcp-mux";

    /** Reports go out every few seconds, at random: enough for every fifth of five ticks. */
    private static final Duration MANY_REPORTS = Duration.ofMinutes(3);

    /** Before a silent leg is given up. */
    private static final Duration SOME_REPORTS = Duration.ofSeconds(25);

    private final VirtualNet net = VirtualNet.seeded(83);
    private final VirtualCall call = new VirtualCall(net);

    @Test
    void looksInEveryFifthTickAtWhatIsDue() {
        assertThat(ticksOfReportsBesideOneWhoSpeaks(Codec.PCMU)).hasSize(1);
    }

    @Test
    void looksInEveryTickWhileSomebodyHearsTheMix() {
        assertThat(ticksOfReportsBesideOneWhoSpeaks(Codec.G722)).hasSizeGreaterThan(1);
    }

    private Set<Long> ticksOfReportsBesideOneWhoSpeaks(Codec codec) {
        End customer = call.joinSaying(Codec.PCMU, MUX);
        call.bridge(customer, call.join(codec));
        net.run(SECOND);
        return ticksOfReports(customer, MANY_REPORTS);
    }

    @Test
    void looksInEveryTickWhileAPauseIsFilled() {
        End silent = call.joinKnowingNoise(Codec.PCMU);
        End listener = call.joinKnowingNoise(Codec.PCMU);
        End monitor = call.joinSaying(Codec.PCMU, MUX);
        call.bridge(silent, listener);
        var hears = new Edit(monitor.leg().id(), listener.leg().id(), true);
        call.call().edit(List.of(hears), net.nowNanos());
        net.run(SECOND);
        assertThat(ticksOfReports(monitor, SOME_REPORTS)).hasSize(1);

        silent.phone().stopSending();
        net.run(SECOND);

        assertThat(ticksOfReports(monitor, SOME_REPORTS)).hasSizeGreaterThan(1);
        assertThat(silent.leg().ended()).isNull();
    }

    @Test
    void tellsOfQualityOnceASecondAllTheSame() {
        End customer = call.join(Codec.PCMU);
        call.bridge(customer, call.join(Codec.PCMU));
        net.run(SECOND);
        int before = call.events(LegQuality.class).size();

        net.run(Duration.ofMinutes(1));

        assertThat(call.events(LegQuality.class).size() - before).isEqualTo(2 * 60);
    }

    /** Overdue after 40 ms, filled in the fourth tick of that, whoever was at rest meanwhile. */
    @Test
    void fillsThePauseOfASourceThatIsGoneAsSoonAsItMayBeOne() {
        End silent = call.joinKnowingNoise(Codec.PCMU);
        End listener = call.joinKnowingNoise(Codec.PCMU);
        call.bridge(silent, listener);
        silent.phone().breathe(0.001);
        for (int phase = 0; phase < 5; phase++) {
            silent.phone().resumeSending();
            net.run(SECOND.plus(TICK));
            int before = listener.phone().noisesHeard().size();
            silent.phone().stopSending();

            net.run(TICK.multipliedBy(8));

            assertThat(listener.phone().noisesHeard()).hasSize(before + 1);
        }
    }

    @Test
    void wakesForAPrompt() {
        End customer = call.join(Codec.PCMU);
        call.bridge(customer, call.join(Codec.PCMU));
        for (int phase = 0; phase < 5; phase++) {
            net.run(SECOND.plus(TICK));
            var beep = PromptAudio.of(Tone.sine(8000, 700, 0.3, 1600), 8000);
            call.call()
                    .play(
                            new PlayId("p" + phase),
                            beep,
                            List.of(customer.leg().id()),
                            1,
                            net.nowNanos());

            net.run(TICK.multipliedBy(4));

            float[] heard = customer.phone().ear().heardLast(20);
            assertThat(Tone.rms(heard, 0, heard.length)).isGreaterThan(0.1);
        }
    }

    @Test
    void wakesForAKey() {
        End customer = call.join(Codec.PCMU);
        call.bridge(customer, call.join(Codec.PCMU));
        for (int phase = 0; phase < 5; phase++) {
            net.run(SECOND.plus(TICK));
            call.call().sendDigits(customer.leg().id(), new Digits("5"));

            net.run(TICK.multipliedBy(3));

            assertThat(customer.phone().digitsHeard()).hasSize(phase + 1);
        }
    }

    /** In which of five ticks in a row reports come, counted from any. */
    private Set<Long> ticksOfReports(End end, Duration time) {
        var ticks = new TreeSet<Long>();
        long endNanos = net.nowNanos() + time.toNanos();
        while (net.nowNanos() < endNanos) {
            int before = end.phone().reports().size();
            net.run(TICK);
            if (end.phone().reports().size() > before) {
                ticks.add(net.nowNanos() / TICK.toNanos() % 5);
            }
        }
        return ticks;
    }
}
