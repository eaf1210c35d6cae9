package dev.crosspoint.media.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.api.Channel;
import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.Codecs;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A thousand recordings made by dice: who is recorded, codecs, packet times, faults of networks and
 * clocks, edits and pauses. Each is judged by its tones: on the right side, at the right time, and
 * nowhere else.
 */
final class RenderCasesTest {
    private static final int CASES = 1000;
    private static final int LENGTH_MS = 5000;
    private static final int RATE_HZ = 8000;
    private static final int BLOCK_MS = 5;
    private static final int BLOCK = RATE_HZ / 1000 * BLOCK_MS;

    /** The contract. */
    private static final int TOLERANCE_MS = 20;

    /** A network's own delay, which nobody on our side can see. */
    private static final int DELAY_MS = 2;

    private static final double AUDIBLE = 0.04;
    private static final List<Codec> CODECS =
            List.of(Codec.OPUS, Codec.PCMU, Codec.PCMA, Codec.G722);
    private static final int AGENT_HZ = 600;
    private static final int CUSTOMER_HZ = 1100;

    private final Codecs codecs = Codecs.load();
    private final Renderer renderer = new Renderer(codecs);

    /** A case as the dice have it; its text tells how to see it again. */
    private record Case(
            long seed,
            boolean agent,
            boolean customer,
            Codec codec,
            int packetMs,
            int ppm,
            double loss,
            int jitterMs,
            boolean dtx,
            boolean twice,
            boolean wraps,
            boolean restarts,
            boolean changes,
            boolean edited,
            boolean paused) {
        /** Before the tone is measured, which a joint may turn out of phase. */
        long restartMs() {
            return 2400 + seed % 700;
        }

        long changeMs() {
            return 3100 + seed % 700;
        }
    }

    @Test
    void placesWhateverTheDiceSay() throws Exception {
        for (long seed = 0; seed < CASES; seed++) {
            judge(roll(seed));
        }
    }

    private static Case roll(long seed) {
        var dice = new Random(seed * 7919 + 1);
        int who = (int) (seed % 3);
        Codec codec = CODECS.get((int) (seed / 3 % CODECS.size()));
        return new Case(
                seed,
                who != 1,
                who != 0,
                codec,
                new int[] {10, 20, 20, 40, 60}[dice.nextInt(5)],
                dice.nextInt(601) - 300,
                dice.nextInt(3) == 0 ? 0.05 : 0,
                dice.nextInt(31),
                dice.nextInt(3) == 0,
                dice.nextInt(3) == 0,
                dice.nextInt(3) == 0,
                dice.nextInt(4) == 0,
                dice.nextInt(4) == 0,
                dice.nextInt(3) == 0,
                dice.nextInt(3) == 0);
    }

    private void judge(Case it) throws Exception {
        var recording = new Recording();
        Speaker agent = speaker(it, 1, AGENT_HZ).says(700, 1600).says(2200, 4400);
        Speaker customer = speaker(it, 2, CUSTOMER_HZ).says(300, 1100).says(1900, 4700);
        if (it.agent) {
            recording.track(1, Channel.RIGHT);
        }
        if (it.customer) {
            recording.track(2, Channel.LEFT);
        }
        if (it.edited) {
            recording.taken(1000, 1, false).taken(1300, 1, true);
            recording.taken(2500, 2, false).taken(2800, 2, true);
        }
        if (it.paused) {
            recording.paused(3000, true).paused(3500, false);
        }
        // both speak, whoever is recorded: what is not on a track must not be heard
        recording.hearing(agent, LENGTH_MS).hearing(customer, LENGTH_MS).stop(LENGTH_MS).inOrder();
        var rendered = recording.rendered(renderer, AudioFormat.WAV_8_KHZ);
        assertThat(rendered.rendering().samples()).isEqualTo(LENGTH_MS * RATE_HZ / 1000);
        judge(it, "right", rendered.right(), it.agent ? allowed(agent, it, 1000, 1300) : List.of());
        judge(
                it,
                "left",
                rendered.left(),
                it.customer ? allowed(customer, it, 2500, 2800) : List.of());
        if (it.agent) {
            judgeTone(it, rendered.right(), AGENT_HZ, CUSTOMER_HZ);
        }
        if (it.customer) {
            judgeTone(it, rendered.left(), CUSTOMER_HZ, AGENT_HZ);
        }
    }

    private Speaker speaker(Case it, int track, int hz) {
        var speaker =
                new Speaker(codecs, it.seed * 2 + track, track, hz)
                        .with(it.codec, it.packetMs)
                        .drifting(track == 1 ? it.ppm : -it.ppm)
                        .losing(it.loss)
                        .jittering(it.jitterMs)
                        .doubling(it.twice ? 0.1 : 0);
        if (it.dtx) {
            speaker.quiet();
        }
        if (it.wraps) {
            speaker.wrapping();
        }
        if (it.restarts) {
            speaker.restartingAt(it.restartMs());
        }
        if (it.changes) {
            speaker.changingAt(it.changeMs(), it.codec == Codec.OPUS ? Codec.PCMA : Codec.OPUS);
        }
        return speaker;
    }

    /** When a speaker is to be heard, ms; and how much longer a loss may let it sound. */
    private static List<int[]> allowed(Speaker speaker, Case it, int offMs, int onMs) {
        List<int[]> spans = new ArrayList<>();
        for (Speaker.Words words : speaker.words()) {
            int invented = it.loss > 0 ? 2 * it.packetMs + 10 : 0;
            spans.add(new int[] {(int) words.fromMs(), (int) words.toMs(), invented});
        }
        if (it.edited) {
            spans = without(spans, offMs, onMs);
        }
        return it.paused ? without(spans, 3000, 3500) : spans;
    }

    private static List<int[]> without(List<int[]> spans, int from, int to) {
        var left = new ArrayList<int[]>();
        for (int[] span : spans) {
            if (span[0] < from) {
                boolean whole = span[1] <= from;
                left.add(new int[] {span[0], Math.min(span[1], from), whole ? span[2] : 0});
            }
            if (span[1] > to) {
                left.add(new int[] {Math.max(span[0], to), span[1], span[2]});
            }
        }
        return left;
    }

    private static void judge(Case it, String side, float[] pcm, List<int[]> allowed) {
        if (allowed.isEmpty()) {
            assertThat(pcm).as("%s of %s", side, it).containsOnly(0f);
            return;
        }
        for (int block = 0; block * BLOCK + BLOCK <= pcm.length; block++) {
            int from = block * BLOCK_MS;
            int to = from + BLOCK_MS;
            if (sounds(pcm, from)) {
                assertThat(allowed)
                        .as("%s of %s sounds at %s ms", side, it, from)
                        .anyMatch(
                                a -> to > a[0] - TOLERANCE_MS && from < a[1] + TOLERANCE_MS + a[2]);
            }
        }
        // A packet on its way when a stretch ends is not recorded, and the last may be lost.
        int edge =
                Math.max(TOLERANCE_MS, it.packetMs + it.jitterMs + DELAY_MS)
                        + (it.loss > 0 ? 3 * it.packetMs : 0);
        for (int[] span : allowed) {
            int hole = 0;
            int longest = 0;
            for (int at = span[0] + edge; at + BLOCK_MS < span[1] - edge; at += BLOCK_MS) {
                hole = sounds(pcm, at / BLOCK_MS * BLOCK_MS) ? 0 : hole + BLOCK_MS;
                longest = Math.max(longest, hole);
            }
            assertThat(longest)
                    .as("hole in %s of %s after %s ms", side, it, span[0])
                    .isLessThanOrEqualTo(mostHole(it));
        }
    }

    private static boolean sounds(float[] pcm, int ms) {
        return Tone.rms(pcm, ms / BLOCK_MS * BLOCK, BLOCK) > AUDIBLE;
    }

    /** Invented sound fades, and a decoder that starts within a word needs a moment; ms. */
    private static int mostHole(Case it) {
        int lost = it.loss > 0 ? 60 + 2 * it.packetMs : 0;
        // G.722 takes longer, and begins anew behind an edit or a pause too
        int begun = it.codec == Codec.G722 ? 45 : it.restarts || it.changes ? 30 : 0;
        return lost + begun;
    }

    private static void judgeTone(Case it, float[] pcm, int hz, int otherHz) {
        int from = 4000 * RATE_HZ / 1000;
        int samples = 300 * RATE_HZ / 1000;
        double own = Tone.levelDb(pcm, from, samples, RATE_HZ, hz);
        double other = Tone.levelDb(pcm, from, samples, RATE_HZ, otherHz);
        assertThat(own).as("%s", it).isGreaterThan(-18);
        assertThat(other).as("%s", it).isLessThan(own - 20);
    }
}
