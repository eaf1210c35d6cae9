package dev.crosspoint.gateway.access;

import dev.crosspoint.signaling.api.Tenant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Which tenant somebody signs in to: the only one, or the one of the host name they came by. */
public final class TenantChoice {
    private final Map<String, Tenant> byHost = new HashMap<>();
    private final List<Tenant> tenants;

    /**
     * The tenants there are.
     *
     * @param hosts host names of each, none in two
     */
    public TenantChoice(Map<Tenant, List<String>> hosts) {
        this.tenants = List.copyOf(hosts.keySet());
        hosts.forEach((tenant, names) ->
                names.forEach(name -> byHost.put(name.toLowerCase(Locale.ROOT), tenant)));
    }

    /**
     * The tenant for a request.
     *
     * @param host host name of the request, without a port
     */
    public Optional<Tenant> byHost(String host) {
        var tenant = byHost.get(host.toLowerCase(Locale.ROOT));
        if (tenant == null && tenants.size() == 1) {
            return Optional.of(tenants.getFirst());
        }
        return Optional.ofNullable(tenant);
    }
}
