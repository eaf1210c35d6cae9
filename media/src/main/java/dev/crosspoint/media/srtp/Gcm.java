package dev.crosspoint.media.srtp;

import static dev.crosspoint.media.srtp.Ciphers.Aead.TAG_BYTES;

import dev.crosspoint.media.rtp.Bits;
import dev.crosspoint.media.rtp.PacketBuffer;

/** AES-GCM (RFC 7714): encrypts and authenticates in one go. Either seals or opens. */
final class Gcm implements PacketCipher {
    private final Ciphers.Aead aead;
    private final long saltHigh;
    private final int saltLow;

    Gcm(SessionKeys keys, Ciphers.Use use, Ciphers ciphers) {
        this.aead = ciphers.aead(keys.cipher(), use);
        this.saltHigh = Bits.int64(keys.salt(), 0);
        this.saltLow = Bits.int32(keys.salt(), Long.BYTES);
    }

    @Override
    public void sealRtp(PacketBuffer packet, int clear, int ssrc, long index) {
        int length = packet.length();
        packet.length(length + TAG_BYTES);
        seal(packet, clear, length, ssrc, index, Ciphers.NO_WORD);
    }

    @Override
    public boolean openRtp(PacketBuffer packet, int clear, int ssrc, long index) {
        return open(packet, clear, packet.length() - TAG_BYTES, ssrc, index, Ciphers.NO_WORD);
    }

    /** RFC 7714 9.2: the word behind the tag is authenticated with the header. */
    @Override
    public void sealRtcp(PacketBuffer packet, int ssrc, int index) {
        int length = packet.length();
        int word = index | ENCRYPTED;
        packet.length(length + TAG_BYTES + INDEX_BYTES);
        Bits.int32(packet.array(), packet.offset() + length + TAG_BYTES, word);
        seal(packet, RTCP_CLEAR_BYTES, length, ssrc, index, Integer.toUnsignedLong(word));
    }

    @Override
    public int indexWord(PacketBuffer packet) {
        return Bits.int32(packet.array(), packet.offset() + packet.length() - INDEX_BYTES);
    }

    @Override
    public boolean openRtcp(PacketBuffer packet, int ssrc) {
        int length = packet.length() - INDEX_BYTES - TAG_BYTES;
        int word = indexWord(packet);
        int index = word & ~ENCRYPTED;
        return open(packet, RTCP_CLEAR_BYTES, length, ssrc, index, Integer.toUnsignedLong(word));
    }

    private void seal(PacketBuffer packet, int clear, int length, int ssrc, long index, long word) {
        aead.seal(
                ivHigh(ssrc, index),
                ivLow(index),
                packet.array(),
                packet.offset(),
                clear,
                length,
                word);
    }

    private boolean open(
            PacketBuffer packet, int clear, int length, int ssrc, long index, long word) {
        boolean authentic =
                aead.open(
                        ivHigh(ssrc, index),
                        ivLow(index),
                        packet.array(),
                        packet.offset(),
                        clear,
                        length,
                        word);
        if (authentic) {
            packet.length(length);
        }
        return authentic;
    }

    /** RFC 7714 8.1, 9.1: two empty bytes, SSRC, six bytes of index, exclusive-or salt. */
    private long ivHigh(int ssrc, long index) {
        return saltHigh ^ ((ssrc & 0xFFFFFFFFL) << 16 | index >>> 32);
    }

    private int ivLow(long index) {
        return saltLow ^ (int) index;
    }
}
