package dev.crosspoint.gateway.demo;

import dev.crosspoint.gateway.switchboard.DemoCaller;
import dev.crosspoint.signaling.api.LocalCodec;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import dev.crosspoint.signaling.api.Tenant;
import dev.crosspoint.signaling.sip.Admission;
import dev.crosspoint.signaling.sip.CallRequest;
import dev.crosspoint.signaling.sip.Destination;
import dev.crosspoint.signaling.sip.Presentation;
import dev.crosspoint.signaling.sip.SipCall;
import dev.crosspoint.signaling.sip.SipCounters;
import dev.crosspoint.signaling.sip.SipEndpoint;
import dev.crosspoint.signaling.sip.SipEvent;
import dev.crosspoint.signaling.sip.SipSettings;
import dev.crosspoint.signaling.sip.SipUser;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A customer, or rather as many as agents want: one call in at a time for each of them, each from a
 * number of its own, and one phone that answers all that is dialled.
 *
 * <p>To be deployed once, on an event loop; {@link #call} may be called on any thread then.
 */
public final class DemoCustomer extends VerticleBase implements DemoCaller, SipUser {
    /** Berlin's numbers for films (Bundesnetzagentur): nobody's. Two digits follow. */
    private static final String NUMBERS = "+4930231250";

    /** So many at once are a demonstration; more are a mistake, or mischief. */
    private static final int MOST_CALLS = 50;

    /** RFC 3261 21.4.24. */
    private static final int BUSY_HERE = 486;

    /** An unanswered INVITE ends then; the flow answers at once. */
    private static final int RING_SECONDS = 30;

    private static final String ASKS = "demo.asks";
    private static final int REFUSED = 1;
    private static final Admission.Peer GATEWAY = new Admission.Peer("gateway", null, false);

    private final DemoSettings settings;
    private final Map<SipCall, DemoCall> bySip = new HashMap<>();
    private final Map<Integer, DemoCall> callers = new HashMap<>();
    private @Nullable SipEndpoint endpoint;
    private long made;

    /** An agent wants to be called. */
    private record Ask(Tenant tenant, String agentId) {}

    /** A customer with these settings. */
    public DemoCustomer(DemoSettings settings) {
        this.settings = settings;
    }

    @Override
    public Future<?> start() {
        var sip =
                SipSettings.of(
                        settings.address(),
                        settings.address(),
                        Set.of(Transport.TLS),
                        0,
                        settings.port(),
                        settings.identity());
        return vertx.eventBus()
                .<Ask>localConsumer(ASKS, this::onAsk)
                .completion()
                .compose(_ ->
                        SipEndpoint.open(
                                vertx, sip, Admission.ofEverybody(GATEWAY), this, SipCounters.NONE))
                .onSuccess(opened -> endpoint = opened);
    }

    @Override
    public Future<?> stop() {
        return endpoint == null ? Future.succeededFuture() : endpoint.close();
    }

    /** The port its phone listens on, once deployed. */
    public int port() {
        return endpoint == null ? -1 : endpoint.port(Transport.TLS);
    }

    @Override
    public Future<Void> call(Tenant tenant, String agentId) {
        // The bus brings the answer back to the caller's own context.
        return vertx.eventBus()
                .request(ASKS, new Ask(tenant, agentId), LocalCodec.options())
                .mapEmpty();
    }

    private void onAsk(Message<Ask> message) {
        callIn(message.body())
                .onComplete(
                        _ -> message.reply(null),
                        failure -> message.fail(REFUSED, failure.getMessage()));
    }

    private Future<Void> callIn(Ask ask) {
        var sip = endpoint;
        if (sip == null || !ask.tenant().equals(settings.tenant())) {
            return Future.failedFuture("this contact centre has no demo customer");
        }
        if (callers.values().stream().anyMatch(call -> call.isFor(ask.agentId()))) {
            return Future.failedFuture("the demo customer is calling already: end that call first");
        }
        var free = freeCaller();
        if (free.isEmpty()) {
            return Future.failedFuture("all demo customers are on the phone: try again later");
        }
        var number = new Private("%s%02d".formatted(NUMBERS, free.get()));
        var call = new DemoCall(vertx, settings, "demo-" + made++, number, ask.agentId());
        callers.put(free.get(), call);
        return call.callIn(offer -> place(sip, call, offer)).onComplete(_ -> {}, _ -> forget(call));
    }

    private SipCall place(SipEndpoint sip, DemoCall call, Private offer) {
        var gateway = settings.gateway();
        var placed =
                sip.call(
                        new CallRequest(
                                call.id(),
                                GATEWAY,
                                new Destination(
                                        Transport.TLS,
                                        gateway.host(),
                                        gateway.port(),
                                        null,
                                        gateway.certificatePem()),
                                call.number(),
                                gateway.number(),
                                offer,
                                RING_SECONDS,
                                () -> false,
                                Presentation.PLAIN));
        bySip.put(placed, call);
        return placed;
    }

    @Override
    public void onEvent(SipCall sip, SipEvent event) {
        if (event instanceof SipEvent.Arrived arrived) {
            arrive(sip, arrived);
            return;
        }
        var call = bySip.get(sip);
        if (call == null) {
            return; // refused on arrival
        }
        call.onSip(event);
        if (call.isOver()) {
            bySip.remove(sip);
            forget(call);
        }
    }

    private void arrive(SipCall sip, SipEvent.Arrived arrived) {
        var offer = arrived.sdp();
        if (offer == null || bySip.size() >= MOST_CALLS) {
            sip.refuse(BUSY_HERE, "the demo customer is busy");
            return;
        }
        // What the agent dialled is the customer's number, as the gateway sees it.
        var call = new DemoCall(vertx, settings, "demo-" + made++, arrived.to(), null);
        bySip.put(sip, call);
        call.onCalled(sip, offer);
    }

    private Optional<Integer> freeCaller() {
        return IntStream.range(0, MOST_CALLS)
                .boxed()
                .filter(n -> !callers.containsKey(n))
                .findFirst();
    }

    private void forget(DemoCall call) {
        callers.values().remove(call);
    }
}
