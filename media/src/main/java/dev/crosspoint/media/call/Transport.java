package dev.crosspoint.media.call;

import dev.crosspoint.media.rtp.PacketBuffer;
import dev.crosspoint.media.rtp.RtpPacket;
import dev.crosspoint.media.rtp.Verdict;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** How a leg's packets are protected, where they may come from and where they go. */
sealed interface Transport permits BrowserTransport, TrunkTransport {

    /** What became of a packet at the door. */
    enum Admission {
        ADMITTED(Count.RTP_ACCEPTED),
        REPLAYED(Count.SRTP_REPLAYED),
        UNAUTHENTIC(Count.SRTP_UNAUTHENTIC),
        MALFORMED(Count.MALFORMED),
        UNKNOWN_SSRC(Count.UNKNOWN_SSRC),
        WRONG_SOURCE(Count.RTP_WRONG_SOURCE),
        UNPROTECTED(Count.UNPROTECTED);

        private final Count count;

        Admission(Count count) {
            this.count = count;
        }

        Count count() {
            return count;
        }
    }

    /** Checks the source of an RTP packet and takes its protection off, in place. */
    Admission admit(RtpPacket packet, InetSocketAddress from, long nowNanos);

    /** The same for RTCP. */
    Admission admitRtcp(PacketBuffer packet, InetSocketAddress from);

    /** An admitted RTP packet was taken; see {@link SourceRule#accepted}. */
    void accepted(InetSocketAddress from, boolean newest, long nowNanos);

    /**
     * Puts protection on, in place, into the spare room behind the packet.
     *
     * @return false when it must not be sent: its number was used before, or there are no keys
     */
    boolean protect(RtpPacket packet);

    /** The same for RTCP. */
    void protectRtcp(PacketBuffer packet);

    /** Where RTP goes now, or null while there is no way to send. */
    @Nullable InetSocketAddress rtpTarget();

    /** Where RTCP goes now, or null while there is no way to send. */
    @Nullable InetSocketAddress rtcpTarget();

    /** Whether RTCP leaves by a port of its own. */
    boolean separateRtcp();

    /** The admission that matches what SRTP said. */
    static Admission admission(Verdict verdict) {
        return switch (verdict) {
            case ACCEPTED -> Admission.ADMITTED;
            case REPLAYED -> Admission.REPLAYED;
            case UNAUTHENTIC -> Admission.UNAUTHENTIC;
            case MALFORMED -> Admission.MALFORMED;
            case UNKNOWN_SSRC -> Admission.UNKNOWN_SSRC;
        };
    }
}
