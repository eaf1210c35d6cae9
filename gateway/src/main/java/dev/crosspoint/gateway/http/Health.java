package dev.crosspoint.gateway.http;

import io.vertx.core.Vertx;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.healthchecks.HealthCheckHandler;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Liveness ({@code /health/live}: this process answers) and readiness ({@code /health/ready}: it
 * can take calls).
 */
final class Health {
    /** Only a probe that breaks its word takes longer. */
    private static final long PROBE_TIMEOUT_MS = MediaProbe.LIMIT_MS + 500;

    private final Vertx vertx;
    private final BooleanSupplier taking;
    private final MediaProbe media;

    /**
     * Checks of these.
     *
     * @param taking whether everything is deployed and nothing is closing
     */
    Health(Vertx vertx, BooleanSupplier taking, MediaProbe media) {
        this.vertx = vertx;
        this.taking = taking;
        this.media = media;
    }

    void mount(Router router) {
        router.get("/health/live").handler(HealthCheckHandler.create(vertx));
        var ready = HealthChecks.create(vertx);
        ready.register(
                "calls",
                promise -> promise.complete(taking.getAsBoolean() ? Status.OK() : Status.KO()));
        ready.register(
                "media",
                2 * PROBE_TIMEOUT_MS, // Never reached; past it the library would say 500.
                promise ->
                        media.check()
                                .timeout(PROBE_TIMEOUT_MS, TimeUnit.MILLISECONDS)
                                .onSuccess(_ -> promise.complete(Status.OK()))
                                .onFailure(_ -> promise.complete(Status.KO())));
        router.get("/health/ready").handler(HealthCheckHandler.createWithHealthChecks(ready));
    }
}
