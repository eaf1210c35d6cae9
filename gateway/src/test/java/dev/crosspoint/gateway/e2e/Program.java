package dev.crosspoint.gateway.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import javax.net.ssl.HttpsURLConnection;

/** A program that acts for somebody by the control API. */
final class Program {
    private final int port;
    private final String token;

    private Program(int port, String token) {
        this.port = port;
        this.token = token;
    }

    static Program signIn(Rig rig, String user) throws IOException {
        var credentials = new JsonObject().put("user", user).put("password", Rig.PASSWORD);
        var anonymous = new Program(rig.httpsPort(), "");
        var answer = anonymous.send("/api/session", credentials);
        return new Program(rig.httpsPort(), answer.getString("token"));
    }

    /** The contact of an agent in the only live call. */
    String contactOf(String agent) throws IOException {
        return get("/api/contacts").getJsonArray("contacts").stream()
                .map(JsonObject.class::cast)
                .flatMap(call -> call.getJsonArray("participants").stream())
                .map(JsonObject.class::cast)
                .filter(isOf(agent))
                .findFirst()
                .orElseThrow(() -> new AssertionError(agent + " is in no call"))
                .getString("contactId");
    }

    private static Predicate<JsonObject> isOf(String agent) {
        return participant -> agent.equals(participant.getString("agent"));
    }

    /**
     * Holds the customer of a contact, or takes them back.
     *
     * @return when the reply came, ms since 1970
     */
    double hold(String contact, boolean held) throws IOException {
        send("/api/contacts/" + contact + "/hold", new JsonObject().put("held", held));
        Instant now = Instant.now();
        return now.getEpochSecond() * 1e3 + now.getNano() / 1e6;
    }

    /** Another secret for the SIP phones of whom it acts for. */
    String sipSecret() throws IOException {
        return send("/api/me/sip-secret", new JsonObject()).getString("secret");
    }

    /** Hangs up on a contact. */
    void hangUp(String contact) throws IOException {
        send("/api/contacts/" + contact + "/hangUp", new JsonObject());
    }

    /** What is kept of a contact, once that is the end of it. */
    JsonObject awaitEnded(String contact) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            var wanted = new JsonObject().put("contact", contact);
            var kept = send("/api/contact-records/search", wanted).getJsonArray("contacts");
            if (!kept.isEmpty() && kept.getJsonObject(0).containsKey("endedMs")) {
                return get("/api/contact-records/" + contact);
            }
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("no end is kept: " + kept.size());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    /** Begins to listen to what happens. */
    Events events() throws IOException {
        return Events.listen(open("/api/events"));
    }

    /** Pauses what is recorded of a contact, or goes on. */
    void pauseRecording(String contact, boolean paused) throws IOException {
        send(
                "/api/contacts/" + contact + "/pauseRecording",
                new JsonObject().put("paused", paused));
    }

    /** The only recording of a call when it is in its place, and nothing of it left in ours. */
    JsonObject awaitErased(String contact) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            var there = recordings(contact).stream().filter(row -> row.getBoolean("erased"));
            var first = there.findFirst();
            if (first.isPresent()) {
                return first.get();
            }
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("not delivered: " + recordings(contact));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    /** What is known of the recordings of a call, in the order in which they began. */
    List<JsonObject> recordings(String contact) throws IOException {
        var list =
                get("/api/recordings?contact=" + contact).getJsonArray("recordings").stream()
                        .map(JsonObject.class::cast)
                        .toList();
        return list.reversed();
    }

    private JsonObject get(String path) throws IOException {
        return new JsonObject(Https.body(open(path)));
    }

    private HttpsURLConnection open(String path) throws IOException {
        var connection = Https.open(port, path);
        connection.setRequestProperty("Authorization", "Bearer " + token);
        return connection;
    }

    private JsonObject send(String path, JsonObject body) throws IOException {
        var connection = Https.open(port, path);
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        if (!token.isEmpty()) {
            connection.setRequestProperty("Authorization", "Bearer " + token);
        }
        connection.getOutputStream().write(body.encode().getBytes(UTF_8));
        String answer = Https.body(connection);
        return answer.isEmpty() ? new JsonObject() : new JsonObject(answer);
    }
}
