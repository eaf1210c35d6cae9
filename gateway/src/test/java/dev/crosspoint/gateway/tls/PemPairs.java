package dev.crosspoint.gateway.tls;

import dev.crosspoint.signaling.api.SignalingConfig.PemIdentity;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/** Certificates and their keys, of any algorithm. */
final class PemPairs {
    private static final ASN1ObjectIdentifier CURVE = SECObjectIdentifiers.secp256r1;

    private PemPairs() {}

    static PemIdentity of(String algorithm) throws Exception {
        var generator = KeyPairGenerator.getInstance(algorithm);
        switch (algorithm) {
            case "RSA" -> generator.initialize(2048);
            case "EC" -> generator.initialize(256);
            default -> {}
        }
        var keys = generator.generateKeyPair();
        var signature =
                switch (algorithm) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> algorithm;
                };
        var name = new X500Name("CN=test");
        var certificate =
                new JcaX509v3CertificateBuilder(
                                name,
                                BigInteger.ONE,
                                Date.from(Instant.EPOCH),
                                Date.from(Instant.parse("2037-12-31T00:00:00Z")),
                                name,
                                keys.getPublic())
                        .build(new JcaContentSignerBuilder(signature).build(keys.getPrivate()));
        var key = new PemObject("PRIVATE KEY", keys.getPrivate().getEncoded());
        return new PemIdentity(pem(certificate), pem(key));
    }

    /** An elliptic key as OpenSSL wrote them for long, with its curve before it. */
    static String traditional(PemIdentity pair) throws Exception {
        var certificate = (X509CertificateHolder) read(pair.certificatePem());
        var key =
                (ECPrivateKey)
                        new JcaPEMKeyConverter()
                                .getPrivateKey((PrivateKeyInfo) read(pair.keyPem()));
        var open = certificate.getSubjectPublicKeyInfo().getPublicKeyData();
        var form = new org.bouncycastle.asn1.sec.ECPrivateKey(256, key.getS(), open, CURVE);
        return pem(new PemObject("EC PARAMETERS", CURVE.getEncoded()))
                + pem(new PemObject("EC PRIVATE KEY", form.getEncoded()));
    }

    private static Object read(String pem) throws Exception {
        try (var parser = new PEMParser(new StringReader(pem))) {
            return parser.readObject();
        }
    }

    private static String pem(Object object) throws Exception {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }
}
