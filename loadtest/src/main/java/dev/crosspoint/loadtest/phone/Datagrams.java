package dev.crosspoint.loadtest.phone;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.nio.ByteOrder.BIG_ENDIAN;

import dev.crosspoint.media.loop.DatagramCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Many datagrams of one socket with one system call, each with the address of ours that it comes
 * from or went to (ip(7), {@code IP_PKTINFO}): one socket serves phones with addresses of their
 * own. The structures are those of 64-bit Linux. Belongs to one thread.
 */
final class Datagrams {
    /** Datagrams that one call moves at most. */
    static final int BATCH = 64;

    private static final ValueLayout.OfShort PORT = JAVA_SHORT.withOrder(BIG_ENDIAN);
    private static final ValueLayout.OfInt ADDRESS = JAVA_INT.withOrder(BIG_ENDIAN);

    // A struct mmsghdr beyond what DatagramCalls names.
    private static final int CONTROL = 32;
    private static final int CONTROL_LENGTH = 40;

    // What is behind the headers for each datagram: struct sockaddr_in, control message, iovec,
    // data.
    private static final int NAME_BYTES = 16;
    private static final int CONTROL_AT = NAME_BYTES;
    private static final int CONTROL_BYTES = 32;
    private static final int PIECE_AT = CONTROL_AT + CONTROL_BYTES;
    private static final int DATA_AT = PIECE_AT + DatagramCalls.PIECE_BYTES;
    private static final int DATA_BYTES = 1600;
    private static final int STRIDE = DATA_AT + DATA_BYTES;

    private static final short AF_INET = 2;
    private static final int NAME_PORT = 2;
    private static final int NAME_ADDRESS = 4;

    // struct cmsghdr with a struct in_pktinfo: the address of ours when sending, and that which
    // the packet was sent to when receiving.
    private static final int INFO_LENGTH = 28;
    private static final int INFO_TYPE_AT = 12;
    private static final int IP_PKTINFO = 8;
    private static final int INFO_SOURCE = 20;
    private static final int INFO_DESTINATION = 24;

    private final int socket;
    private final DatagramCalls calls = new DatagramCalls();
    private final Side in = new Side();
    private final Side out = new Side();
    private int waiting;

    Datagrams(int socket) {
        this.socket = socket;
        for (int i = 0; i < BATCH; i++) {
            in.expect(i);
            out.say(i);
        }
    }

    /** Takes what has arrived, without waiting: how many, until the next call. */
    int receive() {
        int count = Math.max(0, calls.receive(socket, in.headers, BATCH));
        for (int i = 0; i < count; i++) {
            in.expect(i); // the operating system has written over it
        }
        return count;
    }

    /** Between whom a datagram just received went: see {@link RtpPath#key}. */
    long key(int index) {
        long at = (long) index * STRIDE;
        int port = in.memory.get(PORT, at + NAME_PORT) & 0xFFFF;
        return RtpPath.key(in.memory.get(ADDRESS, at + CONTROL_AT + INFO_DESTINATION), port);
    }

    /** Copies a datagram just received: how long it is. */
    int copy(int index, byte[] to) {
        int length =
                in.headers.get(
                        JAVA_INT,
                        (long) index * DatagramCalls.MESSAGE_BYTES + DatagramCalls.LENGTH);
        MemorySegment.copy(in.memory, JAVA_BYTE, (long) index * STRIDE + DATA_AT, to, 0, length);
        return length;
    }

    /** Copies a datagram beside those that wait; when there is no room, they leave first. */
    void add(byte[] data, int offset, int length, RtpPath path) {
        if (waiting == BATCH) {
            flush();
        }
        long at = (long) waiting * STRIDE;
        out.memory.set(PORT, at + NAME_PORT, (short) path.gatewayPort());
        out.memory.set(ADDRESS, at + NAME_ADDRESS, path.gateway());
        out.memory.set(ADDRESS, at + CONTROL_AT + INFO_SOURCE, path.own());
        out.memory.set(JAVA_LONG, at + PIECE_AT + DatagramCalls.PIECE_LENGTH, length);
        MemorySegment.copy(data, offset, out.memory, JAVA_BYTE, at + DATA_AT, length);
        waiting++;
    }

    /** Sends what waits. What cannot be sent is left out, and the far side's loss shows it. */
    void flush() {
        int sent = 0;
        while (sent < waiting) {
            int count =
                    calls.send(
                            socket,
                            out.headers.asSlice((long) sent * DatagramCalls.MESSAGE_BYTES),
                            waiting - sent);
            sent += Math.max(1, count);
        }
        waiting = 0;
    }

    /** Headers and what they point to, in one direction. */
    private static final class Side {
        private final MemorySegment headers =
                Arena.ofAuto().allocate((long) BATCH * DatagramCalls.MESSAGE_BYTES, 8);
        private final MemorySegment memory = Arena.ofAuto().allocate((long) BATCH * STRIDE, 8);

        Side() {
            for (int i = 0; i < BATCH; i++) {
                long header = (long) i * DatagramCalls.MESSAGE_BYTES;
                long at = (long) i * STRIDE;
                long address = memory.address() + at;
                headers.set(JAVA_LONG, header + DatagramCalls.NAME, address);
                headers.set(JAVA_LONG, header + DatagramCalls.PIECES, address + PIECE_AT);
                headers.set(JAVA_LONG, header + DatagramCalls.PIECE_COUNT, 1);
                headers.set(JAVA_LONG, header + CONTROL, address + CONTROL_AT);
                memory.set(JAVA_LONG, at + PIECE_AT, address + DATA_AT);
            }
        }

        /** Room for any datagram that we take. */
        void expect(int index) {
            long header = (long) index * DatagramCalls.MESSAGE_BYTES;
            headers.set(JAVA_INT, header + DatagramCalls.NAME_LENGTH, NAME_BYTES);
            headers.set(JAVA_LONG, header + CONTROL_LENGTH, CONTROL_BYTES);
            memory.set(
                    JAVA_LONG,
                    (long) index * STRIDE + PIECE_AT + DatagramCalls.PIECE_LENGTH,
                    DATA_BYTES);
        }

        /** What is the same in all that is sent. */
        void say(int index) {
            long header = (long) index * DatagramCalls.MESSAGE_BYTES;
            long at = (long) index * STRIDE;
            headers.set(JAVA_INT, header + DatagramCalls.NAME_LENGTH, NAME_BYTES);
            headers.set(JAVA_LONG, header + CONTROL_LENGTH, CONTROL_BYTES);
            memory.set(JAVA_SHORT, at, AF_INET);
            memory.set(JAVA_LONG, at + CONTROL_AT, INFO_LENGTH);
            memory.set(JAVA_INT, at + CONTROL_AT + INFO_TYPE_AT, IP_PKTINFO);
        }
    }
}
