package dev.crosspoint.signaling.sip;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Start line and header fields of a message as text, before anybody interprets them: folded lines
 * joined, compact names written out, bytes kept one to one as ISO 8859-1.
 *
 * @param startLine without CRLF
 * @param fields in the order they came
 * @param length bytes up to and with the empty line
 */
record RawHead(String startLine, List<Field> fields, int length) {

    /** Longest head taken, bytes: three times what carriers with STIR passports send today. */
    static final int MAX_BYTES = 24 * 1024;

    /** Most header fields taken; more is an attack on whoever walks the list. */
    private static final int MAX_FIELDS = 256;

    private static final Pattern COMPACT_REFERRED_BY = Pattern.compile("\r\n[bB][ \t]*:");

    // RFC 3261 7.3.3 and 20, RFC 3515, 3841, 4028, 6665.
    private static final Map<String, String> LONG_NAMES =
            Map.ofEntries(
                    Map.entry("i", "call-id"),
                    Map.entry("m", "contact"),
                    Map.entry("e", "content-encoding"),
                    Map.entry("l", "content-length"),
                    Map.entry("c", "content-type"),
                    Map.entry("f", "from"),
                    Map.entry("s", "subject"),
                    Map.entry("k", "supported"),
                    Map.entry("t", "to"),
                    Map.entry("v", "via"),
                    Map.entry("o", "event"),
                    Map.entry("u", "allow-events"),
                    Map.entry("r", "refer-to"),
                    Map.entry("b", "referred-by"),
                    Map.entry("x", "session-expires"));

    RawHead {
        fields = List.copyOf(fields);
    }

    /**
     * One header field.
     *
     * @param name long form, lower case
     * @param value unfolded, without white space around it
     */
    record Field(String name, String value) {}

    /** Where the head ends: just behind its empty line, or -1 when it is not complete. */
    static int end(byte[] data, int offset, int length) {
        for (int i = offset + 3; i < offset + length; i++) {
            if (data[i] == '\n'
                    && data[i - 1] == '\r'
                    && data[i - 2] == '\n'
                    && data[i - 3] == '\r') {
                return i + 1 - offset;
            }
        }
        return -1;
    }

    /**
     * Reads the head of the message that these bytes begin with.
     *
     * @throws BadMessage when there is none that could be answered or passed on
     */
    static RawHead read(byte[] data, int offset, int length) throws BadMessage {
        int end = end(data, offset, length);
        if (end < 0) {
            throw new BadMessage(400, "Incomplete header", null);
        }
        if (end > MAX_BYTES) {
            throw new BadMessage(513, "Header too large", null);
        }
        // A body that starts at once, as in RFC 4475's quickest torture, leaves no empty line.
        String text = new String(data, offset, end - 4, ISO_8859_1);
        String[] lines = text.split("\r\n", -1);
        var fields = new ArrayList<Field>();
        for (int i = 1; i < lines.length; ) {
            var field = new StringBuilder(lines[i++]);
            // RFC 3261 7.3.1: a line that starts with white space continues the one before it.
            while (i < lines.length && (lines[i].startsWith(" ") || lines[i].startsWith("\t"))) {
                field.append(' ').append(lines[i++].strip());
            }
            fields.add(field(field.toString()));
            if (fields.size() > MAX_FIELDS) {
                throw new BadMessage(513, "Too many header fields", null);
            }
        }
        return new RawHead(lines[0], fields, end);
    }

    /**
     * The same message, with the compact name of Referred-By (RFC 3892 3) written out: JAIN-SIP
     * knows it, and takes it for Refer-To's.
     */
    static byte[] spellOut(byte[] message) {
        int end = end(message, 0, message.length);
        String head = new String(message, 0, Math.max(0, end), ISO_8859_1);
        var compact = COMPACT_REFERRED_BY.matcher(head);
        if (!compact.find()) {
            return message;
        }
        byte[] spelt = compact.replaceFirst("\r\nReferred-By:").getBytes(ISO_8859_1);
        byte[] whole = Arrays.copyOf(spelt, spelt.length + message.length - end);
        System.arraycopy(message, end, whole, spelt.length, message.length - end);
        return whole;
    }

    private static Field field(String line) throws BadMessage {
        int colon = line.indexOf(':');
        if (colon < 1 || line.indexOf('\n') >= 0 || line.indexOf('\r') >= 0) {
            throw new BadMessage(400, "Malformed header field", null);
        }
        String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        return new Field(LONG_NAMES.getOrDefault(name, name), line.substring(colon + 1).strip());
    }

    boolean isRequest() {
        return !startLine.startsWith("SIP/");
    }

    /** The method of a request; whatever stands first otherwise. */
    String method() {
        int space = startLine.indexOf(' ');
        return space < 0 ? startLine : startLine.substring(0, space);
    }

    /** Values of all fields of that name, long form in lower case. */
    List<String> all(String name) {
        return fields.stream().filter(f -> f.name().equals(name)).map(Field::value).toList();
    }

    /** The first field of that name. */
    Optional<String> first(String name) {
        return fields.stream().filter(f -> f.name().equals(name)).map(Field::value).findFirst();
    }

    /**
     * What Content-Length says, or -1 without one.
     *
     * @throws BadMessage when it says two things, or nothing we believe
     */
    int contentLength(int maxBody) throws BadMessage {
        List<String> values = all("content-length");
        if (values.isEmpty()) {
            return -1;
        }
        // RFC 4475 3.3.9: with two of them nobody knows where the message ends.
        if (values.size() > 1) {
            throw new BadMessage(400, "Content-Length given twice", this);
        }
        String digits = values.getFirst();
        if (digits.isEmpty()
                || digits.length() > 9
                || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new BadMessage(400, "Malformed Content-Length", this);
        }
        int value = Integer.parseInt(digits);
        if (value > maxBody) {
            throw new BadMessage(413, "Body too large", this);
        }
        return value;
    }
}
