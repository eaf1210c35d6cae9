package dev.crosspoint.loadtest.measure;

import dev.crosspoint.media.codec.Codec;

/** Whether a payload is more than silence, without decoding it. */
public final class Audible {
    /**
     * Magnitude of a mu-law code (ITU-T G.711) some 30 dB below the loudest: no tone stays below.
     */
    private static final int LOUD_CODE = 0x30;

    /** An Opus frame of digital silence is smaller than this, one of a tone larger. */
    private static final int LOUD_OPUS_BYTES = 24;

    private Audible() {}

    /**
     * Looks at one payload.
     *
     * @param codec PCMU or Opus
     * @throws IllegalArgumentException for another codec
     */
    public static boolean is(Codec codec, byte[] array, int offset, int length) {
        return switch (codec) {
            case PCMU -> hasLoudCode(array, offset, length);
            case OPUS -> length > LOUD_OPUS_BYTES;
            case PCMA, G722 -> throw new IllegalArgumentException("not for " + codec);
        };
    }

    private static boolean hasLoudCode(byte[] array, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            // G.711 sends the complement: 0xFF and 0x7F are the two zeros
            if ((~array[i] & 0x7F) >= LOUD_CODE) {
                return true;
            }
        }
        return false;
    }
}
