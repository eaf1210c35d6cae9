package dev.crosspoint.media.codec;

/** G.711, one byte per sample. */
final class G711Encoder implements Encoder {
    private final G711 law;

    G711Encoder(G711 law, int rateHz) {
        this.law = law;
        G711Decoder.requireRate(rateHz);
    }

    @Override
    public int rateHz() {
        return G711Decoder.RATE_HZ;
    }

    @Override
    public int encode(float[] pcm, int pcmOffset, int samples, byte[] out, int outOffset) {
        for (int i = 0; i < samples; i++) {
            out[outOffset + i] = law.encode(pcm[pcmOffset + i]);
        }
        return samples;
    }

    @Override
    public void expectLoss(int percent) {}

    @Override
    public void reset() {}

    @Override
    public void close() {}
}
