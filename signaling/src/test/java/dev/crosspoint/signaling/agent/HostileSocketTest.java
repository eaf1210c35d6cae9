package dev.crosspoint.signaling.agent;

import static dev.crosspoint.signaling.agent.TestSocket.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.Private;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Peers that misbehave get the declared answer, and their neighbour notices nothing. */
@ExtendWith(VertxExtension.class)
class HostileSocketTest {

    private static final int MAX_MESSAGE_BYTES = 16 * 1024;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static AgentServer server;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static TestSocket neighbour;

    @BeforeAll
    static void deploy(Vertx vertx) throws Exception {
        Limits limits =
                new Limits(
                        5_000, 4_500, 20_000, 10_000, 2_000, 300, 60_000, 300, 60_000, 10_000,
                        60_000);
        server = new AgentServer(vertx, GatewayDouble.on(vertx), AgentServer.config(), limits);
        neighbour = server.agent("neighbour");
        neighbour.answer(1);
    }

    @AfterEach
    void harmsNoNeighbour() throws Exception {
        assertThat(neighbour.request(5, "session.ping", "{}").answer(5).has("result")).isTrue();
        assertThat(server.gateway.violations).isEmpty();
    }

    @Test
    void closesOnBinaryFrames() throws Exception {
        TestSocket socket = server.connect("/agent");
        socket.socket.writeBinaryMessage(Buffer.buffer("x"));
        assertThat(socket.closeCode()).isEqualTo(1003);
    }

    @Test
    void closesOnMessagesThatAreTooBigInOneFrameOrInMany() throws Exception {
        TestSocket one = server.connect("/agent");
        one.socket.writeFrame(WebSocketFrame.textFrame("x".repeat(MAX_MESSAGE_BYTES + 1), true));
        assertThat(one.closeCode()).isEqualTo(1009);
        TestSocket many = server.connect("/agent");
        many.socket.writeFrame(WebSocketFrame.textFrame("x".repeat(10_000), false));
        many.socket.writeFrame(
                WebSocketFrame.continuationFrame(Buffer.buffer("x".repeat(10_000)), true));
        assertThat(many.closeCode()).isEqualTo(1009);
        TestSocket huge = server.connect("/agent");
        for (int i = 0; i < 100 && !huge.socket.isClosed(); i++) {
            huge.socket.writeFrame(
                    WebSocketFrame.textFrame("x".repeat(4 * MAX_MESSAGE_BYTES + 1), true));
        }
        assertThat(huge.closeCode()).isIn(1006, 1009);
        server.counters.whenCounted("oddity:bad-frame").get(60, TimeUnit.SECONDS);
    }

    @Test
    void closesOnAFloodOfFragments() throws Exception {
        TestSocket many = server.connect("/agent");
        many.socket.writeFrame(WebSocketFrame.textFrame("{", false));
        for (int i = 0; i < 64; i++) {
            many.socket.writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer(" "), false));
        }
        assertThat(many.closeCode()).isEqualTo(1008);
        TestSocket empty = server.connect("/agent");
        empty.socket.writeFrame(WebSocketFrame.textFrame("", false));
        assertThat(empty.closeCode()).isEqualTo(1008);
    }

    @Test
    void closesOnTextThatIsNotUtf8() throws Exception {
        TestSocket socket = server.connect("/agent");
        socket.socket.writeFrame(WebSocketFrame.textFrame("{", false));
        socket.socket.writeFrame(
                WebSocketFrame.continuationFrame(
                        Buffer.buffer(new byte[] {(byte) 0xc3, 0x28}), true));
        assertThat(socket.closeCode()).isEqualTo(1007);
    }

    @Test
    void answersGarbageAndGoesOn() throws Exception {
        TestSocket socket = server.agent("gunther");
        socket.answer(1);
        for (String garbage : List.of("", "{", "[]", "\u0000", "{'jsonrpc':'2.0'}", "true")) {
            socket.send(garbage);
        }
        assertThat(socket.request(7, "session.ping", "{}").answer(7).has("result")).isTrue();
        assertThat(server.counters.of("request:unknown:parse-error")).isEqualTo(3);
        assertThat(server.counters.of("request:unknown:invalid-request")).isEqualTo(3);
    }

    @Test
    void closesAndCutsOffAPeerThatDoesNotRead() throws Exception {
        TestSocket slow = server.agent("slow");
        String session = slow.answer(1).path("result").path("session").textValue();
        slow.socket.pause();
        // More than the socket buffers of both ends hold, and half a megabyte on top.
        Map<String, Private> bulky = Map.of("note", new Private("n".repeat(60_000)));
        for (int i = 0; i < 300; i++) {
            server.gateway.send(
                    session,
                    new AgentMessage.ContactOffered(
                            "c",
                            "inbound",
                            new Private("anonymous"),
                            "q",
                            new Private(""),
                            bulky,
                            20,
                            "softphone"));
        }
        server.counters.whenCounted("closed:agent:slow-reader").get(60, TimeUnit.SECONDS);
        server.counters.whenCounted("session:lost").get(60, TimeUnit.SECONDS);
        server.counters.whenCounted("oddity:cut").get(60, TimeUnit.SECONDS);
        slow.socket.resume();
        assertThat(slow.closeCode()).as("cut without a close frame").isEqualTo(1006);
    }

    @Test
    void closesAPeerThatIsDead(Vertx vertx) throws Exception {
        Limits quick =
                new Limits(
                        5_000, 4_500, 20_000, 10_000, 2_000, 60_000, 60_000, 300, 1_000, 10_000,
                        60_000);
        AgentServer other = new AgentServer(vertx, server.gateway, AgentServer.config(), quick);
        TestSocket alive = other.agent("alive");
        TestSocket dead = other.agent("dead");
        dead.answer(1);
        dead.socket.pause();
        other.counters.whenCounted("closed:agent:dead").get(60, TimeUnit.SECONDS);
        assertThat(alive.request(2, "session.ping", "{}").answer(2).has("result"))
                .as("whoever answers pings stays")
                .isTrue();
        assertThat(other.counters.of("closed:agent:dead")).isEqualTo(1);
        other.undeploy();
    }

    @Test
    void refusesForeignOriginsUnknownPathsAndForeignAddressesBeforeTheHandshake(Vertx vertx)
            throws Exception {
        assertRefused(
                server,
                new WebSocketConnectOptions()
                        .setURI("/agent")
                        .addHeader("Origin", "https://evil.example"),
                403);
        assertRefused(server, new WebSocketConnectOptions().setURI("/elsewhere"), 404);
        assertRefused(server, new WebSocketConnectOptions().setURI("/rtc"), 404);
        TestSocket same =
                server.connect(
                        new WebSocketConnectOptions()
                                .setURI("/agent")
                                .addHeader("Origin", "https://localhost:" + server.port));
        same.socket.close();
        AgentServer elsewhere =
                new AgentServer(
                        vertx,
                        server.gateway,
                        AgentServer.config(List.of(), List.of("192.0.2.0/24"), 2_000));
        assertRefused(elsewhere, new WebSocketConnectOptions().setURI("/agent"), 403);
        assertThat(elsewhere.counters.of("upgrade:address")).isEqualTo(1);
        HttpClient pages =
                vertx.createHttpClient(
                        new HttpClientOptions()
                                .setSsl(true)
                                .setTrustAll(true)
                                .setVerifyHost(false));
        int status =
                await(
                        pages.request(HttpMethod.GET, elsewhere.port, "localhost", "/")
                                .compose(request -> request.send())
                                .map(response -> response.statusCode()));
        assertThat(status).as("pages are the router's to guard").isEqualTo(200);
        elsewhere.undeploy();
        assertThat(server.counters.of("upgrade:origin")).isEqualTo(1);
        assertThat(server.counters.of("upgrade:path")).isEqualTo(1);
        assertThat(server.counters.of("upgrade:call-id")).isEqualTo(1);
    }

    private static void assertRefused(
            AgentServer where, WebSocketConnectOptions options, int status) {
        assertThatThrownBy(() -> where.connect(options))
                .cause()
                .isInstanceOfSatisfying(
                        UpgradeRejectedException.class,
                        e -> assertThat(e.getStatus()).isEqualTo(status));
    }
}
