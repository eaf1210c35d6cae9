package dev.crosspoint.media.call;

/** What can happen to a leg, as its state sees it. */
enum LegInput {
    /** ICE has a nominated pair (RFC 8445 section 8.1.1). */
    NOMINATED,
    /** SRTP keys are there. */
    KEYED,
    /** An audio packet was accepted. */
    HEARD,
    /** The wait for a path or for keys is over. */
    CONNECT_TIMEOUT,
    /** No audio packet for too long. */
    MEDIA_TIMEOUT,
    /** The peer no longer consents (RFC 7675). */
    CONSENT_LOST,
    /** DTLS failed. */
    HANDSHAKE_FAILED,
    /** The peer closed its DTLS association. */
    PEER_CLOSED,
    /** Asked to end. */
    CLOSE
}
