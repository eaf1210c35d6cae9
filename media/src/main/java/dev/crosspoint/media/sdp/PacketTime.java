package dev.crosspoint.media.sdp;

import dev.crosspoint.media.codec.Codec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How much audio a peer would like in a packet, and takes at most (RFC 8866 6.4, 6.5). */
final class PacketTime {
    private static final int USUAL_MS = Payloads.PTIME_MS;
    private static final List<Integer> SAMPLED_MS = List.of(10, 20, 30, 40, 60);

    /** RFC 6716 2.1.4: what frames of Opus can be joined to, and halved. */
    private static final List<Integer> OPUS_MS = List.of(10, 20, 40, 60);

    private PacketTime() {}

    /**
     * What we send the peer: the longest that we make which is no longer than what it likes, and
     * than the most it takes. What is no number is passed over.
     */
    static int sentMs(MediaDescription line, Codec codec) {
        int liked = number(line.attributes().value("ptime"), USUAL_MS);
        int most = number(line.attributes().value("maxptime"), Codec.MAX_PACKET_MS);
        List<Integer> ours = codec == Codec.OPUS ? OPUS_MS : SAMPLED_MS;
        int sent = ours.getFirst();
        for (int ms : ours) {
            sent = ms <= Math.min(liked, most) ? ms : sent;
        }
        return sent;
    }

    private static int number(@Nullable String value, int otherwise) {
        return value != null && value.strip().matches("[1-9][0-9]{0,3}")
                ? Integer.parseInt(value.strip())
                : otherwise;
    }
}
