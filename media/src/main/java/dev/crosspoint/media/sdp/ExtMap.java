package dev.crosspoint.media.sdp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a header extension's id means (RFC 8285 8).
 *
 * @param id 1 to 255 where it can be used
 * @param direction as it stands, null when not restricted
 * @param uri what it is
 */
public record ExtMap(int id, @Nullable String direction, String uri) {
    /** RFC 6464: the sender's own audio level. */
    public static final String AUDIO_LEVEL = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";

    /** RFC 8285 7: ids above 4095 are only stand-ins for an answer to choose from. */
    private static final int HIGHEST_ID = 4351;

    private static final int HIGHEST_USABLE_ID = 255;

    /**
     * Reads an attribute's value, such as {@code 1 urn:ietf:params:rtp-hdrext:ssrc-audio-level}.
     */
    public static ExtMap parse(String value) throws BadSdp {
        List<String> words = Grammar.words(value);
        if (words.size() < 2) {
            throw new BadSdp("an extmap is an id and a name");
        }
        String[] id = words.get(0).split("/", 2);
        return new ExtMap(
                (int) Grammar.number(id[0], HIGHEST_ID),
                id.length == 1 ? null : id[1],
                words.get(1));
    }

    /** The id under which a medium can send us its audio level, or -1. */
    static int audioLevelId(MediaDescription medium) throws BadSdp {
        for (String value : medium.attributes().values("extmap")) {
            if (!Grammar.words(value).contains(AUDIO_LEVEL)) {
                continue;
            }
            ExtMap map = parse(value);
            boolean sends = map.direction == null || map.direction.startsWith("send");
            boolean usable = map.id >= 1 && map.id <= HIGHEST_USABLE_ID;
            if (map.uri.equals(AUDIO_LEVEL) && sends && usable) {
                return map.id;
            }
        }
        return -1;
    }

    /** As an attribute's value. */
    public String text() {
        return id + (direction == null ? "" : "/" + direction) + " " + uri;
    }
}
