package dev.crosspoint.gateway.access;

import com.password4j.Argon2Function;
import com.password4j.BadParametersException;
import com.password4j.Password;
import com.password4j.types.Argon2;
import dev.crosspoint.signaling.api.Private;

/**
 * Argon2id with 19 MiB, two passes, one lane: what OWASP recommends at the least. Takes about 50 ms
 * of a core, so it belongs on a worker.
 */
public final class PasswordHash {
    private static final int MEMORY_KIB = 19_456;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;

    /** Longer ones only cost time. */
    public static final int MAX_PASSWORD_CHARS = 256;

    private PasswordHash() {}

    /** A new hash, in PHC form, with a random salt. */
    public static Private of(String password) {
        var function = Argon2Function.getInstance(MEMORY_KIB, PASSES, LANES, HASH_BYTES, Argon2.ID);
        return new Private(
                Password.hash(password).addRandomSalt(SALT_BYTES).with(function).getResult());
    }

    /** Whether a password is the one behind a hash; false for a hash that is none. */
    public static boolean matches(String password, Private hash) {
        if (password.length() > MAX_PASSWORD_CHARS) {
            return false;
        }
        try {
            var function = Argon2Function.getInstanceFromHash(hash.value());
            return Password.check(password, hash.value()).with(function);
        } catch (BadParametersException e) {
            return false;
        }
    }
}
