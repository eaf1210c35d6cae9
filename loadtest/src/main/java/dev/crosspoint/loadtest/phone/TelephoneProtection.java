package dev.crosspoint.loadtest.phone;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.dtls.DtlsWire;
import dev.crosspoint.media.sdp.Crypto;
import dev.crosspoint.media.srtp.SrtpKeys;
import dev.crosspoint.media.srtp.SrtpSession;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A telephone's: none, or keys in the description (RFC 4568). Its path is what SDP says. */
final class TelephoneProtection implements Protection {
    private final String address;
    private final byte @Nullable [] keyAndSalt;
    private @Nullable SrtpSession session;
    private String theirs = "";

    /**
     * @param address that the gateway is to send to
     * @param keyAndSalt our SDES key; null for plain RTP
     */
    TelephoneProtection(String address, byte @Nullable [] keyAndSalt) {
        this.address = address;
        this.keyAndSalt = keyAndSalt;
    }

    @Override
    public String description(Codec codec, int port) {
        return OwnSide.telephone(codec, address, port, keyAndSalt);
    }

    @Override
    public void connect(FarSide far, DtlsWire wire) {
        Crypto crypto = far.crypto();
        byte[] own = keyAndSalt;
        if (own == null
                || crypto == null
                || !crypto.suite().equals(OwnSide.SDES.sdesName())
                || crypto.inline().equals(theirs)) {
            return;
        }
        theirs = crypto.inline();
        byte[] their = Base64.getDecoder().decode(theirs);
        int key = OwnSide.SDES.keyBytes();
        session =
                new SrtpSession(
                        new SrtpKeys(
                                OwnSide.SDES,
                                Arrays.copyOf(own, key),
                                Arrays.copyOfRange(own, key, own.length),
                                Arrays.copyOf(their, key),
                                Arrays.copyOfRange(their, key, their.length)));
    }

    @Override
    public @Nullable SrtpSession session() {
        return session;
    }

    @Override
    public boolean needsSession() {
        return keyAndSalt != null;
    }

    @Override
    public boolean reports() {
        return false; // Its RTCP would need a port of its own.
    }

    @Override
    public void onTime(long nowNanos) {}

    @Override
    public void onDatagram(byte[] data, int length) {}

    @Override
    public void close() {}
}
