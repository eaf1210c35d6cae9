package dev.crosspoint.media.api;

/** The codecs a configuration or a policy can name, in the spelling of their RTP payload names. */
public enum AudioCodec {
    OPUS,
    PCMU,
    PCMA,
    /** G.722, sound up to 7 kHz. */
    G722
}
