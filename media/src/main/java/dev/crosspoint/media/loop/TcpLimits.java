package dev.crosspoint.media.loop;

/**
 * What a port grants to whoever connects to it.
 *
 * @param firstCheckMs longest wait for a check that proves whose connection it is, ms
 * @param firstFrames datagrams before that check
 * @param firstBytes all that comes before that check, bytes
 * @param silenceMs longest time from one such check to the next, ms
 * @param waitingOfOne connections of one address, or of one /64 of IPv6, that have proved nothing
 *     yet
 * @param waiting such connections in all
 * @param settled connections that have
 * @param ofLeg such connections of one leg
 */
record TcpLimits(
        int firstCheckMs,
        int firstFrames,
        int firstBytes,
        int silenceMs,
        int waitingOfOne,
        int waiting,
        int settled,
        int ofLeg) {

    /**
     * A browser checks within a round trip or two of connecting, and then every few seconds;
     * consent ends after 30 s (RFC 7675). Its first check is of 150 bytes or so and should be
     * valid; a hundred are sent in the few seconds before a gateway that answers none is given up.
     * Many browsers may share the address of their office, but seldom connect within the same
     * moment. A leg's browser may have as many interfaces as that.
     */
    static final TcpLimits SHARED = new TcpLimits(10_000, 100, 16 << 10, 35_000, 32, 256, 2_048, 8);
}
