package dev.crosspoint.loadtest.run;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Reads {@code /metrics} of a gateway, whatever its certificate. */
final class MetricsReader implements AutoCloseable {
    /** A gateway that has just started, beside a build, takes its time for the first answer, s. */
    private static final int LIMIT_SECONDS = 20;

    private static final int OK = 200;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client =
            vertx.createHttpClient(
                    new HttpClientOptions().setSsl(true).setTrustAll(true).setVerifyHost(false));
    private final String host;
    private final int port;

    MetricsReader(String host, int port) {
        this.host = host;
        this.port = port;
    }

    /** What it shows now. */
    GatewayMetrics read() throws IOException {
        try {
            HttpClientResponse[] answered = new HttpClientResponse[1];
            String text =
                    client.request(HttpMethod.GET, port, host, "/metrics")
                            .compose(request -> request.send())
                            .compose(response -> {
                                answered[0] = response;
                                return response.body();
                            })
                            .await(LIMIT_SECONDS, TimeUnit.SECONDS)
                            .toString();
            if (answered[0].statusCode() != OK) {
                throw new IOException(
                        "/metrics answers "
                                + answered[0].statusCode()
                                + "; https.metricsNetworks has to let the generator in");
            }
            return new GatewayMetrics(text);
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("/metrics cannot be read", e);
        }
    }

    @Override
    public void close() {
        var _ = vertx.close();
    }
}
