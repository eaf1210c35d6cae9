package dev.crosspoint.media.delivery;

import dev.crosspoint.media.vault.KeyFailure;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Something could not be delivered or confirmed. The message says what, and nothing personal. */
public final class DeliveryFailure extends IOException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** What to do about it. */
    public enum Reason {
        /** The place does not answer, or not in time, or has too much to do. Try again. */
        RETRY,
        /** We may not, or there is no such place. Somebody must look; try again all the same. */
        DENIED,
        /** Something else lies there under this name. It stays; take another name. */
        CONFLICT,
        /** The source is damaged, or what lies there is not what was delivered. Stop. */
        BROKEN
    }

    public DeliveryFailure(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** What a key's refusal means for what it seals. */
    public static DeliveryFailure of(KeyFailure failure) {
        var reason =
                switch (failure.reason()) {
                    case DENIED -> Reason.DENIED;
                    case UNAVAILABLE -> Reason.RETRY;
                    case INVALID -> Reason.BROKEN;
                };
        return new DeliveryFailure(
                reason, "the recording cannot be opened: " + failure.getMessage(), failure);
    }

    /** The source is not what it was, and nobody can mend it. */
    public static DeliveryFailure broken(Exception why) {
        return new DeliveryFailure(Reason.BROKEN, String.valueOf(why.getMessage()), why);
    }

    public Reason reason() {
        return reason;
    }
}
