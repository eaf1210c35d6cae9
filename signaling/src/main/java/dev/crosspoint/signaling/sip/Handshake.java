package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.api.Sighting.Certificate;
import dev.crosspoint.signaling.api.Sighting.Trouble;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A TLS handshake that goes on whatever certificate is shown, and says afterwards what is wrong
 * with it. No call ever goes by it.
 */
final class Handshake {
    private final @Nullable SSLSocket socket;
    private final Certificate certificate;

    private Handshake(@Nullable SSLSocket socket, Certificate certificate) {
        this.socket = socket;
        this.certificate = certificate;
    }

    /**
     * Shakes hands.
     *
     * @param plain connected, with a limit on reading
     * @param now for what is out of date
     */
    static Handshake on(Socket plain, Destination to, int port, OwnKeys keys, Instant now)
            throws IOException {
        var shown = new Shown();
        var ours = keys.fresh();
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(new OwnKeys[] {ours}, new TrustManager[] {shown}, null);
            var secured =
                    (SSLSocket)
                            context.getSocketFactory().createSocket(plain, to.host(), port, false);
            var parameters = secured.getSSLParameters();
            if (isName(to.host())) {
                parameters.setServerNames(List.of(new SNIHostName(to.host())));
            }
            secured.setSSLParameters(parameters);
            secured.startHandshake();
            return new Handshake(secured, ShownCertificate.judge(shown.chain, to, ours, now));
        } catch (SSLException e) {
            return new Handshake(null, ShownCertificate.none(trouble(e, ours), ours));
        } catch (SocketTimeoutException e) {
            return new Handshake(null, ShownCertificate.none(Trouble.BROKEN, ours));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw new IOException("no TLS here", e);
        }
    }

    /** The connection; null when there is none. */
    @Nullable SSLSocket socket() {
        return socket;
    }

    Certificate certificate() {
        return certificate;
    }

    /** The same when the far end has hung up on our certificate after all. */
    Certificate refusedAfterwards() {
        return new Certificate(
                certificate.asksForOurs() ? Trouble.OURS_REFUSED : Trouble.BROKEN,
                certificate.names(),
                certificate.issuer(),
                certificate.notBefore(),
                certificate.notAfter(),
                certificate.asksForOurs());
    }

    private static boolean isName(String host) {
        return !host.matches("[0-9.]+") && host.indexOf(':') < 0;
    }

    private static Trouble trouble(SSLException e, OwnKeys ours) {
        var said = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        if (said.contains("unrecognized ssl message") || said.contains("unsupported or unrecog")) {
            return Trouble.NOT_TLS;
        }
        if (said.contains("protocol_version")
                || (said.contains("handshake_failure") && !ours.asked())
                || said.contains("no appropriate protocol")) {
            return Trouble.NOTHING_IN_COMMON;
        }
        return ours.asked() ? Trouble.OURS_REFUSED : Trouble.BROKEN;
    }

    /** The system's authorities. */
    static X509ExtendedTrustManager systemTrust() throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    }

    /** Takes what is shown, to be judged afterwards. */
    private static final class Shown extends X509ExtendedTrustManager {
        private volatile X509Certificate[] chain = new X509Certificate[0];

        @Override
        public void checkServerTrusted(X509Certificate[] shown, String type, Socket socket) {
            chain = shown.clone();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] shown, String type, SSLEngine engine) {
            chain = shown.clone();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] shown, String type) {
            chain = shown.clone();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] shown, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] shown, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] shown, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
