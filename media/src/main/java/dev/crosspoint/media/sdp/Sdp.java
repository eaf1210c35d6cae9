package dev.crosspoint.media.sdp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session description (RFC 8866), immutable. Attributes are kept as they stand and in their
 * order; lines that mean nothing to an audio session (information, times, bandwidths, mail
 * addresses) are not kept. May hold keys: {@link #toString} shows none.
 *
 * @param origin who made it, and which version it is
 * @param name the {@code s=} line
 * @param connection where media go, unless they say otherwise themselves
 * @param attributes of the session as a whole
 * @param media in the order that offers and answers must share
 */
public record Sdp(
        Origin origin,
        String name,
        @Nullable Connection connection,
        Attributes attributes,
        List<MediaDescription> media) {

    public Sdp {
        media = List.copyOf(media);
        if (name.isEmpty() || !Grammar.isText(name)) {
            throw new IllegalArgumentException("a session's name is text on one line");
        }
    }

    /**
     * The {@code o=} line (RFC 8866 5.2).
     *
     * @param sessionId digits
     * @param version digits; grows with each change
     */
    public record Origin(String user, String sessionId, String version, Connection address) {
        public Origin {
            if (!Grammar.isWord(user) || !isNumber(sessionId) || !isNumber(version)) {
                throw new IllegalArgumentException("an origin is a word and two numbers");
            }
        }

        private static boolean isNumber(String text) {
            return text.matches("[0-9]{1,32}");
        }

        @Override
        public String toString() {
            return "Origin[" + sessionId + " " + version + "]";
        }
    }

    /**
     * An address of the Internet, as in a {@code c=} line.
     *
     * @param type {@code IP4} or {@code IP6}
     * @param address an IP literal or a host name, not resolved
     */
    public record Connection(String type, String address) {
        public Connection {
            if (!(type.equals("IP4") || type.equals("IP6")) || !Grammar.isWord(address)) {
                throw new IllegalArgumentException("an address is IP4 or IP6");
            }
        }

        /** The line for an IP literal. */
        static Connection of(String literal) {
            return new Connection(literal.indexOf(':') >= 0 ? "IP6" : "IP4", literal);
        }

        @Override
        public String toString() {
            return type;
        }
    }

    /** Where a medium goes: its own {@code c=} line, or the session's. */
    public @Nullable Connection connectionOf(MediaDescription medium) {
        return medium.connection() != null ? medium.connection() : connection;
    }

    /** An attribute that a medium says itself or takes over from the session; null when absent. */
    public @Nullable String valueFor(MediaDescription medium, String name) {
        String own = medium.attributes().value(name);
        return own != null ? own : attributes.value(name);
    }

    /** Whether a medium or the session has that attribute. */
    public boolean hasFor(MediaDescription medium, String name) {
        return medium.attributes().has(name) || attributes.has(name);
    }

    @Override
    public String toString() {
        return "Sdp" + media;
    }
}
