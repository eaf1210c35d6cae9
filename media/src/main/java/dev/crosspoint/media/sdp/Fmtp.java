package dev.crosspoint.media.sdp;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Parameters of a format (RFC 8866 6.15), read as {@code name=value} pairs between semicolons;
 * names in lower case. What is no pair, such as the {@code 0-15} of telephone events, is left out.
 */
public record Fmtp(int payloadType, Map<String, String> parameters) {
    public Fmtp {
        parameters = Map.copyOf(parameters);
    }

    /** Reads an attribute's value, such as {@code 111 minptime=10;useinbandfec=1}. */
    public static Fmtp parse(String value) throws BadSdp {
        String stripped = value.strip();
        // Some peers write the type and nothing behind it.
        int blank = stripped.indexOf(' ') < 0 ? stripped.length() : stripped.indexOf(' ');
        var parameters = new TreeMap<String, String>();
        for (String pair : stripped.substring(blank).split(";", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.putIfAbsent(
                        pair.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                        pair.substring(equals + 1).strip());
            }
        }
        return new Fmtp(Grammar.payloadType(stripped.substring(0, blank)), parameters);
    }

    /**
     * What a medium says about that payload type, without parameters when it says nothing. Lines
     * about other types are not read, since each codec has a grammar of its own for them.
     */
    static Fmtp of(MediaDescription medium, int payloadType) throws BadSdp {
        for (String value : medium.attributes().values("fmtp")) {
            if (value.strip().startsWith(payloadType + " ")) {
                return parse(value);
            }
        }
        return new Fmtp(payloadType, Map.of());
    }

    /** A parameter that is a number; the default when it is absent or something else. */
    int number(String name, int otherwise) {
        try {
            return (int) Grammar.number(parameters.getOrDefault(name, ""), Integer.MAX_VALUE);
        } catch (BadSdp e) {
            return otherwise;
        }
    }
}
