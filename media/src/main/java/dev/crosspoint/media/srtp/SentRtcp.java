package dev.crosspoint.media.srtp;

import dev.crosspoint.media.rtp.PacketBuffer;

/** The RTCP that we protect under one key, counted for each SSRC from 0 on (RFC 3711 3.4). */
final class SentRtcp {
    private final PacketCipher cipher;
    private final int overheadBytes;
    private final Sources<Counter> sources = new Sources<>();

    SentRtcp(PacketCipher cipher, int overheadBytes) {
        this.cipher = cipher;
        this.overheadBytes = overheadBytes;
    }

    void protect(PacketBuffer packet) {
        packet.reserve(overheadBytes);
        int ssrc = SrtpSession.senderSsrc(packet);
        Counter counter = sources.find(ssrc);
        if (counter == null) {
            counter = new Counter();
            sources.add(ssrc, counter);
        }
        try {
            cipher.sealRtcp(packet, ssrc, counter.next());
        } catch (RuntimeException e) {
            packet.length(0); // nobody may send it in the clear
            throw e;
        }
    }

    /** 2^31 reports are three centuries of ours. */
    private static final class Counter {
        private int next;

        int next() {
            if (next < 0) {
                throw new IllegalStateException("SRTCP index used twice");
            }
            return next++;
        }
    }
}
