package dev.crosspoint.media.seal;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One reading of a whole file, frame by frame, that tells a file which a crash cut off from one
 * that somebody changed. A crash leaves a part of the last frame or, after a power cut, zeros where
 * the disk had not got that far.
 */
final class Verification {
    /** Disks lose whole sectors. */
    private static final int SECTOR = 512;

    private final ByteSource source;
    private final SealedHeader header;
    private final FrameCipher cipher;
    private final byte[] plain;
    private final byte[] sealed;
    private final long size;

    private int frame;
    private long at;

    /** A frame of a fixed-size file was short: only the seal may follow. */
    private boolean endsHere;

    Verification(ByteSource source, SealedHeader header, FrameCipher cipher, byte[] plain)
            throws IOException {
        this.source = source;
        this.header = header;
        this.cipher = cipher;
        this.plain = plain;
        this.sealed = new byte[header.maxFrame() + FrameCipher.TAG];
        this.size = source.size();
        this.at = header.length();
    }

    Verdict verdict() throws IOException {
        while (size - at >= 4) {
            source.read(at, sealed, 0, 4);
            int word = ByteBuffer.wrap(sealed).getInt();
            if (word == SealedWriter.SEAL_WORD) {
                return seal();
            }
            if (word <= 0 || word > header.maxFrame() || endsHere) {
                return zerosFrom(at) ? unsealed() : tampered();
            }
            long end = at + FrameCipher.OVERHEAD + word;
            if (end > size) {
                return isAnotherLength(word) ? tampered() : unsealed();
            }
            if (!isFrame(word)) {
                return isTorn(end) ? unsealed() : tampered();
            }
            endsHere = header.frameBytes() != 0 && word < header.frameBytes();
            frame++;
            at = end;
        }
        return unsealed();
    }

    private Verdict seal() throws IOException {
        long end = at + FrameCipher.OVERHEAD;
        if (end > size) {
            return unsealed();
        }
        source.read(at + 4, sealed, 0, FrameCipher.TAG);
        if (!cipher.decrypt(frame, FrameCipher.LAST, sealed, 0, FrameCipher.TAG, plain)) {
            return isTorn(end) ? unsealed() : tampered();
        }
        if (end != size) {
            // Nothing follows a seal.
            return new Verdict.Tampered(frame + 1);
        }
        return new Verdict.Sealed(Seal.of(frame, size, sealed, 0));
    }

    private boolean isFrame(int length) throws IOException {
        int bytes = length + FrameCipher.TAG;
        return source.read(at + 4, sealed, 0, bytes) == bytes
                && cipher.decrypt(frame, FrameCipher.MORE, sealed, 0, bytes, plain);
    }

    /**
     * Whether the frame is there whole, and a flipped bit of its length only makes it look torn:
     * what follows it must not be taken for the rest of a crash and thrown away.
     */
    private boolean isAnotherLength(int word) throws IOException {
        for (int bit = 1; bit < 2 * SealedHeader.MAX_FRAME; bit <<= 1) {
            int length = word ^ bit;
            if (length > 0
                    && length <= header.maxFrame()
                    && at + FrameCipher.OVERHEAD + length <= size
                    && isFrame(length)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the disk lost the end of what was written last, and has zeros there. */
    private boolean isTorn(long end) throws IOException {
        long written = endOfWritten();
        long sector = (written + SECTOR - 1) / SECTOR * SECTOR;
        return sector < end;
    }

    private boolean zerosFrom(long position) throws IOException {
        return endOfWritten() <= position;
    }

    /** Behind the last byte that is not zero, or where the present frame begins. */
    private long endOfWritten() throws IOException {
        long end = size;
        while (end > at) {
            int part = (int) Math.min(sealed.length, end - at);
            source.read(end - part, sealed, 0, part);
            for (int i = part; i > 0; i--) {
                if (sealed[i - 1] != 0) {
                    return end - part + i;
                }
            }
            end -= part;
        }
        return at;
    }

    private Verdict unsealed() {
        return new Verdict.Unsealed(frame, at);
    }

    private Verdict tampered() {
        return new Verdict.Tampered(frame);
    }
}
