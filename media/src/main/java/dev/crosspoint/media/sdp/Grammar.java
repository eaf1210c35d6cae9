package dev.crosspoint.media.sdp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The small words that session descriptions are made of (RFC 8866 9). */
final class Grammar {
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`{|}~";

    private Grammar() {}

    /** Letters, digits and the marks that RFC 8866 lets into a token; not empty. */
    static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(Grammar::isTokenChar);
    }

    /** Anything that stays on its line. */
    static boolean isText(String text) {
        return text.chars().allMatch(c -> c != '\r' && c != '\n' && c != 0);
    }

    /** Not empty, printable, without a blank. */
    static boolean isWord(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c != 0x7f);
    }

    /** What stands between blanks; never an empty word. */
    static List<String> words(String text) {
        return List.of(text.strip().split(" +", -1));
    }

    /** A decimal number without sign, 0 to {@code highest}. */
    static long number(String text, long highest) throws BadSdp {
        if (text.isEmpty() || text.length() > 18 || !text.chars().allMatch(Grammar::isDigit)) {
            throw new BadSdp("a number is missing");
        }
        long number = Long.parseLong(text);
        if (number > highest) {
            throw new BadSdp("a number is above " + highest);
        }
        return number;
    }

    /** 0 to 65535. */
    static int port(String text) throws BadSdp {
        return (int) number(text, 65_535);
    }

    /** RFC 3550 5.1: seven bits. */
    static int payloadType(String text) throws BadSdp {
        return (int) number(text, 127);
    }

    /** The address that a literal stands for, null for a host name; asks no name server. */
    static @Nullable InetAddress literal(String address) {
        boolean v4 = address.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
        boolean v6 = address.length() <= 45 && address.indexOf(':') >= 0;
        // An IPv6 zone names an interface of somebody else's machine.
        if ((!v4 && !v6) || address.indexOf('%') >= 0) {
            return null;
        }
        try {
            return v6 ? Inet6Address.ofLiteral(address) : InetAddress.ofLiteral(address);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isTokenChar(int c) {
        return isDigit(c)
                || (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || TOKEN_MARKS.indexOf(c) >= 0;
    }
}
