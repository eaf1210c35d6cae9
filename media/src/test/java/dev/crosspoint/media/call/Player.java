package dev.crosspoint.media.call;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.Codecs;
import dev.crosspoint.media.codec.Decoder;
import dev.crosspoint.media.jitter.Playout;
import dev.crosspoint.media.rtp.RtpPacket;

/**
 * What a real phone does with the packets that come, and an {@link Ear} does not: plays them
 * through a buffer of its own, and reports every few seconds what it gets (RFC 3550 6).
 */
final class Player {
    private static final long TICK_NANOS = 20_000_000L;

    private final VirtualNet net;
    private final Playout playout;
    private final float[] frame;
    private final Decoder decoder;
    private long packets;
    private long bytes;
    private long copies;
    private int widestHz;

    Player(VirtualNet net, Codecs codecs, Codec codec) {
        this.net = net;
        int rateHz = codec.highestRateHz();
        decoder = codecs.decoder(codec, rateHz);
        playout = new Playout(decoder, codec.rtpClockHz(), rateHz);
        frame = new float[rateHz / 50];
        net.after(TICK_NANOS, this::tick);
    }

    void onRtp(RtpPacket packet) {
        int length = packet.payloadLength();
        packets++;
        bytes += length;
        copies += decoder.carriesRecovery(packet.array(), packet.payloadOffset(), length) ? 1 : 0;
        if (length > 0) {
            widestHz = Math.max(widestHz, opusHz(packet.array()[packet.payloadOffset()]));
        }
        playout.put(packet, net.nowNanos());
    }

    /** How much sound it had to invent, ms. */
    long concealedMs() {
        return playout.concealedMs();
    }

    /** Lost packets that the next one's copy made good. */
    long recovered() {
        return playout.recoveredFrames();
    }

    /** Packets that carried a copy of the one before (Opus in-band FEC). */
    long copies() {
        return copies;
    }

    /** Bits a second of the payloads since the last call, 50 packets to the second. */
    long takeBps() {
        long bps = packets == 0 ? 0 : bytes * 8 * 50 / packets;
        packets = 0;
        bytes = 0;
        return bps;
    }

    /** The highest frequency that any Opus packet could hold (RFC 6716 table 2). */
    int widestHz() {
        return widestHz;
    }

    private static int opusHz(byte toc) {
        int config = (toc & 0xFF) >>> 3;
        if (config < 12) {
            return 4000 + config / 4 * 2000;
        }
        if (config < 16) {
            return config < 14 ? 12_000 : 20_000;
        }
        return new int[] {4000, 8000, 12_000, 20_000}[(config - 16) / 4];
    }

    private void tick() {
        playout.read(frame, 0, net.nowNanos());
        net.after(TICK_NANOS, this::tick);
    }
}
