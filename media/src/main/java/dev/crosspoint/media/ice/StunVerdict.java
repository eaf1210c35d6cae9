package dev.crosspoint.media.ice;

/** What became of one STUN message. The caller counts these and logs none of them per packet. */
public enum StunVerdict {
    /** A valid check; the path it came by is (still) validated, and the answer is ready. */
    VALIDATED,
    /** A valid check that moved the nomination to the path it came by; the answer is ready. */
    NOMINATED,
    /** The peer claims to be controlled, as we are; 487 is ready. */
    ROLE_CONFLICT,
    /** Valid, but it asks us to understand an attribute that we do not; 420 is ready. */
    UNKNOWN_ATTRIBUTE,
    /** The user name is not one of ours; 401 is ready unless it would outgrow the request. */
    UNKNOWN_USER,
    /** Integrity is missing or wrong; 400 or 401 is ready unless it would outgrow the request. */
    UNAUTHENTIC,
    /** Not STUN, cut short, or with a wrong fingerprint; never answered. */
    MALFORMED,
    /** An indication, or an answer to a question we never asked; never answered. */
    IGNORED
}
