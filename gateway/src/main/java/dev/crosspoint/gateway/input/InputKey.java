package dev.crosspoint.gateway.input;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * A public key that input is sealed for.
 *
 * @param id by which flows name it, and whoever decrypts finds the private key
 * @param publicKey of {@link #LEAST_BITS} bits or more
 * @param notBefore when its certificate begins to be valid
 * @param notAfter when its certificate expires; the key itself knows no time
 */
public record InputKey(String id, RSAPublicKey publicKey, Instant notBefore, Instant notAfter) {

    /** Fewer have not been allowed for new keys since 2013 (NIST SP 800-131A). */
    public static final int LEAST_BITS = 2_048;

    private static final Pattern PEM =
            Pattern.compile(
                    "-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]+)-----END CERTIFICATE-----");

    /**
     * The key of a certificate.
     *
     * @param pem with the certificate first; line breaks may be missing, as they are in exported
     *     flows, and what else is in it is not looked at
     * @throws BadCertificate when there is none in it, or its key is no RSA key, or a short one
     */
    public static InputKey read(String id, String pem) throws BadCertificate {
        var certificate = certificate(pem);
        if (!(certificate.getPublicKey() instanceof RSAPublicKey key)) {
            throw new BadCertificate(
                    "a certificate of an RSA key; this one's is "
                            + certificate.getPublicKey().getAlgorithm());
        }
        int bits = key.getModulus().bitLength();
        if (bits < LEAST_BITS) {
            throw new BadCertificate(
                    "an RSA key of %d bits or more; this one has %d".formatted(LEAST_BITS, bits));
        }
        return new InputKey(
                id,
                key,
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant());
    }

    /** Whether a certificate is one of this key, whoever signed it and for how long. */
    public boolean isOf(String pem) {
        try {
            return read(id, pem).publicKey().equals(publicKey);
        } catch (BadCertificate e) {
            return false;
        }
    }

    /** Whether its certificate is valid at that time. */
    public boolean isValidAt(Instant time) {
        return !time.isBefore(notBefore) && !time.isAfter(notAfter);
    }

    private static X509Certificate certificate(String pem) throws BadCertificate {
        var found = PEM.matcher(pem);
        if (!found.find()) {
            throw new BadCertificate("a certificate in PEM form (BEGIN CERTIFICATE)");
        }
        try {
            var der = Base64.getMimeDecoder().decode(found.group(1));
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException | IllegalArgumentException e) {
            throw new BadCertificate("an X.509 certificate that can be read");
        }
    }
}
