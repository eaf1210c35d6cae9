package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.api.SignalingConfig.PemIdentity;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import dev.crosspoint.signaling.sip.SipCounters.DropCause;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** SIP over TCP or TLS: the listener and all connections, whichever side opened them. */
final class StreamWire implements Wire {

    private static final Logger LOG = LoggerFactory.getLogger(StreamWire.class);

    /** Connections others may have open to us, all together. */
    private static final int MAX_INBOUND = 1024;

    /** Connections one address may have open to us: a carrier's border has a handful. */
    private static final int MAX_INBOUND_PER_ADDRESS = 32;

    private static final int CONNECT_TIMEOUT_MS = 5_000;

    /** A connection without a byte for this long holds no call that is alive. */
    private static final int IDLE_SECONDS = 3600;

    private final Vertx vertx;
    private final Transport transport;
    private @Nullable PemIdentity identity;
    private final Arrivals arrivals;
    private final SipCounters counters;
    private final long pingMs;
    private final boolean asksForCertificates;
    private final NetServer server;
    private final NetClient client;
    private final Map<InetSocketAddress, StreamConnection> connections = new HashMap<>();
    private final Map<InetAddress, Integer> inboundByAddress = new HashMap<>();
    private int inbound;

    private StreamWire(
            Vertx vertx,
            Transport transport,
            @Nullable PemIdentity identity,
            Arrivals arrivals,
            SipCounters counters,
            long pingMs,
            boolean asksForCertificates) {
        this.pingMs = pingMs;
        this.asksForCertificates = asksForCertificates;
        this.vertx = vertx;
        this.transport = transport;
        this.identity = identity;
        this.arrivals = arrivals;
        this.counters = counters;
        var options = new NetServerOptions();
        options.setTcpKeepAlive(true).setTcpNoDelay(true).setIdleTimeout(IDLE_SECONDS);
        if (transport == Transport.TLS && identity != null) {
            // Strangers get a handshake before they are turned away: Vert.x 5.0 upgrades an
            // accepted
            // socket too late to catch a ClientHello that has already come.
            options.setSsl(true)
                    .setKeyCertOptions(keys(identity))
                    .setSslHandshakeTimeout(StreamConnection.PATIENCE_MS)
                    .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
            if (asksForCertificates) {
                options.setClientAuth(ClientAuth.REQUEST)
                        .setTrustOptions(TrustOptions.wrap(new AnyClient()));
            }
        }
        this.server = vertx.createNetServer(options);
        this.client =
                vertx.createNetClient(
                        new NetClientOptions()
                                .setTcpKeepAlive(true)
                                .setTcpNoDelay(true)
                                .setIdleTimeout(IDLE_SECONDS)
                                .setConnectTimeout(CONNECT_TIMEOUT_MS));
    }

    /**
     * Binds and listens.
     *
     * @param pingMs how often we ask whether a connection of ours is still one, ms
     * @param asksForCertificates whether who connects by TLS is asked for one; who has none may go
     *     on
     */
    static Future<StreamWire> bind(
            Vertx vertx,
            Transport transport,
            @Nullable PemIdentity identity,
            String address,
            int port,
            Arrivals arrivals,
            SipCounters counters,
            long pingMs,
            boolean asksForCertificates) {
        var wire =
                new StreamWire(
                        vertx,
                        transport,
                        identity,
                        arrivals,
                        counters,
                        pingMs,
                        asksForCertificates);
        return wire.warmUp()
                .compose(_ ->
                        wire.server
                                .connectHandler(wire::accept)
                                .exceptionHandler(_ -> counters.dropped(DropCause.UNFINISHED))
                                .listen(port, address))
                .map(_ -> wire)
                .onFailure(_ -> wire.client.close());
    }

    private Future<Void> warmUp() {
        PemIdentity own = identity;
        return transport == Transport.TLS && own != null
                ? TlsWarmUp.run(vertx, keys(own))
                : Future.succeededFuture();
    }

    long pingMs() {
        return pingMs;
    }

    int port() {
        return server.actualPort();
    }

    /** Another certificate from now on, here and where we connect; connections stay. */
    Future<Boolean> renew(PemIdentity other) {
        var options = new ServerSSLOptions().setKeyCertOptions(keys(other));
        options.setSslHandshakeTimeout(StreamConnection.PATIENCE_MS)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        if (asksForCertificates) {
            options.setClientAuth(ClientAuth.REQUEST)
                    .setTrustOptions(TrustOptions.wrap(new AnyClient()));
        }
        return server.updateSSLOptions(options).onSuccess(_ -> identity = other);
    }

    Future<Void> close() {
        List.copyOf(connections.values()).forEach(StreamConnection::close);
        return Future.join(server.close(), client.close()).mapEmpty();
    }

    @Override
    public Transport transport() {
        return transport;
    }

    @Override
    public boolean reaches(InetSocketAddress to) {
        return connections.containsKey(to);
    }

    @Override
    public void send(byte[] message, InetSocketAddress to) throws IOException {
        StreamConnection connection = connections.get(to);
        if (connection == null) {
            throw new IOException("no connection");
        }
        connection.send(message);
    }

    /**
     * Sees to it that there is a connection, or one on its way: messages can be sent at once. A
     * connection the peer opened serves as well over TCP; over TLS it does not, since such a peer
     * has not shown a certificate.
     *
     * @param serverName what the certificate must name
     * @param trustedCaPem what it may chain to; null for the system's authorities
     * @throws IOException when {@code trustedCaPem} is no certificate
     */
    void connect(InetSocketAddress to, String serverName, @Nullable String trustedCaPem)
            throws IOException {
        StreamConnection existing = connections.get(to);
        if (existing != null
                && (transport == Transport.TCP
                        || (existing.isVerified()
                                && Objects.equals(existing.trustedCaPem(), trustedCaPem)))) {
            return;
        }
        var address = SocketAddress.inetSocketAddress(to);
        var options = new ConnectOptions().setRemoteAddress(address).setTimeout(CONNECT_TIMEOUT_MS);
        if (transport == Transport.TLS) {
            options.setHost(serverName)
                    .setPort(to.getPort())
                    .setSsl(true)
                    .setSslOptions(clientTls(trustedCaPem));
        }
        var connection =
                new StreamConnection(vertx, this, arrivals, counters, to, true, trustedCaPem);
        connections.put(to, connection);
        client.connect(options)
                .onSuccess(connection::open)
                .onFailure(e -> {
                    LOG.warn("No {} connection to a peer: {}", transport, reason(e));
                    connection.close();
                });
    }

    private void accept(NetSocket socket) {
        var address = socket.remoteAddress();
        var peer =
                new InetSocketAddress(InetAddress.ofLiteral(address.hostAddress()), address.port());
        if (!arrivals.admits(transport, peer)) {
            socket.close();
            return;
        }
        int ofAddress = inboundByAddress.getOrDefault(peer.getAddress(), 0);
        if (inbound >= MAX_INBOUND || ofAddress >= MAX_INBOUND_PER_ADDRESS) {
            counters.dropped(DropCause.CONNECTION_LIMIT);
            socket.close();
            return;
        }
        inbound++;
        inboundByAddress.put(peer.getAddress(), ofAddress + 1);
        var connection = new StreamConnection(vertx, this, arrivals, counters, peer, false, null);
        connections.put(peer, connection);
        connection.open(socket, shown(socket));
    }

    private static List<X509Certificate> shown(NetSocket socket) {
        try {
            return socket.isSsl()
                    ? socket.peerCertificates().stream()
                            .filter(X509Certificate.class::isInstance)
                            .map(X509Certificate.class::cast)
                            .toList()
                    : List.of();
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }

    void forget(StreamConnection connection) {
        connections.remove(connection.peer(), connection);
        if (!connection.isVerified()) {
            inbound--;
            inboundByAddress.computeIfPresent(
                    connection.peer().getAddress(), (_, count) -> count > 1 ? count - 1 : null);
        }
    }

    private ClientSSLOptions clientTls(@Nullable String trustedCaPem) throws IOException {
        var options = new ClientSSLOptions().setHostnameVerificationAlgorithm("HTTPS");
        options.setSslHandshakeTimeout(StreamConnection.PATIENCE_MS)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        PemIdentity own = identity;
        if (own != null) {
            options.setKeyCertOptions(keys(own)); // for carriers that ask for ours
        }
        if (trustedCaPem != null) {
            try {
                options.setTrustOptions(TrustOptions.wrap(TlsTrust.ofPem(trustedCaPem)));
            } catch (GeneralSecurityException e) {
                throw new IOException("trustedCaPem is not a list of certificates", e);
            }
        }
        return options;
    }

    private static PemKeyCertOptions keys(PemIdentity identity) {
        return new PemKeyCertOptions()
                .addCertValue(Buffer.buffer(identity.certificatePem()))
                .addKeyValue(Buffer.buffer(identity.keyPem()));
    }

    /** What a TLS or socket failure says is about certificates and addresses, not about people. */
    private static String reason(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.toString();
    }
}
