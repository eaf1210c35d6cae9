package dev.crosspoint.gateway.fraud;

import dev.crosspoint.gateway.contact.PhoneNumber;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who is not to call.
 *
 * @param id what it is lifted by; safe for logs
 * @param until when it ends by itself; null for never
 */
public record Denial(String id, Caller caller, @Nullable Instant until) {

    /** Whom it is about. */
    public sealed interface Caller {}

    /** Whoever calls from a number. */
    public record OfNumber(PhoneNumber number) implements Caller {}

    /** Whoever's calls come from these addresses. */
    public record OfNetwork(NetworkBlock block) implements Caller {}

    /** The sort of caller; all that can be said of one afterwards. */
    public enum Kind {
        NUMBER,
        NETWORK
    }

    /** What is kept in clear of a denial. */
    public record Shown(String id, Kind kind, @Nullable Instant until) {
        boolean isOver(Instant now) {
            return until != null && !until.isAfter(now);
        }
    }

    /** All that may be shown of it. */
    public Shown shown() {
        var kind =
                switch (caller) {
                    case OfNumber _ -> Kind.NUMBER;
                    case OfNetwork _ -> Kind.NETWORK;
                };
        return new Shown(id, kind, until);
    }
}
