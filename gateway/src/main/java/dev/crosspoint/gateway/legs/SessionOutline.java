package dev.crosspoint.gateway.legs;

import dev.crosspoint.media.api.SessionText;
import dev.crosspoint.media.sdp.BadSdp;
import dev.crosspoint.media.sdp.Crypto;
import dev.crosspoint.media.sdp.MediaDescription;
import dev.crosspoint.media.sdp.RtpMap;
import dev.crosspoint.media.sdp.Sdp;
import dev.crosspoint.media.sdp.SdpText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a session description says of its first audio, without who says it: no key, no user name, no
 * whole address.
 *
 * @param protocol such as {@code RTP/SAVP}
 * @param codecs names in lower case, in their order, each once
 * @param suites of its SDES lines (RFC 4568), in their order, each once
 * @param telephoneEvents whether it has them (RFC 4733)
 * @param network of the address that audio is to go to, such as {@code 192.0.2.0/24}; empty for
 *     none
 * @param direction {@code sendrecv}, {@code sendonly}, {@code recvonly} or {@code inactive}
 */
public record SessionOutline(
        String protocol,
        List<String> codecs,
        List<String> suites,
        boolean telephoneEvents,
        String network,
        String direction) {

    /** More are not shown, and less than any description may have. */
    private static final int MOST_NAMES = 24;

    private static final int LONGEST_NAME = 40;

    /** RFC 3551 6: types that need no rtpmap. */
    private static final Map<String, String> STATIC =
            Map.of("0", "pcmu", "3", "gsm", "4", "g723", "8", "pcma", "9", "g722", "18", "g729");

    private static final List<String> DIRECTIONS =
            List.of("sendonly", "recvonly", "inactive", "sendrecv");

    public SessionOutline {
        codecs = List.copyOf(codecs);
        suites = List.copyOf(suites);
    }

    /** Of a description; empty when it is none, or has no audio. */
    public static Optional<SessionOutline> of(SessionText text) {
        try {
            Sdp sdp = SdpText.parse(text.sdp());
            return sdp.media().stream()
                    .filter(medium -> medium.type().equals("audio") && medium.port() != 0)
                    .findFirst()
                    .map(medium -> of(sdp, medium));
        } catch (BadSdp bad) {
            return Optional.empty();
        }
    }

    private static SessionOutline of(Sdp sdp, MediaDescription medium) {
        var codecs = codecs(medium);
        var connection = medium.connection() == null ? sdp.connection() : medium.connection();
        return new SessionOutline(
                medium.protocol(),
                codecs.stream().filter(codec -> !isEvent(codec)).toList(),
                suites(medium),
                codecs.stream().anyMatch(SessionOutline::isEvent),
                connection == null ? "" : Networks.of(connection.address()),
                DIRECTIONS.stream()
                        .filter(word -> medium.attributes().has(word) || sdp.attributes().has(word))
                        .findFirst()
                        .orElse("sendrecv"));
    }

    private static boolean isEvent(String codec) {
        return codec.equals("telephone-event");
    }

    private static List<String> codecs(MediaDescription medium) {
        var names = new ArrayList<String>();
        for (var format : medium.formats()) {
            var name =
                    medium.attributes().values("rtpmap").stream()
                            .filter(value -> value.startsWith(format + " "))
                            .findFirst()
                            .map(SessionOutline::encoding)
                            .orElseGet(() -> STATIC.getOrDefault(format, ""));
            add(names, name);
        }
        return names;
    }

    private static String encoding(String rtpmap) {
        try {
            return RtpMap.parse(rtpmap).encoding().toLowerCase(Locale.ROOT);
        } catch (BadSdp bad) {
            return "";
        }
    }

    private static List<String> suites(MediaDescription medium) {
        var names = new ArrayList<String>();
        for (var value : medium.attributes().values("crypto")) {
            try {
                add(names, Crypto.parse(value).suite());
            } catch (BadSdp bad) {
                // A line that nobody can read names no suite.
            }
        }
        return names;
    }

    private static void add(List<String> names, String name) {
        if (!name.isEmpty()
                && name.length() <= LONGEST_NAME
                && names.size() < MOST_NAMES
                && !names.contains(name)) {
            names.add(name);
        }
    }
}
