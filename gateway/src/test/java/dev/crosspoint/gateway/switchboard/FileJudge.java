package dev.crosspoint.gateway.switchboard;

import static java.util.Objects.requireNonNull;

import dev.crosspoint.gateway.recording.DeliveredFile;
import dev.crosspoint.gateway.switchboard.ExpectedFile.Sides;
import dev.crosspoint.media.call.TonePhone;
import dev.crosspoint.media.codec.Codec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Holds a file against what has to be in it: each tone from its first moment to its last, to within
 * {@link #EDGE_MS}, nothing else, and zeros where nobody is recorded.
 */
final class FileJudge {
    /** So far from where it has to be a tone may begin and end. */
    private static final int EDGE_MS = 20;

    /** What is under way when an interval ends never comes: 30 ms of jitter, and a lost packet. */
    private static final int LOSSY_EDGE_MS = EDGE_MS + 30 + 20;

    /**
     * So loud a tone is there. Low, because a decoder that begins in the middle of a stream takes a
     * tenth of a second to find the level of a tone; a window that is centred 5 ms beside a tone
     * has as much.
     */
    private static final double PRESENT = 0.1 * TonePhone.AMPLITUDE;

    /** Of a tone's windows, so many may be below that where packets are lost. */
    private static final double LOSSY_HOLES = 0.5;

    /**
     * Of a tone that has no business there, at most -18 dB in 20 ms, where others begin and end,
     * and -40 dB in 100 ms where they do not: what codecs make of the tones that are there comes to
     * -24 dB, and to -40.2 dB with Opus and -44 dB with G.711 (measured over five stories in all
     * codecs), so that less cannot be asked. Where packets are lost it is -13 and -28 dB, because
     * invented sound breaks off.
     */
    private static final double MOMENT = 0.125;

    private static final double TRACE = 0.01;
    private static final double LOSSY_MOMENT = 0.32;
    private static final double LOSSY_TRACE = 0.06;

    private static final int SAMPLES_PER_MS = DeliveredFile.RATE_HZ / 1000;

    /**
     * A G.722 decoder that begins in the middle of a stream has its smallest step there, and is
     * below {@link #PRESENT} for two windows more (measured over all stories).
     */
    private static final int G722_ONSET = 10 * SAMPLES_PER_MS;

    private static final int HOP = 5 * SAMPLES_PER_MS;
    private static final int SHORT = 20 * SAMPLES_PER_MS;

    /** A decoder that begins in the middle of a stream is noisy for so long. */
    private static final int SETTLED = 60 * SAMPLES_PER_MS;

    private static final int LONG = 100 * SAMPLES_PER_MS;

    private static final Map<String, ToneMeter> SHORT_METERS = meters(SHORT);
    private static final Map<String, ToneMeter> LONG_METERS = meters(LONG);

    private final MatrixCase what;
    private final boolean lossy;
    private final int edge;
    private final DeliveredFile file;
    private final ExpectedFile expected;
    private final List<String> problems = new ArrayList<>();

    /** From one sample to another. */
    private record Stretch(int from, int to) {
        boolean touches(int begin, int end, int margin) {
            return end > from - margin && begin < to + margin;
        }
    }

    FileJudge(MatrixCase what, DeliveredFile file, ExpectedFile expected) {
        this.what = what;
        this.lossy = what.lossy();
        this.edge = (lossy ? LOSSY_EDGE_MS : EDGE_MS) * SAMPLES_PER_MS;
        this.file = file;
        this.expected = expected;
    }

    /** What is wrong with it. */
    List<String> problems() {
        int samples = sample(expected.toNanos());
        if (Math.abs(file.left().length - samples) > EDGE_MS * SAMPLES_PER_MS) {
            problems.add("lasts %d ms, not %d".formatted(ms(file.left().length), ms(samples)));
        }
        if (!lossy && file.concealedMs() > 0) {
            problems.add("%d ms are invented".formatted(file.concealedMs()));
        }
        if (file.strays() > 0) {
            problems.add("%d packets too much on tape".formatted(file.strays()));
        }
        judge("left", file.left(), Sides::left, Sides::vague);
        judge("right", file.right(), Sides::right, _ -> Set.of());
        return problems;
    }

    private interface Names extends Function<Sides, Set<String>> {}

    private void judge(String channel, short[] pcm, Names certain, Names vague) {
        var somebody =
                stretches(
                        sides -> !certain.apply(sides).isEmpty() || !vague.apply(sides).isEmpty());
        zeros(channel, pcm, somebody, edge);
        for (var pause : stretches(Sides::paused)) {
            zeros(channel + " while paused", pcm, pause);
        }
        for (var name : TonedMedia.TONES.keySet()) {
            var sure = stretches(sides -> certain.apply(sides).contains(name));
            var perhaps =
                    stretches(sides ->
                            certain.apply(sides).contains(name)
                                    || vague.apply(sides).contains(name));
            sure.forEach(stretch -> present(channel, name, pcm, stretch));
            absent(channel + ": " + name, name, pcm, perhaps);
        }
    }

    /** Everything but some stretches is digital silence. */
    private void zeros(String where, short[] pcm, List<Stretch> except, int margin) {
        for (int i = 0; i < pcm.length; i++) {
            int at = i;
            if (pcm[i] != 0 && except.stream().noneMatch(s -> s.touches(at, at + 1, margin))) {
                problems.add("%s: sound at %d ms, where nobody is".formatted(where, ms(i)));
                return;
            }
        }
    }

    private void zeros(String where, short[] pcm, Stretch silent) {
        int to = Math.min(pcm.length, silent.to());
        for (int i = silent.from(); i < to; i++) {
            if (pcm[i] != 0) {
                problems.add(
                        "%s: sound at %d ms, from %d to %d ms"
                                .formatted(where, ms(i), ms(silent.from()), ms(silent.to())));
                return;
            }
        }
    }

    private void present(String channel, String name, short[] pcm, Stretch stretch) {
        var meter = requireNonNull(SHORT_METERS.get(name));
        int windows = 0;
        int holes = 0;
        int firstHole = 0;
        int to = Math.min(pcm.length - SHORT / 2, stretch.to() - edge);
        int from = stretch.from() + edge + (what.codecOf(name) == Codec.G722 ? G722_ONSET : 0);
        for (int at = Math.max(SHORT / 2, from); at <= to; at += HOP) {
            windows++;
            if (meter.at(pcm, at - SHORT / 2) < PRESENT) {
                firstHole = holes == 0 ? at : firstHole;
                holes++;
            }
        }
        if (holes > (lossy ? LOSSY_HOLES * windows : 0)) {
            problems.add(
                    "%s: %s is not heard at %d ms (%d of %d windows), from %d to %d ms"
                            .formatted(
                                    channel,
                                    name,
                                    ms(firstHole),
                                    holes,
                                    windows,
                                    ms(stretch.from()),
                                    ms(stretch.to())));
        }
    }

    /** Nothing of a tone beside its stretches: not for a moment, and hardly a trace. */
    private void absent(String what, String name, short[] pcm, List<Stretch> present) {
        absent(what, requireNonNull(SHORT_METERS.get(name)), pcm, 0, pcm.length, present);
        for (var span : expected.spans) {
            int from = sample(span.fromNanos()) + edge + SETTLED;
            int to = Math.min(pcm.length, sample(span.toNanos()) - edge - 2 * HOP);
            absent(what, requireNonNull(LONG_METERS.get(name)), pcm, from, to, present);
        }
    }

    private void absent(
            String what, ToneMeter meter, short[] pcm, int from, int to, List<Stretch> present) {
        double most = most(meter) * TonePhone.AMPLITUDE;
        int window = meter.samples();
        for (int at = from; at + window <= to; at += HOP) {
            int begin = at;
            if (present.stream().noneMatch(s -> s.touches(begin, begin + window, edge))
                    && meter.at(pcm, at) > most) {
                problems.add("%s is heard at %d ms".formatted(what, ms(at + window / 2)));
                return;
            }
        }
    }

    private double most(ToneMeter meter) {
        if (meter.samples() == LONG) {
            return lossy ? LOSSY_TRACE : TRACE;
        }
        return lossy ? LOSSY_MOMENT : MOMENT;
    }

    /** Where something is so, spans that touch being one. */
    private List<Stretch> stretches(Predicate<Sides> so) {
        var all = new ArrayList<Stretch>();
        for (var span : expected.spans) {
            if (!so.test(span.sides())) {
                continue;
            }
            int from = sample(span.fromNanos());
            if (!span.anew() && !all.isEmpty() && all.getLast().to() >= from) {
                from = all.removeLast().from();
            }
            all.add(new Stretch(from, sample(span.toNanos())));
        }
        return all;
    }

    private int sample(long nanos) {
        return (int) ((nanos - expected.fromNanos) * SAMPLES_PER_MS / 1_000_000);
    }

    private static int ms(int sample) {
        return sample / SAMPLES_PER_MS;
    }

    private static Map<String, ToneMeter> meters(int samples) {
        var meters = new TreeMap<String, ToneMeter>();
        TonedMedia.TONES.forEach(
                (name, hz) -> meters.put(name, new ToneMeter(hz, samples, DeliveredFile.RATE_HZ)));
        return meters;
    }
}
