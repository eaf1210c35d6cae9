package dev.crosspoint.media.codec;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * Opus (RFC 6716) to mono; libopus itself folds a stereo packet. State and frames live in one arena
 * of this instance.
 */
final class OpusDecoder implements Decoder {
    private static final int MONO = 1;

    /** More than any datagram carries. */
    private static final int MAX_PAYLOAD = 2048;

    /** libopus asks for the alignment that malloc gives. */
    private static final int ALIGNMENT = 16;

    private static final int NO_FEC = 0;
    private static final int FEC = 1;

    private final LibOpus opus;
    private final int rateHz;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment state;
    private final MemorySegment payload;
    private final MemorySegment frame;

    OpusDecoder(LibOpus opus, int rateHz) {
        requireRate(rateHz);
        this.opus = opus;
        this.rateHz = rateHz;
        state = arena.allocate(opus.decoderSize(MONO), ALIGNMENT);
        payload = arena.allocate(MAX_PAYLOAD);
        frame = arena.allocate(JAVA_FLOAT, (long) rateHz / 1000 * Codec.MAX_PACKET_MS);
        int result = opus.initDecoder(state, rateHz, MONO);
        if (result != LibOpus.OK) {
            throw new IllegalStateException("libopus error " + result);
        }
    }

    static void requireRate(int rateHz) {
        if (rateHz != 8000 && rateHz != 16_000 && rateHz != 48_000) {
            throw new IllegalArgumentException(
                    "Opus runs at 8000, 16000 or 48000 Hz here, not " + rateHz);
        }
    }

    @Override
    public int rateHz() {
        return rateHz;
    }

    @Override
    public int decode(byte[] packet, int offset, int length, float[] pcm, int pcmOffset) {
        int samples = samplesIn(packet, offset, length);
        if (samples < 0) {
            return -1;
        }
        Objects.checkFromIndexSize(pcmOffset, samples, pcm.length);
        MemorySegment.copy(packet, offset, payload, JAVA_BYTE, 0, length);
        int decoded = opus.decode(state, payload, length, frame, samples, NO_FEC);
        if (decoded < 0) {
            return -1;
        }
        MemorySegment.copy(frame, JAVA_FLOAT, 0, pcm, pcmOffset, decoded);
        return decoded;
    }

    @Override
    public boolean carriesRecovery(byte[] packet, int offset, int length) {
        return OpusPacket.carriesRecovery(packet, offset, length);
    }

    @Override
    public int recover(
            byte[] next, int offset, int length, float[] pcm, int pcmOffset, int samples) {
        if (samplesIn(next, offset, length) < 0) {
            return conceal(pcm, pcmOffset, samples);
        }
        Objects.checkFromIndexSize(pcmOffset, samples, pcm.length);
        MemorySegment.copy(next, offset, payload, JAVA_BYTE, 0, length);
        int recovered = opus.decode(state, payload, length, frame, checked(samples), FEC);
        if (recovered < 0) {
            return conceal(pcm, pcmOffset, samples);
        }
        MemorySegment.copy(frame, JAVA_FLOAT, 0, pcm, pcmOffset, recovered);
        return recovered;
    }

    @Override
    public int conceal(float[] pcm, int pcmOffset, int samples) {
        Objects.checkFromIndexSize(pcmOffset, samples, pcm.length);
        int made = opus.decode(state, MemorySegment.NULL, 0, frame, checked(samples), NO_FEC);
        if (made != samples) {
            throw new IllegalStateException("libopus error " + made);
        }
        MemorySegment.copy(frame, JAVA_FLOAT, 0, pcm, pcmOffset, made);
        return made;
    }

    @Override
    public int samplesIn(byte[] packet, int offset, int length) {
        return length > MAX_PAYLOAD ? -1 : OpusPacket.samples(packet, offset, length, rateHz);
    }

    @Override
    public void reset() {
        opus.controlDecoder(state, LibOpus.RESET_STATE, 0);
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }

    /** libopus believes the size it is told, so it must lie within the frame. */
    private int checked(int samples) {
        if (samples <= 0
                || samples > rateHz / 1000 * Codec.MAX_PACKET_MS
                || samples * 400 % rateHz != 0) {
            throw new IllegalArgumentException(
                    "samples: a multiple of 2.5 ms up to 120 ms, not " + samples);
        }
        return samples;
    }
}
