package dev.crosspoint.gateway.oidc;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Trust in an authority of the operator's own, and in nobody else. */
public final class TrustedCa {
    private TrustedCa() {}

    /** Whether there is a certificate in a PEM text. */
    public static boolean isReadable(String pem) {
        try {
            return context(pem) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Null for null. */
    static @Nullable SSLContext context(@Nullable String pem) {
        if (pem == null) {
            return null;
        }
        try {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int count = 0;
            for (var certificate :
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(
                                    new ByteArrayInputStream(pem.getBytes(US_ASCII)))) {
                store.setCertificateEntry("ca" + count++, certificate);
            }
            if (count == 0) {
                throw new IllegalArgumentException("no certificate in it");
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("no certificates of X.509", e);
        }
    }
}
