package dev.crosspoint.gateway.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Requests to a gateway on this machine, whose certificate was made a moment ago. */
final class Https {
    private static final SSLSocketFactory SOCKETS = sockets();

    private Https() {}

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

    static HttpsURLConnection open(int port, String path) throws IOException {
        var url = URI.create("https://127.0.0.1:" + port + path).toURL();
        var connection = (HttpsURLConnection) url.openConnection();
        connection.setSSLSocketFactory(SOCKETS);
        connection.setHostnameVerifier((_, _) -> true);
        return connection;
    }

    /** The body of the answer; fails unless that is a success. */
    static String body(HttpsURLConnection connection) throws IOException {
        try (var in = connection.getInputStream()) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private static SSLSocketFactory sockets() {
        try {
            var tls = SSLContext.getInstance("TLS");
            tls.init(null, new TrustManager[] {new TrustsAnybody()}, null);
            return tls.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
