package dev.crosspoint.media.srtp;

import dev.crosspoint.media.rtp.PacketBuffer;
import dev.crosspoint.media.rtp.RtpPacket;
import dev.crosspoint.media.rtp.Verdict;
import java.security.GeneralSecurityException;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.crypto.Aes;

/**
 * SRTP and SRTCP of one leg, both directions, in place (RFC 3711, RFC 7714). Belongs to one loop.
 *
 * <p>A packet that does not authenticate changes nothing. Rollover counters and replay windows (64
 * packets) are kept per SSRC for as long as the keys live, through any silence. A first packet is
 * taken to be of rollover 0, so senders should start below sequence 2^15 (RFC 3711 3.3.1); the
 * first packets of all may be of rollover 1 too, when a peer had been sending for some minutes
 * before it told us its key. Silence of any length costs nothing; but a stream of which 2^15
 * numbers in a row were lost, eleven minutes of 20 ms packets, is not found again before it has new
 * keys or another SSRC.
 */
public final class SrtpSession {
    /** RFC 3550 6.4.1: common header and the sender's SSRC, which stay readable. */
    private static final int RTCP_CLEAR_BYTES = 8;

    /** A context works with the SSRC of the packet; the one it is derived with is for its log. */
    private static final int ANY_SSRC = 0;

    static {
        // By itself jitsi-srtp races its providers for a second at the first packet and may take
        // SunJCE, which is no faster per 20 ms packet and makes three times the garbage. Where its
        // OpenSSL binding does not load, the race is what happens.
        Aes.setFactoryClassName("OpenSSL");
    }

    private final SrtpProfile profile;
    private final Sources received;
    private final Sources sent;
    private final Sources receivedRtcp;
    private final Sources sentRtcp;

    /** A session that has seen no packet yet. */
    public SrtpSession(SrtpKeys keys) {
        profile = keys.profile();
        SrtpContextFactory remote = factory(false, keys.remoteKey(), keys.remoteSalt());
        SrtpContextFactory local = factory(true, keys.localKey(), keys.localSalt());
        received = new Sources(profile.overheadBytes(), () -> rtp(remote, 0), () -> rtp(remote, 1));
        sent = new Sources(profile.overheadBytes(), () -> rtp(local, 0), null);
        receivedRtcp = new Sources(profile.rtcpOverheadBytes(), () -> rtcp(remote), null);
        sentRtcp = new Sources(profile.rtcpOverheadBytes(), () -> rtcp(local), null);
    }

    private SrtpSession(
            SrtpProfile profile,
            Sources received,
            Sources sent,
            Sources receivedRtcp,
            Sources sentRtcp) {
        this.profile = profile;
        this.received = received;
        this.sent = sent;
        this.receivedRtcp = receivedRtcp;
        this.sentRtcp = sentRtcp;
    }

    /**
     * The session under new keys. A direction whose key stays goes on where it was: begun anew it
     * would count packets from zero again, and so use one nonce for two texts.
     *
     * @param before the keys of this session
     */
    public SrtpSession rekeyed(SrtpKeys before, SrtpKeys now) {
        SrtpSession fresh = new SrtpSession(now);
        boolean sameSent = now.sameLocal(before);
        boolean sameReceived = now.mirrored().sameLocal(before.mirrored());
        return new SrtpSession(
                now.profile(),
                sameReceived ? received : fresh.received,
                sameSent ? sent : fresh.sent,
                sameReceived ? receivedRtcp : fresh.receivedRtcp,
                sameSent ? sentRtcp : fresh.sentRtcp);
    }

    /** Loads what the first packet of a process would otherwise wait for, about a second. */
    public static void warmUp() {
        Aes.createCipher("AES/CTR/NoPadding");
        Aes.createCipher("AES/GCM/NoPadding");
    }

    /** What protects this session. */
    public SrtpProfile profile() {
        return profile;
    }

    /**
     * Authenticates and decrypts a packet in place; it shrinks by the tag. When the verdict is not
     * {@code ACCEPTED} the packet's bytes are worth nothing.
     */
    public Verdict unprotect(RtpPacket packet) {
        return received.unprotect(packet.ssrc(), packet.buffer());
    }

    /**
     * Encrypts a packet in place; it grows by {@link SrtpProfile#overheadBytes}.
     *
     * @return false when the packet must not be sent: its sequence number was protected before, or
     *     is older than the window, and a second text under the same key stream would give both
     *     away. The packet is then empty.
     * @throws IllegalStateException when there is no room for the tag, or too many SSRCs: bugs
     */
    public boolean protect(RtpPacket packet) {
        return sent.protect(packet.ssrc(), packet.buffer());
    }

    /** As {@link #unprotect}, for a (compound) RTCP packet. */
    public Verdict unprotectRtcp(PacketBuffer packet) {
        if (packet.length() < RTCP_CLEAR_BYTES + profile.rtcpOverheadBytes()) {
            return Verdict.MALFORMED;
        }
        // RFC 3711 3.4: the E flag. Clear RTCP was not agreed on, and jitsi-srtp misreads it in
        // GCM.
        if (!encrypted(packet)) {
            return Verdict.UNAUTHENTIC;
        }
        return receivedRtcp.unprotect(senderSsrc(packet), packet);
    }

    /**
     * As {@link #protect}, for a (compound) RTCP packet of at least 8 bytes; it grows by {@link
     * SrtpProfile#rtcpOverheadBytes}. Every packet has its own index, so none is refused.
     */
    public void protectRtcp(PacketBuffer packet) {
        if (packet.length() < RTCP_CLEAR_BYTES) {
            throw new IllegalStateException("RTCP packet of " + packet.length() + " bytes");
        }
        if (!sentRtcp.protect(senderSsrc(packet), packet)) {
            throw new IllegalStateException("SRTCP index used twice");
        }
    }

    // Counter mode ends with index and tag, AEAD with tag and index (RFC 7714 9.2).
    private boolean encrypted(PacketBuffer packet) {
        int behindIndex =
                switch (profile) {
                    case AEAD_AES_128_GCM, AEAD_AES_256_GCM -> 0;
                    case AES_CM_128_HMAC_SHA1_80, AES_CM_128_HMAC_SHA1_32 ->
                            profile.rtcpOverheadBytes() - 4;
                };
        return packet.array()[packet.offset() + packet.length() - behindIndex - 4] < 0;
    }

    private static int senderSsrc(PacketBuffer packet) {
        int ssrc = 0;
        for (int i = 4; i < RTCP_CLEAR_BYTES; i++) {
            ssrc = ssrc << 8 | (packet.array()[packet.offset() + i] & 0xFF);
        }
        return ssrc;
    }

    private SrtpContextFactory factory(boolean sender, byte[] key, byte[] salt) {
        return new SrtpContextFactory(
                sender, key, salt, profile.rtpPolicy(), profile.rtcpPolicy(), Silence.INSTANCE);
    }

    private static CryptoContext rtp(SrtpContextFactory factory, int rollover) {
        try {
            return new CryptoContext.Rtp(factory.deriveContext(ANY_SSRC, rollover));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has AES and HmacSHA1", e);
        }
    }

    private static CryptoContext rtcp(SrtpContextFactory factory) {
        try {
            return new CryptoContext.Rtcp(factory.deriveControlContext(ANY_SSRC));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has AES and HmacSHA1", e);
        }
    }
}
