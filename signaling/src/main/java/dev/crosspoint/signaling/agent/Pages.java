package dev.crosspoint.signaling.agent;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;

/** Answers every request that is no WebSocket upgrade. */
@FunctionalInterface
public interface Pages extends Handler<HttpServerRequest> {

    /**
     * Answers what is no whole request, and of which nothing but this is sure.
     *
     * @param status 400, 414 (its address is too long) or 431 (its headers are)
     */
    default void onBroken(HttpServerRequest request, int status) {
        request.response().setStatusCode(status).end();
    }
}
