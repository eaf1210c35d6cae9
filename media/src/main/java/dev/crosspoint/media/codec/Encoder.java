package dev.crosspoint.media.codec;

/**
 * One stream's way from mono samples to payloads. May pass from thread to thread, never used by two
 * at once. Allocates nothing per frame.
 */
public interface Encoder extends AutoCloseable {
    /** Rate of the samples, Hz. */
    int rateHz();

    /**
     * Encodes one packet; samples beyond -1.0 to 1.0 are clipped.
     *
     * @param samples one packet's worth: 10, 20, 40 or 60 ms
     * @param out receives the payload, as much as fits behind {@code outOffset}
     * @return payload bytes
     */
    int encode(float[] pcm, int pcmOffset, int samples, byte[] out, int outOffset);

    /**
     * What the peer reports as lost. Opus spends bits and CPU on in-band FEC accordingly (half the
     * bit rate more), none at 0; others cannot.
     *
     * @param percent 0 to 100
     */
    void expectLoss(int percent);

    /**
     * Whether a payload may be left out: it says no more than that there is still nothing to hear.
     * Only with {@link #saveSilence}.
     *
     * @param payloadBytes of what was encoded last
     */
    default boolean isNothing(int payloadBytes) {
        return false;
    }

    /** From now on silence makes payloads that need not be sent (DTX); Opus only. */
    default void saveSilence() {}

    /** Forgets what was said; for another source on the same stream. */
    void reset();

    /** Frees what is outside the heap. Twice is harmless; use after it is an error. */
    @Override
    void close();
}
