package dev.crosspoint.loadtest.phone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.loadtest.desk.Rpc;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One WebSocket of an agent's page: requests and their answers, events, and byes. */
final class AgentSocket {
    private static final int REQUEST_LIMIT_SECONDS = 10;

    private final ClientWebSocket socket;
    private final Map<Long, Promise<JsonNode>> waiting = new HashMap<>();
    private final Consumer<JsonNode> onEvent;
    private final Runnable onLost;
    private long requests;
    private boolean dropped;

    private AgentSocket(ClientWebSocket socket, Consumer<JsonNode> onEvent, Runnable onLost) {
        this.socket = socket;
        this.onEvent = onEvent;
        this.onLost = onLost;
    }

    /**
     * Connects.
     *
     * @param uri path and query
     * @param onEvent given the params of each event
     * @param onLost told once when the connection is gone, unless by {@link #drop}
     */
    static Future<AgentSocket> open(
            WebSocketClient client,
            Target target,
            String uri,
            Consumer<JsonNode> onEvent,
            Runnable onLost) {
        var opened = new AgentSocket(client.webSocket(), onEvent, onLost);
        opened.socket.textMessageHandler(opened::onText);
        opened.socket.closeHandler(_ -> opened.onClosed());
        return opened.socket
                .connect(
                        new WebSocketConnectOptions()
                                .setHost(target.host())
                                .setPort(target.httpsPort())
                                .setURI(uri)
                                .setSsl(true)
                                .setAllowOriginHeader(false))
                .map(opened);
    }

    /** Asks; fails with {@link CallRefused} when it is refused, and after 10 s. */
    Future<JsonNode> request(String method, ObjectNode params) {
        long id = ++requests;
        Promise<JsonNode> answer = Promise.promise();
        waiting.put(id, answer);
        socket.writeTextMessage(Rpc.request(id, method, params)).onFailure(answer::tryFail);
        return answer.future().timeout(REQUEST_LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** The network is gone: no farewell is said. */
    void drop() {
        dropped = true;
        var _ = socket.shutdown(0, TimeUnit.SECONDS);
        fail();
    }

    /** Closes as a page does that is left. */
    Future<Void> close() {
        dropped = true;
        return socket.close();
    }

    private void onText(String text) {
        switch (Rpc.read(text)) {
            case Rpc.Said.Answer answer -> {
                Promise<JsonNode> asked = waiting.remove(answer.id());
                if (asked == null) {
                    return;
                }
                Rpc.Refusal refusal = answer.refusal();
                if (refusal == null) {
                    asked.tryComplete(answer.result());
                } else {
                    asked.tryFail(new CallRefused(refusal.code(), refusal.message()));
                }
            }
            case Rpc.Said.Event event -> onEvent.accept(event.params());
            // What follows from it is told by the contact's end.
            case Rpc.Said.Bye bye -> socket.writeTextMessage(Rpc.done(bye.id()));
            case Rpc.Said.Unknown _ -> {}
        }
    }

    private void onClosed() {
        fail();
        if (!dropped) {
            onLost.run();
        }
    }

    private void fail() {
        for (Promise<JsonNode> asked : new ArrayList<>(waiting.values())) {
            asked.tryFail("the connection is gone");
        }
        waiting.clear();
    }
}
