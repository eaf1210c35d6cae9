package dev.crosspoint.loadtest.phone;

import dev.crosspoint.loadtest.measure.Stamp;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.Codecs;
import dev.crosspoint.media.codec.Encoder;
import java.util.Arrays;

/**
 * What a phone says, over and over: payloads of 20 ms that were encoded once, so that no codec runs
 * while the gateway is measured. Any number of phones say the same one at once.
 */
public final class Voice {
    /** What agents say, Hz. */
    public static final double AGENT_HZ = 450;

    /** What customers say, Hz. */
    public static final double CUSTOMER_HZ = 1000;

    private static final int SECONDS = 2;
    private static final int FRAMES = SECONDS * 50;
    private static final double AMPLITUDE = 0.25;
    private static final int MOST_OPUS_BYTES = 1276;

    private final Codec codec;
    private final byte[][] payloads;

    private Voice(Codec codec, byte[][] payloads) {
        this.codec = codec;
        this.payloads = payloads;
    }

    /**
     * A tone that has whole cycles in two seconds, so that it joins itself.
     *
     * @param codec PCMU or Opus, mono at 48 kHz
     */
    public static Voice tone(Codec codec, double hz) {
        int rateHz = codec == Codec.OPUS ? 48_000 : codec.highestRateHz();
        int samples = rateHz / 50;
        float[] pcm = new float[samples];
        byte[] out = new byte[MOST_OPUS_BYTES];
        byte[][] payloads = new byte[FRAMES][];
        try (Encoder encoder = Codecs.load().encoder(codec, rateHz)) {
            for (int frame = 0; frame < FRAMES; frame++) {
                for (int i = 0; i < samples; i++) {
                    double at = (double) (frame * samples + i) / rateHz;
                    pcm[i] = (float) (AMPLITUDE * Math.sin(2 * Math.PI * hz * at));
                }
                payloads[frame] = Arrays.copyOf(out, encoder.encode(pcm, 0, samples, out, 0));
            }
        }
        return new Voice(codec, payloads);
    }

    /** What it is encoded with. */
    public Codec codec() {
        return codec;
    }

    /** Whether a payload can carry a {@link Stamp}: a byte of it is a sample, and no more. */
    boolean takesStamps() {
        return codec == Codec.PCMU || codec == Codec.PCMA;
    }

    /** The payload of a frame, counted from any beginning; not to be changed. */
    byte[] payload(int frame) {
        return payloads[Math.floorMod(frame, FRAMES)];
    }
}
