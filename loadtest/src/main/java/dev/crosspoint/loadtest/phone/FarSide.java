package dev.crosspoint.loadtest.phone;

import dev.crosspoint.media.dtls.Fingerprint;
import dev.crosspoint.media.sdp.BadSdp;
import dev.crosspoint.media.sdp.Candidate;
import dev.crosspoint.media.sdp.Crypto;
import dev.crosspoint.media.sdp.MediaDescription;
import dev.crosspoint.media.sdp.RtpMap;
import dev.crosspoint.media.sdp.Sdp;
import dev.crosspoint.media.sdp.SdpText;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway's description says about its end.
 *
 * @param address an IP literal
 * @param payloadType of its first audio codec
 * @param codec that codec's name, in capitals
 * @param digitsType payload type of telephone events at 8 kHz; -1 when it takes none
 * @param ufrag ICE user fragment; null without ICE, as the next
 * @param password ICE password
 * @param fingerprint of its DTLS certificate; null without DTLS
 * @param crypto its SDES key; null without SDES
 */
record FarSide(
        String address,
        int port,
        int payloadType,
        String codec,
        int digitsType,
        @Nullable String ufrag,
        @Nullable String password,
        @Nullable Fingerprint fingerprint,
        @Nullable Crypto crypto) {

    private static final int NO_DIGITS = -1;

    /**
     * Reads a description.
     *
     * @param candidate the candidate that came beside it, as {@code candidate:...}; null when it
     *     has its own or needs none
     * @throws NoAudio when it describes none that a phone could join
     */
    static FarSide read(String description, @Nullable String candidate) throws NoAudio {
        try {
            return parse(description, candidate);
        } catch (BadSdp e) {
            throw new NoAudio(e);
        }
    }

    private static FarSide parse(String description, @Nullable String candidate)
            throws BadSdp, NoAudio {
        Sdp sdp = SdpText.parse(description);
        MediaDescription audio =
                sdp.media().stream()
                        .filter(m -> m.type().equals("audio") && m.port() != 0)
                        .findFirst()
                        .orElseThrow(() -> new NoAudio("no audio"));
        String own = candidate == null ? audio.attributes().value("candidate") : candidate;
        Candidate path = own == null ? null : Candidate.parse(own.replaceFirst("^candidate:", ""));
        Sdp.Connection connection = sdp.connectionOf(audio);
        if (path == null && connection == null) {
            throw new NoAudio("no address");
        }
        RtpMap codec = codec(audio);
        String print = sdp.valueFor(audio, "fingerprint");
        String crypto = audio.attributes().value("crypto");
        return new FarSide(
                path != null || connection == null ? path(path).address() : connection.address(),
                path != null ? path.port() : audio.port(),
                codec.payloadType(),
                codec.encoding().toUpperCase(Locale.ROOT),
                digitsType(audio),
                sdp.valueFor(audio, "ice-ufrag"),
                sdp.valueFor(audio, "ice-pwd"),
                print == null ? null : fingerprint(print),
                crypto == null ? null : Crypto.parse(crypto));
    }

    private static Candidate path(@Nullable Candidate path) throws NoAudio {
        if (path == null) {
            throw new NoAudio("no address");
        }
        return path;
    }

    private static RtpMap codec(MediaDescription audio) throws BadSdp, NoAudio {
        String first = audio.formats().getFirst();
        for (String map : audio.attributes().values("rtpmap")) {
            RtpMap read = RtpMap.parse(map);
            if (first.equals(Integer.toString(read.payloadType()))) {
                return read;
            }
        }
        // RFC 3551 6: static types need no line.
        return switch (first) {
            case "0" -> new RtpMap(0, "PCMU", 8000, 1);
            case "8" -> new RtpMap(8, "PCMA", 8000, 1);
            default -> throw new NoAudio("a codec without a name");
        };
    }

    private static int digitsType(MediaDescription audio) throws BadSdp {
        for (String map : audio.attributes().values("rtpmap")) {
            RtpMap read = RtpMap.parse(map);
            if (read.encoding().equalsIgnoreCase("telephone-event") && read.clockHz() == 8000) {
                return read.payloadType();
            }
        }
        return NO_DIGITS;
    }

    private static Fingerprint fingerprint(String value) throws NoAudio {
        String[] words = value.split(" ", 2);
        if (words.length != 2) {
            throw new NoAudio("a fingerprint is an algorithm and a hash");
        }
        try {
            return new Fingerprint(words[0], words[1]);
        } catch (IllegalArgumentException e) {
            throw new NoAudio("a fingerprint that is none");
        }
    }

    @Override
    public String toString() {
        return "FarSide[" + codec + "]";
    }
}
