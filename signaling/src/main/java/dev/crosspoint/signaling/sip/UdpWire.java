package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.datagram.DatagramSocketOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** SIP over UDP. */
final class UdpWire implements Wire {

    /** Room for a burst of calls while the loop is busy, bytes; the kernel's default loses them. */
    private static final int RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024;

    private final DatagramSocket socket;
    private final Arrivals arrivals;

    private UdpWire(DatagramSocket socket, Arrivals arrivals) {
        this.socket = socket;
        this.arrivals = arrivals;
    }

    /** Binds; nothing is read before {@link #start}. */
    static Future<UdpWire> bind(Vertx vertx, String address, int port, Arrivals arrivals) {
        var options =
                new DatagramSocketOptions()
                        .setReceiveBufferSize(RECEIVE_BUFFER_BYTES)
                        .setIpV6(address.indexOf(':') >= 0);
        DatagramSocket socket = vertx.createDatagramSocket(options);
        return socket.listen(port, address)
                .map(bound -> new UdpWire(bound, arrivals))
                .onFailure(_ -> socket.close());
    }

    void start() {
        socket.handler(this::receive);
    }

    int port() {
        return socket.localAddress().port();
    }

    Future<Void> close() {
        return socket.close();
    }

    private void receive(DatagramPacket packet) {
        Buffer data = packet.data();
        // RFC 5626 4.4.1 keeps CRLF for streams, but many keep a NAT open with it: not a message.
        if (data.length() > 4) {
            var from =
                    new InetSocketAddress(
                            InetAddress.ofLiteral(packet.sender().hostAddress()),
                            packet.sender().port());
            arrivals.onMessage(this, data.getBytes(), from, null);
        }
    }

    @Override
    public Transport transport() {
        return Transport.UDP;
    }

    @Override
    public boolean reaches(InetSocketAddress to) {
        return to.getPort() > 0;
    }

    @Override
    public void send(byte[] message, InetSocketAddress to) {
        socket.send(Buffer.buffer(message), to.getPort(), to.getAddress().getHostAddress());
    }
}
