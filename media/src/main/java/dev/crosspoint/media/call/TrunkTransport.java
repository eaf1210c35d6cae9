package dev.crosspoint.media.call;

import dev.crosspoint.media.rtp.PacketBuffer;
import dev.crosspoint.media.rtp.RtpPacket;
import dev.crosspoint.media.srtp.SrtpKeys;
import dev.crosspoint.media.srtp.SrtpSession;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** A trunk's way: addresses from SDP, corrected by what is heard; keys from SDES, or none. */
final class TrunkTransport implements Transport {
    private final SourceRule source;
    private boolean rtcpMux;
    private @Nullable InetSocketAddress signalledRtcp;
    private @Nullable SrtpKeys keys;
    private @Nullable SrtpSession srtp;
    private @Nullable InetSocketAddress heardRtcp;

    /**
     * @param keys null for plain RTP
     */
    TrunkTransport(
            @Nullable SrtpKeys keys,
            Networks networks,
            @Nullable InetSocketAddress rtp,
            @Nullable InetSocketAddress rtcp,
            boolean rtcpMux,
            long nowNanos) {
        this.keys = keys;
        this.srtp = keys == null ? null : new SrtpSession(keys);
        this.rtcpMux = rtcpMux;
        this.source = new SourceRule(keys != null, networks, rtp, nowNanos);
        this.signalledRtcp = rtcp;
    }

    /** A new SDP on the running leg. Keys that stay keep their rollover counters. */
    void resignalled(
            @Nullable SrtpKeys newKeys,
            @Nullable InetSocketAddress rtp,
            @Nullable InetSocketAddress rtcp,
            boolean newRtcpMux,
            long nowNanos) {
        srtp = rekeyed(newKeys);
        keys = newKeys;
        rtcpMux = newRtcpMux;
        source.signalled(rtp, newKeys != null, nowNanos);
        if (rtcp != null && !rtcp.equals(signalledRtcp)) {
            signalledRtcp = rtcp;
            heardRtcp = null;
        }
    }

    private @Nullable SrtpSession rekeyed(@Nullable SrtpKeys newKeys) {
        if (newKeys == null) {
            return null;
        }
        if (srtp == null || keys == null) {
            return new SrtpSession(newKeys);
        }
        return newKeys.equals(keys) ? srtp : srtp.rekeyed(keys, newKeys);
    }

    @Override
    public Admission admit(RtpPacket packet, InetSocketAddress from, long nowNanos) {
        if (!source.allows(from, nowNanos)) {
            return Admission.WRONG_SOURCE;
        }
        return srtp == null ? Admission.ADMITTED : Transport.admission(srtp.unprotect(packet));
    }

    @Override
    public Admission admitRtcp(PacketBuffer packet, InetSocketAddress from) {
        if (srtp == null) {
            if (!source.allowsHost(from.getAddress())) {
                return Admission.WRONG_SOURCE;
            }
        } else {
            Admission admission = Transport.admission(srtp.unprotectRtcp(packet));
            if (admission != Admission.ADMITTED) {
                return admission;
            }
        }
        heardRtcp = from;
        return Admission.ADMITTED;
    }

    @Override
    public void accepted(InetSocketAddress from, boolean newest, long nowNanos) {
        source.accepted(from, newest, nowNanos);
    }

    @Override
    public boolean protect(RtpPacket packet) {
        return srtp == null || srtp.protect(packet);
    }

    @Override
    public void protectRtcp(PacketBuffer packet) {
        if (srtp != null) {
            srtp.protectRtcp(packet);
        }
    }

    @Override
    public @Nullable InetSocketAddress rtpTarget() {
        return source.target();
    }

    @Override
    public @Nullable InetSocketAddress rtcpTarget() {
        if (rtcpMux) {
            return source.target();
        }
        return heardRtcp == null ? signalledRtcp : heardRtcp;
    }

    @Override
    public boolean separateRtcp() {
        return !rtcpMux;
    }
}
