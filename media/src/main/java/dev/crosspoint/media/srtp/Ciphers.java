package dev.crosspoint.media.srtp;

/**
 * The primitives that SRTP is made of, by whichever library this machine has. What one makes is
 * keyed once, works in place, belongs to one loop at a time, and gives its memory back some time
 * after it is no longer reachable.
 *
 * <p>Of a region of an array, {@code length} bytes from {@code offset} on, a tag lies behind it. A
 * {@code word} of 32 bits is authenticated as if it came between them, unless it is {@link
 * #NO_WORD}.
 */
interface Ciphers {
    /** Nothing but the region is authenticated. */
    long NO_WORD = -1;

    /** What a key of an {@link Aead} is for. */
    enum Use {
        SEAL,
        OPEN
    }

    /** Whose they are, for people. */
    String name();

    /** AES in counter mode. */
    KeyStream keyStream(byte[] key);

    /** HMAC-SHA1. */
    Mac mac(byte[] key);

    /** AES-GCM. */
    Aead aead(byte[] key, Use use);

    /** AES in counter mode (RFC 3711 4.1.1), one direction being the other. */
    interface KeyStream {

        /**
         * Exclusive-ors a region with the key stream of an IV.
         *
         * @param ivHigh the IV's first 8 bytes
         * @param ivLow its last 8, where blocks are counted
         */
        void apply(long ivHigh, long ivLow, byte[] data, int offset, int length);
    }

    /** HMAC-SHA1 (RFC 2104), its tags cut to what is sent. */
    interface Mac {
        /** Bytes of a tag that is not cut. */
        int BYTES = 20;

        /** Writes the tag of a region behind it. */
        void sign(byte[] data, int offset, int length, long word, int tagBytes);

        /** Whether the tag behind a region is its own; takes as long if it is not. */
        boolean verify(byte[] data, int offset, int length, long word, int tagBytes);
    }

    /** AES-GCM with a tag of {@link #TAG_BYTES} (RFC 5116); the IV has 12 bytes. */
    interface Aead {
        int TAG_BYTES = 16;

        /**
         * Encrypts the end of a region in place, and writes the tag behind it.
         *
         * @param ivHigh the IV's first 8 bytes; no IV may come twice
         * @param ivLow its last 4
         * @param clear bytes at the region's beginning that are authenticated only, and the word
         *     behind those
         */
        void seal(
                long ivHigh, int ivLow, byte[] data, int offset, int clear, int length, long word);

        /**
         * Decrypts the end of a region in place.
         *
         * @param length of the region, without the tag
         * @return whether the tag was right; if not, the region is as it was
         */
        boolean open(
                long ivHigh, int ivLow, byte[] data, int offset, int clear, int length, long word);
    }
}
