package dev.crosspoint.signaling.sip;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first Via of a request that could not be parsed, as it stands there.
 *
 * @param first the first of the field
 * @param others those behind it, comma included
 */
record RawVia(String first, String others) {
    private static final Pattern RPORT = Pattern.compile("; *rport *(?=;|$)", CASE_INSENSITIVE);
    private static final Pattern PORT = Pattern.compile("[^;]*: *([0-9]{1,5}) *(?:;|$)");
    private static final int MAX_PORT = 65_535;

    static RawVia of(String field) {
        int end = field.indexOf(',');
        return end < 0
                ? new RawVia(field, "")
                : new RawVia(field.substring(0, end), field.substring(end));
    }

    /** RFC 3581 4: the whole field, with where it came from where that is asked for. */
    String stamped(InetSocketAddress from) {
        String stamp =
                ";rport=" + from.getPort() + ";received=" + from.getAddress().getHostAddress();
        return RPORT.matcher(first).replaceFirst(Matcher.quoteReplacement(stamp)) + others;
    }

    boolean hasRport() {
        return RPORT.matcher(first).find();
    }

    /** The port that it names; 0 for none. */
    int port() {
        Matcher port = PORT.matcher(first);
        int named = port.lookingAt() ? Integer.parseInt(port.group(1)) : 0;
        return named <= MAX_PORT ? named : 0;
    }
}
