package dev.crosspoint.signaling.trunk;

import dev.crosspoint.signaling.api.SignalingConfig.TrunkConfig;
import dev.crosspoint.signaling.sip.Ranked;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Which trunks a call may go by, and in what order. */
final class Routes {

    private Routes() {}

    /**
     * The trunks that stand in for one, it included: by priority and weight, and behind all others
     * those that do not seem to be there. They are not left out, since a call that may fail is
     * better than none.
     *
     * @param all those that are configured
     */
    static List<TrunkConfig> order(
            TrunkConfig wanted,
            List<TrunkConfig> all,
            TrunkStates states,
            long nowNanos,
            RandomGenerator random) {
        var well = new ArrayList<Ranked<TrunkConfig>>();
        var ill = new ArrayList<Ranked<TrunkConfig>>();
        for (var trunk : all) {
            if (isMember(trunk, wanted)) {
                var outbound = trunk.service().outbound();
                (states.of(trunk.id()).health().isWell(nowNanos) ? well : ill)
                        .add(new Ranked<>(trunk, outbound.priority(), outbound.weight()));
            }
        }
        var ordered = new ArrayList<>(Ranked.order(well, random));
        ordered.addAll(Ranked.order(ill, random));
        return ordered;
    }

    private static boolean isMember(TrunkConfig trunk, TrunkConfig wanted) {
        var group = wanted.service().outbound().group();
        return trunk.id().equals(wanted.id())
                || (group != null
                        && group.equals(trunk.service().outbound().group())
                        && trunk.tenant().equals(wanted.tenant()));
    }
}
