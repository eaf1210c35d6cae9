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
     * @param ipv6 whether what we offer it names an IPv6 address, where there is one; its own
     *     offers are answered in their family
     * @param tones whether keypad digits are listened for in its audio
     */
    record Trunk(Security security, List<String> mediaNetworks, boolean ipv6, Tones tones)
            implements LegKind {
        public Trunk {
            mediaNetworks = List.copyOf(mediaNetworks);
        }

        /**
         * One that is offered the address that the gateway prefers, and whose keys are listened for
         * where they can come in no better way.
         */
        public Trunk(Security security, List<String> mediaNetworks) {
            this(security, mediaNetworks, false, Tones.WITHOUT_EVENTS);
        }
    }

    /** Whether keypad digits are listened for in a leg's audio. */
    enum Tones {
        /** Where no telephone events were agreed. */
        WITHOUT_EVENTS,
        /** In any case, for trunks that agree on telephone events and send none. */
        ALWAYS,
        NEVER;

        /**
         * Whether that is so for one leg.
         *
         * @param events whether telephone events were agreed
         */
        public boolean apply(boolean events) {
            return switch (this) {
                case WITHOUT_EVENTS -> !events;
                case ALWAYS -> true;
                case NEVER -> false;
            };
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
