package dev.crosspoint.gateway.http;

import io.vertx.core.Future;

/** Whether audio could flow now. */
@FunctionalInterface
public interface MediaProbe {
    /** Longest that a check takes, ms; load balancers wait about five seconds. */
    int LIMIT_MS = 4_000;

    /**
     * Sends something through every media loop; fails within {@link #LIMIT_MS} when one is stuck.
     */
    Future<Void> check();
}
