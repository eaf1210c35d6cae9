package dev.crosspoint.gateway.proof;

import java.util.Locale;

/** What a file or an object was found to be. */
public enum Result {
    /** What it was when it was sealed. */
    GOOD(Weight.FINE),
    /** It runs, and so it has no seal yet. */
    RUNNING(Weight.FINE),
    /** A frame or the header is not authentic. */
    TAMPERED(Weight.WRONG),
    /** It ends without a seal, and nobody records it. */
    UNSEALED(Weight.WRONG),
    /** It was sealed with more in it. */
    CUT(Weight.WRONG),
    /** A file of another recording, or another file of this one. */
    SWAPPED(Weight.WRONG),
    /** The wrapped key is another recording's. */
    KEY_SWAPPED(Weight.WRONG),
    /** The wrapped key is not what its guard wrapped. */
    KEY_TAMPERED(Weight.WRONG),
    KEY_MISSING(Weight.WRONG),
    /** The manifest is not what was signed. */
    MANIFEST_EDITED(Weight.WRONG),
    MANIFEST_OF_ANOTHER(Weight.WRONG),
    /** Whole, and not what the manifest tells of. */
    HASH_DIFFERS(Weight.WRONG),
    MISSING(Weight.WRONG),
    /** Whoever guards the key refuses: revoked, not tampered with. */
    KEY_DENIED(Weight.UNKNOWN),
    /** Whoever guards the key does not answer. */
    KEY_AWAY(Weight.UNKNOWN),
    /** The disk or the store refuses. */
    UNREADABLE(Weight.UNKNOWN),
    NOT_CHECKED(Weight.UNKNOWN);

    private final Weight weight;

    /** What it means. */
    public enum Weight {
        FINE,
        WRONG,
        /** Nobody can say now. */
        UNKNOWN
    }

    Result(Weight weight) {
        this.weight = weight;
    }

    public Weight weight() {
        return weight;
    }

    /** In words, as the manual has it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
