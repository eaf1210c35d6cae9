package dev.crosspoint.loadtest.sip;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One SIP message (RFC 3261 7) as a telephone reads it: its first line, its header fields in their
 * order, its body. {@link #toString} shows nothing of what it says.
 *
 * @param method of a request; empty for a response
 * @param status of a response; 0 for a request
 * @param fields with long names
 * @param body may be empty
 */
public record SipMessage(String method, int status, List<Field> fields, String body) {
    /** Longest message that is read, bytes. */
    public static final int MAX_LENGTH = 64 * 1024;

    private static final String VERSION = "SIP/2.0";

    public SipMessage {
        fields = List.copyOf(fields);
    }

    /**
     * A header field.
     *
     * @param name in lower case
     */
    public record Field(String name, String value) {
        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * Reads a datagram.
     *
     * @throws BadSip when it is no SIP message
     */
    public static SipMessage read(byte[] data, int length) throws BadSip {
        if (length > MAX_LENGTH) {
            throw new BadSip("too long");
        }
        String text = new String(data, 0, length, UTF_8);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new BadSip("no end of its header");
        }
        List<String> lines = List.of(text.substring(0, end).split("\r\n", -1));
        String first = lines.getFirst();
        List<String> words = List.of(first.split(" ", 3));
        if (words.size() < 3) {
            throw new BadSip("no first line");
        }
        List<Field> fields = fields(lines.subList(1, lines.size()));
        String body = text.substring(end + 4);
        if (words.get(0).equals(VERSION)) {
            return new SipMessage("", status(words.get(1)), fields, body);
        }
        if (!words.get(2).equals(VERSION) || words.get(0).isEmpty()) {
            throw new BadSip("another protocol");
        }
        return new SipMessage(words.get(0), 0, fields, body);
    }

    private static int status(String word) throws BadSip {
        if (!word.matches("[1-6][0-9][0-9]")) {
            throw new BadSip("no status");
        }
        return Integer.parseInt(word);
    }

    private static List<Field> fields(List<String> lines) throws BadSip {
        var fields = new ArrayList<Field>();
        for (String line : lines) {
            boolean folded = line.startsWith(" ") || line.startsWith("\t");
            if (folded && !fields.isEmpty()) {
                Field before = fields.removeLast();
                fields.add(new Field(before.name(), before.value() + " " + line.strip()));
                continue;
            }
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new BadSip("a header field without a name");
            }
            String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            fields.add(new Field(longName(name), line.substring(colon + 1).strip()));
        }
        return fields;
    }

    /** RFC 3261 7.3.3. */
    private static String longName(String name) {
        return switch (name) {
            case "v" -> "via";
            case "f" -> "from";
            case "t" -> "to";
            case "i" -> "call-id";
            case "m" -> "contact";
            case "c" -> "content-type";
            case "l" -> "content-length";
            default -> name;
        };
    }

    /** Whether it is a response. */
    public boolean isResponse() {
        return status != 0;
    }

    /** The first header field of a name in lower case; null when there is none. */
    public @Nullable String value(String name) {
        for (Field field : fields) {
            if (field.name().equals(name)) {
                return field.value();
            }
        }
        return null;
    }

    /** All header fields of a name in lower case. */
    public List<String> values(String name) {
        return fields.stream().filter(f -> f.name().equals(name)).map(Field::value).toList();
    }

    /** The number in its To, as a URI has it before the host; empty when there is none. */
    public String dialled() {
        String to = Objects.requireNonNullElse(value("to"), "");
        int from = to.indexOf("sip:");
        int at = from < 0 ? -1 : to.indexOf('@', from);
        return at < 0 ? "" : to.substring(from + 4, at);
    }

    /** The call that it belongs to; empty when it does not say. */
    public String callId() {
        String id = value("call-id");
        return id == null ? "" : id;
    }

    /** The number of its CSeq; -1 when there is none. */
    public long sequence() {
        String cseq = value("cseq");
        String[] words = cseq == null ? new String[0] : cseq.split(" +", 2);
        return words.length == 2 && words[0].matches("[0-9]{1,9}") ? Long.parseLong(words[0]) : -1;
    }

    /** The method of its CSeq: what a response answers; empty when there is none. */
    public String sequenceMethod() {
        String cseq = value("cseq");
        String[] words = cseq == null ? new String[0] : cseq.split(" +", 2);
        return words.length == 2 ? words[1] : "";
    }

    @Override
    public String toString() {
        return "SipMessage[" + (isResponse() ? status : method) + "]";
    }
}
