package dev.crosspoint.media.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.api.Ids.PlayId;
import dev.crosspoint.media.api.MediaCommand.EditHearing.Edit;
import dev.crosspoint.media.api.MediaEvent.LegQuality;
import dev.crosspoint.media.audio.Splatter;
import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.call.VirtualCall.End;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.mix.PromptAudio;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A call of two that becomes three and six, and two again, is held and resumed and gets prompts:
 * nobody hears a click, by the energy outside the bins of the tones in every window of 20 ms.
 *
 * <p>The bounds are those of the codecs. Relative to one talker's tone, G.711 has -42 to -29 dB all
 * the time, with one to five tones. Opus in its usual mode has -36 with one, -30 with two, and with
 * five no more than -12 to -19, so that there the steady state is the bound; and where its stream
 * passes from the peer's encoder to ours, of which the listener's decoder knows nothing, it has -27
 * at the median and -16 at worst. A gap of 5 ms has -4 to -11 dB, a step to half the level -11 to
 * -19, a skip of 2 ms -5 to -12, all of which {@code SplatterTest} shows.
 *
 * <p>Tones of 350 to 500 Hz are left out: a decoder of Opus (SILK) that joins such a tone in its
 * midst, swelling and falling, never finds its way, and has -15 dB from then on; speech it finds in
 * a frame.
 */
class SeamlessChangeTest {
    private static final int[] TONES = {600, 900, 1150, 1450, 1700, 2000};
    private static final int PROMPT = 2350;
    private static final int MUSIC = 2600;
    private static final double AMPLITUDE = 0.1;
    private static final double G711_DB = -25;
    private static final double OPUS_DB = -14;

    /** Opus with many tones: so much worse than it is anyway. */
    private static final double WORSE_DB = 4;

    private static final int CONCEALED_MS = 40;

    private final VirtualNet net = VirtualNet.seeded(81);
    private final VirtualCall call = new VirtualCall(net);
    private final List<End> ends = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();

    /** Something that happened, and how far everybody's ears were then. */
    private record Change(String what, List<Integer> heardUntil) {}

    @ParameterizedTest(name = "{0} in {1}, {2} ms later")
    @CsvSource({
        "PCMU PCMU PCMU, tones, 0",
        "PCMU PCMU PCMU, tones, 7",
        "PCMU PCMU PCMU, syllables, 7",
        "PCMU PCMA PCMU, tones, 13",
        "PCMU PCMU OPUS, tones, 0",
        "PCMU PCMU OPUS, syllables, 7",
        "OPUS PCMU OPUS, tones, 0", // 8 kHz, 48 kHz and back
        "OPUS PCMU OPUS, tones, 7",
        "OPUS PCMU OPUS, syllables, 7",
        "OPUS OPUS PCMU, tones, 0",
        "OPUS OPUS PCMU, tones, 7",
        "OPUS OPUS PCMU, syllables, 7",
        "OPUS OPUS OPUS, tones, 7",
        "OPUS OPUS OPUS, syllables, 0",
        "PCMU PCMU PCMU PCMU PCMU PCMU, tones, 3",
        "OPUS PCMU PCMU OPUS PCMU OPUS, tones, 3",
        "OPUS PCMU PCMU OPUS PCMU OPUS, syllables, 3",
        "OPUS OPUS OPUS OPUS OPUS OPUS, tones, 3"
    })
    void nobodyHearsAClick(String codecs, String voices, int phaseMs) {
        Stream.of(codecs.split(" ", -1)).map(Codec::valueOf).forEach(c -> join(c, voices));
        End a = ends.get(0);
        End b = ends.get(1);
        call.bridge(a, b);
        net.run(Duration.ofMillis(3000 + phaseMs));

        happens("a third joins");
        call.bridge(a, b, ends.get(2));
        net.run(Duration.ofMillis(1500));
        if (ends.size() > 3) {
            happens("more join");
            call.bridge(ends.toArray(End[]::new));
            net.run(Duration.ofMillis(1500));
        }
        while (call.call().legs().size() > 2) {
            happens("one leaves");
            int last = call.call().legs().size() - 1;
            call.call().closeLeg(ends.get(last).leg().id(), net.nowNanos(), call);
            net.run(Duration.ofMillis(1500));
        }
        pause(a, b, voices);
        happens("hold");
        call.call().edit(List.of(edit(a, b, false), edit(b, a, false)), net.nowNanos());
        play("music", MUSIC, 0, b);
        net.run(Duration.ofMillis(1500));
        happens("resume");
        call.call().stopPlay(new PlayId("music"), net.nowNanos());
        call.call().edit(List.of(edit(a, b, true), edit(b, a, true)), net.nowNanos());
        net.run(Duration.ofMillis(1500));
        pause(a, b, voices);
        happens("a prompt begins");
        play("prompt", PROMPT, 1, b);
        net.run(Duration.ofMillis(500)); // it lasts as long
        happens("a prompt ends");
        net.run(Duration.ofMillis(1500));

        ends.forEach(this::assertClean);
        assertThat(call.counted(Count.RTP_RELAYED) > 0)
                .as("it was relayed before, in between and after")
                .isEqualTo(ends.get(0).phone().ear().codec() == ends.get(1).phone().ear().codec());
    }

    private void join(Codec codec, String voices) {
        End end = call.join(codec);
        int hz = TONES[ends.size()];
        boolean syllables = voices.equals("syllables");
        end.phone()
                .say(t -> {
                    double swell = syllables ? 0.5 - 0.5 * Math.cos(2 * Math.PI * 4 * t) : 1;
                    return AMPLITUDE * swell * Math.sin(2 * Math.PI * hz * t);
                });
        ends.add(end);
    }

    /** Nobody talks for a moment, so that the call goes back to relay. */
    private void pause(End a, End b, String voices) {
        if (voices.equals("tones")) {
            fallSilentForAWhile(a);
            fallSilentForAWhile(b);
        } // syllables have pauses enough
        net.run(Duration.ofMillis(1500));
    }

    /** The tone falls and rises within 100 ms, with 300 ms in between. */
    private void fallSilentForAWhile(End end) {
        int hz = TONES[ends.indexOf(end)];
        double from = end.phone().seconds();
        end.phone()
                .say(t -> {
                    double edge = Math.min((t - from) / 0.1, 4 - (t - from - 0.1) / 0.1);
                    double level = 0.5 + 0.5 * Math.cos(Math.PI * Math.clamp(edge, 0, 1));
                    return AMPLITUDE * level * Math.sin(2 * Math.PI * hz * t);
                });
    }

    private void play(String id, int hz, int times, End listener) {
        float[] sound = Tone.sine(8000, hz, AMPLITUDE, 4000);
        call.call()
                .play(
                        new PlayId(id),
                        PromptAudio.of(sound, 8000),
                        List.of(listener.leg().id()),
                        times,
                        net.nowNanos());
    }

    private void happens(String what) {
        changes.add(new Change(what, ends.stream().map(e -> e.phone().ear().end()).toList()));
    }

    private void assertClean(End end) {
        Ear ear = end.phone().ear();
        assertThat(ear.missing()).as("sequence numbers run on").isZero();
        assertThat(ear.jumps()).as("timestamps run on").isZero();
        float[] heard = ear.heard();
        int[] all = Arrays.copyOf(TONES, TONES.length + 2);
        all[TONES.length] = PROMPT;
        all[TONES.length + 1] = MUSIC;
        var splatter = new Splatter(ear.rateHz(), AMPLITUDE, all);
        int ms = ear.rateHz() / 1000;
        for (Change change : changes) {
            int at = change.heardUntil().get(ends.indexOf(end));
            double around = splatter.worstDb(heard, at - 40 * ms, at + 250 * ms);
            double bound = G711_DB;
            if (ear.codec() == Codec.OPUS) {
                double before = splatter.worstDb(heard, at - 400 * ms, at - 60 * ms);
                double after = splatter.worstDb(heard, at + 250 * ms, at + 600 * ms);
                bound = Math.max(OPUS_DB, Math.max(before, after) + WORSE_DB);
            }
            assertThat(around)
                    .as("%s, heard by %s in %s", change.what(), end.leg().id(), ear.codec())
                    .isLessThan(bound);
        }
        assertThat(mostConcealedMs(end))
                .as("concealed of %s", end.leg().id())
                .isLessThanOrEqualTo(CONCEALED_MS);
    }

    /** Between two of a leg's reports, one of which comes between any two changes. */
    private long mostConcealedMs(End end) {
        long most = 0;
        long before = 0;
        for (LegQuality event : call.events(LegQuality.class)) {
            if (event.leg().equals(end.leg().id())) {
                most = Math.max(most, event.report().concealedMs() - before);
                before = event.report().concealedMs();
            }
        }
        return most;
    }

    private static Edit edit(End listener, End source, boolean hears) {
        return new Edit(listener.leg().id(), source.leg().id(), hears);
    }
}
