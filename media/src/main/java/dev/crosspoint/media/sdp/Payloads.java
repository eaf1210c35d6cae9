package dev.crosspoint.media.sdp;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.sdp.MediaPlan.Digits;
import dev.crosspoint.media.sdp.MediaPlan.OpusWishes;
import org.jspecify.annotations.Nullable;

/** What one leg's packets hold, both ways: the chosen codec and what goes with it. */
record Payloads(
        Codec codec,
        RtpMap sent,
        RtpMap received,
        @Nullable Digits digits,
        int comfortNoise,
        OpusWishes opus) {

    /** Audio per packet: the tick. */
    static final int PTIME_MS = 20;

    /** Numbers of one side, meant for both ways, as in an answer that mirrors the offer. */
    static Payloads mirrored(Codec codec, Formats offered) throws BadSdp, NotAcceptable {
        return joined(codec, offered, offered);
    }

    /**
     * @param peers what the peer receives, and so what we send
     * @param ours what we receive
     */
    static Payloads joined(Codec codec, Formats peers, Formats ours) throws BadSdp, NotAcceptable {
        RtpMap sent = peers.find(codec);
        RtpMap received = ours.find(codec);
        if (sent == null || received == null) {
            throw new NotAcceptable("no common codec");
        }
        return new Payloads(
                codec,
                sent,
                received,
                digits(peers.telephoneEvent(codec), ours.telephoneEvent(codec)),
                peers.comfortNoise(codec),
                peers.opusWishes(codec, sent.payloadType()));
    }

    private static @Nullable Digits digits(@Nullable RtpMap sent, @Nullable RtpMap received) {
        if (sent == null || received == null || sent.clockHz() != received.clockHz()) {
            return null;
        }
        return new Digits(sent.payloadType(), received.payloadType(), sent.clockHz());
    }

    /** Writes what we receive into a description. */
    static void describe(Attributes.Builder attributes, RtpMap audio, LocalMedia local) {
        attributes.add("rtpmap", audio.text());
        if (audio.isFor(Codec.OPUS)) {
            attributes.add("fmtp", audio.payloadType() + " " + opusParameters(local));
        }
    }

    /** Writes that we receive telephone events into a description. */
    static void describeDigits(Attributes.Builder attributes, int payloadType, int clockHz) {
        attributes.add("rtpmap", RtpMap.telephoneEvent(payloadType, clockHz).text());
        // RFC 4733 2.4.1: the sixteen keys
        attributes.add("fmtp", payloadType + " 0-15");
    }

    private static String opusParameters(LocalMedia local) {
        String parameters = "minptime=" + PTIME_MS + ";useinbandfec=1";
        return local.maxPlaybackRateHz() == LocalMedia.FULL_BAND_HZ
                ? parameters
                : parameters + ";maxplaybackrate=" + local.maxPlaybackRateHz();
    }
}
