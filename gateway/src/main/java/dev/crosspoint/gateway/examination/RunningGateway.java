package dev.crosspoint.gateway.examination;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.crosspoint.gateway.doctor.Running;
import dev.crosspoint.gateway.legs.LegJson;
import dev.crosspoint.gateway.legs.LegRecord;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A gateway that runs, asked over HTTPS as any program of the tenant may ask it. */
public final class RunningGateway implements AutoCloseable {
    /** One that has too much to do is there all the same. */
    private static final int SECONDS = 20;

    /** Contacts of an agent whose other legs are looked at. */
    private static final int CONTACTS = 3;

    private static final int LONGEST_ID = 128;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client;
    private final URI address;
    private final String host;
    private final @Nullable Credentials credentials;

    /** What is shown to it. */
    public sealed interface Credentials {
        /** Of a sign-in that was made before. */
        record Token(String value) implements Credentials {
            @Override
            public String toString() {
                return "Token";
            }
        }

        /** To sign in with. */
        record Password(String user, String password) implements Credentials {
            @Override
            public String toString() {
                return "Password";
            }
        }
    }

    /** It did not say what was asked; the message is a clause for people. */
    private static final class Unsaid extends Exception {
        private static final long serialVersionUID = 1;

        Unsaid(String why) {
            super(why);
        }
    }

    private record Answer(int status, Buffer body) {}

    /**
     * Does not ask yet.
     *
     * @param address {@code https://host:port}
     * @param host name of the tenant, which is told apart by it
     * @param trusted certificate that it shows; null for whatever the system's authorities say, and
     *     for any on this machine
     * @param credentials null for none: then only its counters are read
     */
    public RunningGateway(
            Vertx vertx,
            URI address,
            String host,
            @Nullable Path trusted,
            @Nullable Credentials credentials) {
        this.address = address;
        this.host = host;
        this.credentials = credentials;
        var options = new HttpClientOptions().setSsl(true).setConnectTimeout(10_000);
        if (isThisMachine(address.getHost())) {
            // Made at start, more often than not; whoever could listen here in its place has won.
            options.setTrustAll(true).setVerifyHost(false);
        } else if (trusted != null) {
            options.setTrustOptions(new PemTrustOptions().addCertPath(trusted.toString()));
        }
        this.client = vertx.createHttpClient(options);
    }

    private static boolean isThisMachine(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }

    /** Of a trunk: its condition, its newest legs, the counters. */
    public Running askOfTrunk(String trunk, @Nullable String contactId) {
        return ask((token, counters) -> {
            var condition = condition(token, trunk);
            var legs = legs(token, "trunk", trunk, contactId);
            return new Running.Said(condition, null, legs, List.of(), counters);
        });
    }

    /** Of an agent: the state, the newest legs, those of the same contacts, the counters. */
    public Running askOfAgent(String agent, @Nullable String contactId) {
        return ask((token, counters) -> {
            var known = agent(token, agent);
            var legs = legs(token, "agent", agent, contactId);
            return new Running.Said("", known, legs, others(token, legs), counters);
        });
    }

    @FunctionalInterface
    private interface Question {
        Running ask(String token, Map<String, Double> counters) throws Unsaid, Exception;
    }

    private Running ask(Question question) {
        Map<String, Double> counters;
        try {
            var ready = get("/health/ready", null);
            if (ready.status() >= 500) {
                return new Running.Away(address.toString(), "it is not ready");
            }
            counters = counters();
        } catch (Exception e) {
            return new Running.Away(address.toString(), reason(e));
        }
        try {
            return question.ask(token(), counters);
        } catch (Unsaid e) {
            return new Running.NotAsked(String.valueOf(e.getMessage()), counters);
        } catch (Exception e) {
            return new Running.NotAsked("the gateway was not heard to the end", counters);
        }
    }

    private static String reason(Exception e) {
        var said = String.valueOf(e.getMessage());
        return said.contains("refused")
                ? "connection refused"
                : e instanceof javax.net.ssl.SSLException
                                || e.getCause() instanceof CertificateException
                        ? "its certificate is not trusted"
                        : "no answer";
    }

    private String token() throws Exception {
        return switch (credentials) {
            case null ->
                    throw new Unsaid(
                            "the gateway was not asked: say --user ID, or put a token into"
                                    + " CROSSPOINT_TOKEN");
            case Credentials.Token(var value) -> value;
            case Credentials.Password(var user, var password) -> signIn(user, password);
        };
    }

    private String signIn(String user, String password) throws Exception {
        var body = new JsonObject().put("user", user).put("password", password);
        var answer = send(HttpMethod.POST, "/api/session", null, body.toBuffer());
        if (answer.status() != 200) {
            var type = read(answer.body()).path("type").asText();
            throw new Unsaid(
                    type.endsWith("code-required")
                            ? "the sign-in of %s wants a code: put a token into CROSSPOINT_TOKEN"
                                    .formatted(user)
                            : "the sign-in of %s was refused (%d)"
                                    .formatted(user, answer.status()));
        }
        return read(answer.body()).path("token").asText();
    }

    private String condition(String token, String trunk) throws Exception {
        for (var one : found(token, "/api/trunks").path("trunks")) {
            if (one.path("trunkId").asText().equals(trunk)) {
                return one.path("condition").asText();
            }
        }
        throw new Unsaid("the gateway that runs has no trunk " + trunk + " in this tenant");
    }

    private List<LegRecord> legs(String token, String whose, String id, @Nullable String contactId)
            throws Exception {
        var query = "?" + whose + "=" + encoded(id);
        if (contactId != null) {
            query += "&contact=" + encoded(contactId);
        }
        return read(found(token, "/api/legs" + query));
    }

    private List<LegRecord> others(String token, List<LegRecord> legs) throws Exception {
        var contacts = new LinkedHashSet<String>();
        legs.stream().limit(CONTACTS).forEach(leg -> contacts.add(leg.initialContactId()));
        var others = new ArrayList<LegRecord>();
        for (var contact : contacts) {
            others.addAll(read(found(token, "/api/legs?contact=" + encoded(contact))));
        }
        return others;
    }

    private static List<LegRecord> read(JsonNode found) {
        var legs = new ArrayList<LegRecord>();
        found.path("legs").forEach(leg -> legs.add(LegJson.read(leg)));
        return legs;
    }

    private Running.@Nullable Agent agent(String token, String agent) throws Exception {
        if (agent.length() > LONGEST_ID) {
            return null;
        }
        var answer = get("/api/agents/" + encoded(agent), token);
        if (answer.status() == 404) {
            return null;
        }
        var json = checked(answer);
        return new Running.Agent(
                agent,
                json.path("state").asText(),
                json.path("signedInMs").asLong() > 0,
                json.path("device").asText());
    }

    private JsonNode found(String token, String path) throws Exception {
        return checked(get(path, token));
    }

    private static JsonNode checked(Answer answer) throws Unsaid {
        if (answer.status() != 200) {
            throw new Unsaid(
                    switch (answer.status()) {
                        case 401 -> "the gateway does not know that token (any more)";
                        case 403 -> "the sign-in lacks the permission AccessMetrics";
                        default -> "the gateway answered " + answer.status();
                    });
        }
        return read(answer.body());
    }

    private static JsonNode read(Buffer body) throws Unsaid {
        try {
            return JSON.readTree(body.getBytes());
        } catch (JsonProcessingException e) {
            throw new Unsaid("the gateway answered what is no JSON");
        } catch (IOException e) {
            throw new Unsaid("the gateway's answer cannot be read");
        }
    }

    /** What it counts, by name and labels; none when it does not show us. */
    private Map<String, Double> counters() throws Exception {
        var answer = get("/metrics", null);
        var counters = new HashMap<String, Double>();
        if (answer.status() == 200) {
            answer.body()
                    .toString(StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> {
                        int space = line.lastIndexOf(' ');
                        if (space > 0) {
                            counters.put(line.substring(0, space), number(line.substring(space)));
                        }
                    });
        }
        return counters;
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private Answer get(String path, @Nullable String token) throws Exception {
        return send(HttpMethod.GET, path, token, null);
    }

    private Answer send(
            HttpMethod method, String path, @Nullable String token, @Nullable Buffer body)
            throws Exception {
        int port = address.getPort() < 0 ? 443 : address.getPort();
        var options =
                new RequestOptions()
                        .setServer(SocketAddress.inetSocketAddress(port, bare(address.getHost())))
                        .setHost(host)
                        .setPort(port)
                        .setMethod(method)
                        .setURI(path)
                        .setTimeout(TimeUnit.SECONDS.toMillis(SECONDS));
        if (token != null) {
            options.putHeader("Authorization", "Bearer " + token);
        }
        if (body != null) {
            options.putHeader("Content-Type", "application/json");
        }
        return client.request(options)
                .compose(request -> body == null ? request.send() : request.send(body))
                .compose(response ->
                        response.body().map(bytes -> new Answer(response.statusCode(), bytes)))
                .await(SECONDS, TimeUnit.SECONDS);
    }

    private static String bare(String literal) {
        return literal.startsWith("[") ? literal.substring(1, literal.length() - 1) : literal;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        var _ = client.close();
    }
}
