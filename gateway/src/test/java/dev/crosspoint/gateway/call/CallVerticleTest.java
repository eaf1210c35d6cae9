package dev.crosspoint.gateway.call;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.flow.FlowBook;
import dev.crosspoint.gateway.flow.FlowFixtures;
import dev.crosspoint.media.api.Digits;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.MediaAddress;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.api.MediaReply;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Agent;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.ContactVerb;
import dev.crosspoint.signaling.api.LocalCodec;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.TrunkMessage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.Timeout;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * The verticle on a real event bus. Media and trunks are doubles that enforce the rules of the real
 * ones; what they were asked, and what the agent was told, arrives in queues that are waited on.
 */
@ExtendWith(VertxExtension.class)
@Timeout(value = 20, timeUnit = TimeUnit.SECONDS)
class CallVerticleTest {
    private static final Agent ANN = new Agent(Office.TENANT, "ann", "session");

    private final MediaDouble media = new MediaDouble();
    private final TrunkDouble trunks = new TrunkDouble();
    private final BlockingQueue<MediaCommand> toMedia = new LinkedBlockingQueue<>();
    private final BlockingQueue<TrunkMessage.Command> toTrunks = new LinkedBlockingQueue<>();
    private final BlockingQueue<AgentMessage.Event> toAnn = new LinkedBlockingQueue<>();
    private final Queue<AuditEvent> audited = new ConcurrentLinkedQueue<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private boolean mediaAnswers = true;
    private @Nullable Vertx given;

    @BeforeEach
    void surroundTheVerticle(Vertx vertx) {
        given = vertx;
        var bus = vertx.eventBus();
        LocalCodec.installOn(bus);
        for (int loop = 0; loop < 2; loop++) {
            bus.<MediaCommand>localConsumer(
                    MediaAddress.ofLoop(loop),
                    message -> {
                        var reply = answer(message.body());
                        if (reply != null) {
                            message.reply(reply, LocalCodec.options());
                        }
                    });
        }
        bus.<TrunkMessage.Command>localConsumer(
                TrunkMessage.COMMANDS,
                message -> {
                    TrunkMessage.Reply reply;
                    synchronized (trunks) {
                        reply = trunks.on(message.body());
                    }
                    toTrunks.add(message.body());
                    message.reply(reply, LocalCodec.options());
                });
        bus.<AgentMessage.Event>localConsumer(
                AgentMessage.eventsFor("session"), message -> toAnn.add(message.body()));
    }

    private @Nullable MediaReply answer(MediaCommand command) {
        toMedia.add(command);
        synchronized (media) {
            return mediaAnswers ? media.on(command) : null;
        }
    }

    @Test
    void carriesACallFromTheTrunkToTheAgentAndEndsItOnBothSides() throws Exception {
        deploy(4_000, null);
        signInAndBecomeAvailable();
        var open = arrive("d1");
        var offered = next(AgentMessage.ContactOffered.class);
        assertThat(next(toTrunks, TrunkMessage.Answer.class).dialog()).isEqualTo("d1");

        assertThat(ask(on(offered.contactId(), new ContactVerb.Accept())))
                .isEqualTo(new AgentMessage.Reply.Done());
        var token = next(AgentMessage.ContactAccepted.class).contactToken();
        assertThat(token.value()).hasSize(64);
        assertThat(ask(new AgentMessage.Invite(ANN, "leg", token, new Private("offer"), List.of())))
                .isInstanceOf(AgentMessage.Reply.Invited.class);
        var customer = next(toMedia, MediaCommand.AnswerLeg.class).leg();
        tell(open, new MediaEvent.LegFlowing(Office.mediaTenant(), open.call(), customer));
        tell(open, new MediaEvent.LegFlowing(Office.mediaTenant(), open.call(), new LegId("leg")));
        next(AgentMessage.ContactConnected.class);
        assertThat(next(toMedia, MediaCommand.EditHearing.class).edits()).hasSize(2);
        letTheTurnEnd();
        assertThat(meters.get("crosspoint.calls.active").gauge().value()).isEqualTo(1);

        tell(
                open,
                new MediaEvent.DigitHeard(
                        Office.mediaTenant(), open.call(), customer, new Digits("5")));
        next(AgentMessage.ContactDigit.class);
        ask(on(offered.contactId(), new ContactVerb.HangUp()));

        next(AgentMessage.ContactEnded.class);
        next(toTrunks, TrunkMessage.HangUp.class);
        next(toMedia, MediaCommand.CloseCall.class);
        letTheTurnEnd();
        assertThat(
                        meters.get("crosspoint.calls.ended")
                                .tag("cause", "agent-hung-up")
                                .counter()
                                .count())
                .isEqualTo(1);
    }

    @Test
    void logsTheFlowsActionsAndNothingPersonal(@TempDir Path folder) throws Exception {
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        var logger = (Logger) LoggerFactory.getLogger(CallVerticle.class);
        var level = logger.getLevel();
        logger.setLevel(Level.INFO);
        logger.addAppender(lines);
        try {
            deploy(FlowFixtures.demo(folder), 4_000, null);
            var open = arrive("d1");
            next(toMedia, MediaCommand.Play.class);
            tell(open, new MediaEvent.CallFailed(Office.mediaTenant(), open.call()));
            next(toMedia, MediaCommand.CloseCall.class);
            letTheTurnEnd();
        } finally {
            logger.detachAppender(lines);
            logger.setLevel(level);
        }

        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(line -> line.endsWith("flow inbound action welcome"))
                .noneMatch(line -> line.contains("7946"));
    }

    @Test
    void passesAContactOnWhenTheAgentLetsItRing() throws Exception {
        deploy(4_000, null);
        signInAndBecomeAvailable();
        arrive("d1");
        next(AgentMessage.ContactOffered.class);

        var ended = next(AgentMessage.ContactEnded.class);

        assertThat(ended.reason()).isEqualTo("missed");
        assertThat(next(AgentMessage.StateChanged.class).state()).isEqualTo("missed");
    }

    @Test
    void refusesTheCallerWhenMediaDoesNotAnswerInTime() throws Exception {
        mediaAnswers = false;
        deploy(50, null);

        arrive("d1");

        assertThat(next(toTrunks, TrunkMessage.Refuse.class).status()).isEqualTo(500);
    }

    @Test
    void letsTheDemoCustomerCallAndSaysWhyNot() throws Exception {
        deploy(4_000, (tenant, agentId) -> Future.failedFuture("the demo customer is engaged"));
        signInAndBecomeAvailable();

        assertThat(ask(new AgentMessage.CallDemoCustomer(ANN)))
                .isEqualTo(
                        new AgentMessage.Reply.Refused(
                                AgentError.INTERNAL, "the demo customer is engaged"));
    }

    @Test
    void saysThatThereIsNoDemoCustomer() throws Exception {
        deploy(4_000, null);
        signInAndBecomeAvailable();

        assertThat(ask(new AgentMessage.CallDemoCustomer(ANN)))
                .isEqualTo(
                        new AgentMessage.Reply.Refused(
                                AgentError.NOT_FOUND, "this gateway runs without a demo customer"));
    }

    private static AgentMessage.OnContact on(String contact, ContactVerb verb) {
        return new AgentMessage.OnContact(ANN, contact, verb);
    }

    private Vertx vertx() {
        return Objects.requireNonNull(given);
    }

    private void deploy(int requestTimeoutMs, @Nullable DemoCaller demo) throws Exception {
        deploy(FlowFixtures.straightToSales(), requestTimeoutMs, demo);
    }

    private void deploy(FlowBook flows, int requestTimeoutMs, @Nullable DemoCaller demo)
            throws Exception {
        var full = Office.settings(flows, false);
        var settings =
                new CallSettings(
                        full.tenants(),
                        full.trunks(),
                        full.mediaLoops(),
                        1,
                        full.outboundRingSeconds(),
                        full.rejoinSeconds(),
                        requestTimeoutMs,
                        false,
                        full.holdMusic(),
                        full.ringback());
        await(
                vertx().deployVerticle(
                                new CallVerticle(
                                        settings,
                                        Office::byToken,
                                        demo,
                                        meters,
                                        audited::add,
                                        new SecureRandom())));
    }

    /** A round trip on the verticle's loop: whatever it was doing is done. */
    private void letTheTurnEnd() throws Exception {
        ask(new AgentMessage.Refresh(ANN));
    }

    private void signInAndBecomeAvailable() throws Exception {
        var reply = ask(new AgentMessage.Authenticate("session", new Private("token-ann")));
        assertThat(reply).isInstanceOf(AgentMessage.Reply.Authenticated.class);
        ask(new AgentMessage.SetState(ANN, "available"));
        assertThat(next(AgentMessage.StateChanged.class).state()).isEqualTo("available");
    }

    private MediaCommand.OpenCall arrive(String dialog) throws Exception {
        synchronized (trunks) {
            trunks.invited(dialog);
        }
        vertx().eventBus()
                .publish(
                        TrunkMessage.EVENTS,
                        new TrunkMessage.CallArrived(
                                Office.TENANT,
                                dialog,
                                "carrier",
                                Office.ADDRESS,
                                new Private(Office.CUSTOMER),
                                new Private(Office.OUR_NUMBER),
                                new Private("offer"),
                                Map.of(),
                                null),
                        LocalCodec.options());
        return next(toMedia, MediaCommand.OpenCall.class);
    }

    private void tell(MediaCommand.OpenCall open, MediaEvent event) {
        vertx().eventBus().publish(open.events(), event, LocalCodec.options());
    }

    private AgentMessage.Reply ask(AgentMessage.Request request) throws Exception {
        return await(
                vertx().eventBus()
                        .<AgentMessage.Reply>request(
                                AgentMessage.REQUESTS, request, LocalCodec.options())
                        .map(message -> message.body()));
    }

    private <T extends AgentMessage.Event> T next(Class<T> type) throws InterruptedException {
        return next(toAnn, type);
    }

    /** The next one of a type; others before it are passed over. */
    private static <T> T next(BlockingQueue<? super T> queue, Class<T> type)
            throws InterruptedException {
        while (true) {
            var next = queue.poll(10, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("no " + type.getSimpleName() + " came");
            }
            if (type.isInstance(next)) {
                return type.cast(next);
            }
        }
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
