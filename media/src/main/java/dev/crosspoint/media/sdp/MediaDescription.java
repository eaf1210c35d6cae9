package dev.crosspoint.media.sdp;

import dev.crosspoint.media.sdp.Sdp.Connection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One {@code m=} line and what follows it (RFC 8866 5.14).
 *
 * @param type {@code audio}, {@code video}, {@code image}...
 * @param port 0 to 65535; 0 refuses the medium
 * @param ports how many ports in a row, nearly always 1
 * @param protocol as in {@code RTP/AVP}
 * @param formats payload types for RTP, other words for other protocols; in order of preference
 * @param connection null when the session's counts
 */
public record MediaDescription(
        String type,
        int port,
        int ports,
        String protocol,
        List<String> formats,
        @Nullable Connection connection,
        Attributes attributes) {

    public MediaDescription {
        formats = List.copyOf(formats);
        if (!Grammar.isToken(type) || !isProtocol(protocol) || !areFormats(formats)) {
            throw new IllegalArgumentException("a media line is a type, a protocol and formats");
        }
        if (port < 0 || port > 65_535 || ports < 1 || ports > 65_535) {
            throw new IllegalArgumentException("a port is a number from 0 to 65535");
        }
    }

    /** The same medium refused, as an answer must name it (RFC 3264 6). */
    MediaDescription refused() {
        var kept = new Attributes.Builder();
        String mid = attributes.value("mid");
        if (mid != null) {
            kept.add("mid", mid);
        }
        return new MediaDescription(type, 0, 1, protocol, formats, null, kept.build());
    }

    private static boolean isProtocol(String protocol) {
        return List.of(protocol.split("/", -1)).stream().allMatch(Grammar::isToken);
    }

    private static boolean areFormats(List<String> formats) {
        return !formats.isEmpty() && formats.stream().allMatch(Grammar::isWord);
    }

    @Override
    public String toString() {
        return type + " " + protocol + " " + formats;
    }
}
