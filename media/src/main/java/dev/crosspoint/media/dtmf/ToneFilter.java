package dev.crosspoint.media.dtmf;

/**
 * One frequency in one block of samples after the other (Goertzel), with what its phase tells: how
 * far a tone is from that frequency, and whether it went on from the block before.
 */
final class ToneFilter {
    /** So far from its frequency a tone may be: 1.5 % and 2 Hz (ITU-T Q.24), and some noise. */
    private static final double OFF_RATIO = 0.02;

    private static final double OFF_HZ = 2.5;

    /**
     * The phases of two blocks cannot tell a tone from one that is 78 Hz off, those of two halves
     * can, less exactly: 1.5 % of the highest tone, and what a stronger tone leaks into the half of
     * a block.
     */
    private static final double ROUGHLY_OFF_HZ = 45;

    /** 5 dB: how alike two blocks of one tone are, with what a stronger one leaks into it. */
    private static final double UNLIKE = 3.2;

    /** Of the recurrence, and its last two values. */
    final double coefficient;

    double s1;
    double s2;

    private final double hz;
    private final double halfTurn;
    private final double sine;
    private final int rateHz;
    private final int half;
    private double halfRe;
    private double halfIm;
    private double re;
    private double im;
    private double reBefore;
    private double imBefore;

    /**
     * @param block samples of a block, an even number
     */
    ToneFilter(double hz, int rateHz, int block) {
        double omega = 2 * Math.PI * hz / rateHz;
        this.hz = hz;
        this.rateHz = rateHz;
        half = block / 2;
        halfTurn = omega * half;
        coefficient = 2 * Math.cos(omega);
        sine = Math.sin(omega);
    }

    /** Where the recurrence is now. */
    void keep(double last, double oneBefore) {
        s1 = last;
        s2 = oneBefore;
    }

    /** Half of the block's samples have passed. */
    void settleHalf() {
        halfRe = s1 - s2 * coefficient / 2;
        halfIm = s2 * sine;
    }

    /** All of the block's samples have passed. */
    void settle() {
        reBefore = re;
        imBefore = im;
        re = s1 - s2 * coefficient / 2;
        im = s2 * sine;
        keep(0, 0);
    }

    /**
     * Of the last block: of a tone of this frequency, a quarter of its square times the block's.
     */
    double power() {
        return re * re + im * im;
    }

    /** Whether a tone of this frequency went on through the last two blocks. */
    boolean wentOn() {
        double power = power();
        double powerBefore = reBefore * reBefore + imBefore * imBefore;
        return power <= powerBefore * UNLIKE
                && powerBefore <= power * UNLIKE
                && Math.abs(offHz()) <= OFF_RATIO * hz + OFF_HZ
                && Math.abs(roughlyOffHz()) <= ROUGHLY_OFF_HZ;
    }

    /** From block to block. The angle is that of a block's end, and grows by the tone's own. */
    private double offHz() {
        double turned = Math.atan2(im, re) - Math.atan2(imBefore, reBefore) - 2 * halfTurn;
        return Math.IEEEremainder(turned, 2 * Math.PI) * rateHz / (4 * Math.PI * half);
    }

    /** From one half of the last block to the other. */
    private double roughlyOffHz() {
        double turnedRe = halfRe * Math.cos(halfTurn) - halfIm * Math.sin(halfTurn);
        double turnedIm = halfRe * Math.sin(halfTurn) + halfIm * Math.cos(halfTurn);
        double later = Math.atan2(im - turnedIm, re - turnedRe);
        double between = later - Math.atan2(turnedIm, turnedRe);
        return Math.IEEEremainder(between, 2 * Math.PI) * rateHz / (2 * Math.PI * half);
    }
}
