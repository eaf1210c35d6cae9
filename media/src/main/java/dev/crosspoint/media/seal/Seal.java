package dev.crosspoint.media.seal;

import java.util.HexFormat;

/**
 * What a file was when it was sealed. Kept apart from the file, it tells when the file is cut or
 * exchanged later.
 *
 * @param frames before the seal
 * @param bytes of the whole file, its seal included
 * @param lastTag authentication tag of the seal, 32 hexadecimal digits; no secret
 */
public record Seal(int frames, long bytes, String lastTag) {
    public Seal {
        if (frames < 0 || bytes < 0 || lastTag.length() != 2 * FrameCipher.TAG) {
            throw new IllegalArgumentException("no seal: " + frames + ", " + bytes);
        }
    }

    static Seal of(int frames, long bytes, byte[] tagIn, int tagAt) {
        return new Seal(
                frames, bytes, HexFormat.of().formatHex(tagIn, tagAt, tagAt + FrameCipher.TAG));
    }
}
