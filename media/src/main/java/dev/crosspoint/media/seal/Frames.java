package dev.crosspoint.media.seal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Where the frames of a file are: by division, or by walking along their lengths once. */
final class Frames {
    private final ByteSource source;
    private final SealedHeader header;

    /** Of frames of any size: where each one begins that was come by, in order. */
    private long[] starts = new long[16];

    private int known;

    Frames(ByteSource source, SealedHeader header) {
        this.source = source;
        this.header = header;
        starts[0] = header.length();
        known = 1;
    }

    /**
     * How many there are before what has to be the seal.
     *
     * @throws BadSealedFile when the file's length leaves no place for it
     */
    int count() throws BadSealedFile, IOException {
        long body = source.size() - header.length() - FrameCipher.OVERHEAD;
        if (header.frameBytes() == 0) {
            int frame = 0;
            long at = start(0);
            while (at < header.length() + body) {
                at = start(++frame);
            }
            if (at != header.length() + body) {
                throw BadSealedFile.frame(frame, "is not where its seal has to be");
            }
            return frame;
        }
        long whole = (long) FrameCipher.OVERHEAD + header.frameBytes();
        long rest = body % whole;
        if (body < 0
                || (rest != 0 && rest <= FrameCipher.OVERHEAD)
                || body / whole >= Integer.MAX_VALUE) {
            throw BadSealedFile.frame((int) Math.max(0, body / whole), "is cut off");
        }
        return (int) (body / whole) + (rest == 0 ? 0 : 1);
    }

    /** Plaintext in all of so many frames, which are all there are. */
    long plaintext(int count) throws BadSealedFile, IOException {
        long sealAt = source.size() - FrameCipher.OVERHEAD;
        return sealAt - header.length() - (long) count * FrameCipher.OVERHEAD;
    }

    /** Ciphertext and tag of a frame; of the seal only a tag. */
    byte[] body(int frame) throws BadSealedFile, IOException {
        long at = start(frame);
        int length = lengthAt(frame, at);
        byte[] sealed = new byte[length + FrameCipher.TAG];
        if (source.read(at + 4, sealed, 0, sealed.length) != sealed.length) {
            throw BadSealedFile.frame(frame, "is cut off");
        }
        return sealed;
    }

    private long start(int frame) throws BadSealedFile, IOException {
        if (header.frameBytes() != 0) {
            if (frame == count()) {
                return source.size() - FrameCipher.OVERHEAD;
            }
            return header.length() + frame * (FrameCipher.OVERHEAD + (long) header.frameBytes());
        }
        while (known <= frame) {
            int last = known - 1;
            int length = lengthAt(last, starts[last]);
            if (length == 0) {
                throw BadSealedFile.frame(known, "is not there");
            }
            if (known == starts.length) {
                starts = Arrays.copyOf(starts, 2 * known);
            }
            starts[known] = starts[last] + FrameCipher.OVERHEAD + length;
            known++;
        }
        return starts[frame];
    }

    private int lengthAt(int frame, long at) throws BadSealedFile, IOException {
        byte[] word = new byte[4];
        if (source.read(at, word, 0, 4) != 4) {
            throw BadSealedFile.frame(frame, "is cut off");
        }
        int length = ByteBuffer.wrap(word).getInt();
        if (length == SealedWriter.SEAL_WORD) {
            return 0;
        }
        if (length <= 0 || length > header.maxFrame()) {
            throw BadSealedFile.frame(frame, "has no length");
        }
        return length;
    }
}
