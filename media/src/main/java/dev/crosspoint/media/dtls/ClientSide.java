package dev.crosspoint.media.dtls;

import java.io.IOException;
import java.util.Hashtable;
import java.util.Vector;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.jspecify.annotations.Nullable;

/** Our choices when we begin ({@code a=setup:active} is ours). */
@SuppressWarnings({"rawtypes", "JdkObsolete"}) // Bouncy Castle's
final class ClientSide extends DefaultTlsClient {
    private final DtlsIdentity identity;
    private final SrtpAgreement agreement;
    private final DtlsLimits limits;

    ClientSide(
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
        return Parameters.clientSuites();
    }

    @Override
    protected Vector getSupportedGroups(Vector namedGroupRoles) {
        var groups = new Vector<Integer>();
        for (int group : Parameters.groups()) {
            groups.add(group);
        }
        return groups;
    }

    @Override
    protected Vector getSupportedSignatureAlgorithms() {
        return Parameters.signatures();
    }

    @Override
    public Hashtable getClientExtensions() throws IOException {
        Hashtable extensions = super.getClientExtensions();
        agreement.announce(extensions);
        return extensions;
    }

    @Override
    public void processServerExtensions(@Nullable Hashtable extensions) throws IOException {
        super.processServerExtensions(extensions);
        agreement.learn(extensions);
    }

    @Override
    public TlsAuthentication getAuthentication() {
        return new TlsAuthentication() {
            @Override
            public void notifyServerCertificate(TlsServerCertificate server) throws IOException {
                agreement.meet(server.getCertificate());
            }

            @Override
            public TlsCredentials getClientCredentials(CertificateRequest request)
                    throws IOException {
                return identity.credentials(context);
            }
        };
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
