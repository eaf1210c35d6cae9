package dev.crosspoint.media.dtmf;

/**
 * How loud the last 50 ms were, part by part of 3.2 ms: blocks are too long to tell a tone of 40
 * ms, which is to be recognised, from one of 23 ms, which is not.
 */
final class Loudness {
    private static final int PARTS_PER_BLOCK = 4;
    private static final int PARTS = 16;

    /**
     * So many parts of a tone have to be loud: 31.9 ms. One of 23 ms reaches into eight at most,
     * one of 40 ms fills eleven.
     */
    private static final int ENOUGH = 10;

    /** A part is loud with so much of the power that it has in the blocks that were recognised. */
    private static final double LOUD = 0.3;

    private final double[] parts = new double[PARTS];
    private final int[] ends = new int[PARTS_PER_BLOCK];
    private int samples;
    private int part;

    /**
     * @param block samples of a block
     */
    Loudness(int block) {
        for (int i = 0; i < PARTS_PER_BLOCK; i++) {
            ends[i] = block * (i + 1) / PARTS_PER_BLOCK;
        }
    }

    /** Takes in a sample; whether a part ends with it. */
    boolean pass(double sample) {
        parts[part] += sample * sample;
        samples++;
        int inBlock = part % PARTS_PER_BLOCK;
        if (samples < ends[inBlock]) {
            return false;
        }
        samples = inBlock == PARTS_PER_BLOCK - 1 ? 0 : samples;
        part = (part + 1) % PARTS;
        parts[part] = 0;
        return true;
    }

    /** Of the last whole block: the sum of the squares of its samples. */
    double blockPower() {
        return power(0);
    }

    /** Whether the last part is as loud as the last blocks. */
    boolean isLoud() {
        return ago(0) >= loud();
    }

    /** Whether so many parts up to the last one are as loud as the last blocks. */
    boolean lasts() {
        double loud = loud();
        for (int i = 0; i < ENOUGH; i++) {
            if (ago(i) < loud) {
                return false;
            }
        }
        return true;
    }

    private double loud() {
        return LOUD * (power(0) + power(1)) / (2 * PARTS_PER_BLOCK);
    }

    /** Of the last whole block, or of the one before. */
    private double power(int blocksAgo) {
        int whole = part / PARTS_PER_BLOCK * PARTS_PER_BLOCK - blocksAgo * PARTS_PER_BLOCK;
        double sum = 0;
        for (int i = 1; i <= PARTS_PER_BLOCK; i++) {
            sum += parts[Math.floorMod(whole - i, PARTS)];
        }
        return sum;
    }

    private double ago(int partsAgo) {
        return parts[Math.floorMod(part - 1 - partsAgo, PARTS)];
    }
}
