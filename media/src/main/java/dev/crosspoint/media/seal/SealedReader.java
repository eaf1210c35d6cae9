package dev.crosspoint.media.seal;

import dev.crosspoint.media.vault.DataKey;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Reads a sealed file: frame by frame, or as the plaintext that its frames make together. Gives
 * nothing that is not authentic. Not for two threads at once. Keeps the last frame that it read,
 * and wipes it when closed.
 */
public final class SealedReader implements Closeable {
    private final ByteSource source;
    private final SealedHeader header;
    private final FrameCipher cipher;
    private final Frames frames;

    private final byte[] plain;
    private int plainFrame = -1;
    private int plainLength;

    /** Once its seal was seen. */
    private @Nullable Extent extent;

    /** A file that is sealed: its frames, and the plaintext in them. */
    private record Extent(int frames, long plaintext) {}

    /**
     * Takes the source over, and closes it in the end.
     *
     * @param key from {@link SealedHeader#deriveFrom}
     */
    public SealedReader(ByteSource source, SealedHeader header, SecretKey key) {
        this.source = source;
        this.header = header;
        this.cipher = header.cipher(key);
        this.frames = new Frames(source, header);
        this.plain = new byte[header.maxFrame()];
    }

    /**
     * Reads the header and derives the key.
     *
     * @param dataKey may be closed after
     * @throws BadSealedFile when the source does not begin with a header; it is not closed then
     */
    public static SealedReader open(ByteSource source, DataKey dataKey)
            throws BadSealedFile, IOException {
        SealedHeader header = SealedHeader.read(source);
        return new SealedReader(source, header, header.deriveFrom(dataKey));
    }

    /**
     * Judges a file by all that is known of it. What does not even begin with a header is {@link
     * Verdict.Tampered}. The source stays open.
     *
     * @param expected which file it has to be
     * @param known what it was when it was sealed; null when that is not known, or it never was
     */
    public static Verdict verify(
            ByteSource source, SealedIdentity expected, DataKey dataKey, @Nullable Seal known)
            throws IOException {
        SealedHeader header;
        try {
            header = SealedHeader.read(source);
        } catch (BadSealedFile e) {
            return new Verdict.Tampered(e.frame());
        }
        if (!header.identity().equals(expected)) {
            return new Verdict.Swapped(header.identity());
        }
        var reader = new SealedReader(source, header, header.deriveFrom(dataKey));
        try {
            return known == null ? reader.verify() : reader.verify(known);
        } finally {
            reader.forget();
        }
    }

    public SealedHeader header() {
        return header;
    }

    /** Bytes of the whole file. */
    public long size() throws IOException {
        return source.size();
    }

    /** Reads all of it and says what it is: sealed, unsealed or tampered. */
    public Verdict verify() throws IOException {
        plainFrame = -1;
        return new Verification(source, header, cipher, plain).verdict();
    }

    /** The same of a file that was sealed once, so that it cannot be shorter or another one. */
    public Verdict verify(Seal known) throws IOException {
        return switch (verify()) {
            case Verdict.Sealed(Seal seal) when seal.equals(known) -> new Verdict.Sealed(seal);
            case Verdict.Sealed(Seal seal) when seal.frames() < known.frames() ->
                    new Verdict.Cut(seal.frames());
            case Verdict.Sealed(Seal seal) -> new Verdict.Tampered(seal.frames());
            case Verdict.Unsealed(int left, long _) -> new Verdict.Cut(left);
            case Verdict.Tampered tampered -> tampered;
            case Verdict.Cut cut -> cut;
            case Verdict.Swapped swapped -> swapped;
        };
    }

    /**
     * How many frames there are.
     *
     * @throws BadSealedFile when the file does not end with its seal
     */
    public int frames() throws BadSealedFile, IOException {
        return extent().frames();
    }

    /**
     * The plaintext of one frame.
     *
     * @param frame from 0; in a file without a seal at most what {@link Verdict.Unsealed} says
     * @throws BadSealedFile when there is no such frame, or it is not authentic
     */
    public byte[] readFrame(int frame) throws BadSealedFile, IOException {
        load(frame);
        return Arrays.copyOf(plain, plainLength);
    }

    /**
     * How much plaintext the frames have together.
     *
     * @throws BadSealedFile when the file does not end with its seal
     */
    public long plaintextLength() throws BadSealedFile, IOException {
        return extent().plaintext();
    }

    /**
     * Reads plaintext of a file whose frames have one size; of each read, only the frames that it
     * touches are decrypted.
     *
     * @param position in the plaintext, from 0
     * @return how much was read; less than asked for only at the end, 0 behind it
     * @throws BadSealedFile when a frame is not authentic, or the file does not end with its seal
     */
    public int read(long position, byte[] to, int offset, int length)
            throws BadSealedFile, IOException {
        if (header.frameBytes() == 0) {
            throw new IllegalStateException("frames of any size are read one by one");
        }
        long left = Math.max(0, extent().plaintext() - position);
        int wanted = (int) Math.min(length, left);
        int done = 0;
        while (done < wanted) {
            long at = position + done;
            load((int) (at / header.frameBytes()));
            int within = (int) (at % header.frameBytes());
            int part = Math.min(wanted - done, plainLength - within);
            System.arraycopy(plain, within, to, offset + done, part);
            done += part;
        }
        return done;
    }

    /** Wipes what it read, drops the key, and closes the source. */
    @Override
    public void close() throws IOException {
        forget();
        source.close();
    }

    private void forget() {
        Arrays.fill(plain, (byte) 0);
        plainFrame = -1;
        cipher.close();
    }

    private Extent extent() throws BadSealedFile, IOException {
        Extent known = extent;
        if (known == null) {
            int count = frames.count();
            byte[] tag = frames.body(count);
            if (!cipher.decrypt(count, FrameCipher.LAST, tag, 0, tag.length, plain)) {
                throw BadSealedFile.frame(count, "is not its seal");
            }
            known = new Extent(count, frames.plaintext(count));
            extent = known;
        }
        return known;
    }

    private void load(int frame) throws BadSealedFile, IOException {
        if (frame == plainFrame) {
            return;
        }
        if (header.frameBytes() != 0 && frame >= extent().frames()) {
            throw BadSealedFile.frame(frame, "is not there");
        }
        plainFrame = -1;
        byte[] sealed = frames.body(frame);
        if (sealed.length == FrameCipher.TAG
                || !cipher.decrypt(frame, FrameCipher.MORE, sealed, 0, sealed.length, plain)) {
            throw BadSealedFile.frame(frame, "is not authentic");
        }
        plainFrame = frame;
        plainLength = sealed.length - FrameCipher.TAG;
    }
}
