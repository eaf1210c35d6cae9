package dev.crosspoint.media.api;

import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.Ids.PlayId;
import dev.crosspoint.media.api.Ids.RecordingId;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** What media tells call control, at the address that {@link MediaCommand.OpenCall} named. */
public sealed interface MediaEvent {

    /** Whose call it is. */
    Tenant tenant();

    /** The conversation it happened in. */
    CallId call();

    /**
     * The first authenticated audio packet of a leg arrived (plain trunks: the first accepted); of
     * a leg that was moved here and had sent audio before, told at once.
     */
    record LegFlowing(Tenant tenant, CallId call, LegId leg) implements MediaEvent {}

    /** A leg ended by itself; it is already gone. */
    record LegEnded(Tenant tenant, CallId call, LegId leg, EndReason reason)
            implements MediaEvent {}

    /** A keypad digit began on a leg. Reported once. */
    record DigitHeard(Tenant tenant, CallId call, LegId leg, Digits digit) implements MediaEvent {}

    /** A leg's peer has pressed a key, which was heard in its audio; at most once for each. */
    record ToneHeard(Tenant tenant, CallId call, LegId leg, Digits digit) implements MediaEvent {}

    /**
     * A leg began to talk, or has stopped: about 100 ms of sound (above -50 dBov) begin it, 600 ms
     * without end it. Only what somebody in the call hears is talk: a leg that is muted, held or
     * listens in silently talks never, and one that is muted in mid-word stops at once. A leg that
     * leaves the call talks no more, without a word of it here.
     *
     * <p>Measured at what is decoded, else at the level that the sender gives with every packet
     * (RFC 6464), else at a look at a packet every 100 ms.
     */
    record Talking(Tenant tenant, CallId call, LegId leg, boolean talks) implements MediaEvent {}

    /** A prompt came to its end, or could not go on. */
    record PlayEnded(Tenant tenant, CallId call, PlayId play) implements MediaEvent {}

    /**
     * How a leg is doing, once a second: from its first packet, and a browser's from the moment it
     * has keys, so that one which never sends anything is seen too. Begins anew when a leg is moved
     * to a call; in the lobby there are none.
     */
    record LegQuality(Tenant tenant, CallId call, LegId leg, QualityReport report)
            implements MediaEvent {}

    /**
     * What has passed through a leg, and what has not: two seconds after both sides have described
     * themselves, and every five from then on, whether anything passes or not.
     */
    record LegTraffic(Tenant tenant, CallId call, LegId leg, Traffic traffic)
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
     * <p>A microphone that is dead shows in two ways, whether the leg is forwarded, mixed or heard
     * by nobody. <b>No packets</b>: {@code received} is what it was in the report before. A sender
     * that saves packets in silence (Opus DTX) still sends two or three a second. <b>Digital
     * silence</b>: {@code received} grows and {@code inLevelDbov} is -127. What a microphone picks
     * up in a quiet room is louder than that; but G.711 without RFC 6464 cannot tell noise below
     * about -75 dBov from none.
     *
     * @param inLevelDbov what the leg said in the last second, mean power: by the levels that its
     *     packets claim (RFC 6464) where they do, else by what is decoded, where nobody decodes it
     *     of one packet in 100 ms. -127 is digital silence, or that no audio came; 0 the loudest
     * @param outLevelDbov what the leg was sent, likewise; -127 when it is relayed and not decoded
     *     and the sender gives no RFC 6464 level
     * @param received packets accepted so far: audio, digits and comfort noise; never goes back
     * @param sent packets sent so far
     * @param lossPercent of the last second, received side, 0 to 100
     * @param peerLossPercent what the peer last reported to have lost on its own way, 0 to 100:
     *     what it is forwarded and has not come to us is not in it
     * @param jitterMs interarrival jitter (RFC 3550 A.8)
     * @param roundTripMs from the peer's reports, -1 when not known yet
     * @param concealedMs audio made up by us so far for packets that were lost or late
     * @param playoutMs how long what the leg says waits in our play-out buffer, behind its quickest
     *     packets; 0 while nobody decodes it
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
            int playoutMs) {}

    /**
     * Packets of RTP through one leg so far, and those that were turned away.
     *
     * @param received accepted
     * @param sent as many as there was a way for
     * @param unauthentic whose SRTP tag is not of the agreed key
     * @param unprotected in clear where SRTP was agreed, or before there were keys
     * @param strange of a plain trunk, from where it may not send
     * @param unexpected of those received, of a type that was not agreed
     * @param expects whether the peer is to send: false while it says that it does not (hold)
     * @param sends whether the peer is to be sent to, likewise
     * @param keyed whether there are keys, or need be none
     * @param tcp whether a browser came by TCP
     * @param target where audio is sent, or null while that is not known. Of a person, or near one
     * @param strangeFrom where the last strange one came from; null when none did
     */
    record Traffic(
            long received,
            long sent,
            long unauthentic,
            long unprotected,
            long strange,
            long unexpected,
            boolean expects,
            boolean sends,
            boolean keyed,
            boolean tcp,
            @Nullable InetAddress target,
            @Nullable InetAddress strangeFrom) {}

    /**
     * What is said is not kept, or no longer. What was kept before is sealed and safe; the
     * recording takes no more.
     */
    record RecordingFailed(
            Tenant tenant, CallId call, RecordingId recording, RecordingFailure reason)
            implements MediaEvent {}

    /** Why a recording failed. */
    enum RecordingFailure {
        /** No data key is at hand and none came in time. */
        NO_KEY,
        /** The disk has no room for more. */
        NO_SPACE,
        /** The disk refused. */
        DISK_ERROR
    }

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
        PEER_CLOSED,
        /** A bug of ours, in a leg that waited for a call. */
        FAILED
    }
}
