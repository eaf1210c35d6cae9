package dev.crosspoint.media.srtp;

import dev.crosspoint.media.rtp.Bits;
import dev.crosspoint.media.rtp.PacketBuffer;
import dev.crosspoint.media.rtp.RtpPacket;
import dev.crosspoint.media.rtp.Verdict;

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
    /** Of a packet with 20 ms of G.711. */
    private static final int WARM_UP_BYTES = 172;

    private static final int MOST_OVERHEAD_BYTES = 32;

    private final SrtpProfile profile;
    private final ReceivedRtp received;
    private final ReceivedRtcp receivedRtcp;
    private final SentRtp sent;
    private final SentRtcp sentRtcp;

    /** A session that has seen no packet yet. */
    public SrtpSession(SrtpKeys keys) {
        profile = keys.profile();
        byte[] remote = keys.remoteKey();
        byte[] remoteSalt = keys.remoteSalt();
        byte[] local = keys.localKey();
        byte[] localSalt = keys.localSalt();
        int overhead = profile.overheadBytes();
        int rtcpOverhead = profile.rtcpOverheadBytes();
        received = new ReceivedRtp(profile.rtpCipher(remote, remoteSalt), overhead);
        receivedRtcp = new ReceivedRtcp(profile.rtcpCipher(remote, remoteSalt), rtcpOverhead);
        sent = new SentRtp(profile.rtpCipher(local, localSalt), overhead);
        sentRtcp = new SentRtcp(profile.rtcpCipher(local, localSalt), rtcpOverhead);
    }

    private SrtpSession(
            SrtpProfile profile,
            ReceivedRtp received,
            ReceivedRtcp receivedRtcp,
            SentRtp sent,
            SentRtcp sentRtcp) {
        this.profile = profile;
        this.received = received;
        this.receivedRtcp = receivedRtcp;
        this.sent = sent;
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
                sameReceived ? receivedRtcp : fresh.receivedRtcp,
                sameSent ? sent : fresh.sent,
                sameSent ? sentRtcp : fresh.sentRtcp);
    }

    /** Whose cryptography it is, for people. */
    public static String library() {
        return Ciphers.best().name();
    }

    /**
     * Does once what is done to every packet, under keys of nobody's. The first call into C of each
     * kind takes the virtual machine tens of ms; without this the first packets of a process would
     * wait for all of them, and its first call would be heard that much later.
     */
    public static void warmUp() {
        for (SrtpProfile profile : SrtpProfile.values()) {
            byte[] key = new byte[profile.keyBytes()];
            byte[] salt = new byte[profile.saltBytes()];
            var session = new SrtpSession(new SrtpKeys(profile, key, salt, key, salt));
            byte[] array = new byte[WARM_UP_BYTES + MOST_OVERHEAD_BYTES];
            var packet = new RtpPacket();
            RtpPacket.writeHeader(array, 0, false, 0, 0, 0, 0);
            packet.wrap(array, 0, WARM_UP_BYTES);
            session.protect(packet);
            session.unprotect(packet);
            session.protectRtcp(packet.buffer());
            session.unprotectRtcp(packet.buffer());
        }
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
        return received.unprotect(packet);
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
        return sent.protect(packet);
    }

    /** As {@link #unprotect}, for a (compound) RTCP packet. */
    public Verdict unprotectRtcp(PacketBuffer packet) {
        return receivedRtcp.unprotect(packet);
    }

    /**
     * As {@link #protect}, for a (compound) RTCP packet of at least 8 bytes; it grows by {@link
     * SrtpProfile#rtcpOverheadBytes}. Every packet has its own index, so none is refused.
     */
    public void protectRtcp(PacketBuffer packet) {
        if (packet.length() < PacketCipher.RTCP_CLEAR_BYTES) {
            throw new IllegalStateException("RTCP packet of " + packet.length() + " bytes");
        }
        sentRtcp.protect(packet);
    }

    /** RFC 3550 6.4.1: who sends a (compound) RTCP packet of at least 8 bytes. */
    static int senderSsrc(PacketBuffer packet) {
        return Bits.int32(packet.array(), packet.offset() + 4);
    }
}
