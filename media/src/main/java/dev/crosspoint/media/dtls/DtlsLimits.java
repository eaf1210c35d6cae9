package dev.crosspoint.media.dtls;

/**
 * How patient a handshake is.
 *
 * @param resendMs first wait before a flight is sent again; doubles each time (RFC 6347 4.2.4)
 * @param handshakeMs longest handshake
 * @param mtuBytes longest datagram we send
 */
record DtlsLimits(int resendMs, int handshakeMs, int mtuBytes) {
    /**
     * RFC 6347 suggests to resend after 1 s, but somebody waits for the phone to be answered; 1200
     * bytes pass every path that ICE found, tunnels included.
     */
    static final DtlsLimits NORMAL = new DtlsLimits(400, 10_000, 1200);
}
