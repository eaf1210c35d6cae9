package dev.crosspoint.gateway.e2e;

import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** JSON-RPC 2.0 over one WebSocket, by a client that is no browser: no page, no Origin. */
final class JsonRpcSocket implements AutoCloseable {
    private static final long LIMIT_MS = 30_000;

    /** Kept, because Vert.x closes a client, and all its connections, that nobody holds. */
    private final WebSocketClient client;

    private final ClientWebSocket socket;
    private final List<JsonObject> arrived = new ArrayList<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    private JsonRpcSocket(WebSocketClient client) {
        this.client = client;
        this.socket = client.webSocket();
    }

    /**
     * Connects over TLS and asks nobody about the certificate, which is self-signed.
     *
     * @param uri path and query
     */
    static JsonRpcSocket open(Vertx vertx, int port, String uri) throws Exception {
        var client =
                vertx.createWebSocketClient(
                        new WebSocketClientOptions()
                                .setSsl(true)
                                .setTrustAll(true)
                                .setVerifyHost(false));
        var opened = new JsonRpcSocket(client);
        // Before the connection: the server may speak at once to a client that comes back.
        opened.socket.textMessageHandler(opened::take);
        opened.socket.closeHandler(_ -> opened.closed.complete(null));
        opened.socket.exceptionHandler(_ -> opened.closed.complete(null));
        var _ =
                opened.socket
                        .connect(
                                new WebSocketConnectOptions()
                                        .setHost("127.0.0.1")
                                        .setPort(port)
                                        .setURI(uri)
                                        .setAllowOriginHeader(false))
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(LIMIT_MS, TimeUnit.MILLISECONDS);
        return opened;
    }

    /** Sends a request and waits for its result. */
    JsonObject request(String method, JsonObject params) throws InterruptedException {
        String id = UUID.randomUUID().toString();
        send(
                new JsonObject()
                        .put("jsonrpc", "2.0")
                        .put("method", method)
                        .put("params", params)
                        .put("id", id));
        JsonObject answer = await("answer to " + method, m -> id.equals(m.getValue("id")));
        JsonObject result = answer.getJsonObject("result");
        if (result == null) {
            throw new AssertionError(method + " was refused: " + answer.getValue("error"));
        }
        return result;
    }

    void send(JsonObject message) {
        var _ = socket.writeTextMessage(message.encode());
    }

    /** Waits for a request or notification of the server. */
    JsonObject awaitMethod(String method) throws InterruptedException {
        return await(method, message -> method.equals(message.getString("method")));
    }

    /** Waits for a message; each is given out once. */
    JsonObject await(String name, Predicate<JsonObject> what) throws InterruptedException {
        return find(what, LIMIT_MS)
                .orElseThrow(() -> new AssertionError("no " + name + " among " + arrived));
    }

    /** Waits so long for a message; each is given out once. */
    Optional<JsonObject> find(Predicate<JsonObject> what, long limitMs)
            throws InterruptedException {
        long deadline = System.nanoTime() + limitMs * 1_000_000;
        synchronized (arrived) {
            while (true) {
                for (Iterator<JsonObject> all = arrived.iterator(); all.hasNext(); ) {
                    JsonObject message = all.next();
                    if (what.test(message)) {
                        all.remove();
                        return Optional.of(message);
                    }
                }
                long leftMs = (deadline - System.nanoTime()) / 1_000_000;
                if (leftMs <= 0) {
                    return Optional.empty();
                }
                arrived.wait(leftMs);
            }
        }
    }

    /** Whether the connection is gone. */
    boolean isClosed() {
        return closed.isDone();
    }

    /** Waits until the connection is gone. */
    void awaitClosed() throws Exception {
        var _ = closed.get(LIMIT_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        var _ = socket.close().onComplete(_ -> client.close());
    }

    private void take(String text) {
        synchronized (arrived) {
            arrived.add(new JsonObject(text));
            arrived.notifyAll();
        }
    }
}
