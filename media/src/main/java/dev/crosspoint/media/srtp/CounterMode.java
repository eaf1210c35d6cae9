package dev.crosspoint.media.srtp;

import dev.crosspoint.media.rtp.Bits;
import dev.crosspoint.media.rtp.PacketBuffer;

/** AES in counter mode, then HMAC-SHA1 over what was encrypted (RFC 3711 4.1.1, 4.2.1). */
final class CounterMode implements PacketCipher {
    private final Ciphers.KeyStream stream;
    private final Ciphers.Mac mac;
    private final int tagBytes;

    /** The salt's 14 bytes, and two for the blocks of a packet. */
    private final long saltHigh;

    private final long saltLow;

    /**
     * @param tagBytes that are sent of each tag
     */
    CounterMode(SessionKeys keys, int tagBytes, Ciphers ciphers) {
        this.stream = ciphers.keyStream(keys.cipher());
        this.mac = ciphers.mac(keys.authentication());
        this.tagBytes = tagBytes;
        this.saltHigh = Bits.int64(keys.salt(), 0);
        this.saltLow = Bits.int48(keys.salt(), 8) << 16;
    }

    @Override
    public void sealRtp(PacketBuffer packet, int clear, int ssrc, long index) {
        int length = packet.length();
        packet.length(length + tagBytes);
        applyStream(packet, clear, length, ssrc, index);
        mac.sign(packet.array(), packet.offset(), length, rollover(index), tagBytes);
    }

    @Override
    public boolean openRtp(PacketBuffer packet, int clear, int ssrc, long index) {
        int length = packet.length() - tagBytes;
        long rollover = rollover(index);
        if (!mac.verify(packet.array(), packet.offset(), length, rollover, tagBytes)) {
            return false;
        }
        applyStream(packet, clear, length, ssrc, index);
        packet.length(length);
        return true;
    }

    @Override
    public void sealRtcp(PacketBuffer packet, int ssrc, int index) {
        int length = packet.length();
        int signed = length + INDEX_BYTES;
        packet.length(signed + tagBytes);
        applyStream(packet, RTCP_CLEAR_BYTES, length, ssrc, index);
        Bits.int32(packet.array(), packet.offset() + length, index | ENCRYPTED);
        mac.sign(packet.array(), packet.offset(), signed, Ciphers.NO_WORD, tagBytes);
    }

    @Override
    public int indexWord(PacketBuffer packet) {
        int behind = tagBytes + INDEX_BYTES;
        return Bits.int32(packet.array(), packet.offset() + packet.length() - behind);
    }

    @Override
    public boolean openRtcp(PacketBuffer packet, int ssrc) {
        int signed = packet.length() - tagBytes;
        int length = signed - INDEX_BYTES;
        if (!mac.verify(packet.array(), packet.offset(), signed, Ciphers.NO_WORD, tagBytes)) {
            return false;
        }
        applyStream(packet, RTCP_CLEAR_BYTES, length, ssrc, indexWord(packet) & ~ENCRYPTED);
        packet.length(length);
        return true;
    }

    /** RFC 3711 4.1.1: SSRC in bytes 4 to 7 of the IV, index in 8 to 13, exclusive-or salt. */
    private void applyStream(PacketBuffer packet, int clear, int length, int ssrc, long index) {
        stream.apply(
                saltHigh ^ (ssrc & 0xFFFFFFFFL),
                saltLow ^ (index << 16),
                packet.array(),
                packet.offset() + clear,
                length - clear);
    }

    /** RFC 3711 4.2: authenticated, and not sent. */
    private static long rollover(long index) {
        return index >>> 16;
    }
}
