package dev.crosspoint.signaling.trunk;

import dev.crosspoint.signaling.api.LocalCodec;
import dev.crosspoint.signaling.api.SignalingConfig.Exposure;
import dev.crosspoint.signaling.api.SignalingConfig.PemIdentity;
import dev.crosspoint.signaling.api.SignalingConfig.SipConfig;
import dev.crosspoint.signaling.api.SignalingConfig.TransferDirection;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import dev.crosspoint.signaling.api.SignalingConfig.TrunkConfig;
import dev.crosspoint.signaling.api.Tenant;
import dev.crosspoint.signaling.api.TrunkMessage;
import dev.crosspoint.signaling.api.TrunkStatus;
import dev.crosspoint.signaling.sip.CallRequest;
import dev.crosspoint.signaling.sip.Errands;
import dev.crosspoint.signaling.sip.Presentation;
import dev.crosspoint.signaling.sip.SipCall;
import dev.crosspoint.signaling.sip.SipCounters;
import dev.crosspoint.signaling.sip.SipCounters.Load;
import dev.crosspoint.signaling.sip.SipEndpoint;
import dev.crosspoint.signaling.sip.SipEvent;
import dev.crosspoint.signaling.sip.SipSettings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SIP side of the gateway: takes {@link TrunkMessage.Command}s, publishes {@link
 * TrunkMessage.Event}s. Deploy it once; all its calls live on its one context.
 */
public final class TrunkVerticle extends VerticleBase {

    private static final Logger LOG = LoggerFactory.getLogger(TrunkVerticle.class);

    private final SipConfig config;
    private final List<TrunkConfig> trunks;
    private final SipCounters counters;
    private final TrunkStates states;
    private final Shedding shedding;
    private final int t1Ms;
    private final boolean isWatched;
    private @Nullable LoopWatch watch;
    private final TrunkBook book;
    private final SecureRandom random = new SecureRandom();
    private final Placements placements;
    private final TrunkNews news;
    private @Nullable Probing probing;
    private final Registrations registrations;
    private final Map<String, SipCall> calls = new HashMap<>();
    private @Nullable SipEndpoint endpoint;

    /**
     * @throws IllegalArgumentException when a trunk's network is no CIDR block
     */
    public TrunkVerticle(SipConfig config, List<TrunkConfig> trunks, SipCounters counters) {
        this(config, trunks, counters, SipSettings.T1_MS, true);
    }

    /**
     * For tests: the same with another T1 (RFC 3261), so that what takes long takes less; and it
     * takes calls however late its loop is, as a machine may be that has other work.
     */
    TrunkVerticle(SipConfig config, List<TrunkConfig> trunks, SipCounters counters, int t1Ms) {
        this(config, trunks, counters, t1Ms, false);
    }

    private TrunkVerticle(
            SipConfig config,
            List<TrunkConfig> trunks,
            SipCounters counters,
            int t1Ms,
            boolean isWatched) {
        this.isWatched = isWatched;
        this.t1Ms = t1Ms;
        this.shedding = new Shedding(counters);
        this.config = config;
        this.trunks = List.copyOf(trunks);
        this.counters = counters;
        this.states = new TrunkStates(trunks, System.nanoTime());
        this.book =
                new TrunkBook(
                        trunks, states, shedding, config.unknownPerSecond(), System::nanoTime);
        this.placements = new Placements(states, random);
        this.registrations = new Registrations(book, states, counters);
        this.news = new TrunkNews(trunks, states, counters, this::publish);
    }

    @Override
    public Future<?> start() {
        for (TrunkConfig trunk : trunks) {
            if (trunk.exposure() == Exposure.PRIVATE) {
                LOG.warn(
                        "trunk {} is declared a private circuit: signalling by {}, media security {}",
                        trunk.id(),
                        trunk.transports(),
                        trunk.mediaSecurity());
            }
        }
        var settings =
                SipSettings.of(
                                config.bindAddress(),
                                config.advertisedAddress(),
                                EnumSet.copyOf(Transport.OF_TRUNKS),
                                config.udpTcpPort(),
                                config.tlsPort(),
                                config.identity())
                        .withIpv6(config.advertisedIpv6())
                        .withT1(t1Ms);
        return SipEndpoint.open(vertx, settings, book, this::onEvent, counters)
                .onSuccess(opened -> {
                    endpoint = opened;
                    probing = new Probing(vertx, states, opened::probe, this::tell, random);
                    vertx.setPeriodic(1000, _ -> tell()); // rests end by themselves
                    tell();
                    if (isWatched) {
                        watch = new LoopWatch(vertx, shedding);
                        watch.start();
                    }
                    for (var trunk : trunks) {
                        probing.start(trunk);
                        registrations.start(trunk, opened);
                    }
                    vertx.eventBus().localConsumer(TrunkMessage.COMMANDS, this::onCommand);
                    vertx.eventBus()
                            .<Tenant>localConsumer(
                                    TrunkStatus.QUESTIONS,
                                    asked ->
                                            asked.reply(
                                                    news.of(asked.body(), System.nanoTime()),
                                                    LocalCodec.options()));
                    LOG.info(
                            "SIP listens on port {} (UDP, TCP) and {} (TLS)",
                            opened.port(Transport.UDP),
                            opened.port(Transport.TLS));
                });
    }

    /** The port it listens on, once it is deployed; -1 before. */
    public int port(Transport transport) {
        SipEndpoint open = endpoint;
        return open == null ? -1 : open.port(transport);
    }

    /** Another certificate for SIP over TLS from now on; calls and connections stay. */
    public Future<Boolean> renew(PemIdentity identity) {
        SipEndpoint open = endpoint;
        return open == null ? Future.failedFuture("not started") : open.renew(identity);
    }

    /**
     * Other passwords of the same trunks from now on; requests that are on their way keep theirs.
     */
    public Future<Void> renew(List<TrunkConfig> same) {
        Promise<Void> done = Promise.promise();
        context.runOnContext(_ -> {
            book.renew(same);
            registrations.renew(same);
            done.complete();
        });
        return done.future();
    }

    /**
     * Whether new calls are told to try later (503 with {@code Retry-After}), since audio has too
     * much to do; calls that are there go on. On any thread.
     */
    public void refuseCalls(boolean are) {
        context.runOnContext(_ -> shedding.set(Load.MEDIA, are));
    }

    /** Hangs up every call, and closes the sockets when that has been heard or 2 s have passed. */
    @Override
    public Future<?> stop() {
        SipEndpoint open = endpoint;
        if (probing != null) {
            probing.stop();
        }
        if (watch != null) {
            watch.stop();
        }
        return registrations
                .stop()
                .compose(_ -> open == null ? Future.succeededFuture() : open.close());
    }

    private void onCommand(Message<TrunkMessage.Command> message) {
        message.reply(carryOut(message.body()), LocalCodec.options());
    }

    private TrunkMessage.Reply carryOut(TrunkMessage.Command command) {
        String dialog = command.dialog();
        return switch (command) {
            case TrunkMessage.PlaceCall place -> place(place);
            case TrunkMessage.InDialog step -> Errands.carryOut(step, calls.get(dialog));
            case TrunkMessage.Transfer transfer -> transfer(transfer);
            case TrunkMessage.SendDigits(_, var digits) ->
                    InfoRule.send(
                            dialog,
                            calls.get(dialog),
                            call -> trunkOf(call).service().digits(),
                            digits);
            // A call that is already gone has been hung up: the far end was quicker.
            case TrunkMessage.HangUp hangUp ->
                    calls.containsKey(dialog)
                            ? Errands.on(
                                    dialog, calls.get(dialog), call -> call.hangUp(hangUp.reason()))
                            : new TrunkMessage.Reply.Done(dialog);
        };
    }

    private TrunkMessage.Reply transfer(TrunkMessage.Transfer transfer) {
        String dialog = transfer.dialog();
        SipCall call = calls.get(dialog);
        SipCall replaced = transfer.replaces() == null ? null : calls.get(transfer.replaces());
        if (transfer.replaces() != null
                && (replaced == null
                        || call == null
                        || !replaced.peer().id().equals(call.peer().id()))) {
            return new TrunkMessage.Reply.Refused(dialog, "no such dialog to replace");
        }
        if (call != null && !mayRefer(call)) {
            return new TrunkMessage.Reply.Refused(dialog, "trunk takes no transfers");
        }
        return Errands.on(
                dialog,
                calls.get(dialog),
                found ->
                        found.transfer(
                                NumberRules.apply(
                                        trunkOf(found).service().rules().outbound().called(),
                                        transfer.target()),
                                replaced));
    }

    private boolean mayRefer(SipCall call) {
        return trunkOf(call).transfers().contains(TransferDirection.OUTBOUND);
    }

    private TrunkConfig trunkOf(SipCall call) {
        return book.find(call.peer().id()).orElseThrow();
    }

    private TrunkMessage.Reply place(TrunkMessage.PlaceCall place) {
        String dialog = place.dialog();
        TrunkConfig trunk =
                book.find(place.trunk())
                        .filter(t -> t.tenant().equals(place.tenant()))
                        .orElse(null);
        SipEndpoint open = endpoint;
        if (trunk == null || open == null) {
            return new TrunkMessage.Reply.Refused(dialog, "no such trunk");
        } else if (calls.containsKey(dialog)) {
            return new TrunkMessage.Reply.Refused(dialog, "dialog exists");
        }
        var destination = TrunkBook.destination(trunk).orElse(null);
        if (destination == null) {
            return new TrunkMessage.Reply.Refused(dialog, "trunk is for inbound calls only");
        }
        long nowNanos = System.nanoTime();
        var routes = Routes.order(trunk, book.all(), states, nowNanos, random);
        var attempt = placements.begin(place, routes, nowNanos);
        if (attempt.isEmpty()) {
            return new TrunkMessage.Reply.Refused(dialog, placements.refusal(routes, nowNanos));
        }
        call(open, attempt.get());
        return new TrunkMessage.Reply.Done(dialog);
    }

    private void call(SipEndpoint open, Placements.Attempt attempt) {
        var trunk = attempt.trunk();
        var place = attempt.call();
        var rules = trunk.service().rules();
        begin(
                place.dialog(),
                open.call(
                        new CallRequest(
                                place.dialog(),
                                book.peer(trunk),
                                TrunkBook.destination(trunk).orElseThrow(),
                                NumberRules.apply(rules.outbound().caller(), place.from()),
                                NumberRules.apply(rules.outbound().called(), place.to()),
                                place.sdp(),
                                attempt.ringSeconds(),
                                () -> placements.hasOther(place.dialog(), System.nanoTime()),
                                new Presentation(
                                        rules.callerId(),
                                        rules.setHeaders(),
                                        rules.removeHeaders()))));
    }

    private void begin(String dialog, SipCall call) {
        calls.put(dialog, call);
        states.of(call.peer().id()).began();
    }

    /** A call is over for good. */
    private void finish(String dialog) {
        forget(dialog);
        placements.dropped(dialog);
    }

    private void forget(String dialog) {
        SipCall call = calls.remove(dialog);
        if (call != null) {
            states.of(call.peer().id()).ended();
        }
    }

    /** Whether a call that failed goes on by another trunk. */
    private boolean goesOn(String dialog, String trunk, SipEvent.Failed failed) {
        int status = failed.status();
        var next = placements.failed(dialog, status, failed.retrySeconds(), System.nanoTime());
        SipEndpoint open = endpoint;
        tell();
        if (next.isEmpty() || open == null) {
            return false;
        }
        LOG.info(
                "trunk {} failed a call ({}), trunk {} is next",
                trunk,
                status,
                next.get().trunk().id());
        forget(dialog);
        call(open, next.get());
        return true;
    }

    private void reached(String dialog) {
        placements.reached(dialog);
        tell();
    }

    private void onEvent(SipCall call, SipEvent event) {
        String dialog = call.id();
        TrunkConfig trunk = trunkOf(call);
        switch (event) {
            case SipEvent.Arrived _ -> begin(dialog, call);
            case SipEvent.Progress _, SipEvent.Answered _ -> reached(dialog);
            case SipEvent.Rerouted(var next) -> {
                forget(dialog);
                begin(dialog, next);
            }
            case SipEvent.Failed failed -> {
                if (goesOn(dialog, trunk.id(), failed)) {
                    return;
                }
                finish(dialog);
            }
            case SipEvent.Ended _ -> finish(dialog);
            case SipEvent.Confirmed _,
                    SipEvent.Reoffered _,
                    SipEvent.Reanswered _,
                    SipEvent.ReofferRefused _,
                    SipEvent.TransferRequested _,
                    SipEvent.TransferProgress _,
                    SipEvent.Digit _,
                    SipEvent.DigitsRefused _ -> {}
        }
        TrunkEvents.of(trunk, dialog, event).ifPresent(this::publish);
    }

    private void tell() {
        news.tell(System.nanoTime());
    }

    private void publish(TrunkStatus status) {
        vertx.eventBus().publish(TrunkStatus.CHANGES, status, LocalCodec.options());
    }

    private void publish(TrunkMessage.Event event) {
        vertx.eventBus().publish(TrunkMessage.EVENTS, event, LocalCodec.options());
    }
}
