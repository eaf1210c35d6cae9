package dev.crosspoint.loadtest.phone;

import dev.crosspoint.loadtest.sip.BadSip;
import dev.crosspoint.loadtest.sip.SipFramer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection over TCP or TLS for all telephones, as a carrier has it, and a port for the
 * gateway to connect to. Certificates are not checked; to a telephone behind TLS the gateway cannot
 * connect, since it has none of its own.
 */
final class StreamSipWire implements SipWire {
    private final NetClient client;
    private final NetServer server;
    private final Target target;
    private @Nullable NetSocket connection;

    StreamSipWire(Vertx vertx, Target target, boolean tls) {
        this.target = target;
        this.server = vertx.createNetServer();
        var options = new NetClientOptions().setTcpNoDelay(true);
        if (tls) {
            options.setSsl(true).setTrustAll(true).setHostnameVerificationAlgorithm("");
        }
        this.client = vertx.createNetClient(options);
    }

    @Override
    public Future<Integer> open(String address, int port, Consumer<byte[]> messages) {
        server.connectHandler(socket -> {
            // What the gateway has begun to say here is answered here.
            connection = socket;
            read(socket, messages);
        });
        return client.connect(target.sipPort(), target.host())
                .compose(socket -> {
                    connection = socket;
                    read(socket, messages);
                    return server.listen(port, address);
                })
                .map(NetServer::actualPort);
    }

    private static void read(NetSocket socket, Consumer<byte[]> messages) {
        var framer = new SipFramer();
        socket.handler(data -> {
            try {
                framer.accept(data.getBytes(), messages);
            } catch (BadSip _) {
                var _ = socket.close();
            }
        });
    }

    @Override
    public void send(String message) {
        NetSocket open = connection;
        if (open != null) {
            var _ = open.write(Buffer.buffer(message, "UTF-8"));
        }
    }
}
