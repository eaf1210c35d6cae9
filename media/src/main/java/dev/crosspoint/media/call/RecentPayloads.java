package dev.crosspoint.media.call;

import dev.crosspoint.media.rtp.RtpPacket;
import java.util.Arrays;

/**
 * The last three payloads that a leg sent. A decoder that starts in mid-stream is primed with them,
 * so that its first frame fits what the listener heard last.
 */
final class RecentPayloads {
    private static final int KEPT = 3;

    /** More than 60 ms of Opus at its highest rate; longer payloads are not worth priming with. */
    private static final int MAX_BYTES = 512;

    /** Takes the payloads, oldest first. */
    interface Reader {
        void payload(byte[] data, int offset, int length);
    }

    private final byte[][] payloads = new byte[KEPT][MAX_BYTES];
    private final int[] lengths = new int[KEPT];
    private int next;

    void remember(RtpPacket packet) {
        int length = packet.payloadLength();
        if (length == 0 || length > MAX_BYTES) {
            return;
        }
        System.arraycopy(packet.array(), packet.payloadOffset(), payloads[next], 0, length);
        lengths[next] = length;
        next = (next + 1) % KEPT;
    }

    /** They are of another codec than what comes now. */
    void clear() {
        Arrays.fill(lengths, 0);
    }

    void replay(Reader reader) {
        for (int i = 0; i < KEPT; i++) {
            int slot = (next + i) % KEPT;
            if (lengths[slot] > 0) {
                reader.payload(payloads[slot], 0, lengths[slot]);
            }
        }
    }
}
