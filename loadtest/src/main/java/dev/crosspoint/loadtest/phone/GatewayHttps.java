package dev.crosspoint.loadtest.phone;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.OpenSSLEngineOptions;

/** HTTPS and WebSockets to the gateway, by BoringSSL; its certificate is not checked. */
final class GatewayHttps {
    /**
     * Sign-ins at once. The gateway lets an address try 20 times before it slows it down, and gives
     * good ones back.
     */
    private static final int SIGN_INS = 4;

    private static final int MOST_WEB_SOCKETS = 20_000;

    private final Target target;
    private final HttpClient https;
    private final WebSocketClient webSockets;

    GatewayHttps(Vertx vertx, Target target) {
        this.target = target;
        var tls = new OpenSSLEngineOptions();
        https =
                vertx.createHttpClient(
                        new HttpClientOptions()
                                .setSsl(true)
                                .setSslEngineOptions(tls)
                                .setTrustAll(true)
                                .setVerifyHost(false),
                        new PoolOptions().setHttp1MaxSize(SIGN_INS));
        webSockets =
                vertx.createWebSocketClient(
                        new WebSocketClientOptions()
                                .setSsl(true)
                                .setSslEngineOptions(tls)
                                .setTrustAll(true)
                                .setVerifyHost(false)
                                .setMaxConnections(MOST_WEB_SOCKETS));
    }

    WebSocketClient webSockets() {
        return webSockets;
    }

    /** Posts to the gateway; fails with {@link CallRefused} unless it says 2xx. */
    Future<JsonObject> post(String path, JsonObject body) {
        return https.request(HttpMethod.POST, target.httpsPort(), target.host(), path)
                .compose(request ->
                        request.putHeader("content-type", "application/json").send(body.toBuffer()))
                .compose(GatewayHttps::read);
    }

    private static Future<JsonObject> read(HttpClientResponse response) {
        return response.statusCode() / 100 == 2
                ? response.body().map(JsonObject::new)
                : Future.failedFuture(new CallRefused(response.statusCode(), "the sign-in"));
    }
}
