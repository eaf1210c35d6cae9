package dev.crosspoint.signaling.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.IceServer;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.AgentConfig;
import io.vertx.core.Vertx;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.junit5.VertxExtension;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What connect-rtc-js 1.3.2 needs of a server, item by item of the checklist that was drawn up from
 * its behaviour. Its frames are rebuilt and replayed against the listener: ids are UUIDs, the offer
 * has its regenerated Opus format line and trailing ptime lines, and the candidates are relay only.
 *
 * <p>Of items 4 and 12 this is what signalling has to do. That the relays relay is proved by the
 * gateway's {@code TurnIT}, and that media answers that offer as it must, by its {@code
 * BrowserAnswerTest#answersTheFormThatConnectRtcMakesOfIt}. The multiplexed carrier has {@link
 * SoftphoneTopicTest}.
 */
@ExtendWith(VertxExtension.class)
class ConnectRtcConformanceTest {

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
                    + "a=rtpmap:63 red/48000/2\\r\\na=fmtp:63 111/111\\r\\na=rtpmap:9 G722/8000\\r\\n"
                    + "a=rtpmap:0 PCMU/8000\\r\\na=rtpmap:8 PCMA/8000\\r\\na=rtpmap:13 CN/8000\\r\\n"
                    + "a=rtpmap:110 telephone-event/48000\\r\\na=rtpmap:126 telephone-event/8000\\r\\n"
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
                        2_000, 2_000, 20_000, 3_000, 4_000, 3_000, 60_000, 300, 60_000, 10_000,
                        60_000);
        server = new AgentServer(vertx, GatewayDouble.on(vertx), config, hasty);
    }

    @AfterEach
    void keepsTheRulesOfTheVocabulary() {
        assertThat(server.gateway.violations).isEmpty();
    }

    @Test
    void item01BindsALegToTheCallAndTheTokenOfItsUrl() throws Exception {
        String token = "contact-ctx a/+=";
        TestSocket socket = connect(token);
        assertThat(socket.send(invite(token)).next().has("result")).isTrue();
        AgentMessage.Invite invite = inviteOf(token);
        assertThat(invite.agent()).isNull();
        assertThat(invite.sdp().value()).startsWith("v=0\r\n").endsWith("a=maxptime:20\r\n");
        assertThat(invite.candidates()).singleElement().asString().startsWith("candidate:2774");
        accept(socket);
    }

    @Test
    void item01TakesTheContactTokenOfTheInviteWhenTheUrlHasNone() throws Exception {
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
    void item02NeverSpeaksFirst() throws Exception {
        TestSocket socket = connect("contact-20");
        assertThat(socket.send(invite("contact-20")).next().path("id").textValue())
                .as("the first that comes answers the invite")
                .isEqualTo(INVITE_ID);
    }

    @Test
    void item03AnswersAnInviteWithAnAnswerAndCandidates() throws Exception {
        TestSocket socket = connect("contact-21");
        JsonNode result = socket.send(invite("contact-21")).next().path("result");
        assertThat(result.path("sdp").textValue()).isEqualTo(GatewayDouble.ANSWER_SDP);
        JsonNode candidate = result.path("candidates").path(0);
        assertThat(candidate.path("candidate").textValue())
                .isEqualTo(GatewayDouble.ANSWER_CANDIDATE);
        assertThat(candidate.path("sdpMLineIndex").intValue()).isZero();
    }

    @Test
    void item03AnswersRequestTimeoutWhenCallControlIsSilent() throws Exception {
        TestSocket socket = connect("silent");
        assertThat(codeOf(socket.send(invite("silent")).next())).isEqualTo(408);
        String leg = legOf("silent");
        assertThat(byeOf(leg)).isEqualTo("never-accepted");
    }

    /** Whoever embeds the library gives it the relays that the desktop's session was told of. */
    @Test
    void item04OffersRelaysByUdpAndByTlsAtThePortOfHttps() throws Exception {
        var urls =
                List.of(
                        "turn:turn.example.com:3478?transport=udp",
                        "turns:turn.example.com:443?transport=tcp");
        server.relays = List.of(new IceServer(urls, new Private("1:a"), new Private("secret")));
        TestSocket desk = server.agent("alice");

        JsonNode relays = desk.next().path("result").path("iceServers");
        server.relays = List.of();

        assertThat(relays).hasSize(1);
        JsonNode relay = relays.path(0);
        assertThat(relay.path("urls")).extracting(JsonNode::textValue).isEqualTo(urls);
        assertThat(relay.path("username").textValue()).isEqualTo("1:a");
        assertThat(relay.path("credential").textValue()).isEqualTo("secret");
        desk.socket.close();
    }

    /** With an empty result, and then a token to come back with. */
    @Test
    void item05AnswersTheAcceptAndGivesAClientToken() throws Exception {
        TestSocket socket = connect("contact-22");
        socket.send(invite("contact-22")).next();
        assertThat(accept(socket)).isNotBlank();
    }

    @Test
    void item06AnswersAByeAndTakesTheLegDown() throws Exception {
        TestSocket socket = connect("contact-23");
        socket.send(invite("contact-23")).next();
        String clientToken = accept(socket);
        JsonNode bye = socket.send(bye("contact-23")).next();
        assertThat(bye.path("id").textValue()).isEqualTo(BYE_ID);
        assertThat(bye.has("result")).isTrue();
        socket.socket.close();
        assertThat(byeOf(legOf("contact-23"))).isEqualTo("bye");
        assertThatThrownBy(() -> reconnect(clientToken))
                .cause()
                .isInstanceOfSatisfying(
                        UpgradeRejectedException.class,
                        e -> assertThat(e.getStatus()).isEqualTo(403));
    }

    @Test
    void item06ClosesWhenOurByeIsNeverAnswered() throws Exception {
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
    void item06HangsUpFromOurEndAndTakesABareResult() throws Exception {
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
    void item07GoesOnAfterADroppedSocketWithAnotherTokenAndNoOtherInvite() throws Exception {
        TestSocket first = connect("contact-24");
        first.send(invite("contact-24")).next();
        String clientToken = accept(first);
        first.kill();
        TestSocket second = reconnect(clientToken);
        JsonNode renewed = second.next();
        assertThat(renewed.path("method").textValue()).isEqualTo("renewClientToken");
        assertThat(renewed.path("params").path("clientToken").textValue())
                .isNotEqualTo(clientToken);
        assertThat(second.send(bye("contact-24")).next().has("result")).isTrue();
        assertThat(byeOf(legOf("contact-24"))).isEqualTo("bye");
    }

    @Test
    void item07RefusesReconnectsWithoutAGoodToken() throws Exception {
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

    @Test
    void item07ReplacesASocketThatIsStillThere() throws Exception {
        TestSocket first = connect("contact-1");
        first.send(invite("contact-1")).next();
        TestSocket second = reconnect(accept(first));
        assertThat(first.closeCode()).isEqualTo(4001);
        assertThat(second.next().path("method").textValue()).isEqualTo("renewClientToken");
        second.send("{'jsonrpc':'2.0','method':'bye','params':{},'id':7}");
        assertThat(second.next().path("id").intValue()).isEqualTo(7);
    }

    @Test
    void item07SaysByeToAClientThatComesBackToACallThatIsOver() throws Exception {
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
    void item08ClosesAfterAFailedInviteWhenTheClientDoesNot() throws Exception {
        TestSocket socket = connect("unknown");
        assertThat(codeOf(socket.send(invite("unknown")).next())).isEqualTo(404);
        assertThat(socket.closeCode()).isEqualTo(1000);
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
    void item08FailsAnInviteWithTheCodeTheClientKnows(String token, int code) throws Exception {
        TestSocket socket = connect(token);
        JsonNode answer = socket.send(invite(token)).next();
        assertThat(answer.path("id").textValue()).isEqualTo(INVITE_ID);
        assertThat(answer.path("error").path("code").intValue()).isEqualTo(code);
        assertThat(answer.path("error").path("message").textValue()).isNotBlank();
        assertThat(answer.has("result")).isFalse();
        socket.socket.close();
    }

    @Test
    void item08RefusesASecondInviteAndAnEarlyAccept() throws Exception {
        TestSocket socket = connect("contact-12");
        socket.send("{'jsonrpc':'2.0','method':'accept','params':{},'id':'a'}");
        assertThat(codeOf(socket.next())).isEqualTo(404);
        socket.send(invite("contact-12")).next();
        assertThat(codeOf(socket.send(invite("contact-12")).next())).isEqualTo(409);
        accept(socket);
    }

    @Test
    void item09ReapsALegThatIsNeverAccepted() throws Exception {
        TestSocket socket = connect("contact-5");
        socket.send(invite("contact-5")).next();
        assertThat(byeOf(legOf("contact-5"))).isEqualTo("never-accepted");
        assertThat(socket.closeCode()).isEqualTo(4008);
    }

    @Test
    void item09TakesTheLegDownWithItsSocketBeforeTheAcceptAndAfterTheGraceLater() throws Exception {
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

    /** Whose switch is in the invite's result, and is left off where nobody has asked for it. */
    @Test
    void item10OffersNoPersistentConnectionToWhoeverWantsNone() throws Exception {
        TestSocket socket = connect("contact-25");
        JsonNode result = socket.send(invite("contact-25")).next().path("result");
        assertThat(result.has("peerConnectionId")).isFalse();
        accept(socket);
        for (String method : new String[] {"connectContact", "disconnectContact"}) {
            JsonNode answer =
                    socket.request(9, method, "{'peerConnectionId':null,'callContextToken':'t'}")
                            .next();
            assertThat(answer.path("id").intValue()).isEqualTo(9);
            assertThat(codeOf(answer)).isEqualTo(400);
            assertThat(answer.path("error").path("message").textValue())
                    .isEqualTo("Stale Peer Connection");
        }
    }

    @Test
    void item10KeepsAPeerConnectionFromContactToContact() throws Exception {
        TestSocket socket = connect("contact-27");
        String invite =
                invite("contact-27").replace("{'sdp'", "{'persistentConnection':true,'sdp'");
        JsonNode result = socket.send(invite).next().path("result");
        assertThat(result.path("peerConnectionId").textValue()).isNotEmpty();
        assertThat(result.path("peerConnectionToken").textValue()).isNotEmpty();
        assertThat(result.path("inactivityDuration").intValue()).isPositive();
        String peer =
                "'peerConnectionId':'%s','peerConnectionToken':'%s'"
                        .formatted(
                                result.path("peerConnectionId").textValue(),
                                result.path("peerConnectionToken").textValue());
        String clientToken = accept(socket);
        String leg = legOf("contact-27");

        JsonNode down =
                socket.request(
                                9,
                                "disconnectContact",
                                "{'contactId':'" + CALL_ID + "'," + peer + "}")
                        .next();
        assertThat(down.path("result").isObject()).isTrue();
        JsonNode up =
                socket.request(
                                10,
                                "connectContact",
                                "{'contactId':'c','callContextToken':'contact-28'," + peer + "}")
                        .next();
        assertThat(up.path("result").isObject()).isTrue();
        assertThat(server.gateway.next(AgentMessage.ConnectContact.class))
                .isEqualTo(new AgentMessage.ConnectContact(null, leg, new Private("contact-28")));
        socket.request(11, "disconnectContact", "{'contactId':'c'," + peer + "}").next();

        socket.kill();
        TestSocket back = reconnect(clientToken);
        assertThat(back.next().path("method").textValue()).isEqualTo("renewClientToken");
        server.gateway.endLeg(leg, leg);
        JsonNode bye = back.next();
        assertThat(bye.path("method").textValue()).isEqualTo("PCBye");
        assertThat(bye.path("peerConnectionId").textValue())
                .as("at the top level")
                .isEqualTo(result.path("peerConnectionId").textValue());
        assertThat(bye.has("id")).isFalse();
    }

    @Test
    void item11GivesALegOtherPathsByItsToken() throws Exception {
        TestSocket socket = connect("contact-26");
        socket.send(invite("contact-26")).next();
        accept(socket);
        String leg = legOf("contact-26");
        String again = invite("contact-26").replace("{'sdp'", "{'iceRestart':true,'sdp'");
        assertThat(socket.send(again).next().path("result").path("candidates").isEmpty()).isFalse();
        assertThat(legOf("contact-26")).isEqualTo(leg);
        JsonNode accepted =
                socket.request(9, SoftphoneMethods.ACCEPT, "{'peerConnectionId':null}").next();
        assertThat(accepted.path("result").isObject()).isTrue();
    }

    /** Its formats, RED and digits at both rates among them, are media's to choose of. */
    @Test
    void item12PassesTheWholeOfferToMediaAndTheWholeAnswerBack() throws Exception {
        TestSocket socket = connect("contact-29");
        JsonNode result = socket.send(invite("contact-29")).next().path("result");

        assertThat(inviteOf("contact-29").sdp().value()).isEqualTo(OFFER.replace("\\r\\n", "\r\n"));
        assertThat(result.path("sdp").textValue()).isEqualTo(GatewayDouble.ANSWER_SDP);
        accept(socket);
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

    private static String bye(String token) {
        return "{'jsonrpc':'2.0','method':'bye','params':{'callContextToken':'%s'},'id':'%s'}"
                .formatted(token, BYE_ID);
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
        } while (!new Private(contactToken).equals(invite.contactToken()));
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
