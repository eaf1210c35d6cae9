package dev.crosspoint.gateway.people;

import dev.crosspoint.gateway.access.PasswordHash;
import dev.crosspoint.signaling.api.Private;
import java.util.Objects;
import java.util.concurrent.Semaphore;

/** Measures and makes password hashes, few at once. Blocks: on virtual threads. */
final class Passwords {
    /** Hashes that are computed at once: 19 MiB and 50 ms of a core each. */
    private static final int AT_ONCE = 2;

    private final Private nobodysHash;
    private final Semaphore permits = new Semaphore(AT_ONCE);

    /**
     * @param nobodysHash hash of a random password, that unknown names are measured against
     */
    Passwords(Private nobodysHash) {
        this.nobodysHash = nobodysHash;
    }

    /** Takes as long for somebody without a password, and is false then. */
    boolean isOf(Person person, String password) {
        return matches(password, Objects.requireNonNullElse(person.password(), nobodysHash))
                && person.password() != null;
    }

    /** As long as it takes with somebody; never right. */
    void measureInVain(String password) {
        var _ = matches(password, nobodysHash);
    }

    private boolean matches(String password, Private hash) {
        permits.acquireUninterruptibly();
        try {
            return PasswordHash.matches(password, hash);
        } finally {
            permits.release();
        }
    }

    Private hash(String password) {
        permits.acquireUninterruptibly();
        try {
            return PasswordHash.of(password);
        } finally {
            permits.release();
        }
    }
}
