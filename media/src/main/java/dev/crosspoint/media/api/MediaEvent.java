package dev.crosspoint.media.api;

import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.Ids.PlayId;

/** What media tells call control, at the address that {@link MediaCommand.OpenCall} named. */
public sealed interface MediaEvent {

    /** Whose call it is. */
    Tenant tenant();

    /** The conversation it happened in. */
    CallId call();

    /** The first authenticated audio packet of a leg arrived (plain trunks: the first accepted). */
    record LegFlowing(Tenant tenant, CallId call, LegId leg) implements MediaEvent {}

    /** A leg ended by itself; it is already gone. */
    record LegEnded(Tenant tenant, CallId call, LegId leg, EndReason reason)
            implements MediaEvent {}

    /** A keypad digit began on a leg. Reported once. */
    record DigitHeard(Tenant tenant, CallId call, LegId leg, Digits digit) implements MediaEvent {}

    /** A prompt came to its end, or could not go on. */
    record PlayEnded(Tenant tenant, CallId call, PlayId play) implements MediaEvent {}

    /** How a leg is doing, once a second while it flows. */
    record LegQuality(Tenant tenant, CallId call, LegId leg, QualityReport report)
            implements MediaEvent {}

    /** A bug of ours ended this call; the other calls go on. */
    record CallFailed(Tenant tenant, CallId call) implements MediaEvent {}

    /**
     * Nobody was in this call for a quarter of an hour, and nobody ended it; now it is ended.
     * Whoever opened it has forgotten it.
     */
    record CallAbandoned(Tenant tenant, CallId call) implements MediaEvent {}

    /**
     * One leg in numbers.
     *
     * @param inLevelDbov what the leg said in the last second, -127 (silence) to 0
     * @param outLevelDbov what the leg was sent, likewise; -127 when it is relayed and not decoded
     *     and the sender gives no RFC 6464 level
     * @param received packets accepted so far
     * @param sent packets sent so far
     * @param lossPercent of the last second, received side, 0 to 100
     * @param peerLossPercent what the peer last reported, 0 to 100
     * @param jitterMs interarrival jitter (RFC 3550 A.8)
     * @param roundTripMs from the peer's reports, -1 when not known yet
     * @param concealedMs audio made up by us so far
     * @param relayed whether packets are forwarded without decoding
     */
    record QualityReport(
            int inLevelDbov,
            int outLevelDbov,
            long received,
            long sent,
            double lossPercent,
            double peerLossPercent,
            double jitterMs,
            double roundTripMs,
            long concealedMs,
            boolean relayed) {}

    /** Why a leg ended. */
    enum EndReason {
        /** Asked to. */
        CLOSED,
        /** No ICE check or DTLS flight came in time. */
        NO_PATH,
        /** DTLS failed or its certificate was not the promised one. */
        HANDSHAKE_FAILED,
        /** The browser stopped consenting to receive (RFC 7675). */
        CONSENT_EXPIRED,
        /** No audio packet for too long. */
        MEDIA_TIMEOUT,
        /** The peer closed its DTLS association. */
        PEER_CLOSED
    }
}
