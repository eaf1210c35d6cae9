package dev.crosspoint.media.sdp;

/** A session description breaks the grammar or our limits. Never quotes what it says. */
public final class BadSdp extends Exception {
    private static final long serialVersionUID = 1;

    BadSdp(String reason) {
        super(reason);
    }
}
