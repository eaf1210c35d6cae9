package dev.crosspoint.gateway.local;

import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.delivery.NamePart;
import java.util.Optional;

/**
 * The name of one generation of a tenant's own key: {@code local:account/instance/generation}.
 *
 * @param generation from 1
 */
record LocalKeyId(Tenant tenant, int generation) {
    private static final String SCHEME = "local:";

    String text() {
        return of(tenant) + generation;
    }

    static boolean isLocal(String text) {
        return text.startsWith(SCHEME);
    }

    /** Which generation of the tenant's key it is; empty when it is none. */
    static Optional<LocalKeyId> parse(Tenant tenant, String text) {
        var start = of(tenant);
        if (!text.startsWith(start)) {
            return Optional.empty();
        }
        var number = text.substring(start.length());
        return number.matches("[1-9][0-9]{0,8}")
                ? Optional.of(new LocalKeyId(tenant, Integer.parseInt(number)))
                : Optional.empty();
    }

    private static String of(Tenant tenant) {
        return SCHEME + NamePart.of(tenant.account()) + "/" + NamePart.of(tenant.instance()) + "/";
    }
}
