package dev.crosspoint.gateway.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.line.MediaLine;
import dev.crosspoint.media.api.AudioCodec;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.LegKind;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.api.SessionText;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.PemIdentity;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
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
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Stands in for the gateway: takes every call with a tone, and writes down what happens. */
final class GatewayDouble implements SipUser, SipCounters {
    private static final Admission.Peer PHONE = new Admission.Peer("phone", null, false);
    private static final LegKind SRTP =
            new LegKind.Trunk(LegKind.Security.SRTP_REQUIRED, List.of());
    private static final LegId LEG = new LegId("trunk");
    private static final Tenant TENANT = new Tenant("account", "instance");

    /** What happened to one SIP call. */
    record Happened(SipCall call, SipEvent event) {}

    private final BlockingQueue<Object> happened = new LinkedBlockingQueue<>();
    private final Vertx vertx;
    private final Path tone;

    @SuppressWarnings("NullAway.Init") // Set by open, before anybody has this object.
    private SipEndpoint endpoint;

    private int calls;

    private GatewayDouble(Vertx vertx, Path tone) {
        this.vertx = vertx;
        this.tone = tone;
    }

    static GatewayDouble open(Vertx vertx, PemIdentity identity, Path tone) throws Exception {
        var gateway = new GatewayDouble(vertx, tone);
        gateway.endpoint =
                SipEndpoint.open(
                                vertx,
                                SipSettings.of(
                                        "127.0.0.1",
                                        "127.0.0.1",
                                        Set.of(Transport.TLS),
                                        0,
                                        0,
                                        identity),
                                Admission.ofEverybody(PHONE),
                                gateway,
                                gateway)
                        .await(30, TimeUnit.SECONDS);
        return gateway;
    }

    int port() {
        return endpoint.port(Transport.TLS);
    }

    /** Calls the customer's phone. */
    void dial(int port, String certificatePem, String number, String offer) {
        endpoint.context()
                .runOnContext(_ ->
                        endpoint.call(
                                new CallRequest(
                                        "dialled-" + calls++,
                                        PHONE,
                                        new Destination(
                                                Transport.TLS,
                                                "127.0.0.1",
                                                port,
                                                null,
                                                certificatePem),
                                        new Private("+4930231259"),
                                        new Private(number),
                                        new Private(offer),
                                        10,
                                        () -> false,
                                        Presentation.PLAIN)));
    }

    void hangUp(SipCall call) {
        endpoint.context().runOnContext(_ -> call.hangUp("the agent hung up"));
    }

    void offerAnew(SipCall call, String offer) {
        endpoint.context().runOnContext(_ -> call.reoffer(new Private(offer)));
    }

    /** The next SIP event of a kind; what comes before it is not looked at. */
    <E extends SipEvent> Happened next(Class<E> kind) throws Exception {
        return (Happened)
                await(what -> what instanceof Happened h && kind.isInstance(h.event()), kind);
    }

    /** The next media event of a kind that is like that. */
    <E extends MediaEvent> E media(Class<E> kind, Predicate<E> like) throws Exception {
        return kind.cast(await(what -> kind.isInstance(what) && like.test(kind.cast(what)), kind));
    }

    /** Waits until a request of ours has got that final answer: {@code BYE 200}. */
    void answered(String request) throws Exception {
        await(request::equals, request);
    }

    private Object await(Predicate<Object> wanted, Object what) throws Exception {
        while (true) {
            var next = happened.poll(30, TimeUnit.SECONDS);
            assertThat(next).as("%s", what).isNotNull();
            if (wanted.test(next)) {
                return next;
            }
        }
    }

    @Override
    public void onEvent(SipCall call, SipEvent event) {
        if (event instanceof SipEvent.Arrived arrived && arrived.sdp() != null) {
            take(call, SessionText.of(arrived.sdp().value()));
        }
        happened.add(new Happened(call, event));
    }

    private void take(SipCall call, SessionText offer) {
        var id = new CallId("gateway-" + calls++);
        var line = new MediaLine(vertx, TENANT, id, 0, 10_000, happened::add);
        line.open()
                .compose(_ -> line.answer(LEG, SRTP, offer, List.of(AudioCodec.PCMU)))
                .onSuccess(answer -> call.answer(new Private(answer.sdp())))
                .compose(_ -> line.repeat(LEG, tone))
                .onFailure(happened::add);
    }

    @Override
    public void request(Direction direction, String method, int status) {
        if (direction == Direction.OUTBOUND) {
            happened.add(method + " " + status);
        }
    }

    @Override
    public void open(int calls) {}

    @Override
    public void trunk(String trunk, boolean well) {}

    @Override
    public void registered(String trunk, boolean is) {}

    @Override
    public void dropped(DropCause cause) {
        happened.add(cause);
    }
}
