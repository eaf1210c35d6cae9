package dev.crosspoint.gateway.store;

/**
 * The database is away, too slow, or too busy. What was asked may have happened or not; every
 * method of the stores may be asked again.
 */
public final class StoreUnavailable extends Exception {
    private static final long serialVersionUID = 1;

    StoreUnavailable(String why) {
        super("the database is not available: " + why, null, false, false);
    }
}
