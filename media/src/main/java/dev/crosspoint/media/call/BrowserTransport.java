package dev.crosspoint.media.call;

import dev.crosspoint.media.ice.IceCredentials;
import dev.crosspoint.media.ice.IceLite;
import dev.crosspoint.media.ice.StunVerdict;
import dev.crosspoint.media.rtp.PacketBuffer;
import dev.crosspoint.media.rtp.RtpPacket;
import dev.crosspoint.media.srtp.SrtpKeys;
import dev.crosspoint.media.srtp.SrtpSession;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** A browser's way: ICE decides the path, DTLS gives the keys, RTCP is multiplexed (RFC 5764). */
final class BrowserTransport implements Transport {
    private final IceLite ice;
    private @Nullable SrtpSession srtp;

    BrowserTransport(IceLite ice) {
        this.ice = ice;
    }

    IceLite ice() {
        return ice;
    }

    /** What both sides have said last; other credentials of ours are an ICE restart. */
    void resignalled(IceCredentials local, @Nullable IceCredentials remote) {
        if (!local.equals(ice.local())) {
            ice.restart(local, remote);
        } else if (remote != null) {
            ice.remote(remote);
        }
    }

    void keyed(SrtpKeys keys) {
        srtp = new SrtpSession(keys);
    }

    /**
     * A STUN message from the leg's peer.
     *
     * @return whether it nominated a pair
     */
    boolean onStun(
            Leg leg,
            byte[] data,
            int offset,
            int length,
            InetSocketAddress from,
            long nowNanos,
            Outbox out) {
        StunVerdict verdict = ice.onStun(data, offset, length, from, nowNanos);
        if (ice.replyLength() > 0) {
            out.datagram(leg, false, from, ice.reply(), 0, ice.replyLength());
        }
        switch (verdict) {
            case VALIDATED, NOMINATED -> {
                out.count(Count.STUN_ANSWERED);
                out.pathValidated(leg, from);
            }
            case ROLE_CONFLICT, UNKNOWN_ATTRIBUTE, UNKNOWN_USER, UNAUTHENTIC, MALFORMED ->
                    out.count(Count.STUN_REFUSED);
            case IGNORED -> {} // a keep-alive
        }
        return verdict == StunVerdict.NOMINATED;
    }

    /** A DTLS record from the leg's peer. */
    void onDtls(Leg leg, byte[] data, int offset, int length, InetSocketAddress from, Outbox out) {
        // A validated pair has proved return routability, so there is no cookie exchange.
        if (ice.isValidated(from)) {
            out.count(Count.DTLS_TAKEN);
            out.handshakeRecord(leg, data, offset, length);
        } else {
            out.count(Count.DTLS_WRONG_SOURCE);
        }
    }

    /** A DTLS record for the leg's peer, when it is known where that is. */
    void sendHandshakeRecord(Leg leg, byte[] data, int offset, int length, Outbox out) {
        InetSocketAddress to = ice.handshakeTarget();
        if (to != null) {
            out.datagram(leg, false, to, data, offset, length);
        }
    }

    @Override
    public Admission admit(RtpPacket packet, InetSocketAddress from, long nowNanos) {
        SrtpSession session = srtp;
        if (session == null) {
            return Admission.UNPROTECTED;
        }
        // No look at the source: the tag proves more, and a validated pair may change at any time.
        return Transport.admission(session.unprotect(packet));
    }

    @Override
    public Admission admitRtcp(PacketBuffer packet, InetSocketAddress from) {
        SrtpSession session = srtp;
        return session == null
                ? Admission.UNPROTECTED
                : Transport.admission(session.unprotectRtcp(packet));
    }

    @Override
    public void accepted(InetSocketAddress from, boolean newest, long nowNanos) {
        // ICE alone moves the path.
    }

    @Override
    public boolean protect(RtpPacket packet) {
        return srtp != null && srtp.protect(packet);
    }

    @Override
    public void protectRtcp(PacketBuffer packet) {
        if (srtp != null) {
            srtp.protectRtcp(packet);
        }
    }

    @Override
    public @Nullable InetSocketAddress rtpTarget() {
        return srtp == null ? null : ice.nominated();
    }

    @Override
    public @Nullable InetSocketAddress rtcpTarget() {
        return rtpTarget();
    }

    @Override
    public boolean separateRtcp() {
        return false;
    }
}
