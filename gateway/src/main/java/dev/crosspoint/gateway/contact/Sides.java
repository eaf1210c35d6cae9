package dev.crosspoint.gateway.contact;

/** Which sides of a contact are recorded (REC-3). */
public enum Sides {
    AGENT,
    CUSTOMER,
    BOTH
}
