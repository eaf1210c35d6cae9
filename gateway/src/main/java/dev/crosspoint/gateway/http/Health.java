package dev.crosspoint.gateway.http;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.healthchecks.HealthCheckHandler;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Liveness ({@code /health/live}: this process answers) and readiness ({@code /health/ready}: it
 * can take calls). Calls need no database: whether it answers is told, and changes nothing.
 */
final class Health {
    /** Only a probe that breaks its word takes longer. */
    private static final long PROBE_TIMEOUT_MS = MediaProbe.LIMIT_MS + 500;

    private final Vertx vertx;
    private final BooleanSupplier taking;
    private final MediaProbe media;
    private final BooleanSupplier database;

    /**
     * Checks of these.
     *
     * @param taking whether everything is deployed and nothing is closing
     * @param database whether the database answers
     */
    Health(Vertx vertx, BooleanSupplier taking, MediaProbe media, BooleanSupplier database) {
        this.vertx = vertx;
        this.taking = taking;
        this.media = media;
        this.database = database;
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
        ready.register(
                "database",
                promise -> {
                    var told = new JsonObject().put("answers", database.getAsBoolean());
                    promise.complete(Status.OK(told));
                });
        router.get("/health/ready").handler(HealthCheckHandler.createWithHealthChecks(ready));
    }
}
