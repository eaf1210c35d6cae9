package dev.crosspoint.signaling.sip;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crosspoint.signaling.api.Private;
import gov.nist.javax.sip.address.SipUri;
import gov.nist.javax.sip.header.HeaderFactoryImpl;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.ListIterator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sip.address.TelURL;
import javax.sip.address.URI;
import javax.sip.header.ToHeader;
import javax.sip.message.Message;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/** Makes and reads messages as text, where JAIN-SIP would need a factory for every word. */
final class Messages {

    static final String SDP = "application/sdp";

    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    private static final HeaderFactoryImpl HEADERS = new HeaderFactoryImpl();

    private Messages() {}

    /** A request from its text; the text is ours, so it parses. */
    static SIPRequest request(String text) {
        try {
            byte[] bytes = text.replace("\n", "\r\n").getBytes(UTF_8);
            return (SIPRequest) new StringMsgParser().parseSIPMessage(bytes, true, true, null);
        } catch (ParseException e) {
            throw new IllegalStateException("a request of ours does not parse");
        }
    }

    /** An answer to a request, with a tag of ours where the answer may begin a dialog. */
    static SIPResponse response(Request request, int status, String localTag) {
        SIPResponse response = ((SIPRequest) request).createResponse(status);
        if (status > 100 && response.getToTag() == null) {
            try {
                ((ToHeader) response.getHeader(ToHeader.NAME)).setTag(localTag);
            } catch (ParseException e) {
                throw new IllegalStateException("a tag of ours does not parse");
            }
        }
        return response;
    }

    static void set(Message message, String name, String value) {
        try {
            message.setHeader(StringMsgParser.parseSIPHeader(name + ": " + value));
        } catch (ParseException e) {
            throw new IllegalStateException("a " + name + " of ours does not parse");
        }
    }

    static void add(Message message, String name, String value) {
        try {
            message.addHeader(StringMsgParser.parseSIPHeader(name + ": " + value));
        } catch (ParseException e) {
            throw new IllegalStateException("a " + name + " of ours does not parse");
        }
    }

    static void sdp(Message message, Private sdp) {
        try {
            message.setContent(
                    sdp.value().getBytes(UTF_8),
                    HEADERS.createContentTypeHeader("application", "sdp"));
        } catch (ParseException e) {
            throw new IllegalStateException("application/sdp does not parse");
        }
    }

    /** RFC 3326: why a call ends or is refused. */
    static void reason(Message message, int status, String text) {
        String safe = text.replaceAll("[^ -~]|[\"\\\\]", "?");
        set(message, "Reason", "SIP;cause=" + status + ";text=\"" + safe + "\"");
    }

    /** Values of all header fields of that name, as text. */
    static List<String> values(Message message, String name) {
        var values = new ArrayList<String>();
        for (ListIterator<?> all = ((SIPMessage) message).getHeaders(name); all.hasNext(); ) {
            String line = all.next().toString();
            values.add(line.substring(line.indexOf(':') + 1).strip());
        }
        return values;
    }

    static Optional<String> value(Message message, String name) {
        return values(message, name).stream().findFirst();
    }

    /** The number that a header field begins with; 0 when there is none. */
    static int number(Message message, String name) {
        var matcher = NUMBER.matcher(value(message, name).orElse(""));
        return matcher.lookingAt() ? Integer.parseInt(matcher.group()) : 0;
    }

    /** Whether a list header field such as Require or Supported has this token. */
    static boolean lists(Message message, String name, String token) {
        return tokens(message, name).contains(token.toLowerCase(Locale.ROOT));
    }

    /** All tokens of a list header field, lower case. */
    static List<String> tokens(Message message, String name) {
        return values(message, name).stream()
                .flatMap(value -> List.of(value.split(",", -1)).stream())
                .map(token -> token.strip().toLowerCase(Locale.ROOT))
                .filter(token -> !token.isEmpty())
                .toList();
    }

    /** The SDP in a message; null when it has no body. */
    static @Nullable Private sdpOf(Message message) {
        byte[] content = message.getRawContent();
        return content == null || content.length == 0 || !hasSdp(message)
                ? null
                : new Private(new String(content, UTF_8));
    }

    /** Whether the body, if there is one, is a plain session description. */
    static boolean hasSdp(Message message) {
        String type = value(message, "Content-Type").orElse(SDP).toLowerCase(Locale.ROOT);
        String encoding = value(message, "Content-Encoding").orElse("identity");
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().equals(SDP)
                && encoding.equalsIgnoreCase("identity");
    }

    static boolean hasBody(Message message) {
        byte[] content = message.getRawContent();
        return content != null && content.length > 0;
    }

    /** The number or name in a URI: user part, or telephone number; empty when there is none. */
    static Private userOf(URI uri) {
        return switch (uri) {
            // RFC 3261 19.1.6: a telephone number there may bear the parameters of a tel URI.
            case SipUri sip when hasNumber(sip) ->
                    new Private(Escapes.decode(sip.getUser().split(";", 2)[0]));
            case SipUri sip when sip.getUser() != null ->
                    new Private(Escapes.decode(sip.getUser()));
            case TelURL tel -> new Private((tel.isGlobal() ? "+" : "") + tel.getPhoneNumber());
            default -> new Private("");
        };
    }

    /** Whether the user part is a telephone number. */
    static boolean hasNumber(SipUri uri) {
        String user = uri.getUser();
        return user != null && !user.isEmpty() && "+0123456789".indexOf(user.charAt(0)) >= 0;
    }

    /** Our own words for a status: what the peer writes there is not ours to repeat. */
    static String phrase(int status) {
        return SIPResponse.getReasonPhrase(status);
    }
}
