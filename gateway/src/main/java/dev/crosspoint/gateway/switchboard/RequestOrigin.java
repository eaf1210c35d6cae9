package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.gateway.audit.AuditEvent.Origin;
import io.vertx.core.MultiMap;
import io.vertx.core.eventbus.DeliveryOptions;

/** Where a request came from, which travels beside a {@link ControlMessage.Request} on the bus. */
public final class RequestOrigin {
    private static final String ADDRESS = "origin-address";
    private static final String USER_AGENT = "origin-user-agent";

    private RequestOrigin() {}

    /** Options like these that carry it. */
    public static DeliveryOptions with(DeliveryOptions options, Origin from) {
        var carrying = new DeliveryOptions(options);
        if (from.address() != null) {
            carrying.addHeader(ADDRESS, from.address());
        }
        if (from.userAgent() != null) {
            carrying.addHeader(USER_AGENT, from.userAgent());
        }
        return carrying;
    }

    static Origin of(MultiMap headers) {
        return new Origin(headers.get(ADDRESS), headers.get(USER_AGENT), null);
    }
}
