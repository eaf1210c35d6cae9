package dev.crosspoint.media.record;

import java.util.Arrays;

/**
 * The line by which a stream's clock is turned into the recording's: how far ours is ahead, as a
 * chain of straight pieces. It follows the earliest arrivals, because a network only ever delays.
 *
 * <p>What the pieces follow is an opening (the lowest of each few seconds, of that the highest),
 * which keeps the step of a path that has become longer and lies below every arrival; and below
 * that, what rises and falls no faster than {@link #STEEPEST}. Pieces are as long as one straight
 * line stays near it: a steady drift is one piece.
 */
final class Placing {
    /** Arrivals are looked at in quarters of a second. */
    static final int BINS_PER_SECOND = 4;

    /** Offsets at the joints are multiples of 1/8000 s: whole samples at every rate. */
    static final int QUANTA_PER_SECOND = 8000;

    /** In a bin without arrivals. */
    static final long NONE = Long.MAX_VALUE;

    private static final int QUANTUM_MICROS = 125;

    /** The opening looks at 2 s to either side: some 200 packets, the best of which was quick. */
    private static final int REACH = 8;

    /**
     * Steepest that it follows, micros per bin: 1 %. In voices that is heard by nobody, and a step
     * of 40 ms is followed in 4 s; a second of delay that goes away again is not followed.
     */
    private static final long STEEPEST = 10_000 / BINS_PER_SECOND;

    /** The drift is told from the line's rise in 30 s: the usual one, because paths change. */
    private static final int DRIFT_BINS = 30 * BINS_PER_SECOND;

    /** A piece may lie so far above and below; below, because nobody speaks after it is heard. */
    private static final double ABOVE = 500.0 / QUANTUM_MICROS;

    private static final double BELOW = 2500.0 / QUANTUM_MICROS;

    private final int[] bins;
    private final int[] quanta;

    private Placing(int[] bins, int[] quanta) {
        this.bins = bins;
        this.quanta = quanta;
    }

    /**
     * Fits the line.
     *
     * @param earliest least difference of our clock and the sender's in each bin, microseconds
     */
    static Placing byTheEarliest(long[] earliest, int count) {
        long[] line = opened(earliest, count);
        // again without the drift: an opening has steps where a line rises or falls
        double drift = drift(line);
        if (drift != 0) {
            line = opened(tilted(earliest, count, -drift), count);
            line = tilted(line, count, drift);
        }
        flatten(line);
        return chain(earliest, line);
    }

    /** Number of joints, at least 1; before the first and behind the last the line is level. */
    int joints() {
        return bins.length;
    }

    /** Time of a joint by the stream's clock, in quarters of a second since its first packet. */
    int bin(int joint) {
        return bins[joint];
    }

    /** How far the recording's clock is ahead there, in 1/8000 s. */
    int quanta(int joint) {
        return quanta[joint];
    }

    private static long[] opened(long[] earliest, int count) {
        long[] lowest = new long[count];
        for (int i = 0; i < count; i++) {
            long low = NONE;
            for (int k = Math.max(0, i - REACH); k <= Math.min(count - 1, i + REACH); k++) {
                low = Math.min(low, earliest[k]);
            }
            lowest[i] = low;
        }
        long[] opened = new long[count];
        for (int i = 0; i < count; i++) {
            long high = Long.MIN_VALUE;
            for (int k = Math.max(0, i - REACH); k <= Math.min(count - 1, i + REACH); k++) {
                high = lowest[k] == NONE ? high : Math.max(high, lowest[k]);
            }
            opened[i] = high == Long.MIN_VALUE ? NONE : high;
        }
        return opened;
    }

    /** How the line usually rises, micros per bin; 0 where it is too short to tell. */
    private static double drift(long[] line) {
        long[] rises = new long[Math.max(0, line.length - DRIFT_BINS)];
        int count = 0;
        for (int i = 0; i + DRIFT_BINS < line.length; i++) {
            if (line[i] != NONE && line[i + DRIFT_BINS] != NONE) {
                rises[count++] = line[i + DRIFT_BINS] - line[i];
            }
        }
        if (count < DRIFT_BINS) {
            return 0;
        }
        Arrays.sort(rises, 0, count);
        double usual = (double) rises[count / 2] / DRIFT_BINS;
        return Math.clamp(usual, -(double) STEEPEST, STEEPEST);
    }

    private static long[] tilted(long[] line, int count, double drift) {
        long[] tilted = new long[count];
        for (int i = 0; i < count; i++) {
            tilted[i] = line[i] == NONE ? NONE : line[i] + Math.round(drift * i);
        }
        return tilted;
    }

    /** The highest line below that is nowhere too steep. */
    private static void flatten(long[] line) {
        for (int i = 1; i < line.length; i++) {
            line[i] = Math.min(line[i], risen(line[i - 1]));
        }
        for (int i = line.length - 2; i >= 0; i--) {
            line[i] = Math.min(line[i], risen(line[i + 1]));
        }
    }

    private static long risen(long micros) {
        return micros == NONE ? NONE : micros + STEEPEST;
    }

    /** Straight pieces, each as long as all of the line is within reach of it. */
    private static Placing chain(long[] earliest, long[] line) {
        int[] bins = new int[4];
        int[] quanta = new int[4];
        int joints = 0;
        int last = -1;
        double flattest = Double.NEGATIVE_INFINITY;
        double steepest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < line.length; i++) {
            if (earliest[i] == NONE) {
                continue; // nothing is to be placed here
            }
            double at = (double) line[i] / QUANTUM_MICROS;
            if (joints == 0) {
                bins[0] = i;
                quanta[0] = (int) Math.round(at - (BELOW - ABOVE) / 2);
                joints = 1;
                last = i;
                continue;
            }
            int from = bins[joints - 1];
            double low = (at - BELOW - quanta[joints - 1]) / (i - from);
            double high = (at + ABOVE - quanta[joints - 1]) / (i - from);
            if (Math.max(flattest, low) > Math.min(steepest, high)) {
                if (joints == bins.length) {
                    bins = Arrays.copyOf(bins, 2 * joints);
                    quanta = Arrays.copyOf(quanta, 2 * joints);
                }
                bins[joints] = last;
                quanta[joints] = end(quanta[joints - 1], last - from, flattest, steepest);
                low = (at - BELOW - quanta[joints]) / (i - last);
                high = (at + ABOVE - quanta[joints]) / (i - last);
                joints++;
                flattest = Double.NEGATIVE_INFINITY;
                steepest = Double.POSITIVE_INFINITY;
            }
            flattest = Math.max(flattest, low);
            steepest = Math.min(steepest, high);
            last = i;
        }
        if (last > bins[joints - 1]) {
            bins = Arrays.copyOf(bins, joints + 1);
            quanta = Arrays.copyOf(quanta, joints + 1);
            bins[joints] = last;
            quanta[joints] = end(quanta[joints - 1], last - bins[joints - 1], flattest, steepest);
            joints++;
        }
        return new Placing(Arrays.copyOf(bins, joints), Arrays.copyOf(quanta, joints));
    }

    /** Level where that will do: then samples need only be copied. */
    private static int end(int quanta, int bins, double flattest, double steepest) {
        double slope = flattest <= 0 && steepest >= 0 ? 0 : (flattest + steepest) / 2;
        return (int) Math.round(quanta + slope * bins);
    }
}
