package dev.crosspoint.gateway.people;

import dev.crosspoint.gateway.access.Tokens;
import dev.crosspoint.signaling.api.Private;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What opens the door when the authenticator is lost: ten codes of 80 random bits, each good once.
 * They are kept as SHA-256 sums, which is enough for what nobody can guess. Pure.
 */
final class RecoveryCodes {
    private static final int COUNT = 10;
    private static final int BYTES = 10;
    private static final int GROUP = 4;

    private RecoveryCodes() {}

    /** New ones, to be shown once. */
    static List<Private> fresh(SecureRandom random) {
        var codes = new ArrayList<Private>();
        for (int i = 0; i < COUNT; i++) {
            var bytes = new byte[BYTES];
            random.nextBytes(bytes);
            var code = Base32.encode(bytes).toLowerCase(Locale.ROOT);
            codes.add(new Private(code.replaceAll("(.{" + GROUP + "})(?!$)", "$1-")));
        }
        return codes;
    }

    /** As which one is kept, however it was typed. */
    static String sum(String typed) {
        return Tokens.sum(typed.toLowerCase(Locale.ROOT).replaceAll("[^a-z2-7]", ""));
    }
}
