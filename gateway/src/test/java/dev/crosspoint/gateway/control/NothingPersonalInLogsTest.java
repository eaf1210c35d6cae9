package dev.crosspoint.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.crosspoint.gateway.access.AccessRules;
import dev.crosspoint.gateway.access.TenantGate;
import dev.crosspoint.gateway.flow.FlowScript;
import dev.crosspoint.gateway.switchboard.CallCentre;
import dev.crosspoint.media.api.Digits;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.signaling.api.SignalingConfig.Proxies;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.junit5.Timeout;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/**
 * A day in the office, with our loggers as talkative as they can be, and those of libraries nearly
 * so: at their last level they tell addresses of requests. What is searched are the lines as they
 * were meant, before anything is masked: masking is for what we overlook.
 */
@ExtendWith(VertxExtension.class)
@Timeout(value = 60, timeUnit = TimeUnit.SECONDS)
class NothingPersonalInLogsTest {
    private static final String DIALLED = "+4930901820";
    private static final String PASSWORD = "planted-password";
    private static final String DIGITS = "5358979";

    private final List<String> lines = new ArrayList<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final AppenderBase<ILoggingEvent> appender =
            new AppenderBase<>() {
                @Override
                protected void append(ILoggingEvent event) {
                    var proxy = event.getThrowableProxy();
                    synchronized (lines) {
                        lines.add(
                                event.getLoggerName()
                                        + " "
                                        + event.getFormattedMessage()
                                        + (proxy == null
                                                ? ""
                                                : ThrowableProxyUtil.asString(proxy)));
                    }
                }
            };
    private final Map<Logger, @Nullable Level> before = new HashMap<>();

    @BeforeEach
    void listen() {
        appender.setContext((LoggerContext) LoggerFactory.getILoggerFactory());
        appender.start();
        level(root, Level.DEBUG);
        level((Logger) LoggerFactory.getLogger("dev.crosspoint"), Level.TRACE);
        root.addAppender(appender);
    }

    private void level(Logger logger, Level level) {
        before.put(logger, logger.getLevel());
        logger.setLevel(level);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(appender);
        before.forEach(Logger::setLevel); // None is inherited.
    }

    @Test
    void saysNoNumberNameAttributeDigitPasswordOrToken(Vertx vertx) throws Exception {
        var centre = new CallCentre(vertx);
        centre.open(
                FlowScript.flows()
                        .flow(
                                "inbound",
                                """
                                log
                                set account planted-attribute
                                target sales
                                enter
                                bye
                                """)
                        .book());
        var gate =
                new TenantGate(
                        Map.of(CallCentre.TENANT, AccessRules.NONE),
                        centre.audited::add,
                        centre.meters,
                        System::nanoTime);
        var server = new ControlServer(vertx, gate, Proxies.NONE);

        // A call, with digits, to its end.
        var ann = centre.available("ann");
        var open = centre.arrive("d1");
        var contact = centre.connect(ann, open);
        for (int i = 0; i < DIGITS.length(); i++) {
            var heard = new Digits(DIGITS.substring(i, i + 1));
            vertx.eventBus()
                    .publish(
                            open.events(),
                            new MediaEvent.DigitHeard(
                                    open.tenant(), open.call(), new LegId("leg-1"), heard));
        }
        server.get("sue", "/api/contacts/" + contact);
        server.post(
                "sue",
                "/api/contacts/" + contact + "/transfer",
                "{\"number\":\"" + DIALLED + "\"}");
        server.post("ann", "/api/contacts/" + contact + "/hangUp", "{}");
        server.post("ann", "/api/contacts", "{\"number\":\"" + DIALLED + "\"}");
        server.post("sue", "/api/denials", "{\"number\":\"" + CallCentre.CUSTOMER + "\"}");

        // Whoever is refused, and what is no request at all.
        for (var body :
                List.of(
                        "{\"user\":\"ann\",\"password\":\"" + PASSWORD + "\"}",
                        "{\"user\":\"" + DIALLED + "\",\"password\":\"" + PASSWORD + "\"}",
                        "{\"user\":\"" + PASSWORD)) {
            server.send("ann", HttpMethod.POST, "/api/session", body);
        }
        server.get("sue", "/api/contacts/" + DIALLED);
        server.post("sue", "/api/contact-records/search", "{\"number\":\"" + DIALLED + "\"}");
        new RawClient(server.port())
                .ask("GET /" + DIALLED + " HTTP/1.1\r\nContent-Length: " + PASSWORD + "\r\n\r\n");
        vertx.eventBus()
                .publish(open.events(), new MediaEvent.CallFailed(open.tenant(), open.call()));
        CallCentre.next(centre.toMedia, MediaCommand.CloseCall.class);
        server.stop();

        List<String> said;
        synchronized (lines) {
            said = List.copyOf(lines);
        }
        assertThat(said).anyMatch(line -> line.contains("flow inbound action"));
        for (var planted :
                List.of(
                        CallCentre.CUSTOMER.substring(5),
                        DIALLED.substring(3),
                        DIGITS,
                        PASSWORD,
                        "planted-attribute",
                        "token-ann",
                        "token-sue")) {
            assertThat(said).as(planted).noneMatch(line -> line.contains(planted));
        }
    }
}
