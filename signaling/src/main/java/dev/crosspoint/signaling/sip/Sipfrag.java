package dev.crosspoint.signaling.sip;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.text.ParseException;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import javax.sip.header.ContentTypeHeader;
import javax.sip.message.Request;

/** The status line in the body of a NOTIFY about a REFER (RFC 3420, RFC 3515 2.4.5). */
final class Sipfrag {

    static final String TYPE = "message/sipfrag";

    private static final Pattern STATUS_LINE = Pattern.compile("SIP/2\\.0 ([1-6][0-9]{2})( .*)?");

    private Sipfrag() {}

    /** Whether the body of a request claims to be one. */
    static boolean isIn(Request notify) {
        String type = Messages.value(notify, "Content-Type").orElse("").toLowerCase(Locale.ROOT);
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().equals(TYPE);
    }

    /** The status it tells; empty when it does not begin with a status line. */
    static OptionalInt status(String body) {
        var line = STATUS_LINE.matcher(body.lines().findFirst().orElse(""));
        return line.matches()
                ? OptionalInt.of(Integer.parseInt(line.group(1)))
                : OptionalInt.empty();
    }

    static OptionalInt status(Request notify) {
        byte[] content = notify.getRawContent();
        return content == null ? OptionalInt.empty() : status(new String(content, UTF_8));
    }

    /** Puts a status into a NOTIFY of ours. */
    static void fill(Request notify, int status) {
        Messages.set(notify, "Content-Type", TYPE + ";version=2.0");
        String body = "SIP/2.0 " + status + " " + Messages.phrase(status) + "\r\n";
        try {
            notify.setContent(
                    body.getBytes(UTF_8),
                    (ContentTypeHeader) notify.getHeader(ContentTypeHeader.NAME));
        } catch (ParseException e) {
            throw new IllegalStateException("a status line of ours does not parse");
        }
    }
}
