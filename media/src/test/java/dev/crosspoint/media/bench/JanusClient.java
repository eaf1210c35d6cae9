package dev.crosspoint.media.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The Janus protocol over a WebSocket: a request has a transaction, and so have its answer, the
 * acknowledgement that may come before it, and the event that is the answer of a plugin.
 */
final class JanusClient implements AutoCloseable, WebSocket.Listener {
    private static final int LIMIT_SECONDS = 20;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, CompletableFuture<JsonObject>> open = new ConcurrentHashMap<>();
    private final AtomicInteger transactions = new AtomicInteger();
    private final StringBuilder text = new StringBuilder();
    private final WebSocket socket;

    /** Connects to a Janus on this machine. */
    JanusClient(int port) throws IOException {
        try {
            socket =
                    http.newWebSocketBuilder()
                            .subprotocols("janus-protocol")
                            .buildAsync(URI.create("ws://127.0.0.1:" + port), this)
                            .join();
        } catch (CompletionException e) {
            http.close();
            throw new IOException("Janus cannot be reached", e);
        }
    }

    /** Asks the core; the answer's data. */
    JsonObject ask(JsonObject request) throws IOException {
        return exchange(request).getJsonObject("data");
    }

    /**
     * Asks a plugin.
     *
     * @param jsep an offer, or null
     * @return the whole answer
     */
    JsonObject message(long session, long handle, JsonObject body, @Nullable JsonObject jsep)
            throws IOException {
        var request =
                new JsonObject()
                        .put("janus", "message")
                        .put("session_id", session)
                        .put("handle_id", handle)
                        .put("body", body);
        if (jsep != null) {
            request.put("jsep", jsep);
        }
        return exchange(request);
    }

    private JsonObject exchange(JsonObject request) throws IOException {
        String transaction = "t" + transactions.incrementAndGet();
        var answer = new CompletableFuture<JsonObject>();
        open.put(transaction, answer);
        socket.sendText(request.put("transaction", transaction).encode(), true).join();
        try {
            JsonObject came = answer.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            String refusal = refusal(came);
            if (refusal != null) {
                throw new IOException("Janus refused: " + refusal);
            }
            return came;
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("Janus does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            open.remove(transaction);
        }
    }

    /** Why it was refused, by the core or by the plugin; null when it was not. */
    static @Nullable String refusal(JsonObject answer) {
        JsonObject error = answer.getJsonObject("error");
        if (error != null) {
            return error.getString("reason");
        }
        JsonObject plugin = answer.getJsonObject("plugindata");
        return plugin == null ? null : plugin.getJsonObject("data").getString("error");
    }

    /** Whether it is the answer to a request, and not a sign that it will be answered. */
    static boolean answers(JsonObject message) {
        return message.containsKey("transaction") && !"ack".equals(message.getString("janus"));
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        text.append(part);
        if (last) {
            var message = new JsonObject(text.toString());
            text.setLength(0);
            if (answers(message)) {
                var waiting = open.get(message.getString("transaction"));
                if (waiting != null) {
                    waiting.complete(message);
                }
            }
        }
        from.request(1);
        return null;
    }

    @Override
    public void close() {
        socket.abort();
        http.shutdownNow();
    }
}
