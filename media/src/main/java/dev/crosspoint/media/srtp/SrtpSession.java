package dev.crosspoint.media.srtp;

import dev.crosspoint.media.rtp.Bits;
import dev.crosspoint.media.rtp.PacketBuffer;
import dev.crosspoint.media.rtp.RtpPacket;
import dev.crosspoint.media.rtp.Verdict;
import dev.crosspoint.media.srtp.Ciphers.Use;

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
    private final SrtpProfile profile;
    private final Receiving receiving;
    private final Sending sending;

    /** What the peer protects. */
    private record Receiving(ReceivedRtp rtp, ReceivedRtcp rtcp) {
        static Receiving of(SrtpKeys keys, Ciphers ciphers) {
            SrtpProfile profile = keys.profile();
            var derived = SessionKeys.derived(profile, keys.remoteKey(), keys.remoteSalt());
            var rtp = profile.rtpCipher(derived.getFirst(), Use.OPEN, ciphers);
            var rtcp = profile.rtcpCipher(derived.getLast(), Use.OPEN, ciphers);
            return new Receiving(
                    new ReceivedRtp(rtp, profile.overheadBytes()),
                    new ReceivedRtcp(rtcp, profile.rtcpOverheadBytes()));
        }
    }

    /** What we protect. */
    private record Sending(SentRtp rtp, SentRtcp rtcp) {
        static Sending of(SrtpKeys keys, Ciphers ciphers) {
            SrtpProfile profile = keys.profile();
            var derived = SessionKeys.derived(profile, keys.localKey(), keys.localSalt());
            var rtp = profile.rtpCipher(derived.getFirst(), Use.SEAL, ciphers);
            var rtcp = profile.rtcpCipher(derived.getLast(), Use.SEAL, ciphers);
            return new Sending(
                    new SentRtp(rtp, profile.overheadBytes()),
                    new SentRtcp(rtcp, profile.rtcpOverheadBytes()));
        }
    }

    /** A session that has seen no packet yet. */
    public SrtpSession(SrtpKeys keys) {
        this(keys, CipherChoice.ciphers());
    }

    SrtpSession(SrtpKeys keys, Ciphers ciphers) {
        this(keys.profile(), Receiving.of(keys, ciphers), Sending.of(keys, ciphers));
    }

    private SrtpSession(SrtpProfile profile, Receiving receiving, Sending sending) {
        this.profile = profile;
        this.receiving = receiving;
        this.sending = sending;
    }

    /**
     * The session under new keys. A direction whose key stays goes on where it was: begun anew it
     * would count packets from zero again, and so use one nonce for two texts.
     *
     * @param before the keys of this session
     */
    public SrtpSession rekeyed(SrtpKeys before, SrtpKeys now) {
        Ciphers ciphers = CipherChoice.ciphers();
        boolean sameReceived = now.mirrored().sameLocal(before.mirrored());
        return new SrtpSession(
                now.profile(),
                sameReceived ? receiving : Receiving.of(now, ciphers),
                now.sameLocal(before) ? sending : Sending.of(now, ciphers));
    }

    /**
     * Decides whose cryptography it is, which the first packets of a process would otherwise wait
     * for, and its first call be heard that much later.
     *
     * @return whose, for people
     */
    public static String warmUp() {
        return CipherChoice.ciphers().name();
    }

    /** What protects this session. */
    public SrtpProfile profile() {
        return profile;
    }

    /**
     * Authenticates and decrypts a packet in place; it shrinks by the tag. When the verdict is not
     * {@code ACCEPTED} the packet is as it was.
     */
    public Verdict unprotect(RtpPacket packet) {
        return receiving.rtp.unprotect(packet);
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
        return sending.rtp.protect(packet);
    }

    /** As {@link #unprotect}, for a (compound) RTCP packet. */
    public Verdict unprotectRtcp(PacketBuffer packet) {
        return receiving.rtcp.unprotect(packet);
    }

    /**
     * As {@link #protect}, for a (compound) RTCP packet of at least 8 bytes; it grows by {@link
     * SrtpProfile#rtcpOverheadBytes}. Every packet has its own index, so none is refused.
     */
    public void protectRtcp(PacketBuffer packet) {
        if (packet.length() < PacketCipher.RTCP_CLEAR_BYTES) {
            throw new IllegalStateException("RTCP packet of " + packet.length() + " bytes");
        }
        sending.rtcp.protect(packet);
    }

    /** RFC 3550 6.4.1: who sends a (compound) RTCP packet of at least 8 bytes. */
    static int senderSsrc(PacketBuffer packet) {
        return Bits.int32(packet.array(), packet.offset() + 4);
    }
}
