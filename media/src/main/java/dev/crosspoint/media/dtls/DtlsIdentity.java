package dev.crosspoint.media.dtls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcECContentSignerBuilder;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * A certificate that we show to peers, and its key: ECDSA P-256 (RFC 8827 6.5), signed by itself.
 * Peers know it by its fingerprint in our SDP; it is never written anywhere. Usable by any number
 * of handshakes at once.
 */
public final class DtlsIdentity {
    /** Clocks of peers that look at the dates may be wrong by a day. */
    private static final Duration BACKDATED = Duration.ofDays(1);

    /**
     * Longer than a process runs, and than a leg keeps it; what is trusted is the fingerprint of
     * this call's SDP.
     */
    private static final Duration VALIDITY = Duration.ofDays(3650);

    private static final int SERIAL_BITS = 64;

    private final AsymmetricKeyParameter privateKey;
    private final byte[] certificate;
    private final Fingerprint fingerprint;

    private DtlsIdentity(AsymmetricKeyParameter privateKey, byte[] certificate) {
        this.privateKey = privateKey;
        this.certificate = certificate;
        this.fingerprint = Fingerprint.sha256Of(certificate);
    }

    /** A new key and its certificate. */
    public static DtlsIdentity generate(SecureRandom random) {
        try {
            var generator = new ECKeyPairGenerator();
            var p256 = ECNamedDomainParameters.lookup(SECObjectIdentifiers.secp256r1);
            generator.init(new ECKeyGenerationParameters(p256, random));
            AsymmetricCipherKeyPair keys = generator.generateKeyPair();
            return new DtlsIdentity(keys.getPrivate(), selfSigned(keys, random));
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException("cannot make a certificate", e);
        }
    }

    /** What our SDP says about it; SHA-256. */
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    TlsCredentialedSigner credentials(TlsContext context) throws IOException {
        var crypto = (BcTlsCrypto) context.getCrypto();
        var chain = new Certificate(new TlsCertificate[] {crypto.createCertificate(certificate)});
        return new BcDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context),
                crypto,
                privateKey,
                chain,
                SignatureAndHashAlgorithm.getInstance(
                        HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
    }

    private static byte[] selfSigned(AsymmetricCipherKeyPair keys, SecureRandom random)
            throws IOException, OperatorCreationException {
        var name = new X500Name("CN=Crosspoint");
        Instant now = Instant.now();
        var builder =
                new X509v3CertificateBuilder(
                        name,
                        new BigInteger(SERIAL_BITS, random).setBit(0),
                        Date.from(now.minus(BACKDATED)),
                        Date.from(now.plus(VALIDITY)),
                        name,
                        SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(keys.getPublic()));
        var algorithm = new DefaultSignatureAlgorithmIdentifierFinder().find("SHA256withECDSA");
        var digest = new DefaultDigestAlgorithmIdentifierFinder().find(algorithm);
        var signer =
                new BcECContentSignerBuilder(algorithm, digest)
                        .setSecureRandom(random)
                        .build(keys.getPrivate());
        return builder.build(signer).getEncoded();
    }
}
