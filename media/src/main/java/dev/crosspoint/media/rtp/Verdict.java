package dev.crosspoint.media.rtp;

/** Outcome of taking in one packet. Counted, never logged per packet. */
public enum Verdict {
    /** Sound and new. */
    ACCEPTED,
    /** Seen before, or too old for the replay window. */
    REPLAYED,
    /** Its authentication tag is wrong. */
    UNAUTHENTIC,
    /** Not a packet of the protocol that it claims to be. */
    MALFORMED,
    /** A source that nobody announced, when no further one is taken in. */
    UNKNOWN_SSRC
}
