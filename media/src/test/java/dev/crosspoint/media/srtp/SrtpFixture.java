package dev.crosspoint.media.srtp;

import dev.crosspoint.media.rtp.PacketBuffer;
import dev.crosspoint.media.rtp.RtpPacket;
import dev.crosspoint.media.rtp.Verdict;
import java.util.Arrays;
import java.util.Random;

/** Keys, packets and two sessions that face each other. */
public final class SrtpFixture {
    /** Bytes a packet may grow by in these tests. */
    static final int SPARE = 64;

    private SrtpFixture() {}

    /** The same keys for the same seed. */
    public static SrtpKeys keys(SrtpProfile profile, long seed) {
        var random = new Random(seed);
        return new SrtpKeys(
                profile,
                bytes(random, profile.keyBytes()),
                bytes(random, profile.saltBytes()),
                bytes(random, profile.keyBytes()),
                bytes(random, profile.saltBytes()));
    }

    /** An RTP packet in the clear, its payload made from its numbers. */
    public static byte[] rtp(int ssrc, int sequence, int payloadBytes) {
        byte[] packet = new byte[RtpPacket.FIXED_HEADER_LENGTH + payloadBytes];
        new Random(ssrc * 65_537L + sequence).nextBytes(packet);
        RtpPacket.writeHeader(packet, 0, false, 0, sequence & 0xFFFF, sequence * 160, ssrc);
        return packet;
    }

    /** A sender report in the clear. */
    public static byte[] rtcp(int ssrc) {
        byte[] packet = new byte[28];
        new Random(ssrc).nextBytes(packet);
        packet[0] = (byte) 0x80;
        packet[1] = (byte) 200;
        packet[2] = 0;
        packet[3] = 6;
        for (int i = 0; i < 4; i++) {
            packet[4 + i] = (byte) (ssrc >> (24 - 8 * i));
        }
        return packet;
    }

    static byte[] protect(SrtpSession session, byte[] clear) {
        var packet = new RtpPacket();
        packet.wrap(Arrays.copyOf(clear, clear.length + SPARE), 0, clear.length);
        session.protect(packet);
        return bytes(packet.buffer());
    }

    static byte[] protectRtcp(SrtpSession session, byte[] clear) {
        var spacious = Arrays.copyOf(clear, clear.length + SPARE);
        var packet = new PacketBuffer().wrap(spacious, 0, clear.length);
        session.protectRtcp(packet);
        return bytes(packet);
    }

    /** The verdict on a copy of the bytes; MALFORMED also for what is not even RTP. */
    static Verdict unprotect(SrtpSession session, byte[] data) {
        var packet = new RtpPacket();
        return packet.wrap(data.clone(), 0, data.length)
                ? session.unprotect(packet)
                : Verdict.MALFORMED;
    }

    static Verdict unprotectRtcp(SrtpSession session, byte[] data) {
        return session.unprotectRtcp(new PacketBuffer().wrap(data.clone(), 0, data.length));
    }

    /** The clear text, or nothing unless it is accepted. */
    static byte[] opened(SrtpSession session, byte[] data) {
        var packet = new RtpPacket();
        boolean sound = packet.wrap(data.clone(), 0, data.length);
        return sound && session.unprotect(packet) == Verdict.ACCEPTED
                ? bytes(packet.buffer())
                : new byte[0];
    }

    static byte[] openedRtcp(SrtpSession session, byte[] data) {
        var packet = new PacketBuffer().wrap(data.clone(), 0, data.length);
        return session.unprotectRtcp(packet) == Verdict.ACCEPTED ? bytes(packet) : new byte[0];
    }

    static byte[] bytes(PacketBuffer buffer) {
        return Arrays.copyOfRange(
                buffer.array(), buffer.offset(), buffer.offset() + buffer.length());
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
