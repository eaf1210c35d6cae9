package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.flow.FlowBook;
import dev.crosspoint.gateway.flow.FlowFixtures;
import dev.crosspoint.gateway.flow.FlowScript;
import dev.crosspoint.gateway.input.InputPair;
import dev.crosspoint.media.api.Digits;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Agent;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.ContactVerb;
import dev.crosspoint.signaling.api.ContactVerb.Supervision;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.TrunkMessage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.Timeout;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The verticle on a real event bus. */
@ExtendWith(VertxExtension.class)
@Timeout(value = 60, timeUnit = TimeUnit.SECONDS)
class CallVerticleTest {
    private static final Agent ANN = new Agent(Office.TENANT, "ann", "session-ann");

    private @Nullable CallCentre given;

    @BeforeEach
    void surroundTheVerticle(Vertx vertx) {
        given = new CallCentre(vertx);
    }

    @Test
    void carriesACallFromTheTrunkToTheAgentAndEndsItOnBothSides() throws Exception {
        deploy(4_000, null);
        centre().available("ann");
        assertThat(centre().next(ANN, AgentMessage.StateChanged.class).state())
                .isEqualTo("available");
        var open = centre().arrive("d1");
        var offered = centre().next(ANN, AgentMessage.ContactOffered.class);
        assertThat(CallCentre.next(centre().toTrunks, TrunkMessage.Answer.class).dialog())
                .isEqualTo("d1");

        assertThat(centre().ask(on(offered.contactId(), new ContactVerb.Accept())))
                .isEqualTo(new AgentMessage.Reply.Done());
        var token = centre().next(ANN, AgentMessage.ContactAccepted.class).contactToken();
        assertThat(token.value()).hasSize(64);
        assertThat(
                        centre().ask(
                                        new AgentMessage.Invite(
                                                ANN,
                                                "leg",
                                                token,
                                                new Private("offer"),
                                                List.of(),
                                                false)))
                .isInstanceOf(AgentMessage.Reply.Invited.class);
        var customer = CallCentre.next(centre().toMedia, MediaCommand.AnswerLeg.class).leg();
        centre().tell(open, new MediaEvent.LegFlowing(Office.mediaTenant(), open.call(), customer));
        centre().tell(
                        open,
                        new MediaEvent.LegFlowing(
                                Office.mediaTenant(), open.call(), new LegId("leg")));
        centre().next(ANN, AgentMessage.ContactConnected.class);
        assertThat(CallCentre.next(centre().toMedia, MediaCommand.EditHearing.class).edits())
                .hasSize(2);
        letTheTurnEnd();
        assertThat(centre().meters.get("crosspoint.calls.active").gauge().value()).isEqualTo(1);

        centre().tell(
                        open,
                        new MediaEvent.DigitHeard(
                                Office.mediaTenant(), open.call(), customer, new Digits("5")));
        centre().next(ANN, AgentMessage.ContactDigit.class);
        centre().ask(on(offered.contactId(), new ContactVerb.HangUp()));

        centre().next(ANN, AgentMessage.ContactEnded.class);
        CallCentre.next(centre().toTrunks, TrunkMessage.HangUp.class);
        CallCentre.next(centre().toMedia, MediaCommand.CloseCall.class);
        letTheTurnEnd();
        assertThat(
                        centre().meters
                                .get("crosspoint.calls.ended")
                                .tag("cause", "agent-hung-up")
                                .counter()
                                .count())
                .isEqualTo(1);
    }

    @Test
    void logsNoDigitThatIsSealedWhateverTheLevel() throws Exception {
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        var root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        var level = root.getLevel();
        try {
            var flows =
                    FlowScript.flows()
                            .keys(InputPair.keys(InputPair.OLD))
                            .flow(
                                    "inbound",
                                    """
                                    log
                                    seal card 16 cards-2026
                                    set card $.StoredCustomerInput
                                    say bye
                                    """);
            deploy(flows.book(), 4_000, null);
            root.setLevel(Level.TRACE);
            root.addAppender(lines);
            var open = centre().arrive("d1");
            var customer = CallCentre.next(centre().toMedia, MediaCommand.AnswerLeg.class).leg();
            CallCentre.next(centre().toMedia, MediaCommand.Play.class);
            for (char key : "5358979323846264".toCharArray()) {
                centre().tell(
                                open,
                                new MediaEvent.DigitHeard(
                                        Office.mediaTenant(),
                                        open.call(),
                                        customer,
                                        new Digits(String.valueOf(key))));
            }
            assertThat(CallCentre.next(centre().toMedia, MediaCommand.Play.class).file())
                    .hasFileName("bye.wav");
            letTheTurnEnd();
        } finally {
            root.detachAppender(lines);
            root.setLevel(level);
        }

        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .extracting(line -> line.replaceAll("[0-9a-f]{32}", "")) // ids are drawn
                .anyMatch(line -> line.contains("flow inbound action"))
                .noneMatch(line -> line.contains("5358") || line.contains("6264"));
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
            var open = centre().arrive("d1");
            CallCentre.next(centre().toMedia, MediaCommand.Play.class);
            centre().tell(open, new MediaEvent.CallFailed(Office.mediaTenant(), open.call()));
            CallCentre.next(centre().toMedia, MediaCommand.CloseCall.class);
            letTheTurnEnd();
        } finally {
            logger.detachAppender(lines);
            logger.setLevel(level);
        }

        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .extracting(line -> line.replaceAll("[0-9a-f]{32}", "")) // ids are drawn
                .anyMatch(line -> line.endsWith("flow inbound action welcome"))
                .noneMatch(line -> line.contains("7946"));
    }

    @Test
    void passesAContactOnWhenTheAgentLetsItRing() throws Exception {
        deploy(FlowFixtures.straightToSales(), 1, 4_000, null);
        centre().available("ann");
        assertThat(centre().next(ANN, AgentMessage.StateChanged.class).state())
                .isEqualTo("available");
        centre().arrive("d1");
        centre().next(ANN, AgentMessage.ContactOffered.class);

        var ended = centre().next(ANN, AgentMessage.ContactEnded.class);

        assertThat(ended.reason()).isEqualTo("missed");
        assertThat(centre().next(ANN, AgentMessage.StateChanged.class).state()).isEqualTo("missed");
    }

    @Test
    void refusesTheCallerWhenMediaDoesNotAnswerInTime() throws Exception {
        centre().mediaAnswers = false;
        deploy(50, null);

        centre().arrive("d1");

        assertThat(CallCentre.next(centre().toTrunks, TrunkMessage.Refuse.class).status())
                .isEqualTo(500);
    }

    @Test
    void letsNobodyListenWhoCannotBePutOnRecord() throws Exception {
        deploy(4_000, null);
        centre().available("ann");
        assertThat(centre().next(ANN, AgentMessage.StateChanged.class).state())
                .isEqualTo("available");
        var open = centre().arrive("d1");
        var contact = centre().connect(ANN, open);
        var sue = centre().signIn("sue");
        var listen =
                new AgentMessage.OnContact(
                        sue, contact, new ContactVerb.Supervise(Supervision.MONITOR));
        centre().recordTakes = false;

        assertThat(centre().ask(listen))
                .isEqualTo(
                        new AgentMessage.Reply.Refused(
                                AgentError.CONFLICT,
                                "it cannot be put on record now, so it is not done"));
        letTheTurnEnd();
        assertThat(centre().audited).isEmpty();

        centre().recordTakes = true;
        assertThat(centre().ask(listen)).isEqualTo(new AgentMessage.Reply.Done());
        assertThat(centre().audited)
                .extracting(AuditEvent::what)
                .containsExactly(new Deed.Supervised(contact, "ann", Supervision.MONITOR));
    }

    @Test
    void letsTheDemoCustomerCallAndSaysWhyNot() throws Exception {
        deploy(4_000, (tenant, agentId) -> Future.failedFuture("the demo customer is engaged"));
        centre().available("ann");
        assertThat(centre().next(ANN, AgentMessage.StateChanged.class).state())
                .isEqualTo("available");

        assertThat(centre().ask(new AgentMessage.CallDemoCustomer(ANN)))
                .isEqualTo(
                        new AgentMessage.Reply.Refused(
                                AgentError.INTERNAL, "the demo customer is engaged"));
    }

    @Test
    void saysThatThereIsNoDemoCustomer() throws Exception {
        deploy(4_000, null);
        centre().available("ann");
        assertThat(centre().next(ANN, AgentMessage.StateChanged.class).state())
                .isEqualTo("available");

        assertThat(centre().ask(new AgentMessage.CallDemoCustomer(ANN)))
                .isEqualTo(
                        new AgentMessage.Reply.Refused(
                                AgentError.NOT_FOUND, "this gateway runs without a demo customer"));
    }

    private static AgentMessage.OnContact on(String contact, ContactVerb verb) {
        return new AgentMessage.OnContact(ANN, contact, verb);
    }

    private CallCentre centre() {
        return Objects.requireNonNull(given);
    }

    private void deploy(int requestTimeoutMs, @Nullable DemoCaller demo) throws Exception {
        deploy(FlowFixtures.straightToSales(), requestTimeoutMs, demo);
    }

    private void deploy(FlowBook flows, int requestTimeoutMs, @Nullable DemoCaller demo)
            throws Exception {
        deploy(flows, OfficeSettings.of(flows, false).ringSeconds(), requestTimeoutMs, demo);
    }

    private void deploy(
            FlowBook flows, int ringSeconds, int requestTimeoutMs, @Nullable DemoCaller demo)
            throws Exception {
        var full = OfficeSettings.of(flows, false);
        centre().open(
                        new CallSettings(
                                full.tenants(),
                                full.trunks(),
                                full.mediaLoops(),
                                ringSeconds,
                                full.outboundRingSeconds(),
                                full.joinSeconds(),
                                full.rejoinSeconds(),
                                requestTimeoutMs,
                                false,
                                full.holdMusic(),
                                full.ringback(),
                                full.recording()),
                        demo);
    }

    /** A round trip on the verticle's loop: whatever it was doing is done. */
    private void letTheTurnEnd() throws Exception {
        centre().ask(new AgentMessage.Refresh(ANN));
    }
}
