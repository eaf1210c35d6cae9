package dev.crosspoint.gateway.routing;

/** Whether a contact can be offered to one named agent now, and if not, why. */
public enum Reservation {
    /** The agent is reserved for it. */
    RESERVED,
    /** Nobody has that name. */
    UNKNOWN,
    /** Not signed in, or signed in and offline. */
    OFFLINE,
    /** Has chosen not to be, or missed or rejected a contact and has not come back. */
    NOT_READY,
    /** Has a contact. */
    BUSY,
    /** Is at work after a contact. */
    AFTER_CONTACT
}
