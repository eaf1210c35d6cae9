package dev.crosspoint.media.call;

/** What a datagram turned out to be. */
enum Arrival {
    /** Audio of an agreed codec: {@link ReceivePath} holds it in the clear until the next one. */
    AUDIO,
    /** How the peer's background sounds while it sends no audio (RFC 3389), likewise. */
    NOISE,
    /** The first packet of a keypad digit that was not known yet: {@link ReceivePath#digit}. */
    DIGIT,
    /** RTP that is nothing of that: of a digit that is known, or of no agreed codec. */
    OTHER,
    /** STUN, DTLS, RTCP, or refused and counted: it has been seen to. */
    HANDLED
}
