package dev.crosspoint.gateway.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** What a dump of a program's memory gives away. */
public final class HeapDump {
    private static final int PIECE = 8 << 20;

    private HeapDump() {}

    /** Whether these bytes are anywhere in it, one after the other. */
    public static boolean contains(Path file, byte[] wanted) throws IOException {
        return containsAny(file, List.of(wanted));
    }

    /** Whether any of them are. */
    public static boolean containsAny(Path file, Collection<byte[]> wanted) throws IOException {
        int longest = wanted.stream().mapToInt(bytes -> bytes.length).max().orElseThrow();
        try (var channel = FileChannel.open(file)) {
            byte[] piece = new byte[PIECE];
            for (long from = 0; from < channel.size(); from += PIECE - longest) {
                int length = channel.read(ByteBuffer.wrap(piece), from);
                for (var bytes : wanted) {
                    if (contains(piece, length, bytes)) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    private static boolean contains(byte[] piece, int length, byte[] wanted) {
        for (int at = 0; at + wanted.length <= length; at++) {
            if (piece[at] == wanted[0]
                    && Arrays.equals(piece, at, at + wanted.length, wanted, 0, wanted.length)) {
                return true;
            }
        }
        return false;
    }
}
