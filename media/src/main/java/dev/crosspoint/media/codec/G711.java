package dev.crosspoint.media.codec;

/**
 * The two laws of ITU-T G.711. Samples are floats with full scale 1.0, which stands for 8192 in the
 * units of table 2 (mu-law, 14 bits) and 4096 in those of table 1 (A-law, 13 bits).
 */
public final class G711 {
    public static final G711 MU_LAW = new G711(true);
    public static final G711 A_LAW = new G711(false);

    private static final int SIGN = 0x80;
    private static final int MU_BIAS = 33;

    /** G.711 3.2: even bits are inverted on the line. */
    private static final int A_EVEN_BITS = 0x55;

    private final boolean mu;
    private final float[] expanded = new float[256];

    private G711(boolean mu) {
        this.mu = mu;
        for (int code = 0; code < 256; code++) {
            expanded[code] = mu ? expandMu(code) : expandA(code);
        }
    }

    /** The code of one sample; beyond full scale it is the largest. */
    public byte encode(float sample) {
        return mu ? compressMu(sample) : compressA(sample);
    }

    /** The sample that a code stands for. */
    public float decode(byte code) {
        return expanded[code & 0xFF];
    }

    private static byte compressMu(float sample) {
        // Truncated, because the decision values of table 2a are whole numbers. The bias puts
        // every segment's start at a power of two.
        int magnitude = (int) Math.min(8158, Math.abs(sample * 8192)) + MU_BIAS;
        int segment = 26 - Integer.numberOfLeadingZeros(magnitude);
        int step = (magnitude >> (segment + 1)) & 0x0F;
        return (byte) ~((sample < 0 ? SIGN : 0) | (segment << 4) | step);
    }

    private static byte compressA(float sample) {
        int magnitude = (int) Math.min(4095, Math.abs(sample * 4096));
        int segment = Math.max(0, 27 - Integer.numberOfLeadingZeros(magnitude));
        int step = (magnitude >> Math.max(1, segment)) & 0x0F;
        return (byte) (((sample < 0 ? 0 : SIGN) | (segment << 4) | step) ^ A_EVEN_BITS);
    }

    private static float expandMu(int code) {
        int bits = ~code;
        int step = ((bits << 1) & 0x1E) | 0x21;
        int magnitude = (step << ((bits >> 4) & 7)) - MU_BIAS;
        return ((bits & SIGN) != 0 ? -magnitude : magnitude) / 8192f;
    }

    private static float expandA(int code) {
        int bits = code ^ A_EVEN_BITS;
        int segment = (bits >> 4) & 7;
        int step = ((bits << 1) & 0x1E) | 1;
        int magnitude = segment == 0 ? step : (step | 0x20) << (segment - 1);
        return ((bits & SIGN) != 0 ? magnitude : -magnitude) / 4096f;
    }
}
