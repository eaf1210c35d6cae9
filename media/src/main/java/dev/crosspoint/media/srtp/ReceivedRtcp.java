package dev.crosspoint.media.srtp;

import dev.crosspoint.media.rtp.PacketBuffer;
import dev.crosspoint.media.rtp.Verdict;

/** The RTCP that a peer protects under one key; each packet tells its index (RFC 3711 3.4). */
final class ReceivedRtcp {
    private final PacketCipher cipher;
    private final int overheadBytes;
    private final Sources<ReplayWindow> sources = new Sources<>();

    ReceivedRtcp(PacketCipher cipher, int overheadBytes) {
        this.cipher = cipher;
        this.overheadBytes = overheadBytes;
    }

    Verdict unprotect(PacketBuffer packet) {
        if (packet.length() < PacketCipher.RTCP_CLEAR_BYTES + overheadBytes) {
            return Verdict.MALFORMED;
        }
        int word = cipher.indexWord(packet);
        if (word >= 0) {
            return Verdict.UNAUTHENTIC; // in the clear, which was not agreed on
        }
        int index = word & Integer.MAX_VALUE;
        int ssrc = SrtpSession.senderSsrc(packet);
        ReplayWindow source = sources.find(ssrc);
        if (source == null && sources.isFull()) {
            return Verdict.UNKNOWN_SSRC;
        }
        if (source != null && !source.isNew(index)) {
            return Verdict.REPLAYED;
        }
        if (!cipher.openRtcp(packet, ssrc)) {
            return Verdict.UNAUTHENTIC;
        }
        if (source == null) {
            sources.add(ssrc, new ReplayWindow(index));
        } else {
            source.add(index);
        }
        return Verdict.ACCEPTED;
    }
}
