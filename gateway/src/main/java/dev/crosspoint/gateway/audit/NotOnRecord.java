package dev.crosspoint.gateway.audit;

/** An event could not be put on record: whatever it tells of must not be done. */
public final class NotOnRecord extends Exception {
    private static final long serialVersionUID = 1;

    /** With what kept it off, safe to show. */
    public NotOnRecord(String why) {
        super("it cannot be put on record: " + why, null, false, false);
    }
}
