package dev.crosspoint.media.srtp;

import dev.crosspoint.media.rtp.PacketBuffer;
import java.security.GeneralSecurityException;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;

/** What one SSRC needs in one direction; jitsi-srtp has two unrelated classes for it. */
sealed interface CryptoContext {
    SrtpErrorStatus unprotect(PacketBuffer packet) throws GeneralSecurityException;

    SrtpErrorStatus protect(PacketBuffer packet) throws GeneralSecurityException;

    /** RTP: rollover counter and replay window. */
    record Rtp(SrtpCryptoContext jitsi) implements CryptoContext {
        @Override
        public SrtpErrorStatus unprotect(PacketBuffer packet) throws GeneralSecurityException {
            return jitsi.reverseTransformPacket(packet, false);
        }

        @Override
        public SrtpErrorStatus protect(PacketBuffer packet) throws GeneralSecurityException {
            return jitsi.transformPacket(packet);
        }
    }

    /** RTCP: index and replay window. */
    record Rtcp(SrtcpCryptoContext jitsi) implements CryptoContext {
        @Override
        public SrtpErrorStatus unprotect(PacketBuffer packet) throws GeneralSecurityException {
            return jitsi.reverseTransformPacket(packet);
        }

        @Override
        public SrtpErrorStatus protect(PacketBuffer packet) throws GeneralSecurityException {
            return jitsi.transformPacket(packet);
        }
    }
}
