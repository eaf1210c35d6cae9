package dev.crosspoint.gateway.http;

import dev.crosspoint.signaling.agent.ProxyTrust;
import dev.crosspoint.signaling.api.RequestSource;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;

/** Finds out once for every request where it comes from, whoever stands between. */
public final class ClientSource implements Handler<RoutingContext> {
    private static final String KEY = "client-source";

    private final ProxyTrust proxies;

    /** To be the first handler of a router. */
    public ClientSource(ProxyTrust proxies) {
        this.proxies = proxies;
    }

    /** Where a request of the gateway's router comes from. */
    public static RequestSource of(RoutingContext context) {
        return Objects.requireNonNull(context.<RequestSource>get(KEY), "not found out yet");
    }

    /** Its client's address: an IP literal, or a word that is none. */
    static String address(RoutingContext context) {
        return Objects.requireNonNullElse(of(context).address(), ProxyTrust.UNKNOWN);
    }

    @Override
    public void handle(RoutingContext context) {
        var request = context.request();
        var peer = String.valueOf(request.remoteAddress().hostAddress());
        context.put(
                KEY,
                new RequestSource(
                        proxies.client(peer, request.headers()::getAll),
                        request.getHeader(HttpHeaders.ORIGIN),
                        request.getHeader(HttpHeaders.USER_AGENT)));
        context.next();
    }
}
