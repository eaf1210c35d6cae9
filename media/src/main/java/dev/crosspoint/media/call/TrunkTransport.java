package dev.crosspoint.media.call;

import dev.crosspoint.media.rtp.PacketBuffer;
import dev.crosspoint.media.rtp.RtpPacket;
import dev.crosspoint.media.srtp.SrtpKeys;
import dev.crosspoint.media.srtp.SrtpProfile;
import dev.crosspoint.media.srtp.SrtpSession;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A trunk's way: addresses from SDP, corrected by what is heard; keys from SDES, or none. */
final class TrunkTransport implements Transport {

    /** What a protection's packets were counted by last. */
    private record Keyed(SrtpKeys keys, SrtpSession session) {}

    private final SourceRule source;

    /**
     * Kept through every change of protection: were a key to come back to an empty session, its
     * packets would be counted from zero again, and one key stream used for two texts.
     */
    private final Map<SrtpProfile, Keyed> keyed = new EnumMap<>(SrtpProfile.class);

    private boolean rtcpMux;
    private @Nullable InetSocketAddress signalledRtcp;
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
        this.srtp = keys == null ? null : session(keys);
        this.rtcpMux = rtcpMux;
        this.source = new SourceRule(keys != null, networks, rtp, nowNanos);
        this.signalledRtcp = rtcp;
    }

    /** A new SDP on the running leg. Keys that stay, or come back, keep their counters. */
    void resignalled(
            @Nullable SrtpKeys newKeys,
            @Nullable InetSocketAddress rtp,
            @Nullable InetSocketAddress rtcp,
            boolean newRtcpMux,
            long nowNanos) {
        srtp = newKeys == null ? null : session(newKeys);
        rtcpMux = newRtcpMux;
        source.signalled(rtp, newKeys != null, nowNanos);
        if (rtcp != null && !rtcp.equals(signalledRtcp)) {
            signalledRtcp = rtcp;
            heardRtcp = null;
        }
    }

    /**
     * Whether our key was used before, and another or none at all since then. The peer, if it has
     * forgotten it meanwhile, would count from zero where we go on: it is better off with a new
     * one.
     */
    boolean hasLeft(SrtpKeys keys) {
        Keyed before = keyed.get(keys.profile());
        return before != null && before.session() != srtp && keys.sameLocal(before.keys());
    }

    private SrtpSession session(SrtpKeys keys) {
        Keyed before = keyed.get(keys.profile());
        SrtpSession session =
                before == null
                        ? new SrtpSession(keys)
                        : before.session().rekeyed(before.keys(), keys);
        keyed.put(keys.profile(), new Keyed(keys, session));
        return session;
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
