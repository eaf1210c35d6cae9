package dev.crosspoint.loadtest.phone;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.datagram.DatagramSocketOptions;
import java.util.function.Consumer;

/** One datagram socket for all telephones. */
final class UdpSipWire implements SipWire {
    private static final int BUFFER_BYTES = 2 << 20;

    private final DatagramSocket socket;
    private final Target target;

    UdpSipWire(Vertx vertx, Target target) {
        this.target = target;
        this.socket =
                vertx.createDatagramSocket(
                        new DatagramSocketOptions().setReceiveBufferSize(BUFFER_BYTES));
    }

    @Override
    public Future<Integer> open(String address, int port, Consumer<byte[]> messages) {
        socket.handler(packet -> messages.accept(packet.data().getBytes()));
        return socket.listen(port, address).map(open -> open.localAddress().port());
    }

    @Override
    public void send(String message) {
        var _ = socket.send(Buffer.buffer(message, "UTF-8"), target.sipPort(), target.host());
    }
}
