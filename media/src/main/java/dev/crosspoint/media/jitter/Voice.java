package dev.crosspoint.media.jitter;

import dev.crosspoint.media.codec.ComfortNoise;
import dev.crosspoint.media.codec.Concealment;
import dev.crosspoint.media.codec.Decoder;
import org.jspecify.annotations.Nullable;

/**
 * Turns payloads, and the lack of them, into samples at the end of a queue, and joins what does not
 * fit together: real sound, recovered sound, invented sound that fades, silence.
 */
final class Voice {
    /** Invented sound is faded from here on: longer it becomes a buzz. */
    private static final int FADE_FROM_MS = 60;

    private static final int SILENT_FROM_MS = 100;

    /** Fading into and out of digital silence. */
    private static final int EDGE_MS = 5;

    private final Decoder decoder;
    private final PcmQueue queue;
    private final Frame frame;
    private final int perMs;
    private final int fadeFrom;
    private final int silentFrom;

    /** What stands for silence where the sender has described it. */
    private ComfortNoise noise = new ComfortNoise();

    /** Invented since the last real sound, samples; at first as if for ever. */
    private int invented;

    /** While a stream that was played elsewhere is waited for; made once for each such change. */
    private @Nullable Concealment holding;

    /** Whether nobody hears it; see {@link #rest}. */
    private boolean rests;

    /** Decodes what was played as silence. */
    private final WaitingPackets finder;

    /** Invented while nothing came, samples, of which nobody knows yet what it stood for. */
    private int unexplained;

    private long inventedTotal;
    private long recoveredTotal;
    private long corruptTotal;

    /**
     * @param frame told what is queued
     */
    Voice(Decoder decoder, PcmQueue queue, Frame frame) {
        this.decoder = decoder;
        this.queue = queue;
        this.frame = frame;
        perMs = decoder.rateHz() / 1000;
        fadeFrom = FADE_FROM_MS * perMs;
        silentFrom = SILENT_FROM_MS * perMs;
        invented = silentFrom;
        finder =
                (_, _, data, offset, length) ->
                        decoder.decode(data, offset, length, queue.array(), queue.end());
    }

    /** Goes on where another has stopped, which heard the same through another decoder. */
    void continueFrom(Voice other) {
        invented = (int) ((long) other.invented * perMs / other.perMs);
        noise = other.noise;
        unexplained = (int) ((long) other.unexplained * perMs / other.perMs);
        inventedTotal = other.inventedTotal / other.perMs * perMs;
        recoveredTotal = other.recoveredTotal;
        corruptTotal = other.corruptTotal;
    }

    /** Whether invented sound has faded away, so that what goes on is silence. */
    boolean isSilent() {
        return invented >= silentFrom;
    }

    /** Whether the last samples were real. */
    boolean isReal() {
        return invented == 0;
    }

    /** Samples queued, or -1 when the payload is corrupt and nothing was. */
    int decode(byte[] payload, int offset, int length) {
        int samples = decoder.decode(payload, offset, length, queue.array(), queue.end());
        if (samples <= 0) {
            corruptTotal++;
            return -1;
        }
        if (holding != null) {
            holding.heard(queue.array(), queue.end(), samples);
            holding = null;
        }
        queue.added(samples);
        frame.spoken(samples);
        if (isSilent()) {
            int edge = Math.min(samples, EDGE_MS * perMs);
            queue.fade(samples, edge, 0, 1);
            overlay(samples, edge, 1, 0);
        }
        noise.stop();
        invented = 0;
        return samples;
    }

    /** From now on there is this noise where there would be silence; what was said ends. */
    void hush(byte[] payload, int offset, int length) {
        boolean begins = !noise.isHeard();
        noise.describe(payload, offset, length);
        if (!isSilent()) {
            fallSilent();
        } else if (begins && !rests) {
            int edge = EDGE_MS * perMs;
            queue.addSilence(edge);
            overlay(edge, edge, 0, 1);
            frame.noise(edge);
        }
    }

    /**
     * What nobody hears costs nothing: its packets become silence of the usual length, undecoded.
     * When it is heard again the decoder finds its way by the last of them.
     */
    void rest(boolean unheard, Arrivals arrivals) {
        if (rests && !unheard) {
            arrivals.lastPlayed(finder);
        }
        rests = unheard;
    }

    boolean rests() {
        return rests;
    }

    /**
     * Queues the silence that stands for a packet while this rests.
     *
     * @return the same number
     */
    int skip(int samples) {
        queue.addSilence(samples);
        frame.spoken(samples);
        invented = 0;
        return samples;
    }

    boolean carriesRecovery(byte[] payload, int offset, int length) {
        return decoder.carriesRecovery(payload, offset, length);
    }

    /** Queues the sound before this payload, out of this payload. */
    void recover(byte[] next, int offset, int length, int samples) {
        decoder.recover(next, offset, length, queue.array(), queue.end(), samples);
        queue.added(samples);
        frame.spoken(samples);
        invented = 0;
        recoveredTotal++;
    }

    /**
     * Queues what stands for sound that is not here, and of which {@link #explain} will say why.
     *
     * @param continues whether the stream was played elsewhere until now: then nothing is lost, it
     *     has only not come yet
     */
    void standIn(int samples, boolean continues) {
        if (continues && !isSilent() && !rests) {
            hold(samples);
        } else {
            long before = inventedTotal;
            invent(samples);
            unexplained += (int) (inventedTotal - before);
            inventedTotal = before;
        }
    }

    /**
     * A packet's turn has come: what stood in until now was no loss as far as the sender paused
     * (DTX), whose time goes on then and whose sequence does not (RFC 3550 5.1); else it stood for
     * packets that were lost or late.
     *
     * @param lostTicks what the packets that are missing before it have held
     * @param gapTicks from what was played to it
     */
    void explain(long lostTicks, long gapTicks, Clocks clocks) {
        if (unexplained == 0) {
            return;
        }
        long ticks = clocks.ticksOfSamples(unexplained);
        long lateTicks = ticks - Math.max(0, gapTicks - lostTicks);
        inventedTotal += clocks.samplesOfTicks(Math.max(lateTicks, Math.min(lostTicks, ticks)));
        unexplained = 0;
    }

    /** Queues concealment, fading; silence once it has faded. */
    void invent(int samples) {
        if (isSilent() || rests) {
            queue.addSilence(samples);
            if (noise.isHeard() && !rests) {
                overlay(samples, samples, 1, 1);
                frame.noise(samples);
            }
            return;
        }
        holding = null;
        decoder.conceal(queue.array(), queue.end(), samples);
        queue.added(samples);
        float from = gain(invented);
        invented = Math.min(silentFrom, invented + samples);
        float to = gain(invented);
        if (to < 1) {
            queue.fade(samples, samples, from, to);
        }
        inventedTotal += samples;
        frame.invented(samples);
    }

    /** Queues a short end of what was heard, then it is silent. */
    void fallSilent() {
        holding = null;
        if (!rests) {
            int edge = EDGE_MS * perMs;
            decoder.conceal(queue.array(), queue.end(), edge);
            queue.added(edge);
            queue.fade(edge, edge, 1, 0);
            overlay(edge, edge, 0, 1);
        }
        invented = silentFrom;
    }

    /** Queues a short concealment, which the decoder overlaps with what comes next. */
    void loosen() {
        invent(EDGE_MS * perMs);
    }

    /** Decodes unheard: this is what was played last, elsewhere. */
    void prime(byte[] payload, int offset, int length) {
        if (decode(payload, offset, length) > 0) {
            queue.discard();
        }
    }

    /** Another source speaks from now on. */
    void reset() {
        inventedTotal += unexplained;
        unexplained = 0;
        noise.stop();
        if (!isSilent()) {
            fallSilent();
        }
        decoder.reset();
    }

    void close() {
        decoder.close();
    }

    long inventedMs() {
        return inventedTotal / perMs;
    }

    long recoveredFrames() {
        return recoveredTotal;
    }

    long corruptFrames() {
        return corruptTotal;
    }

    /**
     * Queues the wave form of what was heard, on and on, fading. The decoder does not learn of it:
     * one of Opus that is told of a loss begins with next to nothing when the packet comes.
     */
    private void hold(int samples) {
        if (holding == null) {
            holding = new Concealment(decoder.rateHz());
            int past = queue.past();
            holding.heard(queue.array(), queue.end() - past, past);
        }
        holding.conceal(queue.array(), queue.end(), samples);
        queue.added(samples);
        invented = Math.min(silentFrom, invented + samples);
        inventedTotal += samples;
        frame.invented(samples);
    }

    /** Lays the noise, if there is any, over a stretch that begins so far back from the end. */
    private void overlay(int back, int samples, float from, float to) {
        if (noise.isHeard()) {
            noise.add(queue.array(), queue.end() - back, samples, from, to);
        }
    }

    private float gain(int samples) {
        return Math.clamp(1 - (float) (samples - fadeFrom) / (silentFrom - fadeFrom), 0f, 1f);
    }
}
