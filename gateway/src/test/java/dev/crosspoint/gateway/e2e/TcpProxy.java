package dev.crosspoint.gateway.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A cable between browser and gateway that a test can cut. */
final class TcpProxy implements AutoCloseable {
    private final ServerSocket server;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    private TcpProxy(ServerSocket server, int target) {
        this.server = server;
        this.target = target;
    }

    static TcpProxy to(int port) throws IOException {
        return at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), port);
    }

    /** Likewise, at a certain address. */
    static TcpProxy at(InetSocketAddress address, int port) throws IOException {
        var server = new ServerSocket();
        server.bind(address);
        var proxy = new TcpProxy(server, port);
        Thread.ofVirtual().name("proxy").start(proxy::accept);
        return proxy;
    }

    int port() {
        return server.getLocalPort();
    }

    /** Cuts every connection; new ones may come at once. */
    void cut() {
        for (Socket socket : sockets) {
            try {
                socket.setSoLinger(true, 0); // a reset, as from a vanished network
                socket.close();
            } catch (IOException _) {
                // closed by its other end meanwhile
            }
        }
        sockets.clear();
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }

    private void accept() {
        try {
            while (true) {
                Socket near = server.accept();
                // From where its clients are, as far as it knows: Firefox does not believe a
                // gateway
                // that saw it come from loopback.
                Socket far =
                        new Socket(
                                InetAddress.getLoopbackAddress(),
                                target,
                                server.getInetAddress(),
                                0);
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                sockets.add(near);
                sockets.add(far);
                Thread.ofVirtual().start(() -> pump(near, far));
                Thread.ofVirtual().start(() -> pump(far, near));
            }
        } catch (IOException _) {
            // closed
        }
    }

    private void pump(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException _) {
            // cut
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }
}
