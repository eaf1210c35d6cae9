package dev.crosspoint.gateway.keys;

import dev.crosspoint.gateway.store.InstanceKey.Life;
import java.time.Duration;
import java.time.Instant;

/**
 * How long a key for fields lives (PII-5).
 *
 * @param seals how long it seals: 1 h to 30 days
 * @param opens how long after that it opens what it sealed, before it is destroyed: a day or more
 */
public record FieldPeriod(Duration seals, Duration opens) {
    private static final Duration SHORTEST = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofDays(30);

    /** A day, and two years. */
    public static final FieldPeriod USUAL =
            new FieldPeriod(Duration.ofDays(1), Duration.ofDays(730));

    public FieldPeriod {
        if (seals.compareTo(SHORTEST) < 0 || seals.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a key seals for 1 h to 30 days");
        }
        if (opens.compareTo(Duration.ofDays(1)) < 0) {
            throw new IllegalArgumentException("a key opens for a day or more");
        }
    }

    /** Of a key that is made now. */
    Life from(Instant now) {
        var notAfter = now.plus(seals);
        return new Life(notAfter, notAfter.plus(opens));
    }
}
