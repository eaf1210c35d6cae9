package dev.crosspoint.gateway.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/**
 * The token of a sign-in, as requests carry it: in a header that only script of our own origin can
 * write, never in a cookie or an address.
 */
public final class BearerToken {
    private static final String SCHEME = "Bearer ";

    private BearerToken() {}

    /** The token of a request; empty when there is none. */
    public static Optional<String> of(HttpServerRequest request) {
        return Optional.ofNullable(request.getHeader("authorization"))
                .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(header -> header.substring(SCHEME.length()).strip());
    }
}
