package dev.crosspoint.signaling.sip;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What JAIN-SIP's parser lets through and RFC 3261 does not allow. Works on the raw head, before
 * the parser, so that the parser sees less of the world. The names in comments are those of the
 * test messages of RFC 4475 that each rule is for.
 */
final class InputChecks {

    // RFC 3261 20, table 2, and RFC 3515, 3891, 3892, 4488, 6665: these have one value. Repeated,
    // two elements may read two messages.
    private static final Set<String> SINGLE =
            Set.of(
                    "call-id",
                    "content-length",
                    "content-type",
                    "cseq",
                    "from",
                    "max-forwards",
                    "to",
                    "session-expires",
                    "min-se",
                    "rack",
                    "rseq",
                    "expires",
                    "date",
                    "refer-to",
                    "refer-sub",
                    "referred-by",
                    "replaces",
                    "event",
                    "subscription-state");

    private static final List<String> MANDATORY = List.of("via", "from", "to", "call-id", "cseq");

    private static final List<String> ADDRESSES =
            List.of("from", "to", "contact", "route", "record-route", "refer-to", "referred-by");

    private static final Pattern VERSION = Pattern.compile("SIP/[0-9]+\\.[0-9]+");
    private static final Pattern STATUS_LINE = Pattern.compile("SIP/2\\.0 [1-6][0-9]{2} .*");
    private static final Pattern NOBODY = Pattern.compile("(?i)sips?:[:@]");
    private static final Pattern TOKENS = Pattern.compile("[-A-Za-z0-9.!%*_+`'~ \t]*");

    private InputChecks() {}

    /**
     * @throws BadMessage with the head, so that a request can be answered
     */
    static void check(RawHead head) throws BadMessage {
        if (head.isRequest()) {
            checkRequestLine(head);
        } else if (!STATUS_LINE.matcher(head.startLine()).matches()) { // bigcode
            throw new BadMessage(400, "Malformed status line", null);
        }
        for (String name : MANDATORY) { // insuf
            if (head.first(name).isEmpty()) {
                throw new BadMessage(400, "Mandatory header field missing", head);
            }
        }
        for (String name : SINGLE) { // multi01, mcl01
            if (head.all(name).size() > 1) {
                throw new BadMessage(400, "Header field repeated", head);
            }
        }
        for (String name : ADDRESSES) {
            for (String value : head.all(name)) {
                checkAddress(head, name, value);
            }
        }
        checkCSeq(head);
    }

    private static void checkRequestLine(RawHead head) throws BadMessage {
        // RFC 3261 7.1: exactly one space between the parts and none at the ends. lwsstart, trws
        String[] parts = head.startLine().split(" ", -1);
        if (parts.length != 3 || parts[0].isEmpty() || parts[1].isEmpty()) {
            throw new BadMessage(400, "Malformed request line", head);
        }
        if (!VERSION.matcher(parts[2]).matches()) {
            throw new BadMessage(400, "Malformed request line", head);
        }
        if (!parts[2].equals("SIP/2.0")) { // badvers
            throw new BadMessage(505, "Version Not Supported", head);
        }
        // RFC 3261 19.1.1: a Request-URI has no header part. A "?" before "@" is user. escruri
        String uri = parts[1];
        if (uri.regionMatches(true, 0, "sip", 0, 3)
                && uri.indexOf('?', Math.max(0, uri.lastIndexOf('@'))) >= 0) {
            throw new BadMessage(400, "Request-URI with header fields", head);
        }
    }

    /** Rules of name-addr and addr-spec (RFC 3261 20.10 and 25.1). */
    private static void checkAddress(RawHead head, String name, String value) throws BadMessage {
        int open = unquotedIndexOf(value, '<');
        // RFC 3261 25.1: a user has a character at least. JAIN-SIP reads "null" where none is.
        if (NOBODY.matcher(value.substring(open + 1)).lookingAt()) {
            throw new BadMessage(400, "Malformed address", head);
        }
        if (open < 0) {
            // Without angle brackets, "?" and "," cannot belong to the URI. regbadct
            if (unquotedIndexOf(value, '?') >= 0) {
                throw new BadMessage(400, "Address needs angle brackets", head);
            }
            return;
        }
        int close = value.indexOf('>', open);
        if (close < 0 || value.substring(open + 1, close).indexOf(' ') >= 0) { // badaspec
            throw new BadMessage(400, "Malformed address", head);
        }
        String display = value.substring(0, open).strip();
        boolean list = name.endsWith("route") || name.equals("contact");
        if (!display.startsWith("\"")
                && !(list && display.indexOf(',') >= 0)
                && !TOKENS.matcher(display).matches()) { // baddn
            throw new BadMessage(400, "Malformed display name", head);
        }
    }

    private static void checkCSeq(RawHead head) throws BadMessage {
        String[] parts = head.first("cseq").orElse("").split("[ \t]+", 2);
        // RFC 3261 8.1.1.5: below 2^31; ten digits could be more. scalar02, scalarlg
        if (parts.length != 2
                || !parts[0].matches("[0-9]{1,20}")
                || parts[0].replaceFirst("^0+", "").length() > 10
                || Long.parseLong(parts[0]) >= 1L << 31) {
            throw new BadMessage(400, "Malformed CSeq", head);
        }
        if (head.isRequest() && !parts[1].equals(head.method())) { // mismatch01, mismatch02
            throw new BadMessage(400, "CSeq of another method", head);
        }
    }

    /** Where a character stands outside of quoted strings; -1 when nowhere. */
    static int unquotedIndexOf(String value, char wanted) {
        boolean quoted = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == wanted && !quoted) {
                return i;
            }
        }
        return -1;
    }
}
