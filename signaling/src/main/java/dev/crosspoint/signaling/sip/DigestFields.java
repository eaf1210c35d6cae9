package dev.crosspoint.signaling.sip;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of one Digest challenge or answer (RFC 7616 3.3 and 3.4), unquoted, by lower-case
 * name. Its text may hold a user name: never logged.
 */
final class DigestFields {

    private final Map<String, String> values;

    private DigestFields(Map<String, String> values) {
        this.values = values;
    }

    /** Reads a header value; null when its scheme is not Digest or it cannot be read. */
    static @Nullable DigestFields parse(String header) {
        String text = header.strip();
        if (!text.regionMatches(true, 0, "Digest ", 0, 7)) {
            return null;
        }
        var values = new LinkedHashMap<String, String>();
        int at = 7;
        while (at < text.length()) {
            int equals = text.indexOf('=', at);
            if (equals < 0) {
                return null;
            }
            String name = text.substring(at, equals).strip().toLowerCase(Locale.ROOT);
            var value = new StringBuilder();
            at = readValue(text, skipBlanks(text, equals + 1), value);
            // RFC 7616 3.3 and 3.4: a parameter must not come twice.
            if (at < 0 || name.isEmpty() || values.put(name, value.toString()) != null) {
                return null;
            }
        }
        return new DigestFields(values);
    }

    /**
     * Appends the value at {@code at}, and says where the next parameter starts; -1: unreadable.
     */
    private static int readValue(String text, int at, StringBuilder value) {
        int i = at;
        if (i < text.length() && text.charAt(i) == '"') {
            for (i++; i < text.length() && text.charAt(i) != '"'; i++) {
                if (text.charAt(i) == '\\' && i + 1 < text.length()) {
                    i++;
                }
                value.append(text.charAt(i));
            }
            if (i >= text.length()) {
                return -1;
            }
            i = skipBlanks(text, i + 1);
            return i == text.length() ? i : text.charAt(i) == ',' ? skipBlanks(text, i + 1) : -1;
        }
        int comma = text.indexOf(',', i);
        int end = comma < 0 ? text.length() : comma;
        value.append(text.substring(i, end).strip());
        return comma < 0 ? end : skipBlanks(text, comma + 1);
    }

    private static int skipBlanks(String text, int at) {
        int i = at;
        while (i < text.length() && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) {
            i++;
        }
        return i;
    }

    @Nullable String get(String name) {
        return values.get(name);
    }

    /** The value, or an empty string. */
    String text(String name) {
        return values.getOrDefault(name, "");
    }
}
