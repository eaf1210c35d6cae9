package dev.crosspoint.media.srtp;

import dev.crosspoint.media.rtp.RtpPacket;

/** The RTP that we protect under one key: each number once. */
final class SentRtp {
    private final PacketCipher cipher;
    private final int overheadBytes;
    private final Sources<ReplayWindow> sources = new Sources<>();

    SentRtp(PacketCipher cipher, int overheadBytes) {
        this.cipher = cipher;
        this.overheadBytes = overheadBytes;
    }

    /** False, and an empty packet, when its number was used before. */
    boolean protect(RtpPacket packet) {
        packet.buffer().reserve(overheadBytes);
        if (packet.buffer().length() < packet.headerLength()) {
            throw new IllegalStateException("a packet that was emptied before");
        }
        ReplayWindow source = sources.find(packet.ssrc());
        long index = source == null ? packet.sequence() : source.indexOf(packet.sequence());
        if (source == null) {
            sources.add(packet.ssrc(), new ReplayWindow(index));
        } else if (index < 0 || !source.isNew(index)) {
            packet.buffer().length(0);
            return false;
        } else {
            source.add(index);
        }
        try {
            cipher.sealRtp(packet.buffer(), packet.headerLength(), packet.ssrc(), index);
        } catch (RuntimeException e) {
            packet.buffer().length(0); // nobody may send it in the clear
            throw e;
        }
        return true;
    }
}
