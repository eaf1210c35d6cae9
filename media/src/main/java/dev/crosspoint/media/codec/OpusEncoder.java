package dev.crosspoint.media.codec;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Opus (RFC 6716) for speech, mono. No DTX unless the far side asks for it: it has its own idea of
 * silence. State and frames live in one arena of this instance.
 *
 * <p>Digital silence that lasts is encoded no more: its payload is the last one again. By then the
 * states of both codecs stand where silence has taken them, so what follows sounds as if all had
 * been encoded.
 */
final class OpusEncoder implements Encoder {
    private static final int MONO = 1;
    private static final int MAX_FRAME_MS = 60;

    /** What fits a datagram beside headers and the SRTP tag; also RFC 6716's largest frame. */
    private static final int MAX_PAYLOAD = 1275;

    /** libopus asks for the alignment that malloc gives. */
    private static final int ALIGNMENT = 16;

    /** How long everything in the codec takes to come to rest, ms. */
    private static final int SETTLING_MS = 120;

    private final LibOpus opus;
    private final int rateHz;
    private final EncoderSettings settings;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment state;
    private final MemorySegment frame;
    private final MemorySegment payload;
    private final EffortLimit limit;
    private int complexity;
    private boolean savesSilence;

    /** For how long the input has been nothing but zeros, samples. */
    private int silentSamples;

    private int lastSamples;
    private int lastBytes;

    /**
     * @param limit what its complexity goes down to, whatever the settings say
     */
    OpusEncoder(LibOpus opus, int rateHz, EncoderSettings settings, EffortLimit limit) {
        OpusDecoder.requireRate(rateHz);
        this.opus = opus;
        this.rateHz = rateHz;
        this.settings = settings;
        this.limit = limit;
        state = arena.allocate(opus.encoderSize(MONO), ALIGNMENT);
        frame = arena.allocate(JAVA_FLOAT, (long) rateHz / 1000 * MAX_FRAME_MS);
        payload = arena.allocate(MAX_PAYLOAD);
        require(opus.initEncoder(state, rateHz, MONO, LibOpus.APPLICATION_VOIP));
        control(LibOpus.SET_DTX, 0);
        complexity = allowedComplexity();
        control(LibOpus.SET_COMPLEXITY, complexity);
        expectLoss(settings.expectedLossPercent());
    }

    @Override
    public int rateHz() {
        return rateHz;
    }

    @Override
    public int encode(float[] pcm, int pcmOffset, int samples, byte[] out, int outOffset) {
        if (!saysTheSameAgain(pcm, pcmOffset, samples)) {
            if (allowedComplexity() != complexity) {
                complexity = allowedComplexity();
                control(LibOpus.SET_COMPLEXITY, complexity);
            }
            MemorySegment.copy(pcm, pcmOffset, frame, JAVA_FLOAT, 0, samples);
            int room = Math.min(MAX_PAYLOAD, out.length - outOffset);
            lastBytes = require(opus.encode(state, frame, samples, payload, room));
            lastSamples = samples;
        }
        MemorySegment.copy(payload, JAVA_BYTE, 0, out, outOffset, lastBytes);
        return lastBytes;
    }

    /** DTX is left to libopus, which counts the frames that it leaves out. */
    private boolean saysTheSameAgain(float[] pcm, int pcmOffset, int samples) {
        if (savesSilence || !isSilent(pcm, pcmOffset, samples)) {
            silentSamples = 0;
            return false;
        }
        if (silentSamples < rateHz / 1000 * SETTLING_MS) {
            silentSamples += samples;
            return false;
        }
        return samples == lastSamples;
    }

    private static boolean isSilent(float[] pcm, int offset, int samples) {
        for (int i = offset; i < offset + samples; i++) {
            if (pcm[i] != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void expectLoss(int percent) {
        control(LibOpus.SET_BITRATE, settings.bitrateBpsFor(percent));
        control(LibOpus.SET_PACKET_LOSS_PERCENT, percent);
        control(LibOpus.SET_INBAND_FEC, percent > 0 ? 1 : 0);
    }

    /** RFC 6716 2.1.9 and opus_encode: what has no more than two bytes need not be sent. */
    @Override
    public boolean isNothing(int payloadBytes) {
        return savesSilence && payloadBytes <= 2;
    }

    @Override
    public void saveSilence() {
        savesSilence = true;
        control(LibOpus.SET_DTX, 1);
    }

    @Override
    public void reset() {
        silentSamples = 0;
        control(LibOpus.RESET_STATE, 0);
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }

    private int allowedComplexity() {
        return Math.min(settings.complexity(), limit.complexity());
    }

    private void control(int request, int value) {
        require(opus.controlEncoder(state, request, value));
    }

    /** Our own arguments are right; an error here is a bug, not bad input. */
    private static int require(int result) {
        if (result < LibOpus.OK) {
            throw new IllegalArgumentException("libopus error " + result);
        }
        return result;
    }
}
