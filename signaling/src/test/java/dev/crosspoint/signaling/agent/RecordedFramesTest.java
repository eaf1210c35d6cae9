package dev.crosspoint.signaling.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.SignalingConfig.AgentConfig;
import io.vertx.core.Vertx;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.junit5.VertxExtension;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The frames of connect-rtc-js 1.3.2 on a direct socket, rebuilt from its documented behaviour and
 * replayed against the listener: ids are UUIDs, the offer has its regenerated Opus format line and
 * trailing ptime lines, and the candidates are relay only.
 */
@ExtendWith(VertxExtension.class)
class RecordedFramesTest {

    private static final String CALL_ID = "2f6b9d84-6f0a-4a36-9d0e-6f3a5d1c7b11";
    private static final String INVITE_ID = "0b2f6c1e-43a8-4c57-8a53-7f0f6f0a9c01";
    private static final String ACCEPT_ID = "7d6e1f52-1f0c-4b7b-9a39-5b6a4c3d2e02";
    private static final String BYE_ID = "c9a1b2d3-e4f5-4a6b-8c7d-9e0f1a2b3c03";

    private static final String OFFER =
            "v=0\\r\\no=- 4611731400430051336 2 IN IP4 127.0.0.1\\r\\ns=-\\r\\nt=0 0\\r\\n"
                    + "a=group:BUNDLE 0\\r\\na=msid-semantic: WMS\\r\\n"
                    + "m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126\\r\\nc=IN IP4 0.0.0.0\\r\\n"
                    + "a=rtcp:9 IN IP4 0.0.0.0\\r\\na=ice-ufrag:Yx3k\\r\\na=ice-pwd:5v1ZQ0hYyq8Tj2uWm7bN4cDe\\r\\n"
                    + "a=setup:actpass\\r\\na=mid:0\\r\\na=rtcp-mux\\r\\na=rtcp-rsize\\r\\n"
                    + "a=rtpmap:111 opus/48000/2\\r\\na=fmtp:111 minptime=20;useinbandfec=1;usedtx=0\\r\\n"
                    + "a=ptime:20\\r\\na=maxptime:20\\r\\n";

    private static final String CANDIDATES =
            "[{'candidate':'candidate:2774440166 1 udp 41819903 198.51.100.7 49152 typ relay raddr 0.0.0.0 rport 0 generation 0',"
                    + "'sdpMid':'0','sdpMLineIndex':0,'usernameFragment':'Yx3k'}]";

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static AgentServer server;

    @BeforeAll
    static void deploy(Vertx vertx) throws Exception {
        AgentConfig config = AgentServer.config();
        // Shorter than the protocol's own times, yet long for a busy machine.
        Limits hasty =
                new Limits(
                        2_000, 2_000, 20_000, 1_500, 1_500, 1_500, 60_000, 300, 60_000, 10_000,
                        60_000);
        server = new AgentServer(vertx, GatewayDouble.on(vertx), config, hasty);
    }

    @AfterEach
    void keepsTheRulesOfTheVocabulary() {
        assertThat(server.gateway.violations).isEmpty();
    }

    @Test
    void completesACallThroughADroppedSocket() throws Exception {
        String token = "contact-ctx a/+=";
        TestSocket first = connect(token);
        first.send(invite(token));
        JsonNode result = first.next();
        assertThat(result.path("id").textValue()).isEqualTo(INVITE_ID);
        assertThat(result.path("result").path("sdp").textValue())
                .isEqualTo(GatewayDouble.ANSWER_SDP);
        JsonNode candidate = result.path("result").path("candidates").path(0);
        assertThat(candidate.path("candidate").textValue())
                .isEqualTo(GatewayDouble.ANSWER_CANDIDATE);
        assertThat(candidate.path("sdpMLineIndex").intValue()).isZero();
        assertThat(result.path("result").has("peerConnectionId"))
                .as("would switch the client to persistent connections")
                .isFalse();

        String clientToken = accept(first);
        AgentMessage.Invite invite = inviteOf(token);
        assertThat(invite.agent()).isNull();
        assertThat(invite.sdp().value()).startsWith("v=0\r\n").endsWith("a=maxptime:20\r\n");
        assertThat(invite.candidates()).singleElement().asString().startsWith("candidate:2774");

        first.kill();
        TestSocket second = reconnect(clientToken);
        JsonNode renewed = second.next();
        assertThat(renewed.path("method").textValue()).isEqualTo("renewClientToken");
        assertThat(renewed.path("params").path("clientToken").textValue())
                .isNotEqualTo(clientToken);

        second.send(
                "{'jsonrpc':'2.0','method':'bye','params':{'callContextToken':'%s'},'id':'%s'}"
                        .formatted(token, BYE_ID));
        JsonNode bye = second.next();
        assertThat(bye.path("id").textValue()).isEqualTo(BYE_ID);
        assertThat(bye.has("result")).isTrue();
        second.socket.close();
        assertThat(byeOf(invite.leg())).isEqualTo("bye");
        assertThatThrownBy(() -> reconnect(renewed.path("params").path("clientToken").textValue()))
                .cause()
                .isInstanceOfSatisfying(
                        UpgradeRejectedException.class,
                        e -> assertThat(e.getStatus()).isEqualTo(403));
    }

    @Test
    void replacesASocketThatIsStillThere() throws Exception {
        TestSocket first = connect("contact-1");
        first.send(invite("contact-1")).next();
        TestSocket second = reconnect(accept(first));
        assertThat(first.closeCode()).isEqualTo(4001);
        assertThat(second.next().path("method").textValue()).isEqualTo("renewClientToken");
        second.send("{'jsonrpc':'2.0','method':'bye','params':{},'id':7}");
        assertThat(second.next().path("id").intValue()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({
        "refuse-BAD_REQUEST, 400",
        "refuse-ACCESS_DENIED, 403",
        "refuse-NOT_FOUND, 404",
        "unknown, 404",
        "refuse-TIMEOUT, 408",
        "refuse-CONFLICT, 409",
        "refuse-BUSY, 486",
        "refuse-INTERNAL, 500"
    })
    void failsAnInviteWithTheCodeTheClientKnows(String token, int code) throws Exception {
        TestSocket socket = connect(token);
        JsonNode answer = socket.send(invite(token)).next();
        assertThat(answer.path("id").textValue()).isEqualTo(INVITE_ID);
        assertThat(answer.path("error").path("code").intValue()).isEqualTo(code);
        assertThat(answer.path("error").path("message").textValue()).isNotBlank();
        assertThat(answer.has("result")).isFalse();
        socket.socket.close();
    }

    @Test
    void closesAfterAFailedInviteWhenTheClientDoesNot() throws Exception {
        TestSocket socket = connect("unknown");
        assertThat(codeOf(socket.send(invite("unknown")).next())).isEqualTo(404);
        assertThat(socket.closeCode()).isEqualTo(1000);
    }

    @Test
    void answersRequestTimeoutWhenCallControlIsSilent() throws Exception {
        TestSocket socket = connect("silent");
        assertThat(codeOf(socket.send(invite("silent")).next())).isEqualTo(408);
        String leg = legOf("silent");
        assertThat(byeOf(leg)).isEqualTo("never-accepted");
    }

    @Test
    void hangsUpFromOurEnd() throws Exception {
        TestSocket socket = connect("contact-2");
        socket.send(invite("contact-2")).next();
        accept(socket);
        String leg = legOf("contact-2");
        server.gateway.endLeg(leg, leg);
        JsonNode bye = socket.next();
        assertThat(bye.path("method").textValue()).isEqualTo("bye");
        assertThat(bye.path("id").isTextual()).isTrue();
        socket.send(
                "{'jsonrpc':'2.0','result':{},'id':'%s'}".formatted(bye.path("id").textValue()));
        socket.socket.close();
        assertThat(socket.closeCode()).isEqualTo(1000);
    }

    @Test
    void closesWhenOurByeIsNeverAnswered() throws Exception {
        TestSocket socket = connect("contact-3");
        socket.send(invite("contact-3")).next();
        accept(socket);
        String leg = legOf("contact-3");
        server.gateway.endLeg(leg, leg);
        assertThat(socket.next().path("method").textValue()).isEqualTo("bye");
        assertThat(socket.closeCode()).isEqualTo(1000);
        assertThat(server.counters.of("oddity:bye-unanswered")).isPositive();
    }

    @Test
    void saysByeToAClientThatComesBackToACallThatIsOver() throws Exception {
        TestSocket socket = connect("contact-4");
        socket.send(invite("contact-4")).next();
        String clientToken = accept(socket);
        String leg = legOf("contact-4");
        server.gateway.endLeg(leg, leg);
        assertThat(socket.next().path("method").textValue()).isEqualTo("bye");
        socket.kill();
        TestSocket again = reconnect(clientToken);
        assertThat(again.next().path("method").textValue()).isEqualTo("bye");
    }

    @Test
    void reapsALegThatIsNeverAccepted() throws Exception {
        TestSocket socket = connect("contact-5");
        socket.send(invite("contact-5")).next();
        assertThat(byeOf(legOf("contact-5"))).isEqualTo("never-accepted");
        assertThat(socket.closeCode()).isEqualTo(4008);
    }

    @Test
    void takesTheLegDownWhenTheSocketIsLostBeforeTheAcceptOrForTooLongAfterIt() throws Exception {
        TestSocket early = connect("contact-6");
        early.send(invite("contact-6")).next();
        early.kill();
        assertThat(byeOf(legOf("contact-6"))).isEqualTo("socket-lost");
        TestSocket late = connect("contact-7");
        late.send(invite("contact-7")).next();
        String clientToken = accept(late);
        late.kill();
        assertThat(byeOf(legOf("contact-7"))).isEqualTo("socket-lost");
        assertThatThrownBy(() -> reconnect(clientToken))
                .hasCauseInstanceOf(UpgradeRejectedException.class);
    }

    @Test
    void takesTheContactTokenFromTheInviteWhenTheUrlHasNone() throws Exception {
        TestSocket socket = server.connect("/rtc?callId=" + CALL_ID);
        assertThat(socket.send(invite("contact-8")).next().has("result")).isTrue();
        TestSocket without = server.connect("/rtc?callId=" + CALL_ID);
        without.send(
                "{'jsonrpc':'2.0','method':'invite','params':{'sdp':'v=0','candidates':[]},'id':'%s'}"
                        .formatted(INVITE_ID));
        assertThat(codeOf(without.next())).isEqualTo(403);
        TestSocket other = connect("contact-9");
        assertThat(codeOf(other.send(invite("contact-10")).next())).isEqualTo(403);
        TestSocket old = connect("contact-11");
        old.send(
                "{'jsonrpc':'2.0','method':'invite','params':{'sdp':'v=0','candidates':[]},'id':1}");
        assertThat(old.next().has("result")).as("the URL's token suffices").isTrue();
    }

    @Test
    void refusesASecondInviteAndAnEarlyAccept() throws Exception {
        TestSocket socket = connect("contact-12");
        socket.send("{'jsonrpc':'2.0','method':'accept','params':{},'id':'a'}");
        assertThat(codeOf(socket.next())).isEqualTo(404);
        socket.send(invite("contact-12")).next();
        assertThat(codeOf(socket.send(invite("contact-12")).next())).isEqualTo(409);
        accept(socket);
    }

    @Test
    void refusesReconnectsWithoutAGoodToken() throws Exception {
        TestSocket socket = connect("contact-13");
        socket.send(invite("contact-13")).next();
        String clientToken = accept(socket);
        String leg = ClientTokens.legOf(clientToken);
        for (String uri :
                new String[] {
                    "/rtc?callId=" + CALL_ID + "&clientToken=undefined",
                    "/rtc?callId=" + CALL_ID + "&clientToken=",
                    "/rtc?callId=" + CALL_ID + "&clientToken=" + leg + ".guess",
                    "/rtc?callId=other&clientToken=" + clientToken
                }) {
            assertThatThrownBy(() -> server.connect(uri))
                    .cause()
                    .isInstanceOfSatisfying(
                            UpgradeRejectedException.class,
                            e -> assertThat(e.getStatus()).isEqualTo(403));
        }
        assertThat(reconnect(clientToken).next().path("method").textValue())
                .isEqualTo("renewClientToken");
    }

    /** The accept, its empty result, and the first client token. */
    private static String accept(TestSocket socket) throws Exception {
        socket.send(
                "{'jsonrpc':'2.0','method':'accept','params':{},'id':'%s'}".formatted(ACCEPT_ID));
        JsonNode accepted = socket.next();
        assertThat(accepted.path("id").textValue()).isEqualTo(ACCEPT_ID);
        assertThat(accepted.path("result").isEmpty()).isTrue();
        JsonNode renew = socket.next();
        assertThat(renew.path("method").textValue()).isEqualTo("renewClientToken");
        assertThat(renew.has("id")).isFalse();
        String token = renew.path("params").path("clientToken").textValue();
        assertThat(token).hasSizeGreaterThan(40);
        return token;
    }

    private static String invite(String token) {
        return "{'jsonrpc':'2.0','method':'invite','params':{'sdp':'%s','candidates':%s,'callContextToken':'%s'},'id':'%s'}"
                .formatted(OFFER, CANDIDATES, token, INVITE_ID);
    }

    private static TestSocket connect(String contactToken) throws Exception {
        return server.connect("/rtc?callId=" + CALL_ID + "&contactCtx=" + encode(contactToken));
    }

    private static TestSocket reconnect(String clientToken) throws Exception {
        return server.connect("/rtc?callId=" + CALL_ID + "&clientToken=" + encode(clientToken));
    }

    /** As encodeURIComponent does. */
    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String legOf(String contactToken) throws InterruptedException {
        return inviteOf(contactToken).leg();
    }

    private static AgentMessage.Invite inviteOf(String contactToken) throws InterruptedException {
        AgentMessage.Invite invite;
        do {
            invite = server.gateway.next(AgentMessage.Invite.class);
        } while (!invite.contactToken().value().equals(contactToken));
        return invite;
    }

    private static String byeOf(String leg) throws InterruptedException {
        while (true) {
            AgentMessage.Bye bye = server.gateway.next(AgentMessage.Bye.class);
            if (bye.leg().equals(leg)) {
                return bye.why();
            }
        }
    }

    private static int codeOf(JsonNode answer) {
        return answer.path("error").path("code").intValue();
    }
}
