package dev.crosspoint.media.api;

import java.util.List;

/** What sort of network a leg's packets cross, and so how they are protected and accepted. */
public sealed interface LegKind {

    /** A browser: ICE-lite, DTLS-SRTP, rtcp-mux, on the shared UDP port of its loop (SEC-2). */
    record Browser() implements LegKind {}

    /**
     * A SIP trunk: RTP on an even port of its own and RTCP on the next, or rtcp-mux when offered.
     *
     * @param security what the trunk's SDP must and may contain
     * @param mediaNetworks CIDR blocks that plain RTP may come from; empty means the address in the
     *     peer's SDP, any port
     */
    record Trunk(Security security, List<String> mediaNetworks) implements LegKind {
        public Trunk {
            mediaNetworks = List.copyOf(mediaNetworks);
        }
    }

    /** Protection of a trunk's audio. */
    enum Security {
        /** SRTP keyed by SDES; an offer without it is refused. What a public trunk always has. */
        SRTP_REQUIRED,
        /** SRTP when the peer offers it, else plain. Private circuits only. */
        SRTP_PREFERRED,
        /** Plain RTP. Private circuits only. */
        PLAIN
    }
}
