package dev.crosspoint.signaling.sip;

import java.util.HashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a dialog that another one is to take the place of (RFC 3891 6.1).
 *
 * @param toTag local tag of whoever is asked to replace it
 * @param fromTag remote tag, seen from there
 * @param earlyOnly only while it has not been answered
 */
record Replaces(String callId, String toTag, String fromTag, boolean earlyOnly) {

    /**
     * Longest text taken, characters: escaped, it fits into a Refer-To. Call-IDs and tags of real
     * peers have less than a hundred each.
     */
    private static final int MAX_CHARS = 512;

    // RFC 3261 25.1: word is a token with more punctuation.
    private static final String WORD = "[-A-Za-z0-9.!%*_+`'~()<>:\\\\\"/\\[\\]?{}]+";

    private static final Pattern CALL_ID = Pattern.compile(WORD + "(@" + WORD + ")?");

    private static final Pattern TOKEN = Pattern.compile("[-A-Za-z0-9.!%*_+`'~]+");

    /** Reads the value of a header field; empty when it names no dialog. */
    static Optional<Replaces> parse(String value) {
        if (value.length() > MAX_CHARS) {
            return Optional.empty();
        }
        String[] parts = value.split(";", -1);
        var parameters = new HashMap<String, String>();
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].split("=", 2);
            String name = pair[0].strip().toLowerCase(Locale.ROOT);
            String text = pair.length < 2 ? "" : pair[1].strip();
            if (name.isEmpty() || parameters.put(name, text) != null) {
                return Optional.empty();
            }
        }
        var replaces =
                new Replaces(
                        parts[0].strip(),
                        parameters.getOrDefault("to-tag", ""),
                        parameters.getOrDefault("from-tag", ""),
                        parameters.containsKey("early-only"));
        return CALL_ID.matcher(replaces.callId).matches()
                        && TOKEN.matcher(replaces.toTag).matches()
                        && TOKEN.matcher(replaces.fromTag).matches()
                ? Optional.of(replaces)
                : Optional.empty();
    }

    /** The value of a header field. */
    String text() {
        return callId
                + ";to-tag="
                + toTag
                + ";from-tag="
                + fromTag
                + (earlyOnly ? ";early-only" : "");
    }
}
