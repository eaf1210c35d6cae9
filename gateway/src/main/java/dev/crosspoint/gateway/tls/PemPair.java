package dev.crosspoint.gateway.tls;

import dev.crosspoint.signaling.api.SignalingConfig.PemIdentity;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** Whether a certificate and a key are a pair. */
final class PemPair {
    private static final byte[] ANYTHING = "a pair?".getBytes(StandardCharsets.US_ASCII);

    private PemPair() {}

    /**
     * Looks whether what the key signs is what the certificate confirms.
     *
     * @throws IOException when it is not, or one of them is none; says which, and quotes nothing
     */
    static void require(PemIdentity identity) throws IOException {
        var confirms = certified(identity.certificatePem());
        var signs = key(identity.keyPem());
        try {
            var signature = Signature.getInstance(algorithm(signs));
            signature.initSign(signs);
            signature.update(ANYTHING);
            var signed = signature.sign();
            signature.initVerify(confirms);
            signature.update(ANYTHING);
            if (signature.verify(signed)) {
                return;
            }
        } catch (GeneralSecurityException e) {
            // Of another algorithm, or of another size.
        }
        throw new IOException("the key is not that of the certificate");
    }

    /** The public key of the first certificate, which is the listener's own. */
    private static PublicKey certified(String pem) throws IOException {
        try (var parser = new PEMParser(new StringReader(pem))) {
            if (parser.readObject() instanceof X509CertificateHolder certificate) {
                return new JcaPEMKeyConverter().getPublicKey(certificate.getSubjectPublicKeyInfo());
            }
        } catch (RuntimeException | IOException e) {
            throw new IOException("the certificate is none in PEM", e);
        }
        throw new IOException("the certificate is none in PEM");
    }

    private static PrivateKey key(String pem) throws IOException {
        try (var parser = new PEMParser(new StringReader(pem))) {
            // Some tools write the curve before the key.
            for (var part = parser.readObject(); part != null; part = parser.readObject()) {
                switch (part) {
                    case PrivateKeyInfo key -> {
                        return new JcaPEMKeyConverter().getPrivateKey(key);
                    }
                    case PEMKeyPair pair -> {
                        return new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo());
                    }
                    default -> {}
                }
            }
        } catch (RuntimeException | IOException e) {
            // Without its cause, which may quote.
            throw new IOException("the key is none in PEM");
        }
        throw new IOException("the key is none in PEM, or has a password");
    }

    private static String algorithm(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC", "ECDSA" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
    }
}
