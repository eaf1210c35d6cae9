package dev.crosspoint.media.dtls;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hands incoming records to Bouncy Castle one by one, and keeps three kinds of trouble from it
 * (seen in 1.84).
 *
 * <p>It reserves memory for whatever length a first fragment claims, 16 MiB at most and unproven;
 * here the claim ends at {@link #MAX_MESSAGE_BYTES}.
 *
 * <p>It ends the association over an encrypted record too short for its tag, which anybody can
 * send.
 *
 * <p>It obeys ChangeCipherSpec as soon as it has keys, and from then on is deaf to the clear
 * messages before it. When CertificateVerify is lost or late, no resending can bring it back. So
 * towards the server ChangeCipherSpec waits here for the whole flight, and towards both roles
 * encrypted records wait for ChangeCipherSpec, which also saves a resend when the network swaps
 * them.
 */
final class FlightGate {
    /** Four times a long RSA chain, or a hello with every post-quantum key share of today. */
    static final int MAX_MESSAGE_BYTES = 16_384;

    /** Finished, and an early word or two of a peer that is done before us. */
    private static final int MAX_HELD = 8;

    /** A record's place in its datagram. */
    @SuppressWarnings("ArrayRecordComponent") // a view, never compared
    record Span(byte[] data, int offset, int length) {}

    private final List<Coverage> flight;
    private final Deque<Span> ready = new ArrayDeque<>();
    private final Deque<Span> held = new ArrayDeque<>();
    private @Nullable Span changeCipherSpec;
    private boolean open;

    /** Whether a datagram begins with something that {@link #accept} would not drop. */
    static boolean admits(byte[] data, int offset, int length) {
        return Records.beginsAt(data, offset, offset + length)
                && (Records.epoch(data, offset) > 0
                        || Records.type(data, offset) != Records.HANDSHAKE
                        || Records.holdsMessages(data, offset, MAX_MESSAGE_BYTES));
    }

    /** A gate in front of a server, which asks for a certificate, or of a client. */
    FlightGate(DtlsHandshake.Role role) {
        flight =
                switch (role) {
                    case SERVER ->
                            List.of(
                                    new Coverage(Records.CERTIFICATE),
                                    new Coverage(Records.CLIENT_KEY_EXCHANGE),
                                    new Coverage(Records.CERTIFICATE_VERIFY));
                    case CLIENT -> List.of();
                };
    }

    /** The next record to be looked at, or null when another datagram is needed. */
    @Nullable Span next() {
        return ready.poll();
    }

    /** Takes in a datagram; it is the gate's from now on. */
    void accept(byte[] data) {
        int at = 0;
        while (Records.beginsAt(data, at, data.length)) {
            int length = Records.HEADER_BYTES + Records.length(data, at);
            accept(new Span(data, at, length));
            at += length;
        }
        Span first = changeCipherSpec;
        if (!open && first != null && flight.stream().allMatch(Coverage::complete)) {
            open = true;
            ready.add(first);
            ready.addAll(held);
            held.clear();
        }
    }

    private void accept(Span record) {
        if (open) {
            ready.add(record);
        } else if (Records.epoch(record.data(), record.offset()) > 0) {
            if (held.size() < MAX_HELD) {
                held.add(record);
            }
        } else {
            switch (Records.type(record.data(), record.offset())) {
                case Records.CHANGE_CIPHER_SPEC -> changeCipherSpec = record;
                case Records.HANDSHAKE -> acceptMessages(record);
                default -> ready.add(record);
            }
        }
    }

    private void acceptMessages(Span record) {
        byte[] data = record.data();
        int end = record.offset() + record.length();
        if (!Records.holdsMessages(data, record.offset(), MAX_MESSAGE_BYTES)) {
            return;
        }
        for (int at = record.offset() + Records.HEADER_BYTES; at < end; ) {
            for (Coverage message : flight) {
                message.add(data, at);
            }
            at += Records.MESSAGE_HEADER_BYTES + Records.fragmentLength(data, at);
        }
        ready.add(record);
    }

    /** How much of one message has passed. */
    private static final class Coverage {
        private final int type;
        private final BitSet bytes = new BitSet();
        private int length = -1;

        Coverage(int type) {
            this.type = type;
        }

        void add(byte[] data, int at) {
            if (Records.messageType(data, at) != type) {
                return;
            }
            if (length < 0) {
                length = Records.messageLength(data, at);
            }
            int from = Records.fragmentOffset(data, at);
            if (length == Records.messageLength(data, at)) {
                bytes.set(from, from + Records.fragmentLength(data, at));
            }
        }

        boolean complete() {
            return bytes.cardinality() == length;
        }
    }
}
