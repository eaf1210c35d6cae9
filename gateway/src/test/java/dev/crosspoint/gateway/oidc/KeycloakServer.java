package dev.crosspoint.gateway.oidc;

import dev.crosspoint.gateway.peer.FreePorts;
import dev.crosspoint.signaling.api.Private;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Keycloak as it is distributed, in development mode, with the realm of {@code
 * keycloak/support-realm.json} and nothing kept on disk. Groups "desk" and "heads" are agents and
 * administrators; everybody's password is {@link #PASSWORD}.
 */
public final class KeycloakServer implements AutoCloseable {
    public static final String PASSWORD = "password of the tests";

    /** Where the realm lets browsers be sent back to. */
    public static final URI PAGE = URI.create("https://desk.example.com:8443/");

    /** The first start of a distribution builds it, which takes a machine of two cores a minute. */
    private static final Duration START = Duration.ofMinutes(4);

    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final String ADMIN = "admin";

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI home;
    private final Process process;

    /** One that answers, and says in {@code amr} how somebody was authenticated. */
    public KeycloakServer() throws IOException, InterruptedException {
        int port = FreePorts.one();
        home = URI.create("http://127.0.0.1:" + port);
        process = start(folder(), port);
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
        long end = System.nanoTime() + START.toNanos();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() - end > 0) {
                kill();
                throw new IOException("Keycloak does not start; see log.txt in " + folder());
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        nameMethod("auth-username-password-form", "pwd");
        nameMethod("auth-otp-form", "mfa");
    }

    private static Process start(Path folder, int port) throws IOException {
        var realms = Files.createDirectories(folder.resolve("data/import"));
        try (var realm = KeycloakServer.class.getResourceAsStream("/keycloak/support-realm.json")) {
            Files.copy(
                    Objects.requireNonNull(realm),
                    realms.resolve("support-realm.json"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        var builder =
                new ProcessBuilder(
                        "sh",
                        folder.resolve("bin/kc.sh").toString(),
                        "start-dev",
                        "--import-realm",
                        "--db=dev-mem",
                        "--http-host=127.0.0.1",
                        "--http-port=" + port);
        var environment = builder.environment();
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx512m");
        environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN);
        environment.put("KC_BOOTSTRAP_ADMIN_PASSWORD", ADMIN);
        return builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("log.txt").toFile())
                .start();
    }

    /** Where {@code -Pkeycloak} has unpacked it, beside the compiled tests. */
    private static Path folder() throws IOException {
        var classes = KeycloakServer.class.getProtectionDomain().getCodeSource().getLocation();
        try (var unpacked =
                Files.newDirectoryStream(
                        Path.of(classes.getPath()).resolveSibling("keycloak"), "keycloak-*")) {
            return unpacked.iterator().next();
        }
    }

    private boolean answers() throws InterruptedException {
        try {
            return send(HttpRequest.newBuilder(discovery())).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private URI discovery() {
        return URI.create(issuer() + "/.well-known/openid-configuration");
    }

    public URI issuer() {
        return home.resolve("/realms/support");
    }

    public ProviderSettings settings() {
        return settings("secret of the gateway", List.of("profile"));
    }

    public ProviderSettings settings(String secret, List<String> scopes) {
        return new ProviderSettings(
                "Keycloak",
                issuer(),
                "crosspoint",
                new Private(secret),
                scopes,
                "preferred_username",
                "groups",
                Map.of("desk", "Agent", "heads", "Admin"),
                Set.of("mfa"),
                5,
                null);
    }

    // ---- what its administrators do

    /** Nobody can sign in as that one any more. */
    public void disable(String user) throws IOException, InterruptedException {
        var path = "/users/" + idOf("/users?exact=true&username=" + user);
        var person = new JsonObject(ask("GET", path, ""));
        ask("PUT", path, person.put("enabled", false).encode());
    }

    /** From one group to another. */
    public void move(String user, String from, String to) throws IOException, InterruptedException {
        var groups = "/users/" + idOf("/users?exact=true&username=" + user) + "/groups/";
        ask("DELETE", groups + idOf("/groups?exact=true&search=" + from), "");
        ask("PUT", groups + idOf("/groups?exact=true&search=" + to), "");
    }

    /** Ends all that somebody has begun there. */
    public void signOut(String user) throws IOException, InterruptedException {
        ask("POST", "/users/" + idOf("/users?exact=true&username=" + user) + "/logout", "");
    }

    /** What whoever has passed that step of the sign-in has in {@code amr}. */
    private void nameMethod(String step, String word) throws IOException, InterruptedException {
        for (var each : new JsonArray(ask("GET", "/authentication/flows/browser/executions", ""))) {
            if (each instanceof JsonObject execution
                    && step.equals(execution.getString("providerId"))) {
                var config =
                        new JsonObject()
                                .put("default.reference.value", word)
                                .put("default.reference.maxAge", "36000");
                ask(
                        "POST",
                        "/authentication/executions/" + execution.getString("id") + "/config",
                        new JsonObject().put("alias", word).put("config", config).encode());
            }
        }
    }

    private String idOf(String search) throws IOException, InterruptedException {
        return new JsonArray(ask("GET", search, "")).getJsonObject(0).getString("id");
    }

    private String ask(String method, String path, String body)
            throws IOException, InterruptedException {
        var answer =
                send(
                        HttpRequest.newBuilder(home.resolve("/admin/realms/support" + path))
                                .header("authorization", "Bearer " + adminToken())
                                .header("content-type", "application/json")
                                .method(method, BodyPublishers.ofString(body)));
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(method + " " + path + ": " + answer.statusCode());
        }
        return answer.body();
    }

    /** Good for a minute. */
    private String adminToken() throws IOException, InterruptedException {
        var form =
                "grant_type=password&client_id=admin-cli&username=" + ADMIN + "&password=" + ADMIN;
        var answer =
                send(
                        HttpRequest.newBuilder(
                                        home.resolve(
                                                "/realms/master/protocol/openid-connect/token"))
                                .header("content-type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString(form)));
        return new JsonObject(answer.body()).getString("access_token");
    }

    private HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return http.send(request.timeout(ANSWER).build(), BodyHandlers.ofString());
    }

    /** The script and the JVM that it starts. */
    private void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
        http.close();
    }
}
