package dev.crosspoint.gateway.access;

import java.util.List;

/**
 * From where a tenant's people and programs may come (SEC-7).
 *
 * @param origins web origins of pages that browsers may send requests from, as {@code
 *     https://host:port}; empty for no rule. What names no origin is no page, and is let in
 * @param networks CIDR blocks; empty for everywhere
 */
public record AccessRules(List<String> origins, List<String> networks) {
    /** From everywhere. */
    public static final AccessRules NONE = new AccessRules(List.of(), List.of());

    public AccessRules {
        origins = List.copyOf(origins);
        networks = List.copyOf(networks);
    }
}
