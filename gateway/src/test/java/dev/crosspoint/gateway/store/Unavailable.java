package dev.crosspoint.gateway.store;

/** What a database says that is away, for doubles of stores. */
public final class Unavailable {
    private Unavailable() {}

    public static StoreUnavailable now() {
        return new StoreUnavailable("told to be away");
    }
}
