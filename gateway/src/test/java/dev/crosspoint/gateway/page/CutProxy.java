package dev.crosspoint.gateway.page;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A TCP proxy on loopback that can drop every connection at once, as a network does. */
final class CutProxy {
    private final Vertx vertx;
    private final int target;
    private final Set<NetSocket> sockets = ConcurrentHashMap.newKeySet();
    private final NetServer server;
    private volatile boolean open = true;

    CutProxy(Vertx vertx, int target) throws Exception {
        this.vertx = vertx;
        this.target = target;
        this.server =
                vertx.createNetServer()
                        .connectHandler(this::onConnection)
                        .listen(0, "127.0.0.1")
                        .await(10, TimeUnit.SECONDS);
    }

    int port() {
        return server.actualPort();
    }

    /** Drops every connection and takes no other until {@link #mend}. */
    void cut() {
        open = false;
        sockets.forEach(NetSocket::close);
    }

    void mend() {
        open = true;
    }

    private void onConnection(NetSocket near) {
        if (!open) {
            near.close();
            return;
        }
        near.pause();
        vertx.createNetClient()
                .connect(target, "127.0.0.1")
                .onFailure(_ -> near.close())
                .onSuccess(far -> join(near, far));
    }

    private void join(NetSocket near, NetSocket far) {
        sockets.add(near);
        sockets.add(far);
        Future.any(near.pipeTo(far), far.pipeTo(near))
                .onComplete(_ -> {
                    sockets.remove(near);
                    sockets.remove(far);
                    near.close();
                    far.close();
                });
        near.resume();
    }
}
