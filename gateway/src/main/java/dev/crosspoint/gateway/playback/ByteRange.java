package dev.crosspoint.gateway.playback;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which bytes a request wants (RFC 9110 14). What is not understood is as if it were not there, and
 * so are several ranges at once: those are answered with the whole (14.2 lets a server).
 */
sealed interface ByteRange {

    /** All of it. */
    record Whole() implements ByteRange {}

    /**
     * A part.
     *
     * @param from the first byte, from 0
     * @param to the last one, which is in it
     */
    record Part(long from, long to) implements ByteRange {}

    /** Nothing that there is: 416. */
    record Nowhere() implements ByteRange {}

    /** A first, a last, or both; how long a suffix is without a first. */
    Pattern ONE = Pattern.compile("bytes=[ \\t,]*(\\d*)-(\\d*)[ \\t,]*");

    /** More digits than a file has bytes; leading zeros do not count. */
    int MOST_DIGITS = 18;

    /** A header longer than that is none of ours. */
    int MOST_CHARS = 256;

    /**
     * What a header wants.
     *
     * @param header of the request; null when it has none
     * @param length of what there is, bytes
     */
    static ByteRange of(@Nullable String header, long length) {
        if (header == null || header.length() > MOST_CHARS) {
            return new Whole();
        }
        var range = ONE.matcher(header.strip().toLowerCase(Locale.ROOT));
        if (!range.matches()) {
            return new Whole();
        }
        var first = range.group(1);
        var last = range.group(2);
        if (first.isEmpty()) {
            return last.isEmpty() ? new Whole() : suffix(number(last), length);
        }
        long from = number(first);
        long to = last.isEmpty() ? Long.MAX_VALUE : number(last);
        if (to < from) {
            return new Whole(); // 14.1.1: invalid, which is not the same as unsatisfiable.
        }
        return from >= length ? new Nowhere() : new Part(from, Math.min(to, length - 1));
    }

    private static ByteRange suffix(long wanted, long length) {
        return wanted == 0 || length == 0
                ? new Nowhere()
                : new Part(Math.max(0, length - wanted), length - 1);
    }

    private static long number(String digits) {
        var significant = digits.replaceFirst("^0+(?=.)", "");
        return significant.length() > MOST_DIGITS ? Long.MAX_VALUE : Long.parseLong(significant);
    }
}
