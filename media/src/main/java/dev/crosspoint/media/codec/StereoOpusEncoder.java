package dev.crosspoint.media.codec;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Opus (RFC 6716) in stereo, for files: two voices that have nothing to do with each other, one on
 * each side. Only MDCT frames (CELT): those of linear prediction (SILK) code the sum and the
 * difference of the channels, so that each voice is heard on the other's side. One thread at a
 * time; allocates nothing per frame.
 */
public final class StereoOpusEncoder implements AutoCloseable {
    /** How far the sound in a packet is behind what went in: CELT's overlap, no more. */
    public static final int LOOK_AHEAD_MICROS = 2500;

    /** Longest packet of one frame that RFC 6716 3.2.1 allows. */
    public static final int MAX_PACKET = 1275;

    private static final int STEREO = 2;
    private static final int FRAME_MS = 20;

    /** libopus asks for the alignment that malloc gives. */
    private static final int ALIGNMENT = 16;

    private final LibOpus opus;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment state;
    private final MemorySegment frame;
    private final MemorySegment packet;
    private final float[] interleaved;

    StereoOpusEncoder(LibOpus opus, int rateHz, EncoderSettings settings) {
        OpusDecoder.requireRate(rateHz);
        this.opus = opus;
        interleaved = new float[STEREO * rateHz / 1000 * FRAME_MS];
        state = arena.allocate(opus.encoderSize(STEREO), ALIGNMENT);
        frame = arena.allocate(JAVA_FLOAT, interleaved.length);
        packet = arena.allocate(MAX_PACKET);
        require(opus.initEncoder(state, rateHz, STEREO, LibOpus.APPLICATION_LOW_DELAY));
        require(opus.controlEncoder(state, LibOpus.SET_BITRATE, settings.bitrateBps()));
        require(opus.controlEncoder(state, LibOpus.SET_COMPLEXITY, settings.complexity()));
        require(opus.controlEncoder(state, LibOpus.FORCE_CHANNELS, STEREO));
    }

    /** Samples that each channel must have for a packet: 20 ms. */
    public int frameSamples() {
        return interleaved.length / STEREO;
    }

    /**
     * Encodes {@link #frameSamples} of each channel; samples beyond -1.0 to 1.0 are clipped.
     *
     * @param out receives the packet, up to {@link #MAX_PACKET} bytes
     * @return bytes of the packet
     */
    public int encode(float[] left, float[] right, int pcmOffset, byte[] out, int outOffset) {
        for (int i = 0; i < interleaved.length / STEREO; i++) {
            interleaved[STEREO * i] = left[pcmOffset + i];
            interleaved[STEREO * i + 1] = right[pcmOffset + i];
        }
        MemorySegment.copy(interleaved, 0, frame, JAVA_FLOAT, 0, interleaved.length);
        int bytes = require(opus.encode(state, frame, frameSamples(), packet, MAX_PACKET));
        MemorySegment.copy(packet, JAVA_BYTE, 0, out, outOffset, bytes);
        return bytes;
    }

    /** Frees what is outside the heap. Twice is harmless; use after it is an error. */
    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }

    /** Our own arguments are right; an error here is a bug, not bad input. */
    private static int require(int result) {
        if (result < LibOpus.OK) {
            throw new IllegalArgumentException("libopus error " + result);
        }
        return result;
    }
}
