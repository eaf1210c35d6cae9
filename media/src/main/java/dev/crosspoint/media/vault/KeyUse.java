package dev.crosspoint.media.vault;

import dev.crosspoint.media.api.Tenant;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One use of a key, as it goes on record (KMS-5, KMS-9). Holds no secret.
 *
 * @param when when it was answered
 * @param tenant whose key
 * @param keyId which key was asked for; for {@link Operation#REWRAP} the one that wraps afterwards
 * @param context what came along, {@code null} where the operation has none
 * @param requestId the key service's own name for the request, by which its records find it; {@code
 *     null} where it gave none
 * @param failure why it failed, {@code null} when it was done
 */
public record KeyUse(
        Instant when,
        Operation what,
        Tenant tenant,
        String keyId,
        @Nullable EncryptionContext context,
        @Nullable String requestId,
        KeyFailure.@Nullable Reason failure) {

    /** What was asked of the key. */
    public enum Operation {
        DESCRIBE(true),
        GRANT(false),
        GENERATE(false),
        GENERATE_WITHOUT_PLAINTEXT(false),
        WRAP(false),
        UNWRAP(true),
        REWRAP(false),
        /** The next generation was made. */
        ROTATE(false),
        /** An old generation was destroyed. */
        RETIRE(false);

        private final boolean readOnly;

        Operation(boolean readOnly) {
            this.readOnly = readOnly;
        }

        /** Whether it leaves everything as it is, as audit records say. */
        public boolean readOnly() {
            return readOnly;
        }
    }

    /** Told of each use, on the thread that asked, before it gets its answer. Must not throw. */
    @FunctionalInterface
    public interface Listener {
        void onUse(KeyUse use);
    }
}
