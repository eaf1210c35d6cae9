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
        long local = HIGHEST_LOCAL_PREFERENCE - index;
        long priority = (HOST_PREFERENCE << 24) | (local << 8) | (256 - 1);
        String foundation = String.valueOf(index + 1);
        return new Candidate(foundation, 1, "udp", priority, address, port, "host", List.of());
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
