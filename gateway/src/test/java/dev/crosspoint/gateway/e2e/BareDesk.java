package dev.crosspoint.gateway.e2e;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** An agent's desk without the page: signs in, takes contacts, and has no softphone of its own. */
final class BareDesk implements AutoCloseable {
    private static final String AVAILABLE = "available";

    private final JsonRpcSocket socket;
    private final JsonObject session;

    private BareDesk(JsonRpcSocket socket, JsonObject session) {
        this.socket = socket;
        this.session = session;
    }

    /** A contact that has been taken and waits for a softphone. */
    record Taken(String contactId, String contactToken) {
        @Override
        public String toString() {
            return "Taken";
        }
    }

    /** Signs the agent in and makes it available. */
    static BareDesk open(Vertx vertx, int port) throws Exception {
        return open(vertx, port, Rig.AGENT);
    }

    /** The same for another agent with the same password. */
    static BareDesk open(Vertx vertx, int port, String user) throws Exception {
        var socket = JsonRpcSocket.open(vertx, port, "/agent");
        var token = new JsonObject().put("token", signIn(vertx, port, user));
        var desk = new BareDesk(socket, socket.request("session.start", token));
        if (!AVAILABLE.equals(desk.await("agent.state").getString("state"))) {
            desk.beAvailable();
        }
        return desk;
    }

    /** What the gateway has answered to the start of the session. */
    JsonObject session() {
        return session;
    }

    /** Takes contacts again after the work that follows one. */
    void beAvailable() throws Exception {
        var _ = socket.request("agent.setState", new JsonObject().put("state", AVAILABLE));
        var _ =
                socket.await(
                        "agent.state",
                        m -> is(m, "agent.state") && AVAILABLE.equals(data(m).getString("state")));
    }

    /** Waits for a contact and takes it. */
    Taken take() throws InterruptedException {
        return take(await("contact.offered"));
    }

    /** Waits so long for a contact, and takes it if there is one. */
    Optional<Taken> takeWithin(long limitMs) throws InterruptedException {
        if (socket.isClosed()) {
            throw new AssertionError("the desk has lost its connection");
        }
        var offered = socket.find(message -> is(message, "contact.offered"), limitMs);
        return offered.isEmpty() ? Optional.empty() : Optional.of(take(data(offered.get())));
    }

    private Taken take(JsonObject offered) throws InterruptedException {
        String contactId = offered.getString("contactId");
        var _ = socket.request("contact.accept", new JsonObject().put("contactId", contactId));
        return new Taken(contactId, await("contact.accepted").getString("contactToken"));
    }

    /** Waits for an event; each is given out once. */
    JsonObject await(String type) throws InterruptedException {
        return data(socket.await(type, message -> is(message, type)));
    }

    @Override
    public void close() {
        socket.close();
    }

    private static boolean is(JsonObject message, String type) {
        return "event".equals(message.getString("method"))
                && type.equals(message.getJsonObject("params").getString("type"));
    }

    private static JsonObject data(JsonObject event) {
        return event.getJsonObject("params").getJsonObject("data");
    }

    private static String signIn(Vertx vertx, int port, String user) throws Exception {
        var client =
                vertx.createHttpClient(
                        new HttpClientOptions()
                                .setSsl(true)
                                .setTrustAll(true)
                                .setVerifyHost(false));
        var credentials = new JsonObject().put("user", user).put("password", Rig.PASSWORD);
        Buffer body =
                client.request(HttpMethod.POST, port, "127.0.0.1", "/api/session")
                        .compose(request ->
                                request.putHeader("content-type", "application/json")
                                        .send(credentials.toBuffer()))
                        .compose(HttpClientResponse::body)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(15, TimeUnit.SECONDS);
        return new JsonObject(body).getString("token");
    }
}
