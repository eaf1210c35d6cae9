package dev.crosspoint.gateway.people;

import dev.crosspoint.gateway.access.PasswordHash;
import java.util.Locale;

/**
 * What a password must be: long (NIST SP 800-63B, 3.1.1.2: length rather than kinds of characters),
 * and not the name of whoever has it. Pure.
 */
final class PasswordRules {
    static final int LEAST_CHARS = 12;

    /** Fewer different characters are a pattern on the keyboard. */
    private static final int LEAST_DIFFERENT = 5;

    private PasswordRules() {}

    static boolean isGood(String password, Person person) {
        var lower = password.toLowerCase(Locale.ROOT);
        return password.length() >= LEAST_CHARS
                && password.length() <= PasswordHash.MAX_PASSWORD_CHARS
                && password.chars().distinct().count() >= LEAST_DIFFERENT
                && !lower.contains(person.id().toLowerCase(Locale.ROOT));
    }
}
