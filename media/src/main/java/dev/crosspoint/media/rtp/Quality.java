package dev.crosspoint.media.rtp;

/**
 * How a leg's network did lately, as seen from here and as the peer reports it.
 *
 * @param lossPercent received side, of the last second, 0 to 100
 * @param jitterMs received side, RFC 3550 A.8
 * @param roundTripMs -1 when not known yet
 * @param peerLossPercent of what we send, as the peer last reported it, 0 to 100
 * @param peerJitterMs likewise
 */
public record Quality(
        double lossPercent,
        double jitterMs,
        double roundTripMs,
        double peerLossPercent,
        double peerJitterMs) {

    /** To be asked once a second: it closes one second of loss and begins the next. */
    public static Quality ofLastSecond(ReceptionStats received, RtcpReporter rtcp) {
        return new Quality(
                received.closeSecond(),
                received.jitterMs(),
                rtcp.roundTripMs(),
                rtcp.peerLossPercent(),
                rtcp.peerJitterMs());
    }
}
