package dev.crosspoint.media.sdp;

import dev.crosspoint.media.sdp.Sdp.Connection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where RTCP goes (RFC 3605).
 *
 * @param connection null when it is that of RTP
 */
public record RtcpPort(int port, @Nullable Connection connection) {

    /** Reads an attribute's value, such as {@code 53020} or {@code 53020 IN IP4 192.0.2.1}. */
    public static RtcpPort parse(String value) throws BadSdp {
        List<String> words = Grammar.words(value);
        int port = Grammar.port(words.get(0));
        if (words.size() == 1) {
            return new RtcpPort(port, null);
        }
        return new RtcpPort(port, SdpText.connection(words.subList(1, words.size())));
    }
}
