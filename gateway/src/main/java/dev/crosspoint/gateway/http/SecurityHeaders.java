package dev.crosspoint.gateway.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** What every answer tells the browser about what it may do with it. */
final class SecurityHeaders implements Handler<RoutingContext> {

    /** Only our own files, no markup made by script, in no frame, and no form leaves the page. */
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
                    + "connect-src 'self'; media-src 'self' blob:; "
                    + "require-trusted-types-for 'script'; trusted-types 'none'; "
                    + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String PERMISSIONS_POLICY =
            "microphone=(self), speaker-selection=(self), camera=(), geolocation=(), payment=(), "
                    + "usb=(), display-capture=()";

    /** A year: what the preload lists ask for at the least. Browsers ignore it for IP addresses. */
    private static final String STRICT_TRANSPORT_SECURITY = "max-age=31536000";

    @Override
    public void handle(RoutingContext context) {
        put(context.response());
        context.next();
    }

    static void put(HttpServerResponse response) {
        response.putHeader("content-security-policy", CONTENT_SECURITY_POLICY)
                .putHeader("permissions-policy", PERMISSIONS_POLICY)
                .putHeader("strict-transport-security", STRICT_TRANSPORT_SECURITY)
                .putHeader("x-content-type-options", "nosniff")
                .putHeader("referrer-policy", "no-referrer")
                .putHeader("cross-origin-opener-policy", "same-origin")
                .putHeader("cross-origin-resource-policy", "same-origin");
    }
}
