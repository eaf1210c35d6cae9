package dev.crosspoint.media.srtp;

import dev.crosspoint.media.rtp.RtpPacket;
import dev.crosspoint.media.rtp.Verdict;

/**
 * The RTP that a peer protects under one key: authenticated, then decrypted, then remembered. A
 * source is taken in when its first packet has proved authentic, so a flood of invented SSRCs costs
 * a tag each, and no memory.
 */
final class ReceivedRtp {
    /**
     * First packets that may be tried twice: a stray or two must not cost the peer its chance, and
     * whoever floods us gets no more work out of us than that.
     */
    private static final int MOST_GUESSES = 4;

    private static final long ONE_ROLLOVER = 1 << 16;

    private final PacketCipher cipher;
    private final int overheadBytes;
    private final Sources<ReplayWindow> sources = new Sources<>();
    private int guesses;

    ReceivedRtp(PacketCipher cipher, int overheadBytes) {
        this.cipher = cipher;
        this.overheadBytes = overheadBytes;
    }

    Verdict unprotect(RtpPacket packet) {
        ReplayWindow source = sources.find(packet.ssrc());
        if (source == null && sources.isFull()) {
            return Verdict.UNKNOWN_SSRC;
        }
        if (packet.buffer().length() < packet.headerLength() + overheadBytes) {
            return Verdict.MALFORMED;
        }
        return source == null ? first(packet) : next(packet, source);
    }

    private Verdict next(RtpPacket packet, ReplayWindow source) {
        long index = source.indexOf(packet.sequence());
        if (index < 0 || !source.isNew(index)) {
            return Verdict.REPLAYED;
        }
        if (!opens(packet, index)) {
            return Verdict.UNAUTHENTIC;
        }
        source.add(index);
        return Verdict.ACCEPTED;
    }

    private Verdict first(RtpPacket packet) {
        // RFC 3711 3.3.1: who comes late has to be told the rollover counter, and SDES has no word.
        boolean guessing = sources.isEmpty() && guesses < MOST_GUESSES;
        return guessing ? firstOfAll(packet) : firstOf(packet, packet.sequence());
    }

    private Verdict firstOfAll(RtpPacket packet) {
        Verdict verdict = firstOf(packet, packet.sequence());
        if (verdict == Verdict.ACCEPTED) {
            return verdict;
        }
        guesses++;
        return firstOf(packet, ONE_ROLLOVER | packet.sequence());
    }

    private Verdict firstOf(RtpPacket packet, long index) {
        if (!opens(packet, index)) {
            return Verdict.UNAUTHENTIC;
        }
        sources.add(packet.ssrc(), new ReplayWindow(index));
        return Verdict.ACCEPTED;
    }

    private boolean opens(RtpPacket packet, long index) {
        return cipher.openRtp(packet.buffer(), packet.headerLength(), packet.ssrc(), index);
    }
}
