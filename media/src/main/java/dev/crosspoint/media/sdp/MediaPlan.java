package dev.crosspoint.media.sdp;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.dtls.DtlsIdentity;
import dev.crosspoint.media.dtls.Fingerprint;
import dev.crosspoint.media.ice.IceCredentials;
import dev.crosspoint.media.srtp.SrtpKeys;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an offer and its answer have settled for one leg's audio.
 *
 * @param codec what we send; unless {@link #sending} chose it, also what the peer is asked to send
 * @param sendPayloadType what we mark our packets with
 * @param received what the peer may send, and change between at any time; it is asked for the first
 * @param opus what the peer asks of our Opus encoder; no wishes with other codecs
 * @param ptimeMs audio in each packet we send: 10, 20, 30, 40 or 60
 * @param digits telephone events, null when the peer takes none
 * @param comfortNoisePayloadType what either side may say its background with while it sends no
 *     audio (RFC 3389), or -1
 * @param audioLevelExtensionId under which the peer sends its level (RFC 6464), or -1
 * @param voipMetrics whether RTCP reports have them (RFC 3611)
 * @param security keys, or what DTLS needs to make them
 * @param remoteRtp where the peer says it receives; null with ICE, and for a peer on hold at
 *     address zero
 * @param remoteRtcp where it says it receives RTCP; null likewise
 * @param rtcpMux whether RTP and RTCP share a port both ways
 * @param remoteIce null without ICE
 * @param direction what we said of ourselves
 */
public record MediaPlan(
        Codec codec,
        int sendPayloadType,
        List<Format> received,
        OpusWishes opus,
        int ptimeMs,
        @Nullable Digits digits,
        int comfortNoisePayloadType,
        int audioLevelExtensionId,
        boolean voipMetrics,
        Security security,
        @Nullable InetSocketAddress remoteRtp,
        @Nullable InetSocketAddress remoteRtcp,
        boolean rtcpMux,
        @Nullable IceCredentials remoteIce,
        Direction direction) {

    public MediaPlan {
        received = List.copyOf(received);
    }

    /** What packets of a payload type hold. */
    public record Format(Codec codec, int payloadType) {}

    /**
     * Telephone events (RFC 4733).
     *
     * @param sent what we mark our events with: of the audio's clock first, where the peer takes
     *     that, then of others
     * @param receivePayloadTypes what the peer may mark its events with: one beside each codec
     */
    public record Digits(List<Event> sent, List<Integer> receivePayloadTypes) {
        public Digits {
            sent = List.copyOf(sent);
            receivePayloadTypes = List.copyOf(receivePayloadTypes);
        }

        /** The same beside another codec. */
        Digits beside(Codec codec) {
            var sorted = new ArrayList<>(sent);
            sorted.sort(Comparator.comparing(event -> event.clockHz() != codec.rtpClockHz()));
            return new Digits(sorted, receivePayloadTypes);
        }
    }

    /**
     * What events are marked with.
     *
     * @param clockHz of their durations
     */
    public record Event(int payloadType, int clockHz) {}

    /**
     * What the peer's fmtp asks of our Opus encoder (RFC 7587 6.1).
     *
     * @param inbandFec it can use in-band FEC
     * @param maxPlaybackRateHz more is wasted on it, 48000 when it does not say
     * @param maxAverageBitrateBps 0 when it does not say
     * @param dtx it would rather have no packets while nothing is said
     */
    public record OpusWishes(
            boolean inbandFec, int maxPlaybackRateHz, int maxAverageBitrateBps, boolean dtx) {
        /** Nothing in particular. */
        public static final OpusWishes NONE =
                new OpusWishes(false, LocalMedia.FULL_BAND_HZ, 0, false);
    }

    /** How the audio is protected. */
    public sealed interface Security {
        /**
         * DTLS makes the keys.
         *
         * @param remote what the peer's certificate must hash to
         * @param ours ACTIVE or PASSIVE
         * @param identity what we show
         */
        record Dtls(Fingerprint remote, Setup ours, DtlsIdentity identity) implements Security {}

        /** SDES has given the keys. */
        record Sdes(SrtpKeys keys) implements Security {}

        /** Not at all. */
        record Plain() implements Security {}
    }

    /**
     * The same, but that we send another of the codecs that the peer may send, under its static
     * payload type (RFC 3551), which means the same to both sides.
     *
     * @return null when the peer has not agreed to it
     */
    public @Nullable MediaPlan sending(Codec other) {
        int type = other.staticPayloadType();
        return type >= 0 && received.contains(new Format(other, type))
                ? new MediaPlan(
                        other,
                        type,
                        received,
                        OpusWishes.NONE,
                        ptimeMs,
                        digits == null ? null : digits.beside(other),
                        comfortNoisePayloadType,
                        audioLevelExtensionId,
                        voipMetrics,
                        security,
                        remoteRtp,
                        remoteRtcp,
                        rtcpMux,
                        remoteIce,
                        direction)
                : null;
    }

    /** RTP clock of the codec that we send, Hz. */
    public int clockHz() {
        return codec.rtpClockHz();
    }

    /** Whether either side may say its background instead of sending it. */
    public boolean comfortNoise() {
        return comfortNoisePayloadType >= 0;
    }

    /** Whether audio is to be expected from the peer. */
    public boolean peerSends() {
        return direction.receives();
    }

    /** Whether the peer wants audio. */
    public boolean peerReceives() {
        return direction.sends();
    }
}
