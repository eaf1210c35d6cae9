package dev.crosspoint.media.rtp;

/**
 * How a source's losses fall: alone, or in bursts (RFC 3611 4.7.2 and A.2). A burst begins and ends
 * with a loss, and has fewer than sixteen packets in a row that arrived. The names of the counters
 * are those of the RFC: state 1 is a gap, 3 a loss in a burst, 2 an arrival in one, 4 a loss in a
 * gap.
 */
final class Bursts {
    /** RFC 3611 4.7.2: recommended. */
    static final int GMIN = 16;

    private static final double WHOLE = 256;

    private long arrivedInARow;
    private long lostInARow;
    private long c11;
    private long c13;
    private long c14;
    private long c22;
    private long c23;
    private long c33;

    void begin() {
        arrivedInARow = 0;
        lostInARow = 0;
        c11 = 0;
        c13 = 0;
        c14 = 0;
        c22 = 0;
        c23 = 0;
        c33 = 0;
    }

    void arrived() {
        arrivedInARow++;
    }

    void lost(int packets) {
        for (int i = 0; i < packets; i++) {
            lost();
        }
    }

    private void lost() {
        if (arrivedInARow >= GMIN) {
            if (lostInARow == 1) {
                c14++;
            } else {
                c13++;
            }
            lostInARow = 1;
            c11 += arrivedInARow;
        } else {
            lostInARow++;
            if (arrivedInARow == 0) {
                c33++;
            } else {
                c23++;
                c22 += arrivedInARow - 1;
            }
        }
        arrivedInARow = 0;
    }

    /** The share of packets lost within bursts, in 256ths; 0 without bursts. */
    int burstDensity() {
        if (c13 == 0) {
            return 0;
        }
        double p32 = (double) c23 / (c13 + c23 + c33);
        double p23 = c22 + c23 < 1 ? 1 : 1 - (double) c22 / (c22 + c23);
        return byteOf(WHOLE * p23 / (p23 + p32));
    }

    /** The share of packets lost in the gaps between bursts, in 256ths. */
    int gapDensity() {
        long all = c11 + arrivedInARow + c14;
        return all == 0 ? 0 : byteOf(WHOLE * c14 / all);
    }

    /** Packets in a burst, mean; 0 without bursts. */
    double burstPackets() {
        return c13 == 0 ? 0 : (double) total() / c13 - gapPackets();
    }

    /** Packets in a gap, mean; all without bursts. */
    double gapPackets() {
        return c13 == 0 ? total() : (double) (c11 + arrivedInARow + c14 + c13) / c13;
    }

    private long total() {
        return c11 + arrivedInARow + c14 + c13 + c22 + c23 + c13 + c23 + c33;
    }

    private static int byteOf(double value) {
        return Math.clamp(Math.round(value), 0, 255);
    }
}
