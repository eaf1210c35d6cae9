package dev.crosspoint.gateway.http;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/**
 * The errors of the API (RFC 9457). This enum is the whole table; a client can rely on {@code
 * type}.
 */
enum Problem {
    BAD_REQUEST(400, "The request is not of the form this address takes."),
    SIGN_IN_FAILED(401, "That name and password do not belong together."),
    NOT_ALLOWED(403, "This is not available from your network or host name."),
    NOT_FOUND(404, "There is nothing at this address."),
    WRONG_METHOD(405, "This address does not take that method."),
    TOO_LARGE(413, "The request is larger than this address takes."),
    NOT_JSON(415, "The request must be JSON."),
    TOO_MANY(429, "Too many attempts."),
    INTERNAL(500, "The gateway failed on this request."),
    NOT_READY(503, "The gateway cannot do this right now.");

    private final int status;
    private final String title;

    Problem(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** Ends a request with this problem. */
    void answer(RoutingContext context) {
        if (context.response().ended() || context.response().headWritten()) {
            return;
        }
        var name = name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        context.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/problem+json")
                .putHeader("cache-control", "no-store")
                .end(
                        new JsonObject()
                                .put("type", "urn:crosspoint:problem:" + name)
                                .put("title", title)
                                .put("status", status)
                                .encode());
    }

    /** The problem for a status that the router came to by itself. */
    static Problem ofStatus(int status) {
        for (var problem : values()) {
            if (problem.status == status) {
                return problem;
            }
        }
        return status >= 400 && status < 500 ? BAD_REQUEST : INTERNAL;
    }
}
