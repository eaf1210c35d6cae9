package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.api.SignalingConfig.PemIdentity;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** Self-signed TLS identities for tests. */
public final class TestCertificates {

    private TestCertificates() {}

    /** An identity for {@code localhost} and 127.0.0.1, valid for a day. */
    public static PemIdentity localhost() {
        return named("localhost", "127.0.0.1");
    }

    /** Who certifies others. */
    public static final class Authority {
        private final KeyPair keys = keys();
        private final X500Name name;

        /** A new one. */
        public Authority(String name) {
            this.name = new X500Name("CN=" + name);
        }

        /** Its own certificate. */
        public String certificatePem() {
            return identity(name, this, null, null).certificatePem();
        }

        /** An identity that it has certified. */
        public PemIdentity certify(String host, String address) {
            return identity(new X500Name("CN=" + host), this, host, address);
        }
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An identity for one host name and one address. */
    public static PemIdentity named(String host, String address) {
        return identity(new X500Name("CN=" + host), null, host, address);
    }

    /** By an authority, or by itself; without a host it is the authority's own. */
    private static PemIdentity identity(
            X500Name subject,
            @Nullable Authority authority,
            @Nullable String host,
            @Nullable String address) {
        try {
            boolean isAuthority = host == null;
            KeyPair keys = isAuthority && authority != null ? authority.keys : keys();
            KeyPair signer = authority == null ? keys : authority.keys;
            X500Name name = authority == null ? subject : authority.name;
            Instant now = Instant.now();
            var builder =
                    new JcaX509v3CertificateBuilder(
                            name,
                            BigInteger.valueOf(now.toEpochMilli()),
                            Date.from(now.minus(Duration.ofHours(1))),
                            Date.from(now.plus(Duration.ofDays(1))),
                            subject,
                            keys.getPublic());
            if (isAuthority) {
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            } else {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(
                                new GeneralName[] {
                                    new GeneralName(GeneralName.dNSName, host),
                                    new GeneralName(GeneralName.iPAddress, address)
                                }));
            }
            var certificate =
                    builder.build(
                            new JcaContentSignerBuilder("SHA256withECDSA")
                                    .build(signer.getPrivate()));
            return new PemIdentity(
                    pem(certificate), pem(new JcaPKCS8Generator(keys.getPrivate(), null)));
        } catch (OperatorCreationException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pem(Object object) throws IOException {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }
}
