package dev.crosspoint.media.loop;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The two system calls of Linux that move many datagrams at once, recvmmsg(2) and sendmmsg(2), and
 * the structures that they take, as 64-bit Linux lays them out. Each thread has its own instance.
 */
public final class DatagramCalls {

    /** One {@code struct mmsghdr}, bytes. */
    public static final int MESSAGE_BYTES = 64;

    /** Where a message names its peer: address, and length of the address. */
    public static final int NAME = 0;

    public static final int NAME_LENGTH = 8;

    /** Where a message names its pieces, and how many there are. */
    public static final int PIECES = 16;

    public static final int PIECE_COUNT = 24;

    /** Where the operating system says how long the datagram was. */
    public static final int LENGTH = 56;

    /** One {@code struct iovec}: address and length, bytes. */
    public static final int PIECE_BYTES = 16;

    public static final int PIECE_LENGTH = 8;

    /** Nothing to read, or no room to send. */
    public static final int EAGAIN = 11;

    public static final int EINTR = 4;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle RECVMMSG =
            handle(
                    "recvmmsg",
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle SENDMMSG =
            handle(
                    "sendmmsg",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));

    private final MemorySegment state = Arena.ofAuto().allocate(STATE);

    /**
     * Reads what has arrived, without waiting.
     *
     * @param messages {@code struct mmsghdr} times {@code room}
     * @return how many there were, or the negative errno
     */
    public int receive(int socket, MemorySegment messages, int room) {
        try {
            int count =
                    (int)
                            RECVMMSG.invokeExact(
                                    state, socket, messages, room, 0, MemorySegment.NULL);
            return count < 0 ? -errno() : count;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Sends, without waiting.
     *
     * @param messages {@code struct mmsghdr} times {@code count}
     * @return how many were taken, 1 or more; or the negative errno, which is the first one's
     */
    public int send(int socket, MemorySegment messages, int count) {
        try {
            int sent = (int) SENDMMSG.invokeExact(state, socket, messages, count, 0);
            return sent < 0 ? -errno() : sent;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private int errno() {
        return (int) ERRNO.get(state, 0L);
    }

    private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                descriptor,
                Linker.Option.captureCallState("errno"));
    }
}
