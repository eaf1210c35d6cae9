package dev.crosspoint.gateway.peer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * Delivers the pieces of a DTLS ClientHello from the last to the first, and each of them twice; all
 * else as it came. For one client at a time.
 */
public final class ShuffledHellos implements Function<byte[], List<byte[]>> {
    // RFC 6347 4.1 and 4.2.2
    private static final int HANDSHAKE = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int RECORD_HEADER = 13;
    private static final int MESSAGE_HEADER = 12;

    private final List<byte[]> held = new ArrayList<>();
    private final LongAdder hellos = new LongAdder();

    /** How many hellos came in several pieces so far. */
    public long hellosInPieces() {
        return hellos.sum();
    }

    /** What is to be sent now instead of a datagram. */
    @Override
    public List<byte[]> apply(byte[] datagram) {
        if (!isHello(datagram, 0)) {
            return List.of(datagram);
        }
        var out = new ArrayList<byte[]>();
        for (int at = 0; at + RECORD_HEADER <= datagram.length; ) {
            int end = Math.min(datagram.length, at + RECORD_HEADER + number(datagram, at + 11, 2));
            byte[] record = Arrays.copyOfRange(datagram, at, end);
            if (isHello(record, 0)) {
                held.add(record);
            } else {
                out.add(record);
            }
            at = end;
        }
        if (isWhole()) {
            held.reversed().forEach(piece -> out.addAll(List.of(piece, piece)));
            hellos.add(held.size() > 1 ? 1 : 0);
            held.clear();
        }
        return out;
    }

    private boolean isWhole() {
        int pieces = held.stream().mapToInt(piece -> number(piece, RECORD_HEADER + 9, 3)).sum();
        return pieces >= number(held.getFirst(), RECORD_HEADER + 1, 3);
    }

    private static boolean isHello(byte[] data, int at) {
        return data.length >= at + RECORD_HEADER + MESSAGE_HEADER
                && data[at] == HANDSHAKE
                && number(data, at + 3, 2) == 0
                && data[at + RECORD_HEADER] == CLIENT_HELLO;
    }

    private static int number(byte[] data, int at, int bytes) {
        int value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << 8 | (data[at + i] & 0xFF);
        }
        return value;
    }
}
