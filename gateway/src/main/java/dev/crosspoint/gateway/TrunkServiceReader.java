package dev.crosspoint.gateway;

import static dev.crosspoint.gateway.config.Expected.ID;

import dev.crosspoint.gateway.config.Section;
import dev.crosspoint.signaling.api.TrunkService;
import dev.crosspoint.signaling.api.TrunkService.Limits;
import dev.crosspoint.signaling.api.TrunkService.Outbound;

/** Reads what an entry of {@code trunks} says beyond who the trunk is. */
final class TrunkServiceReader {
    private static final int MOST_PROBE_SECONDS = 3_600;
    private static final int MOST_CALLS = 10_000;
    private static final int MOST_PER_SECOND = 1_000;

    private TrunkServiceReader() {}

    static TrunkService read(Section trunk) {
        var limits = trunk.section("limits");
        return new TrunkService(
                outbound(trunk, trunk.section("failover")),
                new Limits(
                        limits.integer("calls", 0, MOST_CALLS, 0),
                        limits.integer("callsPerSecond", 0, MOST_PER_SECOND, 0)));
    }

    private static Outbound outbound(Section trunk, Section failover) {
        var group = failover.optionalText("group", ID).orElse(null);
        int priority = failover.integer("priority", 0, 65_535, Outbound.USUAL_PRIORITY);
        int weight = failover.integer("weight", 0, 65_535, Outbound.USUAL_WEIGHT);
        boolean isRanked = priority != Outbound.USUAL_PRIORITY || weight != Outbound.USUAL_WEIGHT;
        if (group == null && isRanked) {
            failover.problem("group", null, "a group, to have a priority or weight in");
        }
        return new Outbound(
                group,
                priority,
                weight,
                trunk.integer(
                        "probeSeconds",
                        0,
                        MOST_PROBE_SECONDS,
                        group == null ? 0 : Outbound.USUAL_PROBE_SECONDS));
    }
}
