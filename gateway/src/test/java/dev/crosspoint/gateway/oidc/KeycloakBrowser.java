package dev.crosspoint.gateway.oidc;

import dev.crosspoint.gateway.oidc.OpenIdServer.CameBack;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Somebody's browser at Keycloak: it has cookies, fills in forms and goes where it is sent. */
public final class KeycloakBrowser implements AutoCloseable {
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final int MOST_HOPS = 10;
    private static final Pattern FORM = Pattern.compile("<form[^>]* action=\"([^\"]+)\"");
    private static final Pattern HIDDEN =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"");

    private final HttpClient http = HttpClient.newHttpClient();

    /**
     * By name. Keycloak's are {@code Secure}; browsers send those to the local machine without TLS
     * too, which Java's own cookie handler does not.
     */
    private final Map<String, String> cookies = new HashMap<>();

    private final URI page;

    /** Where it has got to. */
    private sealed interface Place {
        /** A form to fill in, or only a text. */
        record Form(URI address, String html) implements Place {}

        record Back(URI address) implements Place {}
    }

    /**
     * @param page where it is at home: what is there is not asked
     */
    public KeycloakBrowser(URI page) {
        this.page = page;
    }

    /** Goes there, types name and password, and comes back. */
    public CameBack signIn(URI there, String user, String password) throws Exception {
        return back(type(open(there), "username", user, "password", password));
    }

    /** The same, with a code of an authenticator as well. */
    public CameBack signIn(URI there, String user, String password, String code) throws Exception {
        return back(type(type(open(there), "username", user, "password", password), "otp", code));
    }

    /** Goes there and is back without having been asked; empty when it is asked. */
    public Optional<CameBack> passThrough(URI there) throws Exception {
        return switch (open(there)) {
            case Place.Back place -> Optional.of(back(place));
            case Place.Form _ -> Optional.empty();
        };
    }

    /** Whether there is somebody with that name and password. */
    public boolean isLetIn(URI there, String user, String password) throws Exception {
        return type(open(there), "username", user, "password", password) instanceof Place.Back;
    }

    /** Signs out there, by the page that Keycloak has for it. */
    public void signOut(URI issuer) throws Exception {
        var asked = open(URI.create(issuer + "/protocol/openid-connect/logout"));
        type(asked, "confirmLogout", "Logout");
    }

    private Place open(URI there) throws IOException, InterruptedException {
        return follow(HttpRequest.newBuilder(there));
    }

    private Place type(Place place, String... fields) throws IOException, InterruptedException {
        if (!(place instanceof Place.Form(var address, var html))) {
            throw new AssertionError("there is nothing to fill in");
        }
        var form = FORM.matcher(html);
        if (!form.find()) {
            throw new AssertionError("there is no form on " + address.getPath());
        }
        var values = new HashMap<String, String>();
        HIDDEN.matcher(html).results().forEach(it -> values.put(it.group(1), it.group(2)));
        for (int i = 0; i < fields.length; i += 2) {
            values.put(fields[i], fields[i + 1]);
        }
        var body =
                values.entrySet().stream()
                        .map(it -> encoded(it.getKey()) + "=" + encoded(it.getValue()))
                        .collect(Collectors.joining("&"));
        var action = form.group(1).replace("&amp;", "&");
        return follow(
                HttpRequest.newBuilder(address.resolve(action))
                        .header("content-type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body)));
    }

    private Place follow(HttpRequest.Builder first) throws IOException, InterruptedException {
        var answer = send(first);
        for (int hops = 0; hops < MOST_HOPS; hops++) {
            var location = answer.headers().firstValue("location").orElse(null);
            if (location == null) {
                return new Place.Form(answer.uri(), answer.body());
            }
            var next = answer.uri().resolve(location);
            if (page.getHost().equals(next.getHost())) {
                return new Place.Back(next);
            }
            answer = send(HttpRequest.newBuilder(next));
        }
        throw new AssertionError("it is sent round in circles");
    }

    private HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        if (!cookies.isEmpty()) {
            request.header(
                    "cookie",
                    cookies.entrySet().stream()
                            .map(it -> it.getKey() + "=" + it.getValue())
                            .collect(Collectors.joining("; ")));
        }
        var answer = http.send(request.timeout(ANSWER).build(), BodyHandlers.ofString());
        for (var cookie : answer.headers().allValues("set-cookie")) {
            var pair = cookie.split(";", 2)[0].split("=", 2);
            if (cookie.contains("Max-Age=0")) {
                cookies.remove(pair[0]);
            } else {
                cookies.put(pair[0], pair[1]);
            }
        }
        return answer;
    }

    private static CameBack back(Place place) {
        if (!(place instanceof Place.Back(var address))) {
            throw new AssertionError("Keycloak asks for more");
        }
        var query = new HashMap<String, String>();
        for (var pair : address.getQuery().split("&", -1)) {
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

    @Override
    public void close() {
        http.close();
    }
}
