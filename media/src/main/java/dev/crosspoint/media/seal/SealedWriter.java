package dev.crosspoint.media.seal;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Turns plaintext into the bytes of one sealed file: header, frames, seal. Not for two threads at
 * once; its key is dropped when it is closed.
 */
public final class SealedWriter implements AutoCloseable {
    /** Length of the seal: none, and nothing follows. */
    static final int SEAL_WORD = 0x8000_0000;

    private final SealedHeader header;
    private final FrameCipher cipher;
    private final ByteSink sink;

    private int frames;
    private long bytes;
    private State state = State.OPEN;

    /** Made once: a nonce is used once, even for the same bytes. */
    private byte @Nullable [] seal;

    private enum State {
        OPEN,

        /**
         * A frame of a fixed-size file was short, or a frame was not taken: only the seal follows.
         */
        AT_END,
        SEALED
    }

    private SealedWriter(SealedHeader header, SecretKey key, ByteSink sink) {
        this.header = header;
        this.cipher = header.cipher(key);
        this.sink = sink;
    }

    /**
     * Begins a file, and appends its header.
     *
     * @param key from {@link SealedHeader#deriveFrom}
     */
    public static SealedWriter begin(SealedHeader header, SecretKey key, ByteSink sink)
            throws IOException {
        sink.append(header.encoded(), 0, header.length());
        var writer = new SealedWriter(header, key, sink);
        writer.bytes = header.length();
        return writer;
    }

    /**
     * Ends a file that a crash left without a seal: appends the seal and nothing else ever. Audio
     * must not be added, because the torn frame may have used its number's nonce already; the seal
     * has another nonce, and is always the same bytes.
     *
     * @param found what is left; the bytes behind it are gone already
     */
    public static Seal sealAfter(
            SealedHeader header, SecretKey key, Verdict.Unsealed found, ByteSink sink)
            throws IOException {
        try (var writer = new SealedWriter(header, key, sink)) {
            writer.frames = found.frames();
            writer.bytes = found.keepBytes();
            return writer.seal();
        }
    }

    /**
     * Appends one frame. When the sink does not take it, its number is used up all the same: then
     * nothing but {@link #seal} may follow.
     *
     * @param length 1 to {@link SealedHeader#MAX_FRAME}; in a file with frames of one size exactly
     *     that, but for the last one, which may be shorter
     */
    public void frame(byte[] plain, int offset, int length) throws IOException {
        if (state != State.OPEN) {
            throw new IllegalStateException("no frame may follow");
        }
        if (length < 1 || length > header.maxFrame() || frames == Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a frame of " + length + " bytes");
        }
        byte[] sealed = new byte[FrameCipher.OVERHEAD + length];
        ByteBuffer.wrap(sealed).putInt(length);
        cipher.encrypt(frames, FrameCipher.MORE, plain, offset, length, sealed, 4);
        state = State.AT_END;
        sink.append(sealed, 0, sealed.length);
        frames++;
        bytes += sealed.length;
        if (header.frameBytes() == 0 || length == header.frameBytes()) {
            state = State.OPEN;
        }
    }

    /** Frames so far. */
    public int frames() {
        return frames;
    }

    /** Bytes of the file so far. */
    public long bytes() {
        return bytes;
    }

    /** Appends the seal. When the sink does not take it, it may be tried again. */
    public Seal seal() throws IOException {
        if (state == State.SEALED) {
            throw new IllegalStateException("it is sealed");
        }
        state = State.AT_END;
        byte[] last = seal;
        if (last == null) {
            last = new byte[FrameCipher.OVERHEAD];
            ByteBuffer.wrap(last).putInt(SEAL_WORD);
            cipher.encrypt(frames, FrameCipher.LAST, last, 0, 0, last, 4);
            seal = last;
        }
        sink.append(last, 0, last.length);
        state = State.SEALED;
        bytes += last.length;
        return Seal.of(frames, bytes, last, 4);
    }

    /** Drops the key. Seals nothing. */
    @Override
    public void close() {
        cipher.close();
    }
}
