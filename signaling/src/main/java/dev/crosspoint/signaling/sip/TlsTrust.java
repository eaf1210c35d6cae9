package dev.crosspoint.signaling.sip;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * What one peer may show when we call it over TLS: a certificate that chains to one of the given
 * and names the host, or one of the given itself, whatever it names. The second is how a peer with
 * a self-signed certificate is pinned.
 */
final class TlsTrust extends X509ExtendedTrustManager {

    private final Collection<? extends Certificate> given;
    private final X509ExtendedTrustManager chains;

    private TlsTrust(Collection<? extends Certificate> given, X509ExtendedTrustManager chains) {
        this.given = List.copyOf(given);
        this.chains = chains;
    }

    /**
     * @throws GeneralSecurityException when this is not a list of certificates
     */
    static TlsTrust ofPem(String pem) throws GeneralSecurityException {
        var in = new ByteArrayInputStream(pem.getBytes(US_ASCII));
        var certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
        if (certificates.isEmpty()) {
            throw new CertificateException("no certificate in the PEM text");
        }
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate certificate : certificates) {
                store.setCertificateEntry("trusted-" + store.size(), certificate);
            }
            var factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return new TlsTrust(
                    certificates, (X509ExtendedTrustManager) factory.getTrustManagers()[0]);
        } catch (java.io.IOException e) {
            throw new CertificateException("no key store", e);
        }
    }

    /** Whether it is one of the given itself. */
    boolean isGiven(X509Certificate certificate) {
        return given.contains(certificate);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        if (chain.length > 0 && given.contains(chain[0])) {
            chain[0].checkValidity();
        } else {
            chains.checkServerTrusted(chain, authType, engine);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        chains.checkServerTrusted(chain, authType, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        chains.checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        chains.checkClientTrusted(chain, authType, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        chains.checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        chains.checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return chains.getAcceptedIssuers();
    }
}
