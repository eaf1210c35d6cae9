package dev.crosspoint.media.sdp;

import java.util.List;

/**
 * An address that a peer may be reached at (RFC 8839 5.1).
 *
 * @param component 1 for RTP
 * @param transport {@code udp} or {@code tcp}
 * @param type {@code host}, {@code srflx}, {@code prflx} or {@code relay}
 * @param extensions what follows, as it stands
 */
public record Candidate(
        String foundation,
        int component,
        String transport,
        long priority,
        String address,
        int port,
        String type,
        List<String> extensions) {

    private static final int FIXED_WORDS = 8;

    /** RFC 8445 5.1.2: host candidates have type preference 126. */
    private static final long HOST_PREFERENCE = 126;

    /**
     * RFC 6544 4.2: below that of UDP, because lost audio that is sent again holds up what follows;
     * far above what is relayed, which may be by UDP.
     */
    private static final long TCP_HOST_PREFERENCE = 90;

    /** RFC 6544 4.2: the preference of a passive host candidate's direction, in the upper bits. */
    private static final long PASSIVE = 4L << 13;

    /** What is left below the direction. */
    private static final long HIGHEST_OTHER_PREFERENCE = (1L << 13) - 1;

    /** RFC 8445 5.1.2.1, for the address that is preferred to all others. */
    private static final long HIGHEST_LOCAL_PREFERENCE = 65_535;

    public Candidate {
        extensions = List.copyOf(extensions);
    }

    /**
     * A candidate of an ICE-lite agent.
     *
     * @param index from 0, in the order of preference
     */
    public static Candidate host(int index, String address, int port) {
        long priority = priority(HOST_PREFERENCE, HIGHEST_LOCAL_PREFERENCE - index);
        return new Candidate(
                foundation(index), 1, "udp", priority, address, port, "host", List.of());
    }

    /**
     * A candidate of an ICE-lite agent that waits for connections (RFC 6544 4.5).
     *
     * @param index of all the agent's candidates, in the order of preference
     */
    static Candidate tcpPassive(int index, String address, int port) {
        long priority = priority(TCP_HOST_PREFERENCE, PASSIVE | (HIGHEST_OTHER_PREFERENCE - index));
        var extensions = List.of("tcptype", "passive");
        return new Candidate(
                foundation(index), 1, "tcp", priority, address, port, "host", extensions);
    }

    private static long priority(long type, long local) {
        return (type << 24) | (local << 8) | (256 - 1);
    }

    private static String foundation(int index) {
        return String.valueOf(index + 1);
    }

    /** Reads an attribute's value, that is without {@code candidate:}. */
    public static Candidate parse(String value) throws BadSdp {
        List<String> words = Grammar.words(value);
        if (words.size() < FIXED_WORDS || !words.get(6).equals("typ")) {
            throw new BadSdp("a candidate has eight parts at least");
        }
        return new Candidate(
                words.get(0),
                (int) Grammar.number(words.get(1), 256),
                words.get(2),
                Grammar.number(words.get(3), (1L << 31) - 1),
                words.get(4),
                Grammar.port(words.get(5)),
                words.get(7),
                words.subList(FIXED_WORDS, words.size()));
    }

    /** As an attribute's value. */
    public String text() {
        var text = new StringBuilder(foundation).append(' ').append(component).append(' ');
        text.append(transport).append(' ').append(priority).append(' ').append(address);
        text.append(' ').append(port).append(" typ ").append(type);
        extensions.forEach(word -> text.append(' ').append(word));
        return text.toString();
    }
}
