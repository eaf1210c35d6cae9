package dev.crosspoint.gateway.contact;

/**
 * The E-model of ITU-T G.107, all of it, with the default values of its table 2 but for delay and
 * loss: an oracle. Names are those of the recommendation.
 */
final class EModel {
    private static final double SLR = 8;
    private static final double RLR = 2;
    private static final double STMR = 15;
    private static final double LSTR = 18;
    private static final double DS = 3;
    private static final double TELR = 65;
    private static final double WEPL = 110;
    private static final double QDU = 1;
    private static final double NC = -70;
    private static final double NFOR = -64;
    private static final double PS = 35;
    private static final double PR = 35;

    /** G.113 appendix I, table I.4: G.711 with concealment, random loss. */
    private static final double BPL = 25.1;

    private EModel() {}

    /**
     * The rating R.
     *
     * @param t mean one-way delay of the echo path, half of the round trip in the loop, and
     *     absolute delay, ms: all the same here
     * @param ppl lost at random, percent
     */
    static double rating(double t, double ppl) {
        double no = noise();
        double ro = 15 - 1.5 * (SLR + no); // 7-2
        return ro - simultaneous(ro, no, t) - delayed(ro, no, t) - 95 * ppl / (ppl + BPL);
    }

    /** 7.2, (7-3) to (7-7). */
    private static double noise() {
        double olr = SLR + RLR;
        double nos = PS - SLR - DS - 100 + 0.004 * Math.pow(PS - olr - DS - 14, 2);
        double pre = PR + 10 * Math.log10(1 + Math.pow(10, (10 - LSTR) / 10));
        double nor = RLR - 121 + pre + 0.008 * Math.pow(pre - 35, 2);
        return 10 * Math.log10(power(NC) + power(nos) + power(nor) + power(NFOR + RLR));
    }

    /** 7.3, Is. */
    private static double simultaneous(double ro, double no, double t) {
        double xolr = SLR + RLR + 0.2 * (64 + no - RLR);
        double iolr = 20 * (root(8, xolr / 8) - xolr / 8);
        double stmro = -10 * Math.log10(power(-STMR) + Math.exp(-t / 4) * power(-TELR));
        double ist =
                12 * root(8, (stmro - 13) / 6)
                        - 28 * root(35, (stmro + 1) / 19.4)
                        - 13 * root(13, (stmro - 3) / 33)
                        + 29;
        double q = 37 - 15 * Math.log10(QDU);
        double g = 1.07 + 0.258 * q + 0.0602 * q * q;
        double y = (ro - 100) / 15 + 46 / 8.4 - g / 9;
        double z = 46.0 / 30 - g / 40;
        double iq = 15 * Math.log10(1 + Math.pow(10, y) + Math.pow(10, z));
        return iolr + ist + iq;
    }

    /** 7.4, Id: echo of the talker, echo of the listener, and delay itself. */
    private static double delayed(double ro, double no, double t) {
        double terv =
                TELR - 40 * Math.log10((1 + t / 10) / (1 + t / 150)) + 6 * Math.exp(-0.3 * t * t);
        double roe = -1.5 * (no - RLR);
        double re = 80 + 2.5 * (terv - 14);
        double talker =
                ((roe - re) / 2 + Math.sqrt((roe - re) * (roe - re) / 4 + 100) - 1)
                        * (1 - Math.exp(-t));
        double rle = 10.5 * (WEPL + 7) * Math.pow(2 * t + 1, -0.25);
        double listener = (ro - rle) / 2 + Math.sqrt((ro - rle) * (ro - rle) / 4 + 169);
        double x = t <= 100 ? 0 : Math.log(t / 100) / Math.log(2);
        double itself = t <= 100 ? 0 : 25 * (root(6, x) - 3 * root(6, x / 3) + 2);
        return talker + listener + itself;
    }

    private static double root(int n, double x) {
        return Math.pow(1 + Math.pow(x, n), 1.0 / n);
    }

    private static double power(double db) {
        return Math.pow(10, db / 10);
    }
}
