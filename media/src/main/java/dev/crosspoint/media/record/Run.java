package dev.crosspoint.media.record;

import dev.crosspoint.media.codec.Codec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One RTP stream of a track: how far our clock was ahead of the sender's when each packet arrived,
 * of which it keeps the least for each quarter of a second. Eight bytes per quarter, 115 kB an
 * hour.
 */
final class Run {
    private static final long MICROS = 1_000_000;

    private final Codec codec;
    private long[] earliest = new long[8];
    private int bins;
    private @Nullable Placing placing;

    Run(Codec codec) {
        this.codec = codec;
        Arrays.fill(earliest, Placing.NONE);
    }

    Codec codec() {
        return codec;
    }

    /**
     * A packet has arrived.
     *
     * @param endTicks where its sound ends, since the stream's first timestamp
     */
    void arrived(long endTicks, long micros) {
        long perBin = codec.rtpClockHz() / Placing.BINS_PER_SECOND;
        int bin = (int) Math.max(0, endTicks / perBin);
        if (bin >= earliest.length) {
            int length = earliest.length;
            earliest = Arrays.copyOf(earliest, Math.max(bin + 1, length + length / 2));
            Arrays.fill(earliest, length, earliest.length, Placing.NONE);
        }
        bins = Math.max(bins, bin + 1);
        earliest[bin] = Math.min(earliest[bin], micros - microsOf(codec, endTicks));
    }

    /** Where its sound belongs; no more packets arrive. */
    Placing placing() {
        if (placing == null) {
            placing = Placing.byTheEarliest(earliest, bins);
            earliest = new long[0];
        }
        return placing;
    }

    static long microsOf(Codec codec, long ticks) {
        int clockHz = codec.rtpClockHz();
        return ticks / clockHz * MICROS + ticks % clockHz * MICROS / clockHz;
    }
}
