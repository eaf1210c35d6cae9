package dev.crosspoint.gateway.oidc;

import dev.crosspoint.gateway.peer.FreePorts;
import dev.crosspoint.signaling.api.Private;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A real OpenID provider, mock-oauth2-server, in a JVM of its own: it signs in whoever says so,
 * with the claims that one types. What it has issued it forgets when it is stopped.
 */
public final class OpenIdServer implements AutoCloseable {
    private static final String MAIN = "no.nav.security.mock.oauth2.StandaloneMockOAuth2ServerKt";
    private static final Duration START = Duration.ofSeconds(60);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;
    private @Nullable Process process;

    /** What the browser comes back with. */
    public record CameBack(String state, String code) {}

    /** One that answers. */
    public OpenIdServer() throws IOException {
        port = FreePorts.one();
        start();
    }

    /** Starts it again, at the same address; it knows nothing of before. */
    public void start() throws IOException {
        var folder = folder();
        var builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        folder + "/*",
                        MAIN);
        builder.environment().put("SERVER_HOSTNAME", "127.0.0.1");
        builder.environment().put("SERVER_PORT", Integer.toString(port));
        builder.environment()
                .put("JSON_CONFIG", "{\"interactiveLogin\":true,\"httpServer\":\"NettyWrapper\"}");
        builder.redirectErrorStream(true).redirectOutput(folder.resolve("log.txt").toFile());
        var started = builder.start();
        process = started;
        Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
        long end = System.nanoTime() + START.toNanos();
        while (!answers()) {
            if (!started.isAlive() || System.nanoTime() - end > 0) {
                throw new IOException("the OpenID provider does not start; see " + folder);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** Beside the compiled tests, whatever folder they run in. */
    private static Path folder() {
        var classes = OpenIdServer.class.getProtectionDomain().getCodeSource().getLocation();
        return Path.of(classes.getPath()).resolveSibling("openid-provider");
    }

    private boolean answers() {
        try {
            var discovery = issuer() + "/.well-known/openid-configuration";
            return http.send(
                                    HttpRequest.newBuilder(URI.create(discovery)).build(),
                                    BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    public URI issuer() {
        return URI.create("http://127.0.0.1:" + port + "/support");
    }

    /** Groups "desk" and "heads" are agents and administrators. */
    public ProviderSettings settings() {
        return settings(issuer());
    }

    /** The same of another one. */
    public static ProviderSettings settings(URI issuer) {
        return new ProviderSettings(
                "Example SSO",
                issuer,
                "crosspoint",
                new Private("secret of the gateway"),
                List.of("profile"),
                "preferred_username",
                "groups",
                Map.of("desk", "Agent", "heads", "Admin"),
                Set.of("mfa"),
                5,
                null);
    }

    /**
     * Somebody signs in there, as a browser would.
     *
     * @param there where the browser was sent
     * @param claims besides those that there always are; JSON
     */
    public CameBack signIn(URI there, String subject, String claims) throws Exception {
        var form = "username=" + encoded(subject) + "&claims=" + encoded(claims);
        var request =
                HttpRequest.newBuilder(there)
                        .header("content-type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build();
        var answer = http.send(request, BodyHandlers.ofString());
        var location = URI.create(answer.headers().firstValue("location").orElseThrow());
        var query = new HashMap<String, String>();
        for (var pair : location.getQuery().split("&", -1)) {
            var parts = pair.split("=", 2);
            query.put(parts[0], parts[1]);
        }
        return new CameBack(
                Objects.requireNonNull(query.get("state")),
                Objects.requireNonNull(query.get("code")));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** It is away. */
    public void stop() {
        var running = process;
        if (running != null) {
            running.destroyForcibly().onExit().join();
        }
    }

    @Override
    public void close() {
        stop();
        http.close();
    }
}
