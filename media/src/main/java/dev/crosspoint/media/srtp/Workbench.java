package dev.crosspoint.media.srtp;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.util.Objects.checkFromIndexSize;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Where C works on a packet: memory outside the heap, one for each thread, whose packet is copied
 * in and out. C looks at no bounds; the copies do, and there is room for any datagram. As every
 * packet of a loop is worked on at one place, that is in the CPU's cache whoever's turn it is.
 */
final class Workbench {
    /** More than a UDP datagram may have. */
    private static final int PACKET_BYTES = 1 << 16;

    /** Behind a packet of any length there is room for a tag. */
    private static final int TAG_BYTES = 32;

    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG.withOrder(ByteOrder.BIG_ENDIAN);

    private static final int IV = 0;
    private static final int WORD = 16;
    private static final int WRITTEN = 24;
    private static final int DIGEST = 32;
    private static final int SHA1 = 64;
    private static final int PACKET = 192;

    private static final ThreadLocal<Workbench> HERE = ThreadLocal.withInitial(Workbench::new);

    private final MemorySegment memory =
            Arena.ofAuto().allocate(PACKET + PACKET_BYTES + TAG_BYTES, 64);
    private final long address = memory.address();

    private Workbench() {}

    /** The calling thread's. */
    static Workbench here() {
        return HERE.get();
    }

    // ---- addresses for C

    long iv() {
        return address + IV;
    }

    /** Of four bytes. */
    long word() {
        return address + WORD;
    }

    /** Where C says how much it has written, which is never a question. */
    long written() {
        return address + WRITTEN;
    }

    long digest() {
        return address + DIGEST;
    }

    /** Of a SHA_CTX. */
    long sha1() {
        return address + SHA1;
    }

    /** Of the packet's byte number {@code at}. */
    long packet(int at) {
        return address + PACKET + at;
    }

    // ---- what is put there, and taken

    void iv(long high, long low) {
        memory.set(LONG, IV, high);
        memory.set(LONG, IV + Long.BYTES, low);
    }

    void word(int word) {
        memory.set(INT, WORD, word);
    }

    /**
     * Copies a packet in.
     *
     * @throws IndexOutOfBoundsException when it is not inside its array, or longer than any is
     */
    void put(byte[] data, int offset, int length) {
        checkFromIndexSize(0, length, PACKET_BYTES);
        MemorySegment.copy(data, offset, memory, JAVA_BYTE, PACKET, length);
    }

    /** Copies a part of the packet out, from its byte number {@code from} on. */
    void take(int from, byte[] data, int offset, int length) {
        MemorySegment.copy(memory, JAVA_BYTE, PACKET + from, data, offset, length);
    }

    /** A SHA-1 that has come to here, between two blocks. */
    void sha1(byte[] state) {
        MemorySegment.copy(state, 0, memory, JAVA_BYTE, SHA1, LibCrypto.SHA1_STATE_BYTES);
        memory.set(INT, SHA1 + LibCrypto.SHA1_FILL, 0);
    }

    void takeDigest(byte[] data, int offset, int length) {
        MemorySegment.copy(memory, JAVA_BYTE, DIGEST, data, offset, length);
    }

    /** Whether bytes are those that the digest begins with; takes as long if not. */
    boolean digestBegins(byte[] data, int offset, int length) {
        int different = 0;
        for (int i = 0; i < length; i++) {
            different |= memory.get(JAVA_BYTE, DIGEST + i) ^ data[offset + i];
        }
        return different == 0;
    }
}
