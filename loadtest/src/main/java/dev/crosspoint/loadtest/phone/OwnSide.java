package dev.crosspoint.loadtest.phone;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.dtls.Fingerprint;
import dev.crosspoint.media.srtp.SrtpProfile;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Descriptions of a phone's own end, as browsers and telephones write them. */
final class OwnSide {
    /** Payload type of Opus, as in browsers. */
    static final int OPUS_TYPE = 111;

    /** Payload type of telephone events at 8 kHz. */
    static final int DIGITS_TYPE = 101;

    /** What telephones protect RTP with when they do. */
    static final SrtpProfile SDES = SrtpProfile.AES_CM_128_HMAC_SHA1_80;

    private OwnSide() {}

    static int payloadType(Codec codec) {
        return codec == Codec.OPUS ? OPUS_TYPE : codec.staticPayloadType();
    }

    /** A browser's offer of one codec, without candidates: the gateway answers whoever checks. */
    static String browser(Codec codec, String ufrag, String password, Fingerprint fingerprint) {
        return """
        v=0
        o=- 1 2 IN IP4 127.0.0.1
        s=-
        t=0 0
        a=group:BUNDLE 0
        m=audio 9 UDP/TLS/RTP/SAVPF %d %d
        c=IN IP4 0.0.0.0
        a=rtcp-mux
        a=ice-ufrag:%s
        a=ice-pwd:%s
        a=fingerprint:%s %s
        a=setup:actpass
        a=mid:0
        a=sendrecv
        """
                        .formatted(
                                payloadType(codec),
                                DIGITS_TYPE,
                                ufrag,
                                password,
                                fingerprint.algorithm(),
                                fingerprint.hex())
                        .replace("\n", "\r\n")
                + codecs(codec);
    }

    /**
     * A telephone's offer, or its answer.
     *
     * @param keyAndSalt its SDES key, {@link #SDES} long; null for plain RTP
     */
    static String telephone(Codec codec, String address, int port, byte @Nullable [] keyAndSalt) {
        return """
        v=0
        o=- 1 2 IN IP4 %1$s
        s=-
        c=IN IP4 %1$s
        t=0 0
        m=audio %2$d RTP/%3$s %4$d %5$d
        """
                        .formatted(
                                address,
                                port,
                                keyAndSalt == null ? "AVP" : "SAVP",
                                payloadType(codec),
                                DIGITS_TYPE)
                        .replace("\n", "\r\n")
                + codecs(codec)
                + (keyAndSalt == null
                        ? ""
                        : "a=crypto:1 %s inline:%s\r\n"
                                .formatted(
                                        SDES.sdesName(),
                                        Base64.getEncoder().encodeToString(keyAndSalt)));
    }

    private static String codecs(Codec codec) {
        String channels = codec.channelsInSdp() > 1 ? "/" + codec.channelsInSdp() : "";
        return "a=rtpmap:%d %s/%d%s\r\n"
                        .formatted(
                                payloadType(codec), codec.rtpName(), codec.rtpClockHz(), channels)
                + "a=rtpmap:%d telephone-event/8000\r\na=fmtp:%d 0-15\r\na=ptime:20\r\n"
                        .formatted(DIGITS_TYPE, DIGITS_TYPE);
    }
}
