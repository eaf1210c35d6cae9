package dev.crosspoint.gateway.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where contacts go that overflow, one queue after the other. */
public final class OverflowChain {
    private OverflowChain() {}

    /**
     * The queues between which contacts would wander for ever, beginning and ending with the same
     * one; empty when every chain has an end.
     *
     * @param queues all of a tenant, by id; one that is named and missing ends a chain
     */
    public static Optional<List<String>> circle(Map<String, QueueRules> queues) {
        for (var start : queues.keySet()) {
            var chain = new ArrayList<String>();
            for (var next = start; next != null; next = overflow(queues.get(next))) {
                int seen = chain.indexOf(next);
                chain.add(next);
                if (seen >= 0) {
                    return Optional.of(List.copyOf(chain.subList(seen, chain.size())));
                }
            }
        }
        return Optional.empty();
    }

    private static @Nullable String overflow(@Nullable QueueRules rules) {
        return rules == null ? null : rules.overflow();
    }
}
