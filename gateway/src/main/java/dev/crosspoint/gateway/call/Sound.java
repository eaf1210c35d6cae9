package dev.crosspoint.gateway.call;

/** What the gateway plays to somebody for ever, until something better comes. */
public enum Sound {
    /** Music for those who wait. */
    MUSIC,
    /** The tone of a telephone that rings elsewhere. */
    RINGBACK
}
