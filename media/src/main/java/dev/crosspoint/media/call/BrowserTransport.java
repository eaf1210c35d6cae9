package dev.crosspoint.media.call;

import dev.crosspoint.media.ice.IceCredentials;
import dev.crosspoint.media.ice.IceLite;
import dev.crosspoint.media.rtp.PacketBuffer;
import dev.crosspoint.media.rtp.RtpPacket;
import dev.crosspoint.media.srtp.SrtpKeys;
import dev.crosspoint.media.srtp.SrtpSession;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** A browser's way: ICE decides the path, DTLS gives the keys, RTCP is multiplexed (RFC 5764). */
final class BrowserTransport implements Transport {
    private final IceLite ice;
    private final String localUfrag;
    private @Nullable SrtpSession srtp;

    BrowserTransport(IceLite ice, String localUfrag) {
        this.ice = ice;
        this.localUfrag = localUfrag;
    }

    String localUfrag() {
        return localUfrag;
    }

    IceLite ice() {
        return ice;
    }

    /** The peer's credentials, when they came with a later description. */
    void remote(@Nullable IceCredentials credentials) {
        if (credentials != null) {
            ice.remote(credentials);
        }
    }

    void keyed(SrtpKeys keys) {
        srtp = new SrtpSession(keys);
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
