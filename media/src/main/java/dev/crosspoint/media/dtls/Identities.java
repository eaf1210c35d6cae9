package dev.crosspoint.media.dtls;

import java.security.SecureRandom;
import java.time.Duration;

/**
 * Which identity legs are described with: the same for all that are made within a period, then a
 * new one. A leg keeps its own for life, through every later description of it, and nobody else
 * keeps what has been replaced: it is gone with the last leg that has it. Belongs to one loop.
 */
public final class Identities {
    private final long periodNanos;
    private final SecureRandom random;
    private DtlsIdentity current;
    private long madeNanos;

    /** Begins with a first identity. */
    public Identities(Duration period, SecureRandom random, long nowNanos) {
        this.periodNanos = period.toNanos();
        this.random = random;
        this.current = DtlsIdentity.generate(random);
        this.madeNanos = nowNanos;
    }

    /** That of a leg which is made now; once in a period this takes the time to make a key. */
    public DtlsIdentity current(long nowNanos) {
        if (nowNanos - madeNanos >= periodNanos) {
            current = DtlsIdentity.generate(random);
            madeNanos = nowNanos;
        }
        return current;
    }
}
