package dev.crosspoint.media.dtls;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What Bouncy Castle takes for the network. Incoming datagrams pass a {@link FlightGate}; outgoing
 * records are packed, as many to a datagram as fit (RFC 6347 4.1.1), and leave when there is
 * nothing to do but wait. Belongs to the handshake's thread.
 */
final class DtlsLink implements DatagramTransport {
    /** Longer records than a path carries are nobody's. */
    static final int MAX_DATAGRAM_BYTES = 2048;

    private final DatagramInbox inbox;
    private final FlightGate gate;
    private final DtlsWire wire;
    private final byte[] packed;
    private final long deadlineNanos;
    private int packedBytes;
    private boolean established;
    private boolean closed;

    DtlsLink(DatagramInbox inbox, FlightGate gate, DtlsWire wire, DtlsLimits limits) {
        this.inbox = inbox;
        this.gate = gate;
        this.wire = wire;
        this.packed = new byte[limits.mtuBytes()];
        this.deadlineNanos =
                System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limits.handshakeMs());
    }

    /** The handshake is over: there is no deadline any more, and what is packed may go. */
    void established() {
        established = true;
        flush();
    }

    /** Whether either side has closed the connection. */
    boolean closed() {
        return closed || inbox.closed();
    }

    @Override
    public int getReceiveLimit() {
        return MAX_DATAGRAM_BYTES;
    }

    @Override
    public int getSendLimit() {
        return packed.length;
    }

    @Override
    public int receive(byte[] out, int offset, int length, int waitMs) throws IOException {
        flush();
        long untilNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMs);
        while (true) {
            FlightGate.Span record = gate.next();
            if (record != null && record.length() <= length) {
                System.arraycopy(record.data(), record.offset(), out, offset, record.length());
                return record.length();
            }
            if (record == null && !refill(waitMs == 0, untilNanos)) {
                return -1;
            }
        }
    }

    @Override
    public void send(byte[] data, int offset, int length) {
        if (length > packed.length - packedBytes) {
            flush();
        }
        if (length > packed.length) {
            wire.send(data, offset, length);
        } else {
            System.arraycopy(data, offset, packed, packedBytes, length);
            packedBytes += length;
        }
    }

    @Override
    public void close() {
        closed = true;
        flush();
    }

    /** Waits for a datagram; false when the time is up. Bouncy Castle's 0 ms means forever. */
    private boolean refill(boolean forever, long untilNanos) throws IOException {
        long nowNanos = System.nanoTime();
        long leftNanos = forever ? Long.MAX_VALUE : untilNanos - nowNanos;
        if (!established) {
            leftNanos = Math.min(leftNanos, deadlineNanos - nowNanos);
        }
        byte[] datagram = take(leftNanos);
        if (datagram != null) {
            gate.accept(datagram);
            return true;
        }
        if (closed()) {
            throw ending();
        }
        if (!established && deadlineNanos - System.nanoTime() <= 0) {
            throw new TlsTimeoutException("handshake timed out");
        }
        return forever || untilNanos - System.nanoTime() > 0;
    }

    private byte @Nullable [] take(long waitNanos) {
        if (closed) {
            return null;
        }
        try {
            return inbox.take(waitNanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            inbox.close();
            return null;
        }
    }

    // In a handshake this makes Bouncy Castle tell the peer; later the connection closes in order.
    private IOException ending() {
        return established
                ? new InterruptedIOException("closed")
                : new TlsFatalAlert(AlertDescription.user_canceled);
    }

    private void flush() {
        if (packedBytes > 0) {
            wire.send(packed, 0, packedBytes);
            packedBytes = 0;
        }
    }
}
