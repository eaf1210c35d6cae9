package dev.crosspoint.signaling.agent;

import static dev.crosspoint.signaling.agent.TestSocket.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crosspoint.signaling.api.AgentMessage;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sessions over real TLS WebSockets, with a test double of call control behind them. */
@ExtendWith(VertxExtension.class)
class AgentVerticleTest {

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static AgentServer server;

    @BeforeAll
    static void deploy(Vertx vertx) throws Exception {
        server = new AgentServer(vertx, GatewayDouble.on(vertx), AgentServer.config());
    }

    @AfterEach
    void keepsTheRulesOfTheVocabulary() {
        assertThat(server.gateway.violations).isEmpty();
    }

    @Test
    void startsASessionAndSendsTheSnapshot() throws Exception {
        TestSocket alice = server.agent("alice");
        JsonNode result = alice.next().path("result");
        assertThat(result.path("agent").textValue()).isEqualTo("alice");
        assertThat(result.path("displayName").textValue()).isEqualTo("Agent alice");
        assertThat(result.path("session").textValue()).hasSizeGreaterThanOrEqualTo(20);
        assertThat(alice.event("agent.state").path("seq").intValue()).isEqualTo(1);
    }

    @Test
    void carriesRequestsEventsAndTheirNumbers() throws Exception {
        TestSocket alice = server.agent("alice");
        String session = sessionOf(alice);
        alice.request(2, "agent.setState", "{'state':'Available'}");
        JsonNode state = alice.event("agent.state");
        if (state.path("seq").intValue() == 1) {
            state = alice.event("agent.state");
        }
        assertThat(state.path("data").path("state").textValue()).isEqualTo("Available");
        assertThat(state.path("seq").intValue()).isEqualTo(2);
        server.gateway.send(session, new AgentMessage.ContactProgress("c", "ringing"));
        assertThat(alice.event("contact.progress").path("seq").intValue()).isEqualTo(3);
        alice.request(3, "contact.dial", "{'number':'silent'}");
        assertThat(alice.answer(3).path("error").path("code").intValue()).isEqualTo(-32008);
    }

    @Test
    void resumesAfterAKilledSocketWithNothingLostAndNothingTwice() throws Exception {
        TestSocket alice = server.agent("alice");
        String session = sessionOf(alice);
        assertThat(alice.event("agent.state").path("seq").intValue()).isEqualTo(1);
        alice.kill();
        assertThat(alice.closeCode()).isEqualTo(1006);
        server.gateway.send(session, new AgentMessage.ContactMicrophone("c", "silent"));
        server.gateway.send(
                session,
                new AgentMessage.ContactQuality("c", Map.of("agent", -30), Map.of(), Map.of()));
        server.gateway.send(session, new AgentMessage.ContactMicrophone("c", "ok"));
        TestSocket again = resume(session, "alice", 1);
        JsonNode result = again.next().path("result");
        assertThat(result.path("resumed").booleanValue()).isTrue();
        assertThat(result.path("session").textValue()).isEqualTo(session);
        assertThat(again.next().path("params").path("seq").intValue()).isEqualTo(2);
        assertThat(again.next().path("params").path("seq").intValue()).isEqualTo(3);
        server.gateway.send(session, new AgentMessage.ContactMicrophone("c", "silent"));
        assertThat(again.next().path("params").path("seq").intValue()).isEqualTo(4);
    }

    @Test
    void replacesTheOlderSocketOfASession() throws Exception {
        TestSocket alice = server.agent("alice");
        String session = sessionOf(alice);
        TestSocket again = resume(session, "alice", 0);
        assertThat(again.answer(1).path("result").path("resumed").booleanValue()).isTrue();
        assertThat(alice.closeCode()).isEqualTo(4001);
        assertThat(again.request(2, "session.ping", "{}").answer(2).has("result")).isTrue();
    }

    @Test
    void refusesAnotherAgentsTokenAndLeavesTheSessionAlone() throws Exception {
        TestSocket alice = server.agent("alice");
        String session = sessionOf(alice);
        TestSocket mallory = resume(session, "mallory", 0);
        assertThat(mallory.answer(1).path("error").path("code").intValue()).isEqualTo(-32003);
        assertThat(mallory.closeCode()).isEqualTo(4003);
        assertThat(alice.request(2, "session.ping", "{}").answer(2).has("result")).isTrue();
    }

    @Test
    void losesASessionAfterItsGraceAndOpensANewOneInstead() throws Exception {
        TestSocket alice = server.agent("alice");
        String session = sessionOf(alice);
        alice.kill();
        while (!server.gateway
                .next(AgentMessage.SessionLost.class)
                .agent()
                .session()
                .equals(session)) {}
        TestSocket again = resume(session, "alice", 1);
        JsonNode result = again.answer(1).path("result");
        assertThat(result.path("resumed").booleanValue()).isFalse();
        assertThat(result.path("session").textValue()).isNotEqualTo(session);
    }

    @Test
    void refusesABadTokenAWrongFirstMessageAndASilentGateway() throws Exception {
        TestSocket stranger = server.connect("/agent");
        stranger.request(1, "session.start", "{'token':'forged'}");
        assertThat(stranger.answer(1).path("error").path("code").intValue()).isEqualTo(-32003);
        assertThat(stranger.closeCode()).isEqualTo(4003);
        TestSocket hasty = server.connect("/agent");
        hasty.request(1, "contact.dial", "{'number':'123'}");
        assertThat(hasty.answer(1).path("error").path("code").intValue()).isEqualTo(-32001);
        assertThat(hasty.closeCode()).isEqualTo(4003);
        TestSocket unlucky = server.connect("/agent");
        unlucky.request(1, "session.start", "{'token':'silent'}");
        assertThat(unlucky.answer(1).path("error").path("code").intValue()).isEqualTo(-32008);
        assertThat(unlucky.closeCode()).isEqualTo(4008);
    }

    @Test
    void endsASessionWhenCallControlSaysSo() throws Exception {
        TestSocket alice = server.agent("alice");
        String session = sessionOf(alice);
        server.gateway.send(session, new AgentMessage.EndSession("signed-in-elsewhere"));
        assertThat(alice.closeCode()).isEqualTo(4002);
        assertThat(alice.socket.closeReason()).isEqualTo("signed-in-elsewhere");
        TestSocket again = resume(session, "alice", 0);
        assertThat(again.answer(1).path("result").path("session").textValue())
                .isNotEqualTo(session);
    }

    @Test
    void carriesASoftphoneCallThroughALostSocket() throws Exception {
        TestSocket alice = server.agent("alice");
        String session = sessionOf(alice);
        alice.request(
                2,
                "invite",
                "{'contactId':'c','callContextToken':'contact-c','sdp':'v=0','candidates':[]}");
        JsonNode result = alice.answer(2).path("result");
        assertThat(result.path("sdp").textValue()).isEqualTo(GatewayDouble.ANSWER_SDP);
        assertThat(result.path("candidates").path(0).path("candidate").textValue())
                .isEqualTo(GatewayDouble.ANSWER_CANDIDATE);
        assertThat(alice.request(3, "accept", "{'contactId':'c'}").answer(3).has("result"))
                .isTrue();
        String leg = server.gateway.next(AgentMessage.AcceptInvite.class).leg();
        alice.kill();
        assertThat(alice.closeCode()).isEqualTo(1006);
        TestSocket again = resume(session, "alice", 0);
        again.answer(1);
        server.gateway.endLeg(session, leg);
        JsonNode bye = again.next();
        while (!bye.path("method").asText().equals("bye")) {
            bye = again.next();
        }
        assertThat(bye.path("params").path("contactId").textValue()).isEqualTo("c");
        again.send("{'jsonrpc':'2.0','id':'%s','result':{}}".formatted(bye.path("id").textValue()));
        assertThat(
                        again.request(9, "bye", "{'contactId':'c'}")
                                .answer(9)
                                .path("error")
                                .path("code")
                                .intValue())
                .isEqualTo(404);
    }

    @Test
    void closesItsSocketsWhenItStops(Vertx vertx) throws Exception {
        AgentServer other = new AgentServer(vertx, server.gateway, AgentServer.config());
        TestSocket alice = other.agent("alice");
        sessionOf(alice);
        other.undeploy();
        assertThat(alice.closeCode()).isEqualTo(1001);
    }

    @Test
    void servesPagesOverHttp1AndHttp2WithTls(Vertx vertx) throws Exception {
        for (HttpVersion version : List.of(HttpVersion.HTTP_1_1, HttpVersion.HTTP_2)) {
            HttpClient client =
                    vertx.createHttpClient(
                            new HttpClientOptions()
                                    .setSsl(true)
                                    .setTrustAll(true)
                                    .setVerifyHost(false)
                                    .setUseAlpn(true)
                                    .setProtocolVersion(version));
            String body =
                    await(
                            client.request(HttpMethod.GET, server.port, "localhost", "/some/page")
                                    .compose(request -> request.send())
                                    .compose(response -> response.body())
                                    .map(buffer -> buffer.toString()));
            assertThat(body).isEqualTo("page /some/page over " + version);
        }
    }

    @Test
    void offersNeitherPlainTextNorOldTls(Vertx vertx) {
        HttpClient plain = vertx.createHttpClient();
        assertThatThrownBy(() -> get(plain)).hasRootCauseInstanceOf(Exception.class);
        HttpClient old =
                vertx.createHttpClient(
                        new HttpClientOptions()
                                .setSsl(true)
                                .setTrustAll(true)
                                .setVerifyHost(false)
                                .setEnabledSecureTransportProtocols(Set.of("TLSv1.1")));
        assertThatThrownBy(() -> get(old)).hasRootCauseInstanceOf(Exception.class);
    }

    private int get(HttpClient client) throws Exception {
        return await(
                client.request(HttpMethod.GET, server.port, "localhost", "/")
                        .compose(request -> request.send())
                        .map(response -> response.statusCode()));
    }

    private TestSocket resume(String session, String agentId, int lastSeq) throws Exception {
        TestSocket socket = server.connect("/agent");
        socket.request(
                1,
                "session.start",
                "{'token':'token-%s','session':'%s','lastSeq':%d}"
                        .formatted(agentId, session, lastSeq));
        return socket;
    }

    private static String sessionOf(TestSocket socket) throws Exception {
        return socket.answer(1).path("result").path("session").textValue();
    }
}
