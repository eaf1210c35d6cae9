package dev.crosspoint.media.vault;

import org.jspecify.annotations.Nullable;

/** A key service did not do what it was asked. The message names keys by id, never their bits. */
public final class KeyFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** What to do about it. */
    public enum Reason {
        /**
         * The key is disabled, gone, or no longer ours to use: revoked. Ask again later, it may be
         * granted anew (KMS-6).
         */
        DENIED,
        /** The service does not answer, or has too much to do. Ask again soon. */
        UNAVAILABLE,
        /** What was to be opened is not what that key wrapped in that context. Never ask again. */
        INVALID
    }

    public KeyFailure(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
