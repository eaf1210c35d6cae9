package dev.crosspoint.media.srtp;

import static java.lang.foreign.MemorySegment.NULL;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.util.Objects.checkFromIndexSize;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The primitives by OpenSSL, on the packet where it lies: nothing is copied but IVs and tags, and
 * nothing allocated. C looks at no bounds, so a {@link Place} does.
 *
 * <p>With some hundred legs a packet finds nothing of its own in the CPU's cache, and what that
 * costs is most of what there is to save. So whatever a call needs for its own length only is one
 * for each thread ({@link Scratch}), and what belongs to a key is little and lies together.
 */
final class OpenSslCiphers implements Ciphers {
    private static final Cleaner CLEANER = Cleaner.create();
    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    private static final ValueLayout.OfInt INT = JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG =
            JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final LibCrypto openSsl;

    OpenSslCiphers(LibCrypto openSsl) {
        this.openSsl = openSsl;
    }

    @Override
    public String name() {
        return openSsl.version();
    }

    @Override
    public KeyStream keyStream(byte[] key) {
        return new CounterStream(openSsl, key);
    }

    @Override
    public Mac mac(byte[] key) {
        return new Hmac(openSsl, key);
    }

    @Override
    public Aead aead(byte[] key) {
        return new Gcm(openSsl, key);
    }

    /** Every failure that there can be here is a bug of ours, or a lack of memory. */
    private static void done(int answer) {
        if (answer != LibCrypto.OK) {
            throw new IllegalStateException("OpenSSL did not do what it always does");
        }
    }

    /** What is worth nothing once a call is over. */
    private static final class Scratch {
        private final Arena arena = Arena.ofAuto();
        private final MemorySegment iv = arena.allocate(16, Long.BYTES);
        private final MemorySegment word = arena.allocate(INT);
        private final MemorySegment tag = arena.allocate(Mac.BYTES);
        private final MemorySegment sha1 = arena.allocate(LibCrypto.SHA1_BYTES, Long.BYTES);
        private final MemorySegment written = arena.allocate(JAVA_INT);
        private final Place header = new Place();
        private final Place text = new Place();
    }

    /** An {@code EVP_CIPHER_CTX} that has its key. */
    private abstract static class Keyed {
        final LibCrypto openSsl;
        final long context;

        Keyed(LibCrypto openSsl, String mode, byte[] key) {
            this.openSsl = openSsl;
            long made = openSsl.newContext();
            context = made;
            CLEANER.register(this, () -> openSsl.freeContext(made));
            MemorySegment type = openSsl.cipher("EVP_aes_" + key.length * Byte.SIZE + "_" + mode);
            done(openSsl.encryptInit(context, type, MemorySegment.ofArray(key), NULL));
        }
    }

    private static final class CounterStream extends Keyed implements KeyStream {

        CounterStream(LibCrypto openSsl, byte[] key) {
            super(openSsl, "ctr", key);
        }

        @Override
        public void apply(long ivHigh, long ivLow, byte[] data, int offset, int length) {
            Scratch scratch = SCRATCH.get();
            MemorySegment in = scratch.text.at(data, offset, length);
            scratch.iv.set(LONG, 0, ivHigh);
            scratch.iv.set(LONG, Long.BYTES, ivLow);
            try {
                done(openSsl.encryptInit(context, NULL, NULL, scratch.iv));
                done(openSsl.encryptUpdate(context, in, scratch.written, in, length));
            } finally {
                Reference.reachabilityFence(this);
            }
        }
    }

    /**
     * The two blocks that the key makes are digested once; for each packet SHA-1 goes on from
     * there. OpenSSL's own HMAC does so too, but allocates for each.
     */
    private static final class Hmac implements Mac {
        private static final int BLOCK_BYTES = 64;
        private static final byte INNER_PAD = 0x36;
        private static final byte OUTER_PAD = 0x5C;

        private final LibCrypto openSsl;
        private final byte[] inner;
        private final byte[] outer;

        Hmac(LibCrypto openSsl, byte[] key) {
            if (key.length > BLOCK_BYTES) {
                throw new IllegalArgumentException("an HMAC key of " + key.length + " bytes");
            }
            this.openSsl = openSsl;
            inner = begun(key, INNER_PAD);
            outer = begun(key, OUTER_PAD);
        }

        private byte[] begun(byte[] key, byte pad) {
            byte[] block = Arrays.copyOf(key, BLOCK_BYTES);
            for (int i = 0; i < BLOCK_BYTES; i++) {
                block[i] ^= pad;
            }
            byte[] begun = new byte[LibCrypto.SHA1_BYTES];
            MemorySegment state = MemorySegment.ofArray(begun);
            done(openSsl.sha1Init(state));
            done(openSsl.sha1Update(state, MemorySegment.ofArray(block), BLOCK_BYTES));
            return Arrays.copyOf(begun, LibCrypto.SHA1_STATE_BYTES);
        }

        @Override
        public void sign(byte[] data, int offset, int length, long word, int tagBytes) {
            checkFromIndexSize(offset, length + tagBytes, data.length);
            MemorySegment tag = digest(data, offset, length, word);
            MemorySegment.copy(tag, JAVA_BYTE, 0, data, offset + length, tagBytes);
        }

        @Override
        public boolean verify(byte[] data, int offset, int length, long word, int tagBytes) {
            checkFromIndexSize(offset, length + tagBytes, data.length);
            MemorySegment tag = digest(data, offset, length, word);
            int different = 0;
            for (int i = 0; i < tagBytes; i++) {
                different |= tag.get(JAVA_BYTE, i) ^ data[offset + length + i];
            }
            return different == 0;
        }

        private MemorySegment digest(byte[] data, int offset, int length, long word) {
            Scratch scratch = SCRATCH.get();
            MemorySegment state = scratch.sha1;
            begin(state, inner);
            done(openSsl.sha1Update(state, scratch.header.at(data, offset, length), length));
            if (word != NO_WORD) {
                scratch.word.set(INT, 0, (int) word);
                done(openSsl.sha1Update(state, scratch.word, Integer.BYTES));
            }
            done(openSsl.sha1Final(scratch.tag, state));
            begin(state, outer);
            done(openSsl.sha1Update(state, scratch.tag, BYTES));
            done(openSsl.sha1Final(scratch.tag, state));
            return scratch.tag;
        }

        /** What is behind that is empty, as SHA1_Final has left it. */
        private static void begin(MemorySegment state, byte[] from) {
            MemorySegment.copy(from, 0, state, JAVA_BYTE, 0, LibCrypto.SHA1_STATE_BYTES);
        }
    }

    /** The order of calls is that of EVP_EncryptInit(3), "AEAD interface". */
    private static final class Gcm extends Keyed implements Aead {

        Gcm(LibCrypto openSsl, byte[] key) {
            super(openSsl, "gcm", key);
        }

        @Override
        public void seal(
                long ivHigh, int ivLow, byte[] data, int offset, int clear, int length, long word) {
            checkFromIndexSize(offset, length + TAG_BYTES, data.length);
            Scratch scratch = SCRATCH.get();
            MemorySegment header = scratch.header.at(data, offset, clear);
            MemorySegment text = scratch.text.at(data, offset + clear, length - clear);
            MemorySegment written = scratch.written;
            writeIv(scratch.iv, ivHigh, ivLow);
            try {
                done(openSsl.encryptInit(context, NULL, NULL, scratch.iv));
                done(openSsl.encryptUpdate(context, NULL, written, header, clear));
                if (word != NO_WORD) {
                    scratch.word.set(INT, 0, (int) word);
                    done(
                            openSsl.encryptUpdate(
                                    context, NULL, written, scratch.word, Integer.BYTES));
                }
                done(openSsl.encryptUpdate(context, text, written, text, length - clear));
                done(openSsl.encryptFinal(context, scratch.tag, written));
                done(openSsl.control(context, LibCrypto.GET_TAG, TAG_BYTES, scratch.tag));
            } finally {
                Reference.reachabilityFence(this);
            }
            MemorySegment.copy(scratch.tag, JAVA_BYTE, 0, data, offset + length, TAG_BYTES);
        }

        @Override
        public boolean open(
                long ivHigh, int ivLow, byte[] data, int offset, int clear, int length, long word) {
            checkFromIndexSize(offset, length + TAG_BYTES, data.length);
            Scratch scratch = SCRATCH.get();
            MemorySegment header = scratch.header.at(data, offset, clear);
            MemorySegment text = scratch.text.at(data, offset + clear, length - clear);
            MemorySegment written = scratch.written;
            writeIv(scratch.iv, ivHigh, ivLow);
            MemorySegment.copy(data, offset + length, scratch.tag, JAVA_BYTE, 0, TAG_BYTES);
            try {
                done(openSsl.decryptInit(context, NULL, NULL, scratch.iv));
                done(openSsl.decryptUpdate(context, NULL, written, header, clear));
                if (word != NO_WORD) {
                    scratch.word.set(INT, 0, (int) word);
                    done(
                            openSsl.decryptUpdate(
                                    context, NULL, written, scratch.word, Integer.BYTES));
                }
                done(openSsl.decryptUpdate(context, text, written, text, length - clear));
                done(openSsl.control(context, LibCrypto.SET_TAG, TAG_BYTES, scratch.tag));
                return openSsl.decryptFinal(context, scratch.tag, written) == LibCrypto.OK;
            } finally {
                Reference.reachabilityFence(this);
            }
        }

        private static void writeIv(MemorySegment iv, long high, int low) {
            iv.set(LONG, 0, high);
            iv.set(INT, Long.BYTES, low);
        }
    }
}
