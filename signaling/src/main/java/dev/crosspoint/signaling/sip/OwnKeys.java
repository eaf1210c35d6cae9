package dev.crosspoint.signaling.sip;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.crosspoint.signaling.api.SignalingConfig.PemIdentity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** What we show when a far end asks for a certificate, and whether it has asked. */
final class OwnKeys extends X509ExtendedKeyManager {
    private static final char[] NO_PASSWORD = new char[0];

    private final @Nullable X509ExtendedKeyManager keys;
    private volatile boolean asked;

    private OwnKeys(@Nullable X509ExtendedKeyManager keys) {
        this.keys = keys;
    }

    /** Of a certificate and its key; of none, or of what cannot be read, nothing is shown. */
    static OwnKeys of(@Nullable PemIdentity pem) {
        try {
            return new OwnKeys(pem == null ? null : manager(pem));
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            return new OwnKeys(null);
        }
    }

    private static X509ExtendedKeyManager manager(PemIdentity pem)
            throws GeneralSecurityException, IOException {
        var in = new ByteArrayInputStream(pem.certificatePem().getBytes(US_ASCII));
        var chain =
                CertificateFactory.getInstance("X.509")
                        .generateCertificates(in)
                        .toArray(Certificate[]::new);
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        PrivateKey key = key(pem.keyPem(), chain[0].getPublicKey().getAlgorithm());
        store.setKeyEntry("own", key, NO_PASSWORD, chain);
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return (X509ExtendedKeyManager) factory.getKeyManagers()[0];
    }

    private static PrivateKey key(String pem, String algorithm) throws GeneralSecurityException {
        var base64 = pem.replaceAll("-----[A-Z ]+-----|\\s", "");
        var spec = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
    }

    /** The same, which nobody has asked for yet. */
    OwnKeys fresh() {
        return new OwnKeys(keys);
    }

    boolean asked() {
        return asked;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
        asked = true;
        // Whatever authorities it names: what the gateway has is what it would show.
        return keys == null
                ? null
                : Arrays.stream(types)
                        .map(type -> keys.getClientAliases(type, null))
                        .filter(aliases -> aliases != null && aliases.length > 0)
                        .map(aliases -> aliases[0])
                        .findFirst()
                        .orElse(null);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] types, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return chooseClientAlias(types, issuers, null);
    }

    @Override
    public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
        return keys == null ? null : keys.getClientAliases(type, issuers);
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(
            String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return keys == null ? null : keys.getCertificateChain(alias);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return keys == null ? null : keys.getPrivateKey(alias);
    }
}
