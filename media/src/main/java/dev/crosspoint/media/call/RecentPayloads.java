package dev.crosspoint.media.call;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.rtp.RtpPacket;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The last payloads that a leg sent. A decoder that starts in mid-stream is primed with them, so
 * that its first frame fits what the listener heard last.
 */
final class RecentPayloads {
    /** As many frames as prime an encoder, and one for a decoder to find its way by. */
    private static final int KEPT = 4;

    /** More than 60 ms of Opus at its highest rate; longer payloads are not worth priming with. */
    private static final int MAX_BYTES = 512;

    /** Older payloads say nothing about what comes next. */
    private static final long RECENT_NANOS = 200_000_000L;

    /** Takes the payloads, oldest first. */
    interface Reader {
        void payload(byte[] data, int offset, int length);
    }

    private final byte[][] payloads = new byte[KEPT][MAX_BYTES];
    private final int[] lengths = new int[KEPT];
    private @Nullable Codec codec;
    private long rememberedNanos;
    private int next;

    void remember(Codec spoken, RtpPacket packet, long nowNanos) {
        int length = packet.payloadLength();
        if (length == 0 || length > MAX_BYTES) {
            return;
        }
        if (spoken != codec) {
            codec = spoken;
            Arrays.fill(lengths, 0);
        }
        rememberedNanos = nowNanos;
        System.arraycopy(packet.array(), packet.payloadOffset(), payloads[next], 0, length);
        lengths[next] = length;
        next = (next + 1) % KEPT;
    }

    /** What they are spoken in; null when there are none, or they are too old to go on from. */
    @Nullable Codec codec(long nowNanos) {
        return nowNanos - rememberedNanos < RECENT_NANOS ? codec : null;
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
