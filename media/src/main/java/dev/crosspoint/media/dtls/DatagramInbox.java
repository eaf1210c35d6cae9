package dev.crosspoint.media.dtls;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where a loop leaves datagrams for a handshake's thread. Bounded; what does not fit is lost, as it
 * could have been on the way.
 */
final class DatagramInbox {
    /** A flight with the largest hello and certificates in small fragments, several times. */
    private static final int MAX_DATAGRAMS = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<byte[]> datagrams = new ArrayDeque<>();
    private boolean closed;

    /**
     * Leaves a datagram, which is the inbox's from now on. Encrypted ones get half of the places:
     * anybody can make what looks like one, and until the keys are made they are worth little.
     */
    void put(byte[] datagram, boolean encrypted) {
        int places = encrypted ? MAX_DATAGRAMS / 2 : MAX_DATAGRAMS;
        lock.lock();
        try {
            if (!closed && datagrams.size() < places) {
                datagrams.add(datagram);
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a datagram; null when the time is up or the inbox is closed. */
    byte @Nullable [] take(long waitNanos) throws InterruptedException {
        lock.lock();
        try {
            long left = waitNanos;
            while (datagrams.isEmpty() && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            return closed ? null : datagrams.poll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends all waiting, for good. */
    void close() {
        lock.lock();
        try {
            closed = true;
            datagrams.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean closed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }
}
