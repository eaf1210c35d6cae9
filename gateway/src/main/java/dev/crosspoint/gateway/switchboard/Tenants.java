package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.gateway.call.CallControl;
import dev.crosspoint.gateway.call.CallFacts.WallClock;
import dev.crosspoint.gateway.call.Fresh;
import dev.crosspoint.gateway.flow.FlowRunner;
import dev.crosspoint.signaling.api.Tenant;
import java.util.HashMap;
import java.util.Map;

/** The rules by which each tenant's calls go, and the world that its flows see. */
final class Tenants {
    private record Room(CallControl control, TenantWorld world) {}

    private final Map<Tenant, Room> rooms = new HashMap<>();

    Tenants(
            CallSettings settings,
            RoutingDesk routing,
            LiveCalls calls,
            Fresh fresh,
            WallClock clock) {
        for (var tenant : settings.tenants()) {
            var world = new TenantWorld(tenant, clock, fresh, routing.queues(), calls);
            var flows = new FlowRunner(tenant.flows(), world);
            var control = new CallControl(settings.rulesFor(tenant), flows, fresh);
            rooms.put(tenant.tenant(), new Room(control, world));
        }
    }

    /**
     * @throws IllegalArgumentException when there is no such tenant
     */
    CallControl control(Tenant tenant) {
        return room(tenant).control();
    }

    /**
     * @throws IllegalArgumentException when there is no such tenant
     */
    TenantWorld world(Tenant tenant) {
        return room(tenant).world();
    }

    private Room room(Tenant tenant) {
        var room = rooms.get(tenant);
        if (room == null) {
            throw new IllegalArgumentException("no such tenant");
        }
        return room;
    }
}
