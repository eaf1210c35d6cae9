package dev.crosspoint.media.dtls;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Which identity legs are described with: the same for all that are made within a period, then a
 * new one. A leg keeps its own for life, through every later description of it, and nobody else
 * keeps what has been replaced: it is gone with the last leg that has it. For all loops at once.
 */
public final class Identities {
    private record Made(DtlsIdentity identity, long nanos) {}

    private final long periodNanos;
    private final SecureRandom random;
    private final Executor elsewhere;
    private final AtomicBoolean making = new AtomicBoolean();
    private volatile Made made;

    /**
     * Begins with a first identity, which takes the time to make a key.
     *
     * @param elsewhere where later ones are made: milliseconds that no loop has
     */
    public Identities(Duration period, SecureRandom random, Executor elsewhere, long nowNanos) {
        this.periodNanos = period.toNanos();
        this.random = random;
        this.elsewhere = elsewhere;
        this.made = new Made(DtlsIdentity.generate(random), nowNanos);
    }

    /**
     * That of a leg which is made now. When a period is over, the old one until the new is made.
     */
    public DtlsIdentity current(long nowNanos) {
        if (nowNanos - made.nanos() >= periodNanos && making.compareAndSet(false, true)) {
            elsewhere.execute(() -> make(nowNanos));
        }
        return made.identity();
    }

    private void make(long nowNanos) {
        try {
            made = new Made(DtlsIdentity.generate(random), nowNanos);
        } finally {
            making.set(false);
        }
    }
}
