package dev.crosspoint.gateway.playback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpansTest {
    /** Against one bit for each millisecond. */
    @Test
    void areWhatWasAdded() {
        var random = new Random(11);
        for (int round = 0; round < 300; round++) {
            var spans = new Spans();
            var bits = new BitSet();
            for (int i = 0; i < 30; i++) {
                var span = span(random);
                assertThat(spans.missingOf(span)).isEqualTo(missing(bits, span));
                spans.add(span);
                bits.set((int) span.fromMs(), (int) span.toMs());
                assertThat(spans.all()).isEqualTo(runs(bits, 0, 1_000));
            }
        }
    }

    private static Span span(Random random) {
        int from = random.nextInt(200);
        return new Span(from, from + random.nextInt(40));
    }

    private static List<Span> missing(BitSet bits, Span span) {
        var not = new BitSet();
        not.set((int) span.fromMs(), (int) span.toMs());
        not.andNot(bits);
        return runs(not, (int) span.fromMs(), (int) span.toMs());
    }

    private static List<Span> runs(BitSet bits, int from, int to) {
        var runs = new ArrayList<Span>();
        for (int at = bits.nextSetBit(from); at >= 0 && at < to; ) {
            int end = bits.nextClearBit(at);
            runs.add(new Span(at, end));
            at = bits.nextSetBit(end);
        }
        return runs;
    }
}
