package dev.crosspoint.media.dtls;

import dev.crosspoint.media.srtp.SrtpKeys;
import dev.crosspoint.media.srtp.SrtpProfile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.jspecify.annotations.Nullable;

/**
 * What both roles must come to: a peer with the certificate of its SDP, a protection profile, and
 * the keys for it (RFC 5763, RFC 5764).
 */
final class SrtpAgreement {
    /** In our order; what else there is belongs to trunks. */
    private static final List<SrtpProfile> PREFERRED =
            List.of(SrtpProfile.AEAD_AES_128_GCM, SrtpProfile.AES_CM_128_HMAC_SHA1_80);

    private final Fingerprint expected;
    private @Nullable SrtpProfile profile;
    private @Nullable SrtpKeys keys;
    private DtlsFailure.@Nullable Why objection;

    SrtpAgreement(Fingerprint expected) {
        this.expected = expected;
    }

    /** Lets the peer in when its certificate is the announced one (RFC 5763 5). */
    void meet(Certificate chain) throws IOException {
        if (chain.isEmpty() || !expected.matches(chain.getCertificateAt(0).getEncoded())) {
            throw object(DtlsFailure.Why.FINGERPRINT, AlertDescription.bad_certificate);
        }
    }

    /** As the server: chooses from the client's offer. */
    @SuppressWarnings({"rawtypes", "JdkObsolete"}) // Bouncy Castle's
    void choose(Hashtable clientExtensions) throws IOException {
        UseSRTPData offer = TlsSRTPUtils.getUseSRTPExtension(clientExtensions);
        for (SrtpProfile candidate : PREFERRED) {
            if (profile == null && names(offer, candidate)) {
                profile = candidate;
            }
        }
        if (profile == null) {
            throw object(DtlsFailure.Why.NO_PROFILE, AlertDescription.handshake_failure);
        }
    }

    /** As the server: what we chose. As the client: everything we would accept. */
    @SuppressWarnings({"rawtypes", "JdkObsolete"}) // Bouncy Castle's
    void announce(Hashtable extensions) throws IOException {
        int[] ids =
                PREFERRED.stream()
                        .filter(candidate -> profile == null || profile == candidate)
                        .mapToInt(SrtpProfile::dtlsId)
                        .toArray();
        // RFC 5764 4.1.3: an empty MKI, and from the server always ours, not an echo
        TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(ids, TlsUtils.EMPTY_BYTES));
    }

    /** As the client: takes in the server's choice, which must be one and ours. */
    @SuppressWarnings({"rawtypes", "JdkObsolete"}) // Bouncy Castle's
    void learn(@Nullable Hashtable serverExtensions) throws IOException {
        UseSRTPData choice = TlsSRTPUtils.getUseSRTPExtension(serverExtensions);
        for (SrtpProfile candidate : PREFERRED) {
            if (names(choice, candidate)) {
                profile = candidate;
            }
        }
        // RFC 5764 4.1.1
        boolean single = choice != null && choice.getProtectionProfiles().length == 1;
        if (profile == null || !single || choice.getMki().length > 0) {
            throw object(DtlsFailure.Why.NO_PROFILE, AlertDescription.illegal_parameter);
        }
    }

    /** Takes the keys out of the finished handshake (RFC 5764 4.2). */
    void export(TlsContext context) {
        if (profile == null) {
            throw new IllegalStateException("a handshake cannot finish without a profile");
        }
        int keyBytes = profile.keyBytes();
        int saltBytes = profile.saltBytes();
        byte[] material =
                context.exportKeyingMaterial(
                        ExporterLabel.dtls_srtp, null, 2 * (keyBytes + saltBytes));
        var rest = ByteBuffer.wrap(material);
        byte[] clientKey = take(rest, keyBytes);
        byte[] serverKey = take(rest, keyBytes);
        byte[] clientSalt = take(rest, saltBytes);
        byte[] serverSalt = take(rest, saltBytes);
        keys =
                context.isServer()
                        ? new SrtpKeys(profile, serverKey, serverSalt, clientKey, clientSalt)
                        : new SrtpKeys(profile, clientKey, clientSalt, serverKey, serverSalt);
        for (byte[] secret : List.of(material, clientKey, serverKey, clientSalt, serverSalt)) {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /** The keys, after {@link #export}. */
    SrtpKeys keys() {
        if (keys == null) {
            throw new IllegalStateException("no keys before the handshake is finished");
        }
        return keys;
    }

    /** Why we refused the peer, if we did. */
    DtlsFailure.@Nullable Why objection() {
        return objection;
    }

    private TlsFatalAlert object(DtlsFailure.Why why, short alert) {
        objection = why;
        return new TlsFatalAlert(alert);
    }

    private static boolean names(@Nullable UseSRTPData data, SrtpProfile profile) {
        return data != null
                && Arrays.stream(data.getProtectionProfiles())
                        .anyMatch(id -> id == profile.dtlsId());
    }

    private static byte[] take(ByteBuffer from, int length) {
        byte[] bytes = new byte[length];
        from.get(bytes);
        return bytes;
    }
}
