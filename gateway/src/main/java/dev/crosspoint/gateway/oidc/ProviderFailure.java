package dev.crosspoint.gateway.oidc;

/** A provider did not sign somebody in. */
public final class ProviderFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final Kind kind;

    /** Why not. */
    public enum Kind {
        /** It does not answer, or answers with something else. */
        AWAY,
        /** It knows nothing of that code or sign-in, or nothing any more. */
        REFUSED,
        /** What it sent is not signed by it, not for us, not for this sign-in or too old. */
        UNTRUSTED
    }

    /**
     * @param message safe to log
     */
    ProviderFailure(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
