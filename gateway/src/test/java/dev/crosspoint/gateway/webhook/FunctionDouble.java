package dev.crosspoint.gateway.webhook;

import dev.crosspoint.gateway.tls.TlsIdentity;
import dev.crosspoint.signaling.api.SignalingConfig.PemIdentity;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.PemKeyCertOptions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A program that flows ask, on loopback; how it behaves is in the path. */
final class FunctionDouble implements AutoCloseable {
    private static final String JSON = "application/json";

    /** Requests as they came. */
    final List<Seen> seen = new CopyOnWriteArrayList<>();

    /** Answers that are held back. */
    final BlockingQueue<HttpServerResponse> held = new LinkedBlockingQueue<>();

    private final PemIdentity identity;
    private final HttpServer server;

    record Seen(String uri, String signature, String requestId, Buffer body) {}

    FunctionDouble(Vertx vertx, String name) throws Exception {
        identity = TlsIdentity.selfSigned(List.of(name), Instant.now(), new SecureRandom());
        var options =
                new HttpServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(
                                new PemKeyCertOptions()
                                        .addCertValue(Buffer.buffer(identity.certificatePem()))
                                        .addKeyValue(Buffer.buffer(identity.keyPem())));
        server =
                vertx.createHttpServer(options)
                        .requestHandler(this::onRequest)
                        .listen(0, "127.0.0.1")
                        .await(10, TimeUnit.SECONDS);
    }

    int port() {
        return server.actualPort();
    }

    String certificate() {
        return identity.certificatePem();
    }

    @Override
    public void close() {
        server.close();
    }

    private void onRequest(HttpServerRequest request) {
        request.body()
                .onSuccess(body -> {
                    seen.add(
                            new Seen(
                                    request.uri(),
                                    header(request, "Crosspoint-Signature"),
                                    header(request, "Idempotency-Key"),
                                    body));
                    answer(request, request.response());
                });
    }

    private static String header(HttpServerRequest request, String name) {
        return String.valueOf(request.getHeader(name));
    }

    private void answer(HttpServerRequest request, HttpServerResponse response) {
        switch (String.valueOf(request.path())) {
            case "/fn/answer" ->
                    response.putHeader("Content-Type", JSON + "; charset=utf-8")
                            .end("{\"tier\": \"gold\", \"name\": \"Ann\"}");
            case "/fn/nothing" -> response.setStatusCode(204).end();
            case "/fn/held" -> held.add(response);
            case "/fn/drip" -> {
                // The head comes at once, the body never ends.
                response.putHeader("Content-Type", JSON).setChunked(true).write("{");
                held.add(response);
            }
            case "/fn/drop" -> request.connection().close();
            case "/fn/half" -> {
                response.putHeader("Content-Type", JSON)
                        .putHeader("Content-Length", "100")
                        .write("{\"tier\":");
                request.connection().close();
            }
            case "/fn/redirect" ->
                    response.setStatusCode(302).putHeader("Location", "/fn/answer").end();
            case "/fn/error" -> response.setStatusCode(500).end();
            case "/fn/html" -> response.putHeader("Content-Type", "text/html").end("{}");
            case "/fn/untyped" -> response.end("{}");
            case "/fn/number" -> response.putHeader("Content-Type", JSON).end("{\"age\": 5}");
            case "/fn/huge" -> {
                response.putHeader("Content-Type", JSON).setChunked(true);
                for (int i = 0; i < 40; i++) {
                    response.write("{\"k" + i + "\": \"" + "x".repeat(1_000));
                }
                held.add(response); // It would go on.
            }
            default -> response.setStatusCode(404).end();
        }
    }
}
