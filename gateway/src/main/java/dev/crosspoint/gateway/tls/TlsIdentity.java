package dev.crosspoint.gateway.tls;

import dev.crosspoint.signaling.api.SignalingConfig.PemIdentity;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Where a listener's certificate and key come from. */
public final class TlsIdentity {
    /** Browsers refuse certificates that are good for longer than 398 days. */
    private static final Duration VALIDITY = Duration.ofDays(365);

    /** For clients whose clock is late. */
    private static final Duration GRACE = Duration.ofDays(1);

    private TlsIdentity() {}

    /**
     * A new self-signed ECDSA P-256 certificate, in memory only.
     *
     * @param names DNS names and IP literals that clients will come by, not empty
     */
    public static PemIdentity selfSigned(
            Collection<String> names, Instant now, SecureRandom random) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            var keys = generator.generateKeyPair();
            return new PemIdentity(
                    pem("CERTIFICATE", certificate(keys, names, now, random)),
                    pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("A self-signed certificate could not be made", e);
        }
    }

    /**
     * A certificate chain and its key from PEM files.
     *
     * @throws IOException when one of them cannot be read; says which. Also when the key is not the
     *     certificate's, as when only one of the two has been exchanged yet: a listener would take
     *     both, and every handshake would fail
     */
    public static PemIdentity fromFiles(Path certificate, Path key) throws IOException {
        var identity =
                new PemIdentity(
                        Files.readString(certificate, StandardCharsets.US_ASCII),
                        Files.readString(key, StandardCharsets.US_ASCII));
        PemPair.require(identity);
        return identity;
    }

    private static byte[] certificate(
            KeyPair keys, Collection<String> names, Instant now, SecureRandom random)
            throws IOException, OperatorCreationException {
        var subject = new X500Name("CN=Crosspoint");
        // RFC 5280 4.1.2.2: positive, at most 20 octets.
        var serial = new BigInteger(127, random).add(BigInteger.ONE);
        var builder =
                new JcaX509v3CertificateBuilder(
                        subject,
                        serial,
                        Date.from(now.minus(GRACE)),
                        Date.from(now.plus(VALIDITY)),
                        subject,
                        keys.getPublic());
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(
                        names.stream().map(TlsIdentity::name).toArray(GeneralName[]::new)));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(
                        new KeyPurposeId[] {
                            KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                        }));
        var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
        return builder.build(signer).getEncoded();
    }

    private static GeneralName name(String name) {
        boolean isAddress = name.indexOf(':') >= 0 || name.matches("[0-9.]+");
        return new GeneralName(isAddress ? GeneralName.iPAddress : GeneralName.dNSName, name);
    }

    private static String pem(String type, byte[] der) {
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + lines + "\n-----END " + type + "-----\n";
    }
}
