package dev.crosspoint.media.sdp;

import dev.crosspoint.media.api.LegKind;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.dtls.DtlsIdentity;
import dev.crosspoint.media.ice.IceCredentials;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a leg of ours can say about itself in an offer or an answer.
 *
 * @param side the sort of peer, and what only that sort is told
 * @param addresses IP literals to advertise, one of each family at most; the first to whoever shows
 *     no family, and before others as a candidate
 * @param rtpPort where we receive RTP
 * @param ssrc what we send from
 * @param cname our canonical name in RTCP, a token that says nothing about anybody
 * @param codecs in our order of preference, not empty
 * @param maxPlaybackRateHz highest audio rate that we can make use of in Opus, 8000 to 48000; the
 *     peer may then save the rest (RFC 7587 6.1)
 * @param sessionId the same for the leg's whole life
 * @param sessionVersion one more for each description that differs from the one before
 */
public record LocalMedia(
        Side side,
        List<String> addresses,
        int rtpPort,
        int ssrc,
        String cname,
        List<Codec> codecs,
        int maxPlaybackRateHz,
        long sessionId,
        long sessionVersion) {

    /** Full-band: nothing is asked of the peer. */
    public static final int FULL_BAND_HZ = 48_000;

    public LocalMedia {
        addresses = List.copyOf(addresses);
        codecs = List.copyOf(codecs);
        if (codecs.isEmpty()) {
            throw new IllegalArgumentException("a leg speaks one codec at least");
        }
        if (maxPlaybackRateHz < 8000 || maxPlaybackRateHz > FULL_BAND_HZ) {
            throw new IllegalArgumentException("maxPlaybackRateHz: 8000 to 48000");
        }
        if (addresses.isEmpty()
                || addresses.stream().anyMatch(address -> Grammar.literal(address) == null)
                || rtpPort < 1
                || rtpPort > 65_535) {
            throw new IllegalArgumentException("an IP literal and a port are advertised");
        }
        if (!Grammar.isToken(cname) || sessionId < 0 || sessionVersion < 0) {
            throw new IllegalArgumentException("a CNAME is a token, ids are not negative");
        }
    }

    /** What a description has to offer to one sort of peer. */
    public sealed interface Side {

        /**
         * ICE-lite, DTLS-SRTP, RTCP on the RTP port.
         *
         * @param identity what our DTLS shows, the same for the leg's whole life
         * @param tcpPort where browsers may connect whose network lets no UDP through, or 0
         */
        record Browser(IceCredentials ice, DtlsIdentity identity, int tcpPort) implements Side {}

        /**
         * Plain or SDES-keyed RTP.
         *
         * @param rtcpPort where we receive RTCP when it is not multiplexed
         */
        record Trunk(int rtcpPort, LegKind.Security security, SdesSecret secret) implements Side {}
    }

    /** The address for whoever shows no family. */
    String address() {
        return addresses.getFirst();
    }

    /** The address of the family that a peer shows by its own, where there is one. */
    String addressFor(Sdp.@Nullable Connection peer) {
        return addresses.stream()
                .filter(address -> peer != null && isSameFamily(address, peer))
                .findFirst()
                .orElse(address());
    }

    private static boolean isSameFamily(String address, Sdp.Connection peer) {
        return Sdp.Connection.of(address).type().equals(peer.type());
    }

    /** The same after a change, with the next version. */
    public LocalMedia nextVersion() {
        return copy(side, sessionVersion + 1);
    }

    /** The same with other secrets. */
    public LocalMedia with(Side newSide) {
        return copy(newSide, sessionVersion);
    }

    private LocalMedia copy(Side newSide, long newVersion) {
        return new LocalMedia(
                newSide,
                addresses,
                rtpPort,
                ssrc,
                cname,
                codecs,
                maxPlaybackRateHz,
                sessionId,
                newVersion);
    }
}
