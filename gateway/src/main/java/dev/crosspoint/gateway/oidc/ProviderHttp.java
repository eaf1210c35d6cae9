package dev.crosspoint.gateway.oidc;

import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Requests to a provider: each with one deadline for all of its answer, which has an end, and
 * without following redirects. Blocks: on virtual threads. Safe for use by several threads.
 */
final class ProviderHttp implements HTTPRequestSender, ResourceRetriever, AutoCloseable {
    /** What a whole answer may take. */
    static final Duration LIMIT = Duration.ofSeconds(5);

    private static final int MOST_BYTES = 256 * 1024;

    /** Headers that the client writes by itself. */
    private static final Set<String> OWN = Set.of("content-length", "host", "connection");

    private final HttpClient client;

    /**
     * @param tls null for what Java trusts
     */
    ProviderHttp(@Nullable SSLContext tls) {
        var builder =
                HttpClient.newBuilder()
                        .connectTimeout(LIMIT)
                        .followRedirects(HttpClient.Redirect.NEVER);
        if (tls != null) {
            builder.sslContext(tls);
        }
        client = builder.build();
    }

    /**
     * What lies at an address.
     *
     * @throws IOException also for every status but 200
     */
    String get(URI address) throws IOException {
        var answer = send(HttpRequest.newBuilder(address));
        if (answer.statusCode() != 200) {
            throw new IOException("it answers " + answer.statusCode());
        }
        return answer.body();
    }

    @Override
    public Resource retrieveResource(URL url) throws IOException {
        try {
            return new Resource(get(url.toURI()), "application/json");
        } catch (URISyntaxException e) {
            throw new IOException("not an address", e);
        }
    }

    @Override
    public ReadOnlyHTTPResponse send(ReadOnlyHTTPRequest request) throws IOException {
        var builder = HttpRequest.newBuilder(request.getURI());
        request.getHeaderMap()
                .forEach((name, values) -> {
                    if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                        values.forEach(value -> builder.header(name, value));
                    }
                });
        var body = request.getBody();
        var answer =
                send(
                        builder.method(
                                request.getMethod().name(),
                                body == null
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body)));
        var response = new HTTPResponse(answer.statusCode());
        var type = answer.headers().firstValue("content-type");
        if (type.isPresent()) {
            try {
                response.setContentType(type.get());
            } catch (ParseException e) {
                throw new IOException("its answer is of no type", e);
            }
        }
        response.setBody(answer.body());
        return response;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        var sent =
                client.sendAsync(
                        request.header("accept", "application/json").build(),
                        BodyHandlers.limiting(BodyHandlers.ofString(), MOST_BYTES));
        try {
            return sent.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException("the provider does not answer", e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("the provider does not answer in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            sent.cancel(true);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
