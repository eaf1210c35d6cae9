package dev.crosspoint.gateway.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Instant;
import java.util.function.Predicate;

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

    private JsonObject get(String path) throws IOException {
        var connection = Https.open(port, path);
        connection.setRequestProperty("Authorization", "Bearer " + token);
        return new JsonObject(Https.body(connection));
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
