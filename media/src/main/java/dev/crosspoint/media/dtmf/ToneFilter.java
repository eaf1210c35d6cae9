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

    private final double hz;
    private final double halfTurn;
    private final double coefficient;
    private final double sine;
    private final int rateHz;
    private final int half;
    private double s1;
    private double s2;
    private double halfRe;
    private double halfIm;
    private double re;
    private double im;
    private double powerBefore;
    private double offHz;
    private double roughlyOffHz;

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

    void pass(double sample) {
        double s0 = sample + coefficient * s1 - s2;
        s2 = s1;
        s1 = s0;
    }

    /** Half of the block's samples have passed. */
    void settleHalf() {
        halfRe = s1 - s2 * coefficient / 2;
        halfIm = s2 * sine;
    }

    /** All of the block's samples have passed. */
    void settle() {
        double nextRe = s1 - s2 * coefficient / 2;
        double nextIm = s2 * sine;
        // The angle is that of the end of what has passed, and grows with it by the tone's own.
        double turned = Math.atan2(nextIm, nextRe) - Math.atan2(im, re) - 2 * halfTurn;
        offHz = Math.IEEEremainder(turned, 2 * Math.PI) * rateHz / (4 * Math.PI * half);
        double turnedRe = halfRe * Math.cos(halfTurn) - halfIm * Math.sin(halfTurn);
        double turnedIm = halfRe * Math.sin(halfTurn) + halfIm * Math.cos(halfTurn);
        double later = Math.atan2(nextIm - turnedIm, nextRe - turnedRe);
        double between = later - Math.atan2(turnedIm, turnedRe);
        roughlyOffHz = Math.IEEEremainder(between, 2 * Math.PI) * rateHz / (2 * Math.PI * half);
        powerBefore = power();
        re = nextRe;
        im = nextIm;
        s1 = 0;
        s2 = 0;
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
        return Math.abs(offHz) <= OFF_RATIO * hz + OFF_HZ
                && Math.abs(roughlyOffHz) <= ROUGHLY_OFF_HZ
                && power <= powerBefore * UNLIKE
                && powerBefore <= power * UNLIKE;
    }
}
