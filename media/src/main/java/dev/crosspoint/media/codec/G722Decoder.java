package dev.crosspoint.media.codec;

import java.util.Arrays;
import java.util.Objects;

/**
 * G.722 at 64 kbit/s, one byte for each two samples, or, at 8 kHz, the low band alone, with the
 * loss concealment of G.711. Behind a loss the predictors are those of before it; they soon forget.
 */
final class G722Decoder implements Decoder {
    private static final int MAX_BYTES = G722.NARROW_HZ / 1000 * Codec.MAX_PACKET_MS;

    /** QM6: outputs of the low band's quantiser with its six bits. */
    private static final int[] LOW_OUTPUTS = {
        -136, -136, -136, -136, -24_808, -21_904, -19_008, -16_704, -14_984, -13_512, -12_280,
        -11_192, -10_232, -9360, -8576, -7856, -7192, -6576, -6000, -5456, -4944, -4464, -4008,
        -3576, -3168, -2776, -2400, -2032, -1688, -1360, -1040, -728, 24_808, 21_904, 19_008,
        16_704, 14_984, 13_512, 12_280, 11_192, 10_232, 9360, 8576, 7856, 7192, 6576, 6000, 5456,
        4944, 4464, 4008, 3576, 3168, 2776, 2400, 2032, 1688, 1360, 1040, 728, 432, 136, -432, -136
    };

    private final G722Band low = G722Band.low();
    private final G722Band high = G722Band.high();
    private final int rateHz;
    private final int samplesPerByte;
    private final Concealment concealment;

    /** The filter's past, then the sums and differences of the bands. */
    private final int[] bands = new int[G722.QMF_PAST + 2 * MAX_BYTES];

    G722Decoder(int rateHz) {
        G722.requireRate(rateHz);
        this.rateHz = rateHz;
        samplesPerByte = rateHz / G722.NARROW_HZ;
        concealment = new Concealment(rateHz);
    }

    @Override
    public int rateHz() {
        return rateHz;
    }

    @Override
    public int decode(byte[] payload, int offset, int length, float[] pcm, int pcmOffset) {
        int samples = samplesIn(payload, offset, length);
        if (samples < 0) {
            return -1;
        }
        Objects.checkFromIndexSize(pcmOffset, samples, pcm.length);
        if (rateHz == G722.WIDE_HZ) {
            decodeBoth(payload, offset, length, pcm, pcmOffset);
        } else {
            for (int i = 0; i < length; i++) {
                pcm[pcmOffset + i] = decodeLow(payload[offset + i] & 0x3F) / 16_384f;
            }
        }
        concealment.heard(pcm, pcmOffset, samples);
        return samples;
    }

    private void decodeBoth(byte[] payload, int offset, int length, float[] pcm, int pcmOffset) {
        for (int i = 0; i < length; i++) {
            int code = payload[offset + i] & 0xFF;
            int lowSample = decodeLow(code & 0x3F);
            int highSample = decodeHigh(code >> 6);
            bands[G722.QMF_PAST + 2 * i] = lowSample + highSample;
            bands[G722.QMF_PAST + 2 * i + 1] = lowSample - highSample;
        }
        for (int i = 0; i < 2 * length; i += 2) {
            join(i, pcm, pcmOffset + i);
        }
        System.arraycopy(bands, 2 * length, bands, 0, G722.QMF_PAST);
    }

    /** INVQBL, RECONS and LIMIT: all six bits for what is heard, four for what is to come. */
    private int decodeLow(int code) {
        int sample = limited(low.prediction() + low.scaled(LOW_OUTPUTS[code]));
        G722.advanceLow(low, code);
        return sample;
    }

    /** INVQAH, RECONS and LIMIT. */
    private int decodeHigh(int code) {
        int prediction = high.prediction();
        return limited(prediction + G722.advanceHigh(high, code));
    }

    /** RECEIVE QMF. */
    private void join(int at, float[] pcm, int pcmOffset) {
        int first = 0;
        int second = 0;
        for (int i = 0; i < G722.QMF.length; i++) {
            second += bands[at + 2 * i] * G722.QMF[i];
            first += bands[at + 2 * i + 1] * G722.QMF[G722.QMF.length - 1 - i];
        }
        pcm[pcmOffset] = G722Band.saturated(first >> 11) / 32_768f;
        pcm[pcmOffset + 1] = G722Band.saturated(second >> 11) / 32_768f;
    }

    private static int limited(int sample) {
        return Math.clamp(sample, -16_384, 16_383);
    }

    @Override
    public int conceal(float[] pcm, int pcmOffset, int samples) {
        concealment.conceal(pcm, pcmOffset, samples);
        return samples;
    }

    @Override
    public int samplesIn(byte[] payload, int offset, int length) {
        int bytes = Codec.G722.durationTicks(payload, offset, length);
        return bytes > 0 ? samplesPerByte * bytes : -1;
    }

    @Override
    public void reset() {
        low.reset();
        high.reset();
        Arrays.fill(bands, 0);
        concealment.reset();
    }
}
