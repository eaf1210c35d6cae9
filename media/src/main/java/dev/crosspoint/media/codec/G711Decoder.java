package dev.crosspoint.media.codec;

import java.util.Objects;

/** G.711, one byte per sample, with a loss concealment of its own. */
final class G711Decoder implements Decoder {
    static final int RATE_HZ = 8000;

    private final G711 law;
    private final Concealment concealment = new Concealment(RATE_HZ);

    G711Decoder(G711 law, int rateHz) {
        this.law = law;
        requireRate(rateHz);
    }

    static void requireRate(int rateHz) {
        if (rateHz != RATE_HZ) {
            throw new IllegalArgumentException("G.711 has 8000 Hz, not " + rateHz);
        }
    }

    @Override
    public int rateHz() {
        return RATE_HZ;
    }

    @Override
    public int decode(byte[] payload, int offset, int length, float[] pcm, int pcmOffset) {
        if (samplesIn(payload, offset, length) < 0) {
            return -1;
        }
        Objects.checkFromIndexSize(pcmOffset, length, pcm.length);
        for (int i = 0; i < length; i++) {
            pcm[pcmOffset + i] = law.decode(payload[offset + i]);
        }
        concealment.heard(pcm, pcmOffset, length);
        return length;
    }

    @Override
    public int conceal(float[] pcm, int pcmOffset, int samples) {
        concealment.conceal(pcm, pcmOffset, samples);
        return samples;
    }

    @Override
    public int samplesIn(byte[] payload, int offset, int length) {
        int samples = Codec.PCMU.durationTicks(payload, offset, length);
        return samples > 0 ? samples : -1;
    }

    @Override
    public void reset() {
        concealment.reset();
    }
}
