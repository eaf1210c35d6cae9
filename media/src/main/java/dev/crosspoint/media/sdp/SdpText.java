package dev.crosspoint.media.sdp;

import dev.crosspoint.media.sdp.Sdp.Connection;
import dev.crosspoint.media.sdp.Sdp.Origin;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Session descriptions as text (RFC 8866). {@code parse(print(x))} is {@code x}. */
public final class SdpText {
    /** Longest text that is looked at, characters. A browser's audio offer has about 2,500. */
    public static final int MAX_LENGTH = 64 * 1024;

    public static final int MAX_MEDIA = 16;
    public static final int MAX_LINES = 512;

    private static final String END = "\r\n";

    private SdpText() {}

    /**
     * Reads a description.
     *
     * @throws BadSdp when it breaks the grammar or a limit; there is no other outcome
     */
    public static Sdp parse(String text) throws BadSdp {
        if (text.length() > MAX_LENGTH) {
            throw new BadSdp("a description has more than " + MAX_LENGTH + " characters");
        }
        // The constructors check what they are given; here that is the peer's word, not a bug.
        try {
            return new Reader(lines(text)).session();
        } catch (IllegalArgumentException e) {
            throw new BadSdp("a line breaks the grammar");
        }
    }

    /** Writes a description, each line ended as RFC 8866 5 wants it. */
    public static String print(Sdp sdp) {
        var text = new StringBuilder();
        Origin origin = sdp.origin();
        text.append("v=0").append(END);
        text.append("o=").append(origin.user()).append(' ').append(origin.sessionId());
        text.append(' ').append(origin.version()).append(' ');
        address(text, origin.address());
        text.append("s=").append(sdp.name()).append(END);
        connection(text, sdp.connection());
        text.append("t=0 0").append(END);
        attributes(text, sdp.attributes());
        for (MediaDescription medium : sdp.media()) {
            text.append("m=").append(medium.type()).append(' ').append(medium.port());
            if (medium.ports() != 1) {
                text.append('/').append(medium.ports());
            }
            text.append(' ').append(medium.protocol());
            medium.formats().forEach(format -> text.append(' ').append(format));
            text.append(END);
            connection(text, medium.connection());
            attributes(text, medium.attributes());
        }
        return text.toString();
    }

    /** Reads an address, such as {@code IN IP4 192.0.2.1}, cut into words. */
    static Connection connection(List<String> words) throws BadSdp {
        boolean complete = words.size() == 3 && words.get(0).equals("IN");
        if (!complete || !(words.get(1).equals("IP4") || words.get(1).equals("IP6"))) {
            throw new BadSdp("an address is IN, IP4 or IP6, and an address");
        }
        return new Connection(words.get(1), words.get(2));
    }

    private static void connection(StringBuilder text, @Nullable Connection connection) {
        if (connection != null) {
            text.append("c=");
            address(text, connection);
        }
    }

    private static void address(StringBuilder text, Connection connection) {
        text.append("IN ").append(connection.type()).append(' ').append(connection.address());
        text.append(END);
    }

    private static void attributes(StringBuilder text, Attributes attributes) {
        for (Attribute attribute : attributes.list()) {
            text.append("a=").append(attribute.name());
            if (attribute.value() != null) {
                text.append(':').append(attribute.value());
            }
            text.append(END);
        }
    }

    /** The lines, without their ends; blank ones are let pass at the end only. */
    private static List<String> lines(String text) throws BadSdp {
        // RFC 8866 9.2: readers should take a bare LF too
        String[] split = text.split("\r?\n", MAX_LINES + 2);
        int count = split.length;
        while (count > 0 && split[count - 1].isEmpty()) {
            count--;
        }
        if (count > MAX_LINES) {
            throw new BadSdp("a description has more than " + MAX_LINES + " lines");
        }
        return List.of(split).subList(0, count);
    }

    /** Goes through the lines once, in the order that RFC 8866 5 prescribes. */
    private static final class Reader {
        /** What may stand between the name and the first medium. */
        private static final String SESSION_LINES = "iuepcbtrzka";

        /** What may follow a media line. */
        private static final String MEDIA_LINES = "icbka";

        private final List<String> lines;
        private int at;
        private @Nullable Connection connection;
        private List<Attribute> attributes = new ArrayList<>();

        Reader(List<String> lines) {
            this.lines = lines;
        }

        Sdp session() throws BadSdp {
            if (!take('v').equals("0")) {
                throw new BadSdp("a version other than 0");
            }
            Origin origin = origin(take('o'));
            String name = take('s');
            body(SESSION_LINES);
            Connection sessionConnection = connection;
            var sessionAttributes = new Attributes(attributes);
            var media = new ArrayList<MediaDescription>();
            while (at < lines.size()) {
                media.add(medium(Grammar.words(take('m'))));
                if (media.size() > MAX_MEDIA) {
                    throw new BadSdp("a description has more than " + MAX_MEDIA + " media");
                }
            }
            // Some peers send "s=" with nothing behind it, which the grammar forbids.
            return new Sdp(
                    origin,
                    name.isEmpty() ? "-" : name,
                    sessionConnection,
                    sessionAttributes,
                    media);
        }

        private MediaDescription medium(List<String> words) throws BadSdp {
            if (words.size() < 4) {
                throw new BadSdp("a media line is too short");
            }
            String[] port = words.get(1).split("/", 2);
            int ports = port.length == 1 ? 1 : Grammar.port(port[1]);
            body(MEDIA_LINES);
            return new MediaDescription(
                    words.get(0),
                    Grammar.port(port[0]),
                    ports,
                    words.get(2),
                    words.subList(3, words.size()),
                    connection,
                    new Attributes(attributes));
        }

        /** Collects the connection and the attributes of one section. */
        private void body(String allowed) throws BadSdp {
            connection = null;
            attributes = new ArrayList<>();
            while (at < lines.size() && type() != 'm') {
                char type = type();
                if (allowed.indexOf(type) < 0) {
                    throw new BadSdp("a line of a type that does not belong here");
                }
                String value = take(type);
                if (type == 'a') {
                    attributes.add(attribute(value));
                } else if (type == 'c' && connection == null) {
                    connection = connection(Grammar.words(value));
                }
            }
        }

        private char type() throws BadSdp {
            String line = lines.get(at);
            if (line.length() < 2 || line.charAt(1) != '=') {
                throw new BadSdp("a line does not begin with a letter and an equals sign");
            }
            return line.charAt(0);
        }

        private String take(char type) throws BadSdp {
            if (at == lines.size() || type() != type) {
                throw new BadSdp("the " + type + "= line is missing");
            }
            String value = lines.get(at++).substring(2);
            if (!Grammar.isText(value)) {
                throw new BadSdp("a line holds a control character");
            }
            return value;
        }

        private static Origin origin(String value) throws BadSdp {
            List<String> words = Grammar.words(value);
            if (words.size() != 6) {
                throw new BadSdp("an origin has six parts");
            }
            return new Origin(
                    words.get(0), words.get(1), words.get(2), connection(words.subList(3, 6)));
        }

        private static Attribute attribute(String value) {
            int colon = value.indexOf(':');
            return colon < 0
                    ? Attribute.property(value)
                    : new Attribute(value.substring(0, colon), value.substring(colon + 1));
        }
    }
}
