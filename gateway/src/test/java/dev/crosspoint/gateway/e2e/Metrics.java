package dev.crosspoint.gateway.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** What a gateway shows to Prometheus. */
record Metrics(String text) {
    /** The certificate was made a moment ago, and nobody has signed it. */
    private static final class TrustsAnybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /** Reads them from the gateway that listens there on this machine. */
    static Metrics of(int httpsPort) throws IOException {
        var url = URI.create("https://127.0.0.1:" + httpsPort + "/metrics").toURL();
        var connection = (HttpsURLConnection) url.openConnection();
        try {
            var tls = SSLContext.getInstance("TLS");
            tls.init(null, new TrustManager[] {new TrustsAnybody()}, null);
            connection.setSSLSocketFactory(tls.getSocketFactory());
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
        connection.setHostnameVerifier((_, _) -> true);
        try (var in = connection.getInputStream()) {
            return new Metrics(new String(in.readAllBytes(), UTF_8));
        }
    }

    /** Those of these gauges that are not zero, as they are shown; none may be missing. */
    List<String> open(String... gauges) {
        return Stream.of(gauges)
                .flatMap(this::lines)
                .filter(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))) != 0)
                .toList();
    }

    private Stream<String> lines(String gauge) {
        var lines =
                text.lines()
                        .filter(line ->
                                line.startsWith(gauge + " ") || line.startsWith(gauge + "{"))
                        .toList();
        if (lines.isEmpty()) {
            throw new AssertionError("no gauge " + gauge);
        }
        return lines.stream();
    }
}
