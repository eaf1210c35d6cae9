package dev.crosspoint.media.codec;

import java.util.Arrays;

/** G.722 at 64 kbit/s, one byte for each two samples, or of narrowband sound for each. */
final class G722Encoder implements Encoder {
    /** Q6: decision values of the low band's quantiser with its six bits. */
    private static final int[] LOW_DECISIONS = {
        0, 35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650, 714, 786, 858, 940,
        1023, 1121, 1219, 1339, 1458, 1612, 1765, 1980, 2195, 2557, 2919
    };

    /** The one decision value of the high band's. */
    private static final int HIGH_DECISION = 564;

    private final G722Band low = G722Band.low();
    private final G722Band high = G722Band.high();

    /** The filter's past, then a frame. */
    private final int[] input = new int[G722.QMF_PAST + G722.WIDE_HZ / 1000 * Codec.MAX_PACKET_MS];

    private final int rateHz;

    G722Encoder(int rateHz) {
        G722.requireRate(rateHz);
        this.rateHz = rateHz;
    }

    @Override
    public int rateHz() {
        return rateHz;
    }

    @Override
    public int encode(float[] pcm, int pcmOffset, int samples, byte[] out, int outOffset) {
        if (rateHz == G722.NARROW_HZ) {
            for (int i = 0; i < samples; i++) {
                out[outOffset + i] = (byte) code(integer(pcm[pcmOffset + i]) >> 1, 0);
            }
            return samples;
        }
        for (int i = 0; i < samples; i++) {
            input[G722.QMF_PAST + i] = integer(pcm[pcmOffset + i]);
        }
        for (int i = 0; i < samples; i += 2) {
            out[outOffset + i / 2] = (byte) encodePair(i);
        }
        System.arraycopy(input, samples, input, 0, G722.QMF_PAST);
        return samples / 2;
    }

    /** TRANSMIT QMF, then a code for each band. */
    private int encodePair(int at) {
        int even = 0;
        int odd = 0;
        for (int i = 0; i < G722.QMF.length; i++) {
            odd += input[at + 2 * i] * G722.QMF[i];
            even += input[at + 2 * i + 1] * G722.QMF[G722.QMF.length - 1 - i];
        }
        return code((even + odd) >> 14, (even - odd) >> 14);
    }

    private int code(int lowSample, int highSample) {
        int lowCode = encodeLow(lowSample);
        return encodeHigh(highSample) << 6 | lowCode;
    }

    private static int integer(float sample) {
        return G722Band.saturated(Math.round(sample * 32_768));
    }

    /** SUBTRA and QUANTL: codes fall from 61 above zero, and from 31 below with 62 and 63 first. */
    private int encodeLow(int sample) {
        int error = G722Band.saturated(sample - low.prediction());
        int magnitude = error >= 0 ? error : -(error + 1);
        int interval = 1;
        while (interval < LOW_DECISIONS.length
                && magnitude >= low.decision(LOW_DECISIONS[interval])) {
            interval++;
        }
        int code = error >= 0 ? 62 - interval : interval <= 2 ? 64 - interval : 34 - interval;
        G722.advanceLow(low, code);
        return code;
    }

    /** SUBTRA and QUANTH. */
    private int encodeHigh(int sample) {
        int error = G722Band.saturated(sample - high.prediction());
        int magnitude = error >= 0 ? error : -(error + 1);
        boolean outer = magnitude >= high.decision(HIGH_DECISION);
        int code = error >= 0 ? (outer ? 2 : 3) : outer ? 0 : 1;
        G722.advanceHigh(high, code);
        return code;
    }

    @Override
    public void expectLoss(int percent) {}

    @Override
    public void reset() {
        low.reset();
        high.reset();
        Arrays.fill(input, 0);
    }

    @Override
    public void close() {}
}
