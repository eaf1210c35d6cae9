package dev.crosspoint.media.loop;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.util.Objects.requireNonNull;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The memory that the packets of one loop pass through on their way from and to the operating
 * system, shared by all its sockets: nothing that was received is held between two turns of the
 * loop, so it need not grow with the number of sockets. Outside the heap, and given back when the
 * loop is forgotten. Touched only by its loop.
 */
final class PacketMemory {

    /** Datagrams that one system call may move. */
    static final int BATCH = 64;

    /**
     * Datagrams waiting to be sent on this loop, at most. A tick of a thousand calls sends two
     * thousand packets; twice that is 6 MiB.
     */
    private static final int SEND_SLOTS = 4_096;

    /** Room behind a packet of the largest size: an SRTP tag, an SRTCP index, an MKI; and ample. */
    private static final int SPARE_BYTES = 256;

    private final DatagramCalls calls = new DatagramCalls();
    private final SocketAddresses addresses = new SocketAddresses();
    private final Batch received = new Batch();
    private final Batch sending = new Batch();
    private final byte[] scratch = new byte[UdpPort.MAX_DATAGRAM_BYTES + 1 + SPARE_BYTES];
    private final ArrayDeque<Slot> free = new ArrayDeque<>();
    private int slots;

    PacketMemory() {
        for (int i = 0; i < BATCH; i++) {
            received.holds(i, new Slot());
            received.expects(i);
        }
    }

    /** A datagram outside the heap and the peer it came from or goes to. */
    final class Slot {
        private final MemorySegment memory =
                Arena.ofAuto().allocate(SocketAddresses.BYTES + UdpPort.DATAGRAM_STRIDE, 8);
        private int nameLength;
        private int length;
        private @Nullable Slot next;

        /**
         * Copies a packet in.
         *
         * @return false when the socket cannot reach such a peer
         */
        boolean fill(InetSocketAddress to, boolean v6, byte[] data, int offset, int newLength) {
            nameLength = addresses.write(to, v6, memory, 0);
            length = newLength;
            MemorySegment.copy(data, offset, memory, JAVA_BYTE, SocketAddresses.BYTES, newLength);
            return nameLength > 0;
        }

        /** Nobody needs it any more. */
        void release() {
            free.push(this);
        }
    }

    /** A slot to send with, or null when all are under way. */
    @Nullable Slot slot() {
        Slot slot = free.poll();
        if (slot == null && slots < SEND_SLOTS) {
            slots++;
            slot = new Slot();
        }
        return slot;
    }

    /**
     * Reads datagrams, without waiting; they are there until the next call.
     *
     * @param room at most {@link #BATCH}
     * @return how many, or the negative errno
     */
    int receive(int socket, int room) {
        int count = calls.receive(socket, received.messages, room);
        for (int i = 0; i < count; i++) {
            received.expects(i); // the operating system has written over it
        }
        return count;
    }

    /**
     * The length of a datagram just read, or {@link UdpPort#DATAGRAM_STRIDE} when it was longer.
     */
    int receivedLength(int index) {
        return received.messages.get(
                JAVA_INT, (long) index * DatagramCalls.MESSAGE_BYTES + DatagramCalls.LENGTH);
    }

    /** Who sent a datagram just read. */
    @Nullable InetSocketAddress receivedFrom(int index) {
        return addresses.read(received.slots[index].memory, 0);
    }

    /**
     * Copies a datagram just read to where the receiver may work on it, with room behind it.
     *
     * @return {@link #scratch}, which begins with the datagram
     */
    byte[] copyReceived(int index, int length) {
        MemorySegment.copy(
                received.slots[index].memory, JAVA_BYTE, SocketAddresses.BYTES, scratch, 0, length);
        return scratch;
    }

    /** Where the packet is while it is worked on. */
    byte[] scratch() {
        return scratch;
    }

    /**
     * Sends the first datagrams of a queue, without waiting; they stay in it.
     *
     * @return how many were taken, or the negative errno, which is the first one's
     */
    int send(int socket, Queue queue) {
        int count = 0;
        for (Slot slot = queue.first; slot != null && count < BATCH; slot = slot.next) {
            sending.holds(count, slot);
            sending.says(count++);
        }
        return calls.send(socket, sending.messages, count);
    }

    /** Datagrams of one socket that wait to be sent, in order; made of the slots themselves. */
    static final class Queue {
        private @Nullable Slot first;
        private @Nullable Slot last;
        private int size;

        void add(Slot slot) {
            if (last == null) {
                first = slot;
            } else {
                last.next = slot;
            }
            last = slot;
            size++;
        }

        /** Takes the first one out. */
        Slot remove() {
            Slot slot = requireNonNull(first, "the queue is empty");
            first = slot.next;
            slot.next = null;
            if (first == null) {
                last = null;
            }
            size--;
            return slot;
        }

        boolean isEmpty() {
            return size == 0;
        }

        int size() {
            return size;
        }
    }

    /** Messages for one system call, each of one piece that lies in a slot. */
    private static final class Batch {
        private final MemorySegment messages =
                Arena.ofAuto().allocate((long) BATCH * DatagramCalls.MESSAGE_BYTES, 8);
        private final MemorySegment pieces =
                Arena.ofAuto().allocate((long) BATCH * DatagramCalls.PIECE_BYTES, 8);
        private final Slot[] slots = new Slot[BATCH];

        Batch() {
            for (int i = 0; i < BATCH; i++) {
                long piece = pieces.address() + (long) i * DatagramCalls.PIECE_BYTES;
                messages.set(JAVA_LONG, at(i) + DatagramCalls.PIECES, piece);
                messages.set(JAVA_LONG, at(i) + DatagramCalls.PIECE_COUNT, 1);
            }
        }

        void holds(int index, Slot slot) {
            slots[index] = slot;
            long memory = slot.memory.address();
            messages.set(JAVA_LONG, at(index) + DatagramCalls.NAME, memory);
            pieces.set(
                    ADDRESS, piece(index), MemorySegment.ofAddress(memory + SocketAddresses.BYTES));
        }

        /** Room for a datagram of any length that we take. */
        void expects(int index) {
            messages.set(JAVA_INT, at(index) + DatagramCalls.NAME_LENGTH, SocketAddresses.BYTES);
            pieces.set(
                    JAVA_LONG, piece(index) + DatagramCalls.PIECE_LENGTH, UdpPort.DATAGRAM_STRIDE);
        }

        /** The datagram that lies in the slot. */
        void says(int index) {
            Slot slot = slots[index];
            messages.set(JAVA_INT, at(index) + DatagramCalls.NAME_LENGTH, slot.nameLength);
            pieces.set(JAVA_LONG, piece(index) + DatagramCalls.PIECE_LENGTH, slot.length);
        }

        private static long at(int index) {
            return (long) index * DatagramCalls.MESSAGE_BYTES;
        }

        private static long piece(int index) {
            return (long) index * DatagramCalls.PIECE_BYTES;
        }
    }
}
