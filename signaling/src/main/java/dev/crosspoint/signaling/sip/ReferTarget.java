package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.api.Private;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whom a REFER wants to be called (RFC 3515 2.1). Of its URI only the user part is kept: calls go
 * out by our own trunks. To follow the host that a peer names would make us an open relay.
 *
 * @param user number or name, without parameters or password; empty only where a dialog is named
 * @param replaces the dialog that the new call is to take the place of
 */
record ReferTarget(Private user, @Nullable Replaces replaces) {

    /** Longest text taken, characters. */
    private static final int MAX_CHARS = 2048;

    /** Most header fields in its URI. Only one of them means anything to us. */
    private static final int MAX_HEADERS = 16;

    /** Reads the value of a Refer-To header field; empty when it is none that could be called. */
    static Optional<ReferTarget> parse(String value) {
        if (value.length() > MAX_CHARS || value.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            return Optional.empty();
        }
        String uri = uri(value);
        int colon = uri.indexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        String rest = uri.substring(colon + 1);
        return switch (uri.substring(0, colon).toLowerCase(Locale.ROOT)) {
            case "sip", "sips" -> sip(rest);
            case "tel" -> tel(rest);
            default -> Optional.empty();
        };
    }

    /** The URI in a name-addr or addr-spec; empty when the text is neither. */
    private static String uri(String value) {
        int open = InputChecks.unquotedIndexOf(value, '<');
        if (open >= 0) {
            int close = value.indexOf('>', open);
            return close < 0 ? "" : value.substring(open + 1, close).strip();
        }
        // RFC 3261 20: without angle brackets, what follows ";" is not the URI's.
        int end = value.indexOf(';');
        String uri = (end < 0 ? value : value.substring(0, end)).strip();
        return uri.indexOf('?') >= 0 || uri.indexOf(',') >= 0 ? "" : uri;
    }

    private static Optional<ReferTarget> sip(String rest) {
        // RFC 3261 25.1 would let a "?" be part of a user; it is likelier that a peer forgot to
        // escape the "@" of a Call-ID behind it.
        int question = rest.indexOf('?');
        String address = question < 0 ? rest : rest.substring(0, question);
        int at = address.indexOf('@');
        Optional<String> user = user(at < 0 ? "" : address.substring(0, at));
        String[] place = address.substring(at + 1).split(";", -1);
        if (user.isEmpty() || place[0].isBlank() || !invites(place)) {
            return Optional.empty();
        }
        var named = new Named();
        if (question >= 0 && !named.read(rest.substring(question + 1))) {
            return Optional.empty();
        }
        return user.get().isEmpty() && named.replaces == null
                ? Optional.empty()
                : Optional.of(new ReferTarget(new Private(user.get()), named.replaces));
    }

    private static Optional<String> user(String text) {
        int colon = text.indexOf(':'); // a password
        String user = colon < 0 ? text : text.substring(0, colon);
        int semicolon = user.indexOf(';'); // parameters of a number, such as ";ext=1" or ";npdi"
        return Escapes.decodeStrictly(semicolon < 0 ? user : user.substring(0, semicolon));
    }

    /** Whether the request that the URI is for is an INVITE (RFC 3261 19.1.1). */
    private static boolean invites(String[] parameters) {
        for (int i = 1; i < parameters.length; i++) {
            String[] pair = parameters[i].split("=", 2);
            if (pair[0].strip().equalsIgnoreCase("method")
                    && !(pair.length == 2 && pair[1].strip().equalsIgnoreCase("INVITE"))) {
                return false;
            }
        }
        return true;
    }

    private static Optional<ReferTarget> tel(String rest) {
        int semicolon = rest.indexOf(';');
        String number = semicolon < 0 ? rest : rest.substring(0, semicolon);
        // RFC 3966 3
        return number.matches("\\+?[-0-9A-Fa-f*#.()]+")
                ? Optional.of(new ReferTarget(new Private(number), null))
                : Optional.empty();
    }

    /** What the header fields of a URI say. */
    private static final class Named {
        private @Nullable Replaces replaces;

        /** False when they cannot be read, or name no dialog where they should. */
        boolean read(String headers) {
            String[] fields = headers.split("&", -1);
            if (fields.length > MAX_HEADERS) {
                return false;
            }
            for (String field : fields) {
                String[] pair = field.split("=", 2);
                Optional<String> name = Escapes.decodeStrictly(pair[0]);
                Optional<String> value = Escapes.decodeStrictly(pair.length < 2 ? "" : pair[1]);
                if (name.isEmpty() || name.get().isEmpty() || value.isEmpty()) {
                    return false;
                }
                if (name.get().equalsIgnoreCase("Replaces")) {
                    Optional<Replaces> found = Replaces.parse(value.get());
                    if (found.isEmpty() || replaces != null) {
                        return false;
                    }
                    replaces = found.get();
                }
            }
            return true;
        }
    }
}
