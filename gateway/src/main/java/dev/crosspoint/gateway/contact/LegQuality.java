package dev.crosspoint.gateway.contact;

import org.jspecify.annotations.Nullable;

/**
 * How one leg of a contact sounded, of everything that it sent us.
 *
 * @param leg id of the leg
 * @param who what it was there for
 * @param codec RFC 3551 or RFC 7587 name, such as {@code opus}
 * @param packets that arrived
 * @param lostPercent of those that should have, 0 to 100
 * @param jitterMs RFC 3550 6.4.1, the mean of its reports
 * @param roundTripMs the mean of its reports; null when never measured
 * @param mos estimated by the E-model (ITU-T G.107), 1 to 4.5
 */
public record LegQuality(
        String leg,
        Who who,
        String codec,
        long packets,
        double lostPercent,
        double jitterMs,
        @Nullable Double roundTripMs,
        double mos) {

    /** What a leg is there for. */
    public enum Who {
        AGENT,
        CUSTOMER,
        /** Somebody an agent or a flow called in from outside. */
        THIRD_PARTY,
        SUPERVISOR
    }
}
