package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.media.api.SessionText;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which codec an answer has chosen: the first format of its audio (RFC 3264 6.1). */
final class CodecWord {
    private static final Pattern FORMAT =
            Pattern.compile("(?m)^m=audio \\d{1,5} \\S{1,32} (\\d{1,3})\\b");

    private CodecWord() {}

    /** Its RFC 3551 or RFC 7587 name in lower case; empty when the answer does not say. */
    static Optional<String> of(SessionText answer) {
        var text = answer.sdp();
        var format = FORMAT.matcher(text);
        if (!format.find()) {
            return Optional.empty();
        }
        var name =
                Pattern.compile("(?m)^a=rtpmap:" + format.group(1) + " ([A-Za-z0-9-]{1,32})/")
                        .matcher(text);
        if (name.find()) {
            return Optional.of(name.group(1).toLowerCase(Locale.ROOT));
        }
        return switch (format.group(1)) {
            // RFC 3551 6: static payload types.
            case "0" -> Optional.of("pcmu");
            case "8" -> Optional.of("pcma");
            case "9" -> Optional.of("g722");
            default -> Optional.empty();
        };
    }
}
