package dev.crosspoint.media.loop;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.nio.ByteOrder.BIG_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * Between {@code sockaddr_in} and {@code sockaddr_in6} of Linux and Java's addresses. Peers are
 * remembered both ways, so that a packet from or to one makes no new objects; there is room for a
 * fixed number, and a newcomer takes the place of whoever had it.
 */
final class SocketAddresses {

    /** Room for either kind, bytes; {@code sockaddr_in6} has 28. */
    static final int BYTES = 32;

    private static final short AF_INET = 2;
    private static final short AF_INET6 = 10;
    private static final int V4_BYTES = 16;
    private static final int V6_BYTES = 28;

    // Offsets; the first four bytes are alike.
    private static final int PORT = 2;
    private static final int V4_ADDRESS = 4;
    private static final int V6_FLOW = 4;
    private static final int V6_ADDRESS = 8;
    private static final int V6_SCOPE = 24;

    private static final ValueLayout.OfShort PORT_LAYOUT = JAVA_SHORT.withOrder(BIG_ENDIAN);
    private static final ValueLayout.OfInt INT_LAYOUT = JAVA_INT.withOrder(BIG_ENDIAN);

    /** RFC 4291 2.5.5.2: an IPv4 address on an IPv6 socket ends with this and itself. */
    private static final int V4_MAPPED = 0xFFFF;

    /** Four times the legs that a loop may have; a power of two. */
    private static final int PLACES = 8_192;

    /** Leaves as many bits as number the places. */
    private static final int PLACE_SHIFT = Long.SIZE - Integer.numberOfTrailingZeros(PLACES);

    private static final int WORDS = BYTES / Long.BYTES;

    // Who has sent to us, and what tells them apart.
    private final @Nullable InetSocketAddress[] known = new InetSocketAddress[PLACES];
    private final long[] firstWords = new long[PLACES];
    private final long[] secondWords = new long[PLACES];
    private final long[] thirdWords = new long[PLACES];

    // Whom we have sent to, by which kind of socket, and what we wrote.
    private final @Nullable InetSocketAddress[] sentTo = new InetSocketAddress[PLACES];
    private final boolean[] sentByV6 = new boolean[PLACES];
    private final long[] sentWords = new long[PLACES * WORDS];

    /**
     * Who sent a datagram.
     *
     * @param at as the operating system has written it
     * @return null for a kind of address that is neither
     */
    @Nullable InetSocketAddress read(MemorySegment memory, long at) {
        short family = memory.get(JAVA_SHORT, at);
        if (family != AF_INET && family != AF_INET6) {
            return null;
        }
        // Family, port and the four bytes behind them; then what else tells one peer from another.
        long first = memory.get(JAVA_LONG, at);
        long second = 0;
        long third = 0;
        if (family == AF_INET6) {
            first &= 0xFFFF_FFFFL; // without the flow label
            second = memory.get(JAVA_LONG, at + V6_ADDRESS);
            third =
                    memory.get(JAVA_LONG, at + V6_ADDRESS + Long.BYTES)
                            ^ (long) memory.get(JAVA_INT, at + V6_SCOPE) << 32;
        }
        int place = place(first, second, third);
        InetSocketAddress peer = known[place];
        if (peer == null
                || firstWords[place] != first
                || secondWords[place] != second
                || thirdWords[place] != third) {
            peer = family == AF_INET ? readV4(memory, at) : readV6(memory, at);
            known[place] = peer;
            firstWords[place] = first;
            secondWords[place] = second;
            thirdWords[place] = third;
        }
        return peer;
    }

    /**
     * Where a datagram is to go.
     *
     * @param v6 whether the socket is one of IPv6
     * @return the length in bytes, or 0 when such a socket does not reach such an address
     */
    int write(InetSocketAddress peer, boolean v6, MemorySegment memory, long at) {
        if (peer.getAddress() instanceof Inet6Address address && address.getScopeId() != 0) {
            return compose(peer, v6, memory, at); // Java calls it equal to that of another link
        }
        int place = place(peer.hashCode(), 0, 0);
        int words = place * WORDS;
        if (sentByV6[place] == v6 && peer.equals(sentTo[place])) {
            MemorySegment.copy(sentWords, words, memory, JAVA_LONG, at, WORDS);
            return v6 ? V6_BYTES : V4_BYTES;
        }
        int length = compose(peer, v6, memory, at);
        if (length > 0) {
            sentTo[place] = peer;
            sentByV6[place] = v6;
            MemorySegment.copy(memory, JAVA_LONG, at, sentWords, words, WORDS);
        }
        return length;
    }

    private static int compose(InetSocketAddress peer, boolean v6, MemorySegment memory, long at) {
        memory.set(PORT_LAYOUT, at + PORT, (short) peer.getPort());
        if (!v6) {
            if (!(peer.getAddress() instanceof Inet4Address address)) {
                return 0;
            }
            memory.set(JAVA_SHORT, at, AF_INET);
            write(address, memory, at + V4_ADDRESS);
            memory.set(JAVA_LONG, at + V4_ADDRESS + Integer.BYTES, 0);
            return V4_BYTES;
        }
        memory.set(JAVA_SHORT, at, AF_INET6);
        memory.set(JAVA_INT, at + V6_FLOW, 0);
        memory.set(JAVA_INT, at + V6_SCOPE, 0);
        if (peer.getAddress() instanceof Inet6Address address) {
            write(address, memory, at + V6_ADDRESS);
            memory.set(JAVA_INT, at + V6_SCOPE, address.getScopeId());
        } else if (peer.getAddress() instanceof Inet4Address address) {
            memory.set(JAVA_LONG, at + V6_ADDRESS, 0);
            memory.set(INT_LAYOUT, at + V6_ADDRESS + Long.BYTES, V4_MAPPED);
            write(address, memory, at + V6_ADDRESS + Long.BYTES + Integer.BYTES);
        } else {
            return 0; // a name that was not resolved
        }
        return V6_BYTES;
    }

    private static void write(InetAddress address, MemorySegment memory, long at) {
        byte[] bytes = address.getAddress();
        MemorySegment.copy(bytes, 0, memory, JAVA_BYTE, at, bytes.length);
    }

    private static InetSocketAddress readV4(MemorySegment memory, long at) {
        return peer(bytes(memory, at + V4_ADDRESS, 4), 0, port(memory, at));
    }

    private static InetSocketAddress readV6(MemorySegment memory, long at) {
        int scope = memory.get(JAVA_INT, at + V6_SCOPE);
        return peer(bytes(memory, at + V6_ADDRESS, 16), scope, port(memory, at));
    }

    private static InetSocketAddress peer(byte[] address, int scope, int port) {
        try {
            InetAddress host =
                    scope == 0
                            ? InetAddress.getByAddress(address)
                            : Inet6Address.getByAddress(null, address, scope);
            return new InetSocketAddress(host, port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + address.length + " bytes", e);
        }
    }

    private static byte[] bytes(MemorySegment memory, long at, int length) {
        byte[] bytes = new byte[length];
        MemorySegment.copy(memory, JAVA_BYTE, at, bytes, 0, length);
        return bytes;
    }

    private static int port(MemorySegment memory, long at) {
        return memory.get(PORT_LAYOUT, at + PORT) & 0xFFFF;
    }

    private static int place(long first, long second, long third) {
        // Fibonacci hashing: the best-mixed bits of the product are its highest.
        long mixed = first ^ Long.rotateLeft(second, 21) ^ Long.rotateLeft(third, 42);
        return (int) ((mixed * 0x9E37_79B9_7F4A_7C15L) >>> PLACE_SHIFT);
    }
}
