package dev.crosspoint.gateway.journal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Entries could not be taken, or not be read now. Those that were taken before are still there. */
public final class JournalFailure extends IOException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** What to do about it. */
    public enum Reason {
        /** As much waits as may wait, or the disk is full. Make room, or bring the store back. */
        FULL,
        /** The key service gives no key, or does not open one. Ask again. */
        KEY,
        /** The disk does not do what it is asked. */
        DISK
    }

    JournalFailure(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
