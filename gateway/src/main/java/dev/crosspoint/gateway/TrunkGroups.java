package dev.crosspoint.gateway;

import dev.crosspoint.gateway.config.Section;
import dev.crosspoint.signaling.api.SignalingConfig.TrunkConfig;
import dev.crosspoint.signaling.api.Tenant;
import java.util.HashMap;
import java.util.List;

/**
 * What trunks that stand in for each other must have in common. A call's audio is described before
 * it is known by which of them it goes, so the description has to do for all.
 */
final class TrunkGroups {
    private record Group(Tenant tenant, String name) {}

    private TrunkGroups() {}

    static void check(List<TrunkConfig> trunks, Section root) {
        var first = new HashMap<Group, TrunkConfig>();
        for (var trunk : trunks) {
            var name = trunk.service().outbound().group();
            if (name == null) {
                continue;
            }
            if (trunk.host() == null) {
                root.problem("trunks[].failover", trunk.id(), "a trunk with a host to call");
            }
            var other = first.putIfAbsent(new Group(trunk.tenant(), name), trunk);
            if (other != null && !isAlike(trunk, other)) {
                root.problem(
                        "trunks[].failover.group",
                        trunk.id(),
                        "the mediaSecurity, mediaNetworks and transfers of " + other.id());
            }
        }
    }

    private static boolean isAlike(TrunkConfig one, TrunkConfig other) {
        return one.mediaSecurity() == other.mediaSecurity()
                && one.mediaNetworks().equals(other.mediaNetworks())
                && one.transfers().equals(other.transfers());
    }
}
