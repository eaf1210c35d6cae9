package dev.crosspoint.loadtest.sip;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crosspoint.loadtest.sip.SipDialog.Line;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a telephone's messages look like. */
public final class SipTexts {
    private final Line line;
    private final String callId;
    private final String ownTag;

    SipTexts(Line line, String callId, String ownTag) {
        this.line = line;
        this.callId = callId;
        this.ownTag = ownTag;
    }

    /**
     * A request.
     *
     * @param target its URI
     * @param farTag empty while the far side has said none
     */
    String request(
            String method,
            String target,
            String branch,
            long sequence,
            String farTag,
            String body) {
        return """
        %s %s SIP/2.0
        Via: SIP/2.0/%s %s:%d;branch=%s;rport
        Max-Forwards: 70
        From: <sip:%s@%s>;tag=%s
        To: <sip:%s@%s>%s
        Call-ID: %s
        CSeq: %d %s
        Contact: %s
        User-Agent: crosspoint-loadtest
        """
                        .formatted(
                                method,
                                target,
                                line.transport(),
                                line.host(),
                                line.port(),
                                branch,
                                line.number(),
                                line.host(),
                                ownTag,
                                line.dialled(),
                                line.gateway(),
                                farTag.isEmpty() ? "" : ";tag=" + farTag,
                                callId,
                                sequence,
                                method,
                                contact())
                        .replace("\n", "\r\n")
                + content(body);
    }

    String response(SipMessage request, int status, String phrase, String body) {
        var text = new StringBuilder("SIP/2.0 " + status + " " + phrase + "\r\n");
        request.values("via").forEach(via -> text.append("Via: ").append(via).append("\r\n"));
        request.values("record-route")
                .forEach(route -> text.append("Record-Route: ").append(route).append("\r\n"));
        text.append("From: ").append(request.value("from")).append("\r\n");
        String to = request.value("to");
        text.append("To: ").append(to);
        if (to != null && tag(to).isEmpty()) {
            text.append(";tag=").append(ownTag);
        }
        text.append("\r\nCall-ID: ").append(request.callId());
        text.append("\r\nCSeq: ").append(request.value("cseq"));
        text.append("\r\nContact: ").append(contact()).append("\r\n");
        return text.append(content(body)).toString();
    }

    /** An answer to a request that belongs to no call. */
    public static String lone(SipMessage request, int status, String phrase) {
        var line = new Line("UDP", "127.0.0.1", 5060, "", "anonymous", "");
        var texts = new SipTexts(line, request.callId(), "lone");
        return texts.response(request, status, phrase, "");
    }

    private String contact() {
        String transport =
                line.repeats() ? "" : ";transport=" + line.transport().toLowerCase(Locale.ROOT);
        return "<sip:%s@%s:%d%s>".formatted(line.number(), line.host(), line.port(), transport);
    }

    private static String content(String body) {
        return body.isEmpty()
                ? "Content-Length: 0\r\n\r\n"
                : "Content-Type: application/sdp\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(body.getBytes(UTF_8).length, body);
    }

    /** The tag of a From or To; empty when it has none. */
    static String tag(@Nullable String field) {
        int at = field == null ? -1 : field.indexOf(";tag=");
        if (field == null || at < 0) {
            return "";
        }
        int end = field.indexOf(';', at + 5);
        return end < 0 ? field.substring(at + 5) : field.substring(at + 5, end);
    }

    /** Where requests of the call go from now on: the far side's Contact. */
    static String target(SipMessage message, String before) {
        String contact = message.value("contact");
        int from = contact == null ? -1 : contact.indexOf('<');
        int to = contact == null ? -1 : contact.indexOf('>');
        return contact == null || from < 0 || to < from ? before : contact.substring(from + 1, to);
    }

    /** Seconds of a Retry-After; 0 when there is none. */
    static int retryAfter(SipMessage response) {
        String value = response.value("retry-after");
        String digits = value == null ? "" : value.replaceAll("[^0-9].*", "");
        return digits.isEmpty() || digits.length() > 6 ? 0 : Integer.parseInt(digits);
    }
}
