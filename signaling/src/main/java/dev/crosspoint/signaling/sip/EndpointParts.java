package dev.crosspoint.signaling.sip;

import static java.util.Objects.requireNonNull;

import dev.crosspoint.signaling.api.SignalingConfig.PemIdentity;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.Map;
import java.util.TooManyListenersException;
import java.util.function.BiPredicate;
import javax.sip.InvalidArgumentException;
import javax.sip.ListeningPoint;
import javax.sip.PeerUnavailableException;
import javax.sip.SipException;
import javax.sip.SipProvider;
import javax.sip.address.Hop;
import org.jspecify.annotations.Nullable;

/** Puts an endpoint together, and takes it apart. */
final class EndpointParts {

    /**
     * UDP and TCP share a port; a free one for both is found sooner than this, or there is none.
     */
    private static final int BIND_ATTEMPTS = 20;

    /** 30 s in times of T1: most NATs keep a connection for longer. */
    private static final long PING_T1S = 60;

    /** Proxies close what is silent for a minute; a lost network is noticed in three of these. */
    private static final int SOCKET_PING_MS = 10_000;

    private final Vertx vertx;
    private final SipSettings settings;
    private final SipCounters counters;
    private final boolean asksForCertificates;
    private final Doorway doorway = new Doorway();
    private final Calls calls;
    private final LoneRequests lone = new LoneRequests();
    private @Nullable UdpWire udp;
    private @Nullable StreamWire tcp;
    private @Nullable StreamWire tls;
    private @Nullable SocketWire sockets;
    private @Nullable LoopStack stack;
    private long sweep = -1;

    private EndpointParts(
            Vertx vertx, SipSettings settings, SipCounters counters, boolean asksForCertificates) {
        this.asksForCertificates = asksForCertificates;
        this.vertx = vertx;
        this.settings = settings;
        this.counters = counters;
        this.calls = new Calls(counters);
    }

    /** Lets nothing in before there is somebody to take it. */
    private static final class Doorway implements Arrivals {
        private @Nullable Arrivals behind;

        @Override
        public boolean admits(Transport transport, InetSocketAddress from) {
            return behind != null && behind.admits(transport, from);
        }

        @Override
        public void onMessage(
                Wire wire, byte[] message, InetSocketAddress from, @Nullable StreamConnection by) {
            if (behind != null) {
                behind.onMessage(wire, message, from, by);
            }
        }

        @Override
        public void onBroken(
                Wire wire, BadMessage why, InetSocketAddress from, StreamConnection by) {
            if (behind != null) {
                behind.onBroken(wire, why, from, by);
            }
        }

        @Override
        public void onDisconnected(Wire wire, InetSocketAddress peer) {
            if (behind != null) {
                behind.onDisconnected(wire, peer);
            }
        }
    }

    static Future<SipEndpoint> open(
            Vertx vertx,
            Context context,
            SipSettings settings,
            Admission admission,
            SipUser user,
            SipCounters counters) {
        var parts = new EndpointParts(vertx, settings, counters, admission.asksForCertificates());
        return parts.bindPlain(BIND_ATTEMPTS)
                .compose(_ -> parts.bindTls())
                .onSuccess(_ -> parts.admitSockets(context, admission))
                // Loading JAIN-SIP's classes takes longer than a loop may be held.
                .compose(_ -> vertx.executeBlocking(parts::load))
                .map(_ ->
                        new SipEndpoint(parts.assemble(admission, user), context, parts, admission))
                .recover(e -> parts.close().transform(_ -> Future.failedFuture(e)));
    }

    private Future<Void> bindPlain(int attempts) {
        boolean wantsTcp = settings.transports().contains(Transport.TCP);
        if (!settings.transports().contains(Transport.UDP)) {
            return wantsTcp ? bindTcp(settings.udpTcpPort()) : Future.succeededFuture();
        }
        return UdpWire.bind(vertx, settings.bindAddress(), settings.udpTcpPort(), doorway)
                .compose(bound -> {
                    udp = bound;
                    return wantsTcp ? bindTcp(bound.port()) : Future.succeededFuture();
                })
                .recover(e -> {
                    UdpWire bound = udp;
                    // A free UDP port may be somebody's TCP port: take another.
                    if (bound == null || settings.udpTcpPort() != 0 || attempts <= 1) {
                        return Future.failedFuture(e);
                    }
                    udp = null;
                    return bound.close().compose(_ -> bindPlain(attempts - 1));
                });
    }

    private Future<Void> bindTcp(int port) {
        return StreamWire.bind(
                        vertx,
                        Transport.TCP,
                        null,
                        settings.bindAddress(),
                        port,
                        doorway,
                        counters,
                        PING_T1S * settings.t1Ms(),
                        asksForCertificates)
                .onSuccess(bound -> tcp = bound)
                .mapEmpty();
    }

    private Future<Void> bindTls() {
        if (!settings.transports().contains(Transport.TLS)) {
            return Future.succeededFuture();
        }
        return StreamWire.bind(
                        vertx,
                        Transport.TLS,
                        settings.identity(),
                        settings.bindAddress(),
                        settings.tlsPort(),
                        doorway,
                        counters,
                        PING_T1S * settings.t1Ms(),
                        asksForCertificates)
                .onSuccess(bound -> tls = bound)
                .mapEmpty();
    }

    /** Agents' phones come by sockets of another listener. */
    private void admitSockets(Context context, Admission admission) {
        if (settings.transports().contains(Transport.WSS)) {
            var wire = new SocketWire(vertx, context, doorway, counters, SOCKET_PING_MS);
            sockets = wire;
            admission.registrar().ifPresent(it -> it.attach(wire, context));
        }
    }

    /** Takes the sockets of agents' phones; null where there are none. */
    @Nullable SocketWire sockets() {
        return sockets;
    }

    /** Another certificate for TLS from now on. */
    Future<Boolean> renew(PemIdentity identity) {
        return tls == null ? Future.succeededFuture(false) : tls.renew(identity);
    }

    private boolean load() throws PeerUnavailableException {
        stack = new LoopStack(vertx, settings.t1Ms(), this::route);
        return true;
    }

    /** Where a request goes: that is for its call to say, or for whoever sends it alone. */
    private @Nullable Hop route(SIPRequest request) {
        return calls.find(request.getCallId().getCallId(), String.valueOf(request.getFromTag()))
                .filter(SipCall::isRouted)
                .map(call -> call.flow().next(request))
                .orElseGet(() -> lone.next(request));
    }

    private Core assemble(Admission admission, SipUser user) {
        LoopStack jain = requireNonNull(stack);
        var wires = new EnumMap<Transport, Wire>(Transport.class);
        var ports = new EnumMap<Transport, Integer>(Transport.class);
        if (udp != null) {
            wires.put(Transport.UDP, udp);
            ports.put(Transport.UDP, udp.port());
        }
        if (tcp != null) {
            wires.put(Transport.TCP, tcp);
            ports.put(Transport.TCP, tcp.port());
        }
        if (tls != null) {
            wires.put(Transport.TLS, tls);
            ports.put(Transport.TLS, tls.port());
        }
        if (sockets != null) {
            wires.put(Transport.WSS, sockets);
            ports.put(Transport.WSS, settings.tlsPort());
        }
        try {
            var processors = new EnumMap<Transport, LoopProcessor>(Transport.class);
            SipProvider provider = listen(jain, wires, ports, processors);
            long lingerMs = 64L * settings.t1Ms();
            var random = new SecureRandom();
            var core =
                    new Core(
                            vertx,
                            settings,
                            user,
                            new Exchanges(vertx, provider, counters, lingerMs),
                            calls,
                            lone,
                            wires,
                            ports,
                            random,
                            lingerMs);
            provider.addSipListener(new Dispatcher(core, provider, admission));
            byte[] secret = new byte[32];
            random.nextBytes(secret);
            doorway.behind =
                    new Gate(
                            core,
                            admission,
                            counters,
                            new DigestServer("crosspoint", secret),
                            new StackDoor(jain, processors, counters));
            if (udp != null) {
                udp.start();
            }
            BiPredicate<String, String> isKnown =
                    (callId, tag) ->
                            tag.isEmpty() ? calls.has(callId) : calls.find(callId, tag).isPresent();
            sweep =
                    vertx.setPeriodic(
                            lingerMs,
                            _ -> {
                                core.exchanges().sweep(isKnown);
                                jain.sweep(isKnown);
                            });
            return core;
        } catch (SipException | InvalidArgumentException | TooManyListenersException e) {
            throw new IllegalStateException("the SIP stack does not start", e);
        }
    }

    private SipProvider listen(
            LoopStack jain,
            Map<Transport, Wire> wires,
            Map<Transport, Integer> ports,
            Map<Transport, LoopProcessor> processors)
            throws SipException, InvalidArgumentException {
        jain.setMessageProcessorFactory(
                (SIPTransactionStack s, InetAddress address, int port, String transport) -> {
                    Transport which = Transport.valueOf(transport);
                    var wire = wires.get(which);
                    if (wire == null) {
                        throw new java.io.IOException("no such transport");
                    }
                    var processor = new LoopProcessor(address, port, s, wire, counters);
                    processors.put(which, processor);
                    return processor;
                });
        SipProvider provider = null;
        for (var entry : ports.entrySet()) {
            ListeningPoint point =
                    jain.createListeningPoint(
                            settings.advertisedAddress(), entry.getValue(), entry.getKey().name());
            if (provider == null) {
                provider = jain.createSipProvider(point);
            } else {
                provider.addListeningPoint(point);
            }
        }
        if (provider == null) {
            throw new IllegalStateException("an endpoint needs a transport");
        }
        return provider;
    }

    /** Calls, dialogs and transactions that are still held. */
    int held() {
        LoopStack jain = stack;
        return jain == null
                ? 0
                : calls.remembered()
                        + jain.getDialogs().size()
                        + jain.getServerTransactionTableSize()
                        + jain.getClientTransactionTableSize();
    }

    /** Closes the sockets and stops the timers. */
    Future<Void> close() {
        doorway.behind = null;
        vertx.cancelTimer(sweep);
        if (stack != null) {
            stack.stopStack();
        }
        if (sockets != null) {
            sockets.close();
        }
        Future<Void> none = Future.succeededFuture();
        return Future.join(
                        udp == null ? none : udp.close(),
                        tcp == null ? none : tcp.close(),
                        tls == null ? none : tls.close())
                .mapEmpty();
    }
}
