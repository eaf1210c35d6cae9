package dev.crosspoint.signaling.agent;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections of the HTTPS listener, on its event loop: so many of one address, and none that
 * holds a place without a whole request. Bytes that drip in keep no connection: what counts are
 * requests that arrived with all their headers, and answers that are still on their way.
 */
final class Connections {
    private static final int LOOK_AT = 16;

    private final int mostPerAddress;
    private final Limits limits;
    private final ProxyTrust proxies;
    private final AgentCounters counters;
    private final LongSupplier nowMs;
    private final Map<String, Open> open = new HashMap<>();
    private final Map<String, Integer> perAddress = new HashMap<>();

    private static final class Open {
        final HttpConnection connection;
        final @Nullable String address;
        final List<HttpServerResponse> answers = new ArrayList<>();
        boolean hasAsked;
        long busyMs;

        Open(HttpConnection connection, @Nullable String address, long nowMs) {
            this.connection = connection;
            this.address = address;
            this.busyMs = nowMs;
        }

        boolean isBusy() {
            answers.removeIf(answer -> answer.ended() || answer.closed());
            return !answers.isEmpty();
        }
    }

    /**
     * @param nowMs monotonic
     */
    Connections(
            int mostPerAddress,
            Limits limits,
            ProxyTrust proxies,
            AgentCounters counters,
            LongSupplier nowMs) {
        this.mostPerAddress = mostPerAddress;
        this.limits = limits;
        this.proxies = proxies;
        this.counters = counters;
        this.nowMs = nowMs;
    }

    /** A new one, whose TLS handshake is done. One too many is closed. */
    void onConnection(HttpConnection connection) {
        String peer = String.valueOf(connection.remoteAddress().hostAddress());
        // Behind a proxy are many.
        String address = proxies.isProxy(peer) ? null : Arrivals.key(peer);
        if (address != null && perAddress.getOrDefault(address, 0) >= mostPerAddress) {
            counters.connection("too-many");
            connection.close();
            return;
        }
        if (address != null) {
            perAddress.merge(address, 1, Integer::sum);
        }
        open.put(key(connection), new Open(connection, address, nowMs.getAsLong()));
        connection.closeHandler(_ -> forget(key(connection)));
    }

    private void forget(String key) {
        var gone = open.remove(key);
        if (gone != null && gone.address != null) {
            perAddress.computeIfPresent(gone.address, (_, count) -> count == 1 ? null : count - 1);
        }
    }

    /** A request came. */
    void onRequest(HttpServerRequest request) {
        var of = open.get(key(request.connection()));
        if (of != null) {
            of.hasAsked = true;
            of.busyMs = nowMs.getAsLong();
            of.answers.add(request.response());
            if (of.answers.size() > LOOK_AT) {
                boolean _ = of.isBusy();
            }
        }
    }

    /** It is a WebSocket from now on, which has limits and deadlines of its own. */
    void onUpgrade(String remote) {
        forget(remote);
    }

    /** Closes those that hold a place for nothing; to be called every few seconds. */
    void sweep() {
        long now = nowMs.getAsLong();
        for (var of : List.copyOf(open.values())) {
            if (of.isBusy()) {
                of.busyMs = now;
            }
            int limitMs = of.hasAsked ? limits.restMs() : limits.requestWithinMs();
            if (now - of.busyMs >= limitMs) {
                counters.connection(of.hasAsked ? "resting" : "slow");
                forget(key(of.connection));
                of.connection.close();
            }
        }
    }

    private static String key(HttpConnection connection) {
        return String.valueOf(connection.remoteAddress());
    }
}
