package dev.crosspoint.media.codec;

/**
 * One stream's way from payloads to mono samples. Holds what the codec remembers between packets,
 * so feed it in order. May pass from thread to thread, never used by two at once. Allocates nothing
 * per packet. Payloads are borrowed; bytes from outside never throw.
 */
public interface Decoder extends AutoCloseable {
    /** Rate of the samples, Hz. */
    int rateHz();

    /**
     * Decodes one payload.
     *
     * @return samples written, or -1 when the payload is corrupt (nothing heard: conceal instead)
     * @throws IndexOutOfBoundsException when {@code pcm} is too small; room for {@link
     *     Codec#MAX_PACKET_MS} always suffices
     */
    int decode(byte[] payload, int offset, int length, float[] pcm, int pcmOffset);

    /** Whether this payload carries a copy of the frame before it (Opus in-band FEC). */
    default boolean carriesRecovery(byte[] payload, int offset, int length) {
        return false;
    }

    /**
     * Rebuilds the lost sound right before {@code next} from what that payload says about it;
     * conceals where it says nothing. Decode {@code next} itself afterwards.
     *
     * @param samples how much is missing, a multiple of 2.5 ms
     * @return samples written
     */
    default int recover(
            byte[] next, int offset, int length, float[] pcm, int pcmOffset, int samples) {
        return conceal(pcm, pcmOffset, samples);
    }

    /**
     * Invents sound that continues what was heard.
     *
     * @param samples a multiple of 2.5 ms, at most {@link Codec#MAX_PACKET_MS}
     * @return samples written
     */
    int conceal(float[] pcm, int pcmOffset, int samples);

    /** How many samples a payload decodes to, or -1 when it is corrupt. */
    int samplesIn(byte[] payload, int offset, int length);

    /** Forgets what was heard; for another source on the same stream. */
    void reset();

    /** Frees what is outside the heap. Twice is harmless; use after it is an error. */
    @Override
    default void close() {}
}
