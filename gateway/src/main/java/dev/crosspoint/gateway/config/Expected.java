package dev.crosspoint.gateway.config;

import java.net.InetAddress;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a text must look like.
 *
 * @param words for the error message, after "expected"
 * @param met whether a text does
 */
public record Expected(String words, Predicate<String> met) {

    /** Any text that is not blank. */
    public static final Expected TEXT = new Expected("a text", text -> !text.isBlank());

    /** A name that is safe in logs, URLs and file names. */
    public static final Expected ID =
            matching("1 to 64 letters, digits, - . or _", "[A-Za-z0-9._-]{1,64}");

    public static final Expected IP_LITERAL = new Expected("an IP address", Expected::isIpLiteral);

    public static final Expected CIDR =
            new Expected("a network such as 192.0.2.0/24 or 2001:db8::/32", Expected::isCidr);

    /** An IP literal or a DNS name. */
    public static final Expected HOST =
            matching(
                            "a host name or an IP address",
                            "[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
                    .or(IP_LITERAL);

    /** An exact web origin, as browsers send it. */
    public static final Expected ORIGIN =
            matching("an origin such as https://desk.example.com", "https://[A-Za-z0-9.:\\[\\]-]+");

    public static final Expected COUNTRY =
            new Expected(
                    "a country of ISO 3166 such as DE or US",
                    text -> Set.of(java.util.Locale.getISOCountries()).contains(text));

    public static final Expected E164 =
            matching("a number such as \"+4930123456\", in quotes", "\\+[1-9][0-9]{1,14}");

    /** A moment, to the second or finer, in UTC. */
    public static final Expected INSTANT =
            new Expected("a time such as 2027-01-31T00:00:00Z", Expected::isInstant);

    /** E.164, what the trunk sends verbatim, or {@code *}. */
    public static final Expected CALLED_NUMBER =
            matching(
                    "a number such as \"+4930123456\", a user part, or \"*\"",
                    "[+*A-Za-z0-9#._-]{1,64}");

    /** The PHC string of Argon2id. */
    public static final Expected ARGON2_HASH =
            matching(
                    "an Argon2id hash in PHC form ($argon2id$v=19$m=19456,t=2,p=1$salt$hash)",
                    "\\$argon2id\\$v=19\\$m=\\d+,t=\\d+,p=\\d+\\$[A-Za-z0-9+/]+\\$[A-Za-z0-9+/]+");

    /** A text that a regular expression describes. */
    public static Expected matching(String words, String regex) {
        var pattern = java.util.regex.Pattern.compile(regex);
        return new Expected(words, text -> pattern.matcher(text).matches());
    }

    /** Either; said in the words of this one. */
    public Expected or(Expected other) {
        return new Expected(words, met.or(other.met));
    }

    private static boolean isInstant(String text) {
        try {
            Instant.parse(text);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private static boolean isIpLiteral(String text) {
        try {
            InetAddress.ofLiteral(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isCidr(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !isIpLiteral(text.substring(0, slash))) {
            return false;
        }
        int most = text.indexOf(':') < 0 ? 32 : 128;
        var prefix = text.substring(slash + 1);
        return prefix.matches("\\d{1,3}") && Integer.parseInt(prefix) <= most;
    }
}
