package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.api.SignalingConfig.PemIdentity;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import dev.crosspoint.signaling.api.SipSockets;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/**
 * A SIP user agent: listens, is called, and calls (RFC 3261). All of it runs on the context that
 * opened it; use it, and its calls, only there. Nothing of the SIP stack behind it shows.
 */
public final class SipEndpoint {

    /** How long the last BYEs may wait for their answers when it is closed, times of T1: 2 s. */
    private static final int CLOSE_PATIENCE_T1S = 4;

    private final Core core;
    private final Context context;
    private final EndpointParts parts;
    private final Resolver resolver;
    private final Admission admission;
    private @Nullable Future<Void> closed;

    SipEndpoint(Core core, Context context, EndpointParts parts, Admission admission) {
        this.admission = admission;
        this.core = core;
        this.context = context;
        this.parts = parts;
        this.resolver = new Resolver(core.vertx(), core.random());
    }

    /**
     * Binds, and starts to listen.
     *
     * @param admission who is heard
     * @param user who gets the calls
     */
    public static Future<SipEndpoint> open(
            Vertx vertx,
            SipSettings settings,
            Admission admission,
            SipUser user,
            SipCounters counters) {
        Context context = vertx.getOrCreateContext();
        Promise<SipEndpoint> opened = Promise.promise();
        context.runOnContext(_ ->
                EndpointParts.open(vertx, context, settings, admission, user, counters)
                        .onComplete(opened));
        return opened.future();
    }

    /** The context to use it on. */
    public Context context() {
        return context;
    }

    /** Another certificate for TLS from now on; calls and connections stay. */
    public Future<Boolean> renew(PemIdentity identity) {
        Promise<Boolean> done = Promise.promise();
        context.runOnContext(_ -> parts.renew(identity).onComplete(done));
        return done.future();
    }

    /** The port it listens on; -1 when it does not have that transport. */
    public int port(Transport transport) {
        return core.ports().getOrDefault(transport, -1);
    }

    /** Calls somebody. Whatever comes of it, a failure to find the host included, is an event. */
    public SipCall call(CallRequest request) {
        return new Itinerary(request).call(request.ringSeconds());
    }

    /** Calls a phone by the flow that it is registered with. */
    public SipCall call(CallRequest request, InetSocketAddress flow) {
        return new Itinerary(request, flow).call(request.ringSeconds());
    }

    /** Takes the sockets of agents' phones; only where WebSockets are among its transports. */
    public SipSockets sockets() {
        return Objects.requireNonNull(parts.sockets(), "WebSockets are not among the transports");
    }

    /** A call's way from one address of its destination to the next. */
    private final class Itinerary implements OutgoingInvite.Onward {
        private final CallRequest request;
        private @Nullable Deque<InetSocketAddress> left;

        /** Whether the last address was called by TCP though it is one of UDP. */
        private boolean byTcp;

        /** Where it goes by UDP when it cannot be reached by TCP (RFC 3261 18.1.1). */
        private @Nullable InetSocketAddress byUdp;

        /** What all addresses until now have asked for, s. */
        private int restSeconds = Integer.MAX_VALUE;

        private Itinerary(CallRequest request) {
            this.request = request;
        }

        private Itinerary(CallRequest request, InetSocketAddress known) {
            this(request);
            left = new ArrayDeque<>(List.of(known));
        }

        @Override
        public boolean hasNext() {
            return left != null && !left.isEmpty();
        }

        @Override
        public @Nullable SipCall next(int ringSeconds, boolean unreached) {
            InetSocketAddress again = byUdp;
            byUdp = null;
            if (again != null && left != null && unreached) {
                left.addFirst(again);
            } else {
                byTcp = false;
            }
            return hasNext() && closed == null ? call(ringSeconds) : null;
        }

        @Override
        public int rest(int retrySeconds, boolean unreached) {
            boolean again = unreached && byUdp != null;
            if (!again) {
                restSeconds = Math.min(restSeconds, retrySeconds);
            }
            return again || hasNext() ? 0 : restSeconds;
        }

        private SipCall call(int ringSeconds) {
            var to = request.destination();
            var call =
                    new SipCall(
                            core, request.id(), request.peer(), core.token(), core.token(), null);
            var invite = new OutgoingInvite(core, request.within(ringSeconds), call, this);
            call.begin(invite);
            Wire wire = core.wires().get(to.transport());
            if (wire == null || closed != null) {
                context.runOnContext(_ -> invite.onFailure(Response.SERVICE_UNAVAILABLE));
            } else if (left != null) {
                context.runOnContext(_ -> start(wire, call, invite));
            } else {
                resolver.find(to)
                        .onSuccess(found -> {
                            left = new ArrayDeque<>(found);
                            start(wire, call, invite);
                        })
                        .onFailure(_ -> invite.onFailure(Response.SERVICE_UNAVAILABLE));
            }
            return call;
        }

        private void start(Wire wire, SipCall call, OutgoingInvite invite) {
            InetSocketAddress there = left == null ? null : left.poll();
            if (there == null || left == null || call.isOver()) {
                return;
            }
            Wire chosen = wire;
            Wire tcp = core.wires().get(Transport.TCP);
            byTcp =
                    !byTcp
                            && tcp != null
                            && wire.transport() == Transport.UDP
                            && invite.isLarge(there.getAddress())
                            && mayAnswer(there);
            if (byTcp && tcp != null) {
                chosen = tcp;
                byUdp = there;
            }
            call.route(Flow.outbound(core, chosen, there, request.destination()));
            invite.start();
        }

        /** Whether what it sends on a TCP connection would be heard. */
        private boolean mayAnswer(InetSocketAddress there) {
            String address = there.getAddress().getHostAddress();
            return admission.judge(Transport.TCP, address) instanceof Admission.Verdict.Known;
        }
    }

    /**
     * Asks by OPTIONS whether somebody is there: the status of the answer, 408 for none in time,
     * 503 for no way there. What waits for it goes on on the endpoint's context.
     */
    public Future<Integer> probe(Destination to) {
        Promise<Integer> status = ((ContextInternal) context).promise();
        context.runOnContext(_ -> ask(to).onComplete(status));
        return status.future();
    }

    private Future<Integer> ask(Destination to) {
        Wire wire = core.wires().get(to.transport());
        if (wire == null || closed != null) {
            return Future.succeededFuture(Response.SERVICE_UNAVAILABLE);
        }
        return resolver.find(to)
                .compose(found -> {
                    InetSocketAddress there = found.getFirst();
                    return Probe.send(core, to, Flow.outbound(core, wire, there, to));
                })
                .otherwise(Response.SERVICE_UNAVAILABLE);
    }

    /**
     * Registers an address of ours, and keeps it so until it is stopped: before the endpoint is
     * closed.
     */
    public Registration register(Registration.Wanted wanted, Registration.Listener listener) {
        var registration = new Registration(core, wanted, resolver, listener);
        context.runOnContext(_ -> registration.start());
        return registration;
    }

    /** Ends every call with a BYE, a CANCEL or a refusal, waits for that a little, and lets go. */
    public Future<Void> close() {
        Future<Void> closing = closed;
        if (closing == null) {
            Promise<Void> done = Promise.promise();
            closing = done.future();
            closed = closing;
            context.runOnContext(_ -> hangUpAll().eventually(parts::close).onComplete(done));
        }
        return closing;
    }

    private Future<Void> hangUpAll() {
        List.copyOf(core.calls().live()).forEach(call -> call.hangUp("endpoint closes"));
        return core.exchanges()
                .idle()
                .timeout(core.t1s(CLOSE_PATIENCE_T1S), TimeUnit.MILLISECONDS)
                .otherwiseEmpty();
    }

    /** What memory is held for: calls, dialogs, transactions. */
    int held() {
        return parts.held();
    }
}
