package dev.crosspoint.loadtest.phone;

import dev.crosspoint.loadtest.measure.Conversation;
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

    /** A word, and the silence that an encoder needs to come to rest behind it. */
    private static final int WORD_FRAMES = (int) (Conversation.WORD_NANOS / 20_000_000);

    private static final int SILENT_FRAMES = 20;

    /** A frame of Opus with digital silence is smaller, one with a tone in it larger. */
    private static final int LOUD_OPUS_BYTES = 24;

    /** Of mu-law without its sign and inverted: 24 dB below the loudest. */
    private static final int LOUD_SEGMENT = 0x40;

    private final Codec codec;
    private final byte[][] payloads;
    private final byte[][] word;

    private Voice(Codec codec, byte[][] payloads, byte[][] word) {
        this.codec = codec;
        this.payloads = payloads;
        this.word = word;
    }

    /**
     * A tone that has whole cycles in two seconds, so that it joins itself.
     *
     * @param codec PCMU or Opus, mono at 48 kHz
     */
    public static Voice tone(Codec codec, double hz) {
        return new Voice(
                codec,
                encoded(codec, hz, FRAMES, FRAMES),
                encoded(codec, hz, WORD_FRAMES, WORD_FRAMES + SILENT_FRAMES));
    }

    /** A tone of so many frames, and silence behind it up to so many. */
    private static byte[][] encoded(Codec codec, double hz, int tone, int frames) {
        int rateHz = codec == Codec.OPUS ? 48_000 : codec.highestRateHz();
        int samples = rateHz / 50;
        float[] pcm = new float[samples];
        byte[] out = new byte[MOST_OPUS_BYTES];
        byte[][] payloads = new byte[frames][];
        try (Encoder encoder = Codecs.load().encoder(codec, rateHz)) {
            for (int frame = 0; frame < frames; frame++) {
                double amplitude = frame < tone ? AMPLITUDE : 0;
                for (int i = 0; i < samples; i++) {
                    double at = (double) (frame * samples + i) / rateHz;
                    pcm[i] = (float) (amplitude * Math.sin(2 * Math.PI * hz * at));
                }
                payloads[frame] = Arrays.copyOf(out, encoder.encode(pcm, 0, samples, out, 0));
            }
        }
        return payloads;
    }

    /** What it is encoded with. */
    public Codec codec() {
        return codec;
    }

    /** Whether a payload can carry a {@link Stamp}: a byte of it is a sample, and no more. */
    boolean takesStamps() {
        return codec == Codec.PCMU || codec == Codec.PCMA;
    }

    /** The payload of a frame of a word, or of silence; not to be changed. */
    byte[] word(int frame) {
        boolean silent = frame == Conversation.SILENT || frame >= WORD_FRAMES;
        return word[silent ? word.length - 1 : frame];
    }

    /** Whether anything is in a payload of this codec. */
    boolean isLoud(byte[] array, int offset, int length) {
        if (codec == Codec.OPUS) {
            return length > LOUD_OPUS_BYTES;
        }
        for (int i = offset; i < offset + length; i += 2) {
            if ((~array[i] & 0x70) >= LOUD_SEGMENT) {
                return true;
            }
        }
        return false;
    }

    /** The payload of a frame, counted from any beginning; not to be changed. */
    byte[] payload(int frame) {
        return payloads[Math.floorMod(frame, FRAMES)];
    }
}
