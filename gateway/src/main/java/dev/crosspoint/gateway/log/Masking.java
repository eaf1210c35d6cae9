package dev.crosspoint.gateway.log;

import java.util.regex.Pattern;

/** Hides what looks like a telephone number, but for its last two digits. */
final class Masking {
    /**
     * A SIP or tel user part with digits; a plus and at least five digits, however grouped; seven
     * to fifteen digits that are no part of a longer word, an address, a time or a UUID.
     */
    private static final Pattern NUMBER =
            Pattern.compile(
                    "(?<=\\b(?:sips?|tel):)\\+?\\d[\\d.()-]{2,}"
                            + "|\\+\\d(?:[ ().-]?\\d){4,16}"
                            + "|(?<![\\w.:+-])\\d{7,15}(?![\\w:]|[.-]\\w)");

    private Masking() {}

    static String mask(CharSequence text) {
        return NUMBER.matcher(text).replaceAll(match -> stars(match.group()));
    }

    private static String stars(String number) {
        int shown = number.length() - 2;
        return number.substring(0, shown).replaceAll("\\d", "*") + number.substring(shown);
    }
}
