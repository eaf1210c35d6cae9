package dev.crosspoint.media.dtls;

import java.util.Vector;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;

/**
 * What we speak and accept, in our order: forward secrecy and AES-GCM, which every browser has.
 * {@link Records#MIN_ENCRYPTED_BYTES} counts on GCM.
 */
final class Parameters {
    private Parameters() {}

    static ProtocolVersion[] versions() {
        return new ProtocolVersion[] {ProtocolVersion.DTLSv12};
    }

    /** For our own certificate. The first is what RFC 8827 6.5 makes everybody have. */
    static int[] serverSuites() {
        return new int[] {
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        };
    }

    /** As a client also for a server that has an RSA certificate. */
    static int[] clientSuites() {
        return new int[] {
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
            CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
            CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        };
    }

    static int[] groups() {
        return new int[] {NamedGroup.x25519, NamedGroup.secp256r1, NamedGroup.secp384r1};
    }

    /** What a peer may sign with, by ECDSA or RSA key. */
    @SuppressWarnings("JdkObsolete") // Bouncy Castle's
    static Vector<SignatureAndHashAlgorithm> signatures() {
        var algorithms = new Vector<SignatureAndHashAlgorithm>();
        for (short hash :
                new short[] {HashAlgorithm.sha256, HashAlgorithm.sha384, HashAlgorithm.sha512}) {
            algorithms.add(SignatureAndHashAlgorithm.getInstance(hash, SignatureAlgorithm.ecdsa));
        }
        algorithms.add(SignatureAndHashAlgorithm.rsa_pss_rsae_sha256);
        algorithms.add(SignatureAndHashAlgorithm.rsa_pss_rsae_sha384);
        algorithms.add(SignatureAndHashAlgorithm.rsa_pss_rsae_sha512);
        for (short hash :
                new short[] {HashAlgorithm.sha256, HashAlgorithm.sha384, HashAlgorithm.sha512}) {
            algorithms.add(SignatureAndHashAlgorithm.getInstance(hash, SignatureAlgorithm.rsa));
        }
        return algorithms;
    }
}
