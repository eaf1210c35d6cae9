package dev.crosspoint.gateway.http;

import io.vertx.core.Future;

/** Whether audio could flow now. */
@FunctionalInterface
public interface MediaProbe {

    /** Sends something through every media loop; fails, or takes too long, when one is stuck. */
    Future<Void> check();
}
