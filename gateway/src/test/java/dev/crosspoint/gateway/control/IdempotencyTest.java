package dev.crosspoint.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.switchboard.ControlMessage.Finding;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.AgentMessage.Reply;
import dev.crosspoint.signaling.api.LocalCodec;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.junit5.Timeout;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One key, one execution. */
@ExtendWith(VertxExtension.class)
@Timeout(value = 30, timeUnit = TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // Set before each test.
class IdempotencyTest {
    private static final String DIAL = "/api/contacts";
    private static final String BOB = "{\"agent\":\"bob\"}";

    private ControlDouble control;
    private ControlServer server;

    @BeforeEach
    void open(Vertx vertx) throws Exception {
        control = new ControlDouble(vertx);
        control.fallSilent();
        server = new ControlServer(vertx);
    }

    @Test
    void givesTheFirstAnswerAgainWithoutDoingItAgain() throws Exception {
        var first = server.post("ann", DIAL, BOB, "k");
        control.nextAsked().reply(new Reply.Dialing("c-1"), LocalCodec.options());
        assertThat(ControlServer.await(first).statusCode()).isEqualTo(201);

        var again = ControlServer.await(server.post("ann", DIAL, BOB, "k"));

        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.bodyAsString()).isEqualTo(ControlServer.await(first).bodyAsString());
        assertThat(again.getHeader("location")).isEqualTo("/api/contacts/c-1");
        assertThat(control.asked).isEmpty();
    }

    @Test
    void givesBothTheAnswerWhileTheFirstIsStillRunning() throws Exception {
        var first = server.post("ann", DIAL, BOB, "k");
        var asked = control.nextAsked();
        var second = server.post("ann", DIAL, BOB, "k");
        var conflict = ControlServer.await(server.post("ann", DIAL, "{\"agent\":\"cat\"}", "k"));
        assertThat(conflict.statusCode()).isEqualTo(409);
        assertThat(control.asked).isEmpty();

        asked.reply(new Reply.Dialing("c-1"), LocalCodec.options());

        assertThat(ControlServer.await(first).bodyAsString())
                .isEqualTo(ControlServer.await(second).bodyAsString())
                .contains("c-1");
        assertThat(control.asked).isEmpty();
    }

    @Test
    void keepsRefusalsUnderTheirKeyButNotWhatWasNeverAsked() throws Exception {
        var refused = server.post("ann", DIAL, BOB, "k");
        control.nextAsked().reply(new Reply.Refused(AgentError.BUSY, "busy"), LocalCodec.options());
        assertThat(ControlServer.await(refused).statusCode()).isEqualTo(409);
        assertThat(ControlServer.await(server.post("ann", DIAL, BOB, "k")).bodyAsString())
                .contains("busy");
        assertThat(control.asked).isEmpty();

        assertThat(ControlServer.await(server.post("ann", DIAL, "{}", "n")).statusCode())
                .isEqualTo(400);
        var corrected = server.post("ann", DIAL, BOB, "n");
        control.nextAsked().reply(new Reply.Dialing("c-2"), LocalCodec.options());
        assertThat(ControlServer.await(corrected).statusCode()).isEqualTo(201);
    }

    @Test
    void keepsTheKeysOfAgentsAndAddressesApart() throws Exception {
        var anns = server.post("ann", DIAL, BOB, "k");
        control.nextAsked().reply(new Reply.Dialing("c-1"), LocalCodec.options());
        ControlServer.await(anns);

        var cats = server.post("cat", DIAL, BOB, "k");
        control.nextAsked().reply(new Reply.Dialing("c-2"), LocalCodec.options());
        assertThat(ControlServer.await(cats).bodyAsString()).contains("c-2");
        assertThat(
                        ControlServer.await(server.post("ann", "/api/contacts/c-1/end", "{}", "k"))
                                .statusCode())
                .isEqualTo(409);
    }

    @Test
    void refusesKeysThatAreNone() throws Exception {
        var long65 = "k".repeat(65);
        assertThat(ControlServer.await(server.post("ann", DIAL, BOB, long65)).statusCode())
                .isEqualTo(400);
        assertThat(ControlServer.await(server.post("ann", DIAL, BOB, "")).statusCode())
                .isEqualTo(400);
        assertThat(control.asked).isEmpty();
    }

    @Test
    void makesNothingOfAKeyOnARead() throws Exception {
        for (int i = 0; i < 2; i++) {
            var list =
                    server.request("sue", HttpMethod.GET, "/api/contacts")
                            .putHeader("idempotency-key", "k")
                            .send();
            control.nextAsked().reply(new Finding.Contacts(List.of()), LocalCodec.options());
            assertThat(ControlServer.await(list).statusCode()).isEqualTo(200);
        }
    }
}
