package dev.crosspoint.gateway.recording;

import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.delivery.DeliveryTarget;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * How many recordings are sent at once: a few to each place of each tenant, so that a place that
 * hangs holds up what goes there, and nothing else. Shared out beforehand, so that all together are
 * bounded without anybody waiting for another's.
 */
final class DeliveryLanes {
    /** To one place: from there on the line is full rather than the time spent waiting. */
    static final int MOST_AT_ONCE = 8;

    /** To all places, unless there are more places than that: each sends a part from memory. */
    static final int MOST_IN_ALL = 32;

    private final Map<Lane, Semaphore> lanes = new HashMap<>();

    /** Two tenants in one folder have one each. */
    private record Lane(Tenant tenant, DeliveryTarget target) {}

    /**
     * @param settings of every tenant
     */
    DeliveryLanes(List<TenantRecordings> settings) {
        var all = new HashSet<Lane>();
        for (var tenant : settings) {
            tenant.targets().forEach(target -> all.add(new Lane(tenant.tenant(), target)));
        }
        int each = atOnce(all.size());
        all.forEach(lane -> lanes.put(lane, new Semaphore(each, true)));
    }

    /** To each of so many places. */
    static int atOnce(int places) {
        return Math.clamp(MOST_IN_ALL / Math.max(1, places), 1, MOST_AT_ONCE);
    }

    /**
     * A permit for each recording that may be on its way there; in the order in which they come.
     */
    Semaphore of(Tenant tenant, DeliveryTarget target) {
        var lane = lanes.get(new Lane(tenant, target));
        if (lane == null) {
            throw new IllegalArgumentException("not a place of this tenant");
        }
        return lane;
    }
}
