package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.gateway.access.AgentDirectory;
import dev.crosspoint.gateway.access.SecurityProfiles;
import dev.crosspoint.gateway.access.TenantGate;
import dev.crosspoint.gateway.access.TenantGate.Way;
import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.audit.AuditEvent.Origin;
import dev.crosspoint.gateway.bookkeeping.Books;
import dev.crosspoint.gateway.call.CallFacts.WallClock;
import dev.crosspoint.gateway.call.CallInput;
import dev.crosspoint.gateway.webhook.WebhookMessage;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.MediaAddress;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.api.MediaReply;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.LocalCodec;
import dev.crosspoint.signaling.api.PhonesRegistered;
import dev.crosspoint.signaling.api.RequestSource;
import dev.crosspoint.signaling.api.TrunkMessage;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries what call control decides between the event bus, the clock and the pure rooms. One event
 * loop has all calls and agents; audio is elsewhere.
 */
public final class CallVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(CallVerticle.class);

    /** Event-bus address of media's events. */
    private static final String MEDIA_EVENTS = "calls.media-events";

    /** How often it is looked whether sign-ins behind open desktops are still good, ms. */
    private static final int LOOK_MS = 1_000;

    private final @Nullable DemoCaller demo;
    private final CallMeters meters;
    private final Consumer<AuditEvent> audit;
    private final Function<AuditEvent, Future<Void>> before;
    private final TenantGate gate;
    private final Books books;
    private final Switchboard switchboard;
    private final AgentDesk desk;
    private final ControlDesk control;
    private final DeliveryOptions options;
    private final Map<Long, Message<?>> tickets = new HashMap<>();
    private long lastTicket = CallInput.NOBODY;
    private long timer = -1;
    private long timerNanos;

    /**
     * To be deployed once, on an event loop.
     *
     * @param directory who is behind a sign-in
     * @param profiles what everybody may do now
     * @param demo the demo customer, or null where there is none
     * @param audit is told what was done
     * @param before puts on record what is about to be done, as {@code AuditTrail.before}
     * @param gate who may come in from where
     * @param books takes how contacts are and what agents have done
     */
    public CallVerticle(
            CallSettings settings,
            AgentDirectory directory,
            SecurityProfiles profiles,
            @Nullable DemoCaller demo,
            MeterRegistry meters,
            Consumer<AuditEvent> audit,
            Function<AuditEvent, Future<Void>> before,
            TenantGate gate,
            Books books,
            SecureRandom random) {
        this.demo = demo;
        this.audit = audit;
        this.before = before;
        this.gate = gate;
        this.books = books;
        this.meters = new CallMeters(meters);
        var now = new WallClock(System.nanoTime(), System.currentTimeMillis());
        this.switchboard =
                new Switchboard(settings, profiles, MEDIA_EVENTS, new RandomFresh(random), now);
        this.desk = new AgentDesk(switchboard, directory, demo != null);
        this.control = new ControlDesk(switchboard);
        this.options = LocalCodec.options().setSendTimeout(settings.requestTimeoutMs());
    }

    @Override
    public Future<?> start() {
        vertx.setPeriodic(LOOK_MS, _ -> turn(desk::look));
        var bus = vertx.eventBus();
        return Future.all(
                bus.<AgentMessage.Request>localConsumer(AgentMessage.REQUESTS, this::onAgent)
                        .completion(),
                bus.<ControlMessage>localConsumer(ControlMessage.ADDRESS, this::onControl)
                        .completion(),
                bus.<TrunkMessage.Event>localConsumer(
                                TrunkMessage.EVENTS,
                                message -> turn(now -> switchboard.onTrunk(message.body(), now)))
                        .completion(),
                bus.<PhonesRegistered>localConsumer(
                                PhonesRegistered.ADDRESS,
                                message ->
                                        turn(now -> switchboard.phones().on(message.body(), now)))
                        .completion(),
                bus.<MediaEvent>localConsumer(
                                MEDIA_EVENTS,
                                message -> {
                                    meters.count(message.body());
                                    turn(now -> switchboard.onMedia(message.body(), now));
                                })
                        .completion(),
                bus.<DemoCaller.Heard>localConsumer(
                                DemoCaller.HEARD,
                                message ->
                                        turn(now -> switchboard.onDemoHeard(message.body(), now)))
                        .completion());
    }

    /** Ends every call; to be undeployed before media and trunks are. */
    @Override
    public Future<?> stop() {
        turn(switchboard::shutDown);
        return Future.succeededFuture();
    }

    /** Somebody who is given a ticket, and the time. */
    @FunctionalInterface
    private interface Ticketed {
        void accept(long ticket, long nowNanos);
    }

    private void onAgent(Message<AgentMessage.Request> message) {
        var entering = desk.entering(message.body());
        if (entering.isEmpty() || isAdmitted(entering.get(), message)) {
            onRequest(message, (ticket, now) -> desk.onRequest(message.body(), ticket, now));
        } else {
            message.reply(
                    new AgentMessage.Reply.Refused(AgentError.ACCESS_DENIED, TenantGate.SENTENCE),
                    LocalCodec.options());
        }
    }

    private boolean isAdmitted(AgentDesk.Entering who, Message<?> message) {
        var source = RequestSource.of(message.headers());
        return who.agentId() == null
                ? gate.admits(who.tenant(), Way.SOFTPHONE, "Invite", new Actor.Stranger(), source)
                : gate.admits(
                        who.tenant(),
                        Way.DESKTOP,
                        "StartSession",
                        new Actor.Agent(who.agentId()),
                        source);
    }

    private void onControl(Message<ControlMessage> message) {
        switch (message.body()) {
            case ControlMessage.Request request ->
                    onRequest(message, (ticket, now) -> control.onRequest(request, ticket, now));
            case ControlMessage.Question question ->
                    message.reply(control.find(question, System.nanoTime()), LocalCodec.options());
        }
    }

    private void onRequest(Message<?> message, Ticketed desk) {
        long ticket = ++lastTicket;
        tickets.put(ticket, message);
        try {
            turn(now -> desk.accept(ticket, now));
        } catch (RuntimeException bug) {
            reply(
                    ticket,
                    new AgentMessage.Reply.Refused(
                            AgentError.INTERNAL, "something went wrong on our side"));
            throw bug;
        }
    }

    /** One input, everything that follows from it, and the clock set for what comes next. */
    private void turn(LongConsumer input) {
        input.accept(System.nanoTime());
        switchboard.drain().forEach(this::carryOut);
        meters.show(switchboard.activeCalls(), switchboard.routing().board());
        setTimer();
    }

    private void setTimer() {
        var next = switchboard.nextDeadlineNanos();
        if (timer >= 0 && next.isPresent() && next.getAsLong() == timerNanos) {
            return;
        }
        if (timer >= 0) {
            vertx.cancelTimer(timer);
            timer = -1;
        }
        if (next.isPresent()) {
            timerNanos = next.getAsLong();
            long delayNanos = Math.max(0, timerNanos - System.nanoTime());
            // Rounded up: a timer that is early would only be set again.
            timer = vertx.setTimer(delayNanos / 1_000_000 + 1, _ -> onTimer());
        }
    }

    private void onTimer() {
        timer = -1;
        turn(switchboard::onTime);
    }

    private void carryOut(Errand errand) {
        switch (errand) {
            case Errand.ToMedia(int loop, var command, long ticket) ->
                    toMedia(loop, command, ticket);
            case Errand.ToTrunk(var call, var command, long ticket) ->
                    toTrunk(call, command, ticket);
            case Errand.ToSession(var session, var event) ->
                    vertx.eventBus()
                            .publish(AgentMessage.eventsFor(session), event, LocalCodec.options());
            case Errand.Reply(long ticket, var reply) -> reply(ticket, reply);
            case Errand.Invoke invoke -> invoke(invoke);
            case Errand.Audit(var tenant, var agent, var deed) ->
                    audit.accept(AuditEvent.now(new Actor.Agent(agent), tenant, deed));
            case Errand.AuditFirst(var asked, var deed) -> auditFirst(asked, deed);
            case Errand.Keep(var contact) -> books.take(contact);
            case Errand.Remember(var activity, long atMs) -> books.take(activity, atMs);
            case Errand.CallDemo call -> callDemo(call);
            case Errand.Count(var what) -> meters.count(what);
            case Errand.CountEnd(var cause) -> meters.countEnd(cause);
            case Errand.Diagnosed(var tenant, var diagnosis, var news) -> {
                meters.count(diagnosis);
                vertx.eventBus().publish(LegNews.eventsOf(tenant), news, LocalCodec.options());
            }
            case Errand.Log(var call, var line) -> LOG.info("call {}: {}", call, line);
            // The stack tells where; the message of a library's exception might tell of people.
            case Errand.LogBug(var call, var bug) ->
                    LOG.error(
                            "call {} ended by a bug: {} at {}",
                            call,
                            bug.getClass().getName(),
                            place(bug));
        }
    }

    private void toMedia(int loop, MediaCommand command, long ticket) {
        vertx.eventBus()
                .<MediaReply>request(MediaAddress.ofLoop(loop), command, options)
                .map(Message::body)
                .otherwise(_ ->
                        new MediaReply.Refused(
                                MediaReply.MediaError.INTERNAL, "media did not answer in time"))
                .onSuccess(reply ->
                        turn(now -> switchboard.onMediaReply(command, reply, ticket, now)));
    }

    private void toTrunk(@Nullable CallId call, TrunkMessage.Command command, long ticket) {
        vertx.eventBus()
                .<TrunkMessage.Reply>request(
                        TrunkMessage.commandsFor(command.dialog()), command, options)
                .map(Message::body)
                // Keys of which we hear nothing may be on their way: nobody presses them twice.
                .otherwise(_ ->
                        command instanceof TrunkMessage.SendDigits
                                ? new TrunkMessage.Reply.Done(command.dialog())
                                : new TrunkMessage.Reply.Refused(
                                        command.dialog(), "trunks did not answer in time"))
                .onSuccess(reply -> {
                    boolean isNews =
                            ticket != CallInput.NOBODY
                                    || !(reply instanceof TrunkMessage.Reply.Done);
                    if (isNews && call != null) {
                        turn(now -> switchboard.onTrunkReply(call, command, reply, ticket, now));
                    }
                });
    }

    private void invoke(Errand.Invoke invoke) {
        // The room that asks keeps the limit; this is for the case that it never answers.
        long timeoutMs = TimeUnit.SECONDS.toMillis(invoke.question().limitSeconds() + 1L);
        vertx.eventBus()
                .<WebhookMessage.Reply>request(
                        WebhookMessage.ADDRESS,
                        new WebhookMessage.Invoke(invoke.tenant(), invoke.question()),
                        LocalCodec.options().setSendTimeout(timeoutMs))
                .map(Message::body)
                .otherwise(_ -> new WebhookMessage.Failed(WebhookMessage.Failure.TIMED_OUT))
                .map(reply -> reply.input(invoke.ticket()))
                .onSuccess(answer ->
                        turn(now ->
                                switchboard.onFunction(invoke.call(), invoke.run(), answer, now)));
    }

    private void auditFirst(CallInput.Asked asked, Deed deed) {
        var by = asked.by();
        var from = origin(asked.ticket());
        before.apply(AuditEvent.now(new Actor.Agent(by.agentId()), from, by.tenant(), deed))
                .onComplete(done ->
                        context.runOnContext(_ -> {
                            if (done.succeeded()) {
                                turn(now -> desk.onRecord(asked, now));
                            } else {
                                reply(
                                        asked.ticket(),
                                        new AgentMessage.Reply.Refused(
                                                AgentError.CONFLICT,
                                                "it cannot be put on record now, so it is not done"));
                            }
                        }));
    }

    /** Where a request came from. */
    private Origin origin(long ticket) {
        var message = tickets.get(ticket);
        return message == null ? Origin.UNKNOWN : origin(message);
    }

    private static Origin origin(Message<?> message) {
        var source = RequestSource.of(message.headers());
        return new Origin(source.address(), source.userAgent(), null);
    }

    private void callDemo(Errand.CallDemo call) {
        var customer = demo;
        if (customer == null) {
            throw new IllegalStateException("no demo customer to call");
        }
        customer.call(call.tenant(), call.agentId())
                .onComplete(
                        _ -> reply(call.ticket(), new AgentMessage.Reply.Done()),
                        failure ->
                                reply(
                                        call.ticket(),
                                        new AgentMessage.Reply.Refused(
                                                AgentError.INTERNAL,
                                                String.valueOf(failure.getMessage()))));
    }

    private void reply(long ticket, AgentMessage.Reply reply) {
        var message = tickets.remove(ticket);
        if (message == null) {
            return;
        }
        if (message.body() instanceof ControlMessage.Request request) {
            ControlAudit.of(request, origin(message), reply).ifPresent(audit);
        }
        message.reply(reply, LocalCodec.options());
    }

    private static String place(Throwable bug) {
        var stack = bug.getStackTrace();
        return stack.length == 0 ? "an unknown place" : stack[0].toString();
    }
}
