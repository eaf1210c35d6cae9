package dev.crosspoint.signaling.agent;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.http.WebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The client's end of a WebSocket: what came, in order, and the code it was closed with. */
final class TestSocket {

    /** Far beyond what any of it takes: the first handshake of a JVM on a busy machine is slow. */
    private static final long LIMIT_S = 20;

    final WebSocket socket;
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();

    TestSocket(WebSocket socket) {
        this.socket = socket;
        socket.textMessageHandler(received::add);
        socket.closeHandler(_ -> {
            Short code = socket.closeStatusCode();
            closed.complete(code == null ? 1006 : (int) code);
        });
    }

    TestSocket send(String text) {
        socket.writeTextMessage(text.replace('\'', '"'));
        return this;
    }

    TestSocket request(int id, String method, String params) {
        return send(
                "{'jsonrpc':'2.0','id':%d,'method':'%s','params':%s}"
                        .formatted(id, method, params));
    }

    /** The next message, whatever it is. */
    JsonNode next() throws InterruptedException {
        String text = received.poll(LIMIT_S, TimeUnit.SECONDS);
        if (text == null) {
            throw new AssertionError("nothing came");
        }
        return CoreDriver.json(text);
    }

    /** The answer to a request, passing over events. */
    JsonNode answer(int id) throws InterruptedException {
        while (true) {
            JsonNode message = next();
            if (!message.has("method") && message.path("id").intValue() == id) {
                return message;
            }
        }
    }

    /** The next event of that type, passing over everything else. */
    JsonNode event(String type) throws InterruptedException {
        while (true) {
            JsonNode params = next().path("params");
            if (params.path("type").asText("").equals(type)) {
                return params;
            }
        }
    }

    boolean isSilent() {
        return received.isEmpty();
    }

    /** The code the server closed with; 1006 when the connection just ended. */
    int closeCode() throws Exception {
        return closed.get(LIMIT_S, TimeUnit.SECONDS);
    }

    /** Ends the connection without a close frame, as a lost network would. */
    void kill() {
        if (socket instanceof WebSocketInternal open) {
            var _ = open.channelHandlerContext().close();
        }
    }

    static <T> T await(Future<T> future)
            throws InterruptedException, ExecutionException, TimeoutException {
        return future.toCompletionStage().toCompletableFuture().get(LIMIT_S, TimeUnit.SECONDS);
    }
}
