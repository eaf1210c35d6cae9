package dev.crosspoint.signaling.sip;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody has to show who connects to us by TLS: one of the given certificates, or one that
 * chains to one of them and names the host it is. Without the name everybody whom a public
 * authority has certified would be let in (RFC 5922 7.1; no wildcards, 7.2).
 */
public final class ClientTrust {

    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    /** Certificates found good that need not be looked at again but for their time. */
    private static final int MAX_KNOWN = 64;

    private final TlsTrust trust;
    private final @Nullable String host;
    private final Map<X509Certificate, Boolean> known =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<X509Certificate, Boolean> eldest) {
                    return size() > MAX_KNOWN;
                }
            };

    /**
     * Reads what is trusted.
     *
     * @param pem certificates: its own, or of authorities
     * @param host what a certificate of an authority has to name; null when only given ones do
     * @throws IllegalArgumentException when the text is not a list of certificates
     */
    public ClientTrust(String pem, @Nullable String host) {
        try {
            trust = TlsTrust.ofPem(pem);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not a list of certificates", e);
        }
        this.host = host;
    }

    /**
     * Whether this is enough.
     *
     * @param chain what was shown, its own first; its key was proven by the handshake
     */
    public boolean accepts(List<X509Certificate> chain) {
        if (chain.isEmpty()) {
            return false;
        }
        var own = chain.getFirst();
        try {
            own.checkValidity();
            if (known.containsKey(own) || trust.isGiven(own)) {
                return true;
            } else if (!names(own)) {
                return false;
            }
            trust.checkClientTrusted(
                    chain.toArray(X509Certificate[]::new), own.getPublicKey().getAlgorithm());
            known.put(own, true);
            return true;
        } catch (CertificateException e) {
            return false;
        }
    }

    private boolean names(X509Certificate certificate) throws CertificateParsingException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        return host != null
                && names != null
                && names.stream()
                        .anyMatch(name ->
                                (name.get(0).equals(DNS_NAME) || name.get(0).equals(IP_ADDRESS))
                                        && host.equalsIgnoreCase(String.valueOf(name.get(1))));
    }
}
