package dev.crosspoint.media.srtp;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.util.Objects.checkFromIndexSize;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.Arrays;

/**
 * The primitives by OpenSSL. With some hundred legs a packet finds nothing of its own in the CPU's
 * cache, and what that costs is most of what there is to save: so what belongs to a key is little,
 * and all else is on the thread's {@link Workbench}. Nothing is allocated.
 */
final class OpenSslCiphers implements Ciphers {
    private static final Cleaner CLEANER = Cleaner.create();

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
        return new CounterStream(openSsl, keyed("ctr", key, Use.SEAL));
    }

    @Override
    public Mac mac(byte[] key) {
        return new Sha1Mac(openSsl, key);
    }

    @Override
    public Aead aead(byte[] key, Use use) {
        return new AesGcm(openSsl, keyed("gcm", key, use));
    }

    private Context keyed(String mode, byte[] key, Use use) {
        var context = new Context(openSsl);
        try (var arena = Arena.ofConfined()) {
            MemorySegment copy = arena.allocateFrom(JAVA_BYTE, key);
            long cipher = openSsl.cipher("EVP_aes_" + key.length * Byte.SIZE + "_" + mode);
            done(
                    switch (use) {
                        case SEAL -> openSsl.encryptKey(context.address, cipher, copy.address());
                        case OPEN -> openSsl.decryptKey(context.address, cipher, copy.address());
                    });
            copy.fill((byte) 0);
        } finally {
            Reference.reachabilityFence(context);
        }
        return context;
    }

    /** Every failure that there can be here is a bug of ours, or a lack of memory. */
    private static void done(int answer) {
        if (answer != LibCrypto.OK) {
            throw new IllegalStateException("OpenSSL did not do what it always does");
        }
    }

    /** An {@code EVP_CIPHER_CTX}, freed some time after nobody knows it any more. */
    private static final class Context {
        private final long address;

        Context(LibCrypto openSsl) {
            long made = openSsl.newContext();
            address = made;
            CLEANER.register(this, () -> openSsl.freeContext(made));
        }
    }

    private record CounterStream(LibCrypto openSsl, Context context) implements KeyStream {
        @Override
        public void apply(long ivHigh, long ivLow, byte[] data, int offset, int length) {
            Workbench bench = Workbench.here();
            long packet = bench.packet(0);
            bench.put(data, offset, length);
            bench.iv(ivHigh, ivLow);
            try {
                done(openSsl.encryptInit(context.address, bench.iv()));
                done(
                        openSsl.encryptUpdate(
                                context.address, packet, bench.written(), packet, length));
            } finally {
                Reference.reachabilityFence(context);
            }
            bench.take(0, data, offset, length);
        }
    }

    /**
     * The two blocks that the key makes are digested once; for each packet SHA-1 goes on from
     * there. OpenSSL's own HMAC does so too, but allocates for each.
     */
    private static final class Sha1Mac implements Mac {
        private static final int BLOCK_BYTES = 64;
        private static final byte INNER_PAD = 0x36;
        private static final byte OUTER_PAD = 0x5C;

        private final LibCrypto openSsl;
        private final byte[] inner;
        private final byte[] outer;

        Sha1Mac(LibCrypto openSsl, byte[] key) {
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
            try (var arena = Arena.ofConfined()) { // any thread may make a key, and have no bench
                MemorySegment copy = arena.allocateFrom(JAVA_BYTE, block);
                MemorySegment state = arena.allocate(LibCrypto.SHA1_BYTES, Long.BYTES);
                done(openSsl.sha1Init(state.address()));
                done(openSsl.sha1Update(state.address(), copy.address(), BLOCK_BYTES));
                copy.fill((byte) 0);
                return state.asSlice(0, LibCrypto.SHA1_STATE_BYTES).toArray(JAVA_BYTE);
            }
        }

        @Override
        public void sign(byte[] data, int offset, int length, long word, int tagBytes) {
            checkFromIndexSize(0, tagBytes, BYTES);
            checkFromIndexSize(offset, length + tagBytes, data.length);
            digest(data, offset, length, word).takeDigest(data, offset + length, tagBytes);
        }

        @Override
        public boolean verify(byte[] data, int offset, int length, long word, int tagBytes) {
            checkFromIndexSize(0, tagBytes, BYTES);
            checkFromIndexSize(offset, length + tagBytes, data.length);
            return digest(data, offset, length, word).digestBegins(data, offset + length, tagBytes);
        }

        private Workbench digest(byte[] data, int offset, int length, long word) {
            Workbench bench = Workbench.here();
            long state = bench.sha1();
            bench.put(data, offset, length);
            bench.sha1(inner);
            done(openSsl.sha1Update(state, bench.packet(0), length));
            if (word != NO_WORD) {
                bench.word((int) word);
                done(openSsl.sha1Update(state, bench.word(), Integer.BYTES));
            }
            done(openSsl.sha1Final(bench.digest(), state));
            bench.sha1(outer);
            done(openSsl.sha1Update(state, bench.digest(), BYTES));
            done(openSsl.sha1Final(bench.digest(), state));
            return bench;
        }
    }

    /** The order of calls is that of EVP_EncryptInit(3), "AEAD interface". */
    private record AesGcm(LibCrypto openSsl, Context context) implements Aead {
        @Override
        public void seal(
                long ivHigh, int ivLow, byte[] data, int offset, int clear, int length, long word) {
            int encrypted = length - clear;
            checkFromIndexSize(offset, length + TAG_BYTES, data.length);
            checkFromIndexSize(clear, encrypted, length);
            Workbench bench = Workbench.here();
            long at = context.address;
            long text = bench.packet(clear);
            long written = bench.written();
            bench.put(data, offset, length);
            bench.iv(ivHigh, (long) ivLow << Integer.SIZE);
            try {
                done(openSsl.encryptInit(at, bench.iv()));
                done(openSsl.encryptUpdate(at, LibCrypto.NULL, written, bench.packet(0), clear));
                if (word != NO_WORD) {
                    bench.word((int) word);
                    done(
                            openSsl.encryptUpdate(
                                    at, LibCrypto.NULL, written, bench.word(), Integer.BYTES));
                }
                done(openSsl.encryptUpdate(at, text, written, text, encrypted));
                done(openSsl.encryptFinal(at, bench.packet(length), written));
                done(openSsl.control(at, LibCrypto.GET_TAG, TAG_BYTES, bench.packet(length)));
            } finally {
                Reference.reachabilityFence(context);
            }
            bench.take(clear, data, offset + clear, encrypted + TAG_BYTES);
        }

        @Override
        public boolean open(
                long ivHigh, int ivLow, byte[] data, int offset, int clear, int length, long word) {
            int encrypted = length - clear;
            checkFromIndexSize(clear, encrypted, length);
            Workbench bench = Workbench.here();
            long at = context.address;
            long text = bench.packet(clear);
            long written = bench.written();
            bench.put(data, offset, length + TAG_BYTES);
            bench.iv(ivHigh, (long) ivLow << Integer.SIZE);
            boolean authentic;
            try {
                done(openSsl.decryptInit(at, bench.iv()));
                done(openSsl.decryptUpdate(at, LibCrypto.NULL, written, bench.packet(0), clear));
                if (word != NO_WORD) {
                    bench.word((int) word);
                    done(
                            openSsl.decryptUpdate(
                                    at, LibCrypto.NULL, written, bench.word(), Integer.BYTES));
                }
                done(openSsl.decryptUpdate(at, text, written, text, encrypted));
                done(openSsl.control(at, LibCrypto.SET_TAG, TAG_BYTES, bench.packet(length)));
                authentic = openSsl.decryptFinal(at, bench.packet(length), written) == LibCrypto.OK;
            } finally {
                Reference.reachabilityFence(context);
            }
            if (authentic) {
                bench.take(clear, data, offset + clear, encrypted);
            }
            return authentic;
        }
    }
}
