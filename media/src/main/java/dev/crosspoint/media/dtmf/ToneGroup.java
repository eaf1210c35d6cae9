package dev.crosspoint.media.dtmf;

/**
 * The four frequencies of one group of keypad tones in a block of samples (Goertzel), side by side:
 * each sample's step waits for the one before it, and four of them fill that time.
 */
final class ToneGroup {
    /** No tone stands out. */
    static final int NONE = -1;

    /** 8 dB: how much stronger than any other of its group a tone must be. */
    private static final double ABOVE_OTHERS = 6.3;

    private final ToneFilter[] filters = new ToneFilter[4];

    ToneGroup(int[] frequenciesHz, int rateHz, int block) {
        for (int i = 0; i < filters.length; i++) {
            filters[i] = new ToneFilter(frequenciesHz[i], rateHz, block);
        }
    }

    /** The index of the one frequency that stands out of a block, or NONE. */
    int clearTone(float[] block) {
        int half = block.length / 2;
        pass(block, 0, half);
        for (ToneFilter filter : filters) {
            filter.settleHalf();
        }
        pass(block, half, block.length);
        int best = 0;
        for (int i = 0; i < filters.length; i++) {
            filters[i].settle();
            if (power(i) > power(best)) {
                best = i;
            }
        }
        return isAlone(best) ? best : NONE;
    }

    /** Of the last block that {@link #clearTone} has looked at; see {@link ToneFilter#power}. */
    double power(int index) {
        return filters[index].power();
    }

    /** Whether a tone went on through the last two blocks that {@link #clearTone} has looked at. */
    boolean wentOn(int index) {
        return filters[index].wentOn();
    }

    private boolean isAlone(int best) {
        for (int i = 0; i < filters.length; i++) {
            if (i != best && power(i) * ABOVE_OTHERS > power(best)) {
                return false;
            }
        }
        return true;
    }

    private void pass(float[] samples, int from, int to) {
        ToneFilter a = filters[0];
        ToneFilter b = filters[1];
        ToneFilter c = filters[2];
        ToneFilter d = filters[3];
        double a1 = a.s1;
        double a2 = a.s2;
        double b1 = b.s1;
        double b2 = b.s2;
        double c1 = c.s1;
        double c2 = c.s2;
        double d1 = d.s1;
        double d2 = d.s2;
        for (int i = from; i < to; i++) {
            double sample = samples[i];
            double a0 = sample + a.coefficient * a1 - a2;
            double b0 = sample + b.coefficient * b1 - b2;
            double c0 = sample + c.coefficient * c1 - c2;
            double d0 = sample + d.coefficient * d1 - d2;
            a2 = a1;
            b2 = b1;
            c2 = c1;
            d2 = d1;
            a1 = a0;
            b1 = b0;
            c1 = c0;
            d1 = d0;
        }
        a.keep(a1, a2);
        b.keep(b1, b2);
        c.keep(c1, c2);
        d.keep(d1, d2);
    }
}
