package dev.crosspoint.media.dtls;

import java.io.IOException;
import java.util.Hashtable;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.jspecify.annotations.Nullable;

/** Our choices when the peer begins ({@code a=setup:passive} is ours). */
@SuppressWarnings({"rawtypes", "JdkObsolete"}) // Bouncy Castle's
final class ServerSide extends DefaultTlsServer {
    private final DtlsIdentity identity;
    private final SrtpAgreement agreement;
    private final DtlsLimits limits;

    ServerSide(
            TlsCrypto crypto, DtlsIdentity identity, SrtpAgreement agreement, DtlsLimits limits) {
        super(crypto);
        this.identity = identity;
        this.agreement = agreement;
        this.limits = limits;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return Parameters.versions();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return Parameters.serverSuites();
    }

    @Override
    protected boolean preferLocalCipherSuites() {
        return true;
    }

    // By itself Bouncy Castle takes whatever curve the client names first.
    @Override
    protected int selectECDH(int minimumCurveBits) {
        int[] offered = context.getSecurityParametersHandshake().getClientSupportedGroups();
        if (offered == null) {
            return selectECDHDefault(minimumCurveBits);
        }
        for (int ours : Parameters.groups()) {
            for (int theirs : offered) {
                if (ours == theirs) {
                    return ours;
                }
            }
        }
        return -1;
    }

    @Override
    public void processClientExtensions(Hashtable extensions) throws IOException {
        super.processClientExtensions(extensions);
        agreement.choose(extensions);
    }

    @Override
    public Hashtable getServerExtensions() throws IOException {
        Hashtable extensions = super.getServerExtensions();
        agreement.announce(extensions);
        return extensions;
    }

    @Override
    protected TlsCredentialedSigner getECDSASignerCredentials() throws IOException {
        return identity.credentials(context);
    }

    @Override
    public CertificateRequest getCertificateRequest() {
        short[] types = {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign};
        return new CertificateRequest(types, Parameters.signatures(), null);
    }

    @Override
    public void notifyClientCertificate(@Nullable Certificate chain) throws IOException {
        agreement.meet(chain == null ? Certificate.EMPTY_CHAIN : chain);
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        agreement.export(context);
    }

    // RFC 7627 5.4: keys may be exported only then.
    @Override
    public boolean requiresExtendedMasterSecret() {
        return true;
    }

    // Nobody's signature on the certificate matters; its fingerprint does.
    @Override
    public boolean shouldCheckSigAlgOfPeerCerts() {
        return false;
    }

    @Override
    public int getHandshakeResendTimeMillis() {
        return limits.resendMs();
    }
}
