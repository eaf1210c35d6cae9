package dev.crosspoint.gateway.call;

import dev.crosspoint.media.api.AudioCodec;
import dev.crosspoint.signaling.api.Private;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is preferred where both sides can do more than one codec. */
public enum CodecPolicy {
    /** The best sound on each side, transcoded where the two differ. */
    QUALITY,
    /** The same G.711 on both sides, so that calls are relayed and one core carries more. */
    CAPACITY;

    /** A description whose first format is PCMA (RFC 3551 6: static payload type 8). */
    private static final Pattern PCMA_FIRST = Pattern.compile("(?m)^m=audio \\d+ \\S+ 8\\b");

    /**
     * Our order of preference towards a browser.
     *
     * @param trunk what was agreed with the other side's trunk; null when it is not known yet
     */
    public List<AudioCodec> towardsBrowser(@Nullable Private trunk) {
        boolean pcma =
                this == CAPACITY && trunk != null && PCMA_FIRST.matcher(trunk.value()).find();
        return pcma
                ? List.of(AudioCodec.PCMA, AudioCodec.PCMU, AudioCodec.OPUS, AudioCodec.G722)
                : preference();
    }

    /** Our order of preference, where nothing speaks for another. */
    public List<AudioCodec> preference() {
        return switch (this) {
            case QUALITY ->
                    List.of(AudioCodec.OPUS, AudioCodec.G722, AudioCodec.PCMU, AudioCodec.PCMA);
            case CAPACITY ->
                    List.of(AudioCodec.PCMU, AudioCodec.PCMA, AudioCodec.OPUS, AudioCodec.G722);
        };
    }
}
