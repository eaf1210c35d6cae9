package dev.crosspoint.signaling.api;

import io.vertx.core.http.ServerWebSocket;
import org.jspecify.annotations.Nullable;

/** Takes the WebSockets that speak SIP (RFC 7118), which the HTTPS listener lets in. */
@FunctionalInterface
public interface SipSockets {

    /** Where nobody speaks SIP. */
    SipSockets NONE =
            (socket, how) -> {
                how.arrived().run();
                socket.close();
            };

    /**
     * A socket is open. Called on its event loop, where its handlers have to be set before this
     * returns.
     */
    void onSocket(ServerWebSocket socket, Opened how);

    /**
     * How it was opened.
     *
     * @param host what the client calls us, with or without a port; null when it does not say
     * @param arrived to be run, on whatever thread, when somebody has proved who that is, or the
     *     socket is gone
     * @param cut ends the socket without another word, for a peer that does not end it itself; to
     *     be run on whatever thread
     */
    record Opened(RequestSource source, @Nullable String host, Runnable arrived, Runnable cut) {}
}
