package dev.crosspoint.gateway.history;

/** Bytes that are no entry, or one of a later version. Says where, never what. */
final class BadEntry extends Exception {
    private static final long serialVersionUID = 1;

    BadEntry(String what) {
        super(what, null, false, false);
    }
}
