package dev.crosspoint.gateway.renewal;

import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * One secret that can be exchanged while the gateway runs.
 *
 * @param setting its key in the configuration
 * @param tenants whose it is, for their audit trails
 * @param of where it is found
 * @param take gives the new value to whoever uses it
 */
public record Renewable<C, T>(
        String setting, List<Tenant> tenants, Function<C, T> of, Function<T, Future<?>> take) {
    public Renewable {
        tenants = List.copyOf(tenants);
    }

    boolean isOther(C before, C now) {
        return !Objects.equals(of.apply(before), of.apply(now));
    }

    Future<?> take(C now) {
        return take.apply(of.apply(now));
    }
}
