package dev.crosspoint.media.jitter;

import dev.crosspoint.media.codec.Decoder;
import dev.crosspoint.media.rtp.RtpPacket;
import org.jspecify.annotations.Nullable;

/**
 * Encoded packets in, exactly 20 ms of samples out per tick. Keeps packets as long as the network
 * needs, decodes them in order, recovers or conceals what is missing, and follows the sender's
 * clock by playing single pitch periods once more or once less.
 *
 * <p>Between what is buffered and what is played lies a short queue of samples. The delay is how
 * far the sound at the head of that queue is behind the quickest packets of the last seconds.
 *
 * <p>Deterministic: time is an argument, of any origin, but never runs backwards. Allocates nothing
 * per packet or tick.
 */
public final class Playout implements AutoCloseable {
    private static final long MS = PlayoutDelay.MS;
    private static final int TICKS_PER_SECOND = 50;
    private static final long TICK_NANOS = 1000 * MS / TICKS_PER_SECOND;

    private final Clocks clocks;
    private final int frameSamples;

    /** A gap below this is rounding. */
    private final long quantumTicks;

    private final Arrivals arrivals;
    private final JitterBuffer buffer;
    private final PlayoutDelay delay;
    private final PcmQueue queue;
    private final Voice voice;
    private final Pace pace;
    private final Position at;
    private final Frame frame;
    private int delayMs;

    /**
     * @param decoder of this stream; closed with the playout
     * @param clockHz of the RTP timestamps
     * @param rateHz of the samples, the decoder's
     */
    public Playout(Decoder decoder, int clockHz, int rateHz) {
        this(decoder, new Clocks(clockHz, rateHz), null);
    }

    private Playout(Decoder decoder, Clocks clocks, @Nullable Playout before) {
        if (decoder.rateHz() != clocks.rateHz()) {
            throw new IllegalArgumentException(
                    "the decoder gives " + decoder.rateHz() + " Hz, not " + clocks.rateHz());
        }
        this.clocks = clocks;
        frameSamples = clocks.rateHz() / TICKS_PER_SECOND;
        quantumTicks = clocks.ticksOfSamples(clocks.quantum());
        arrivals = before == null ? new Arrivals(clocks) : before.arrivals;
        buffer = arrivals.buffer();
        delay = arrivals.delay();
        queue = new PcmQueue(clocks.rateHz());
        frame = before == null ? new Frame() : before.frame;
        voice = new Voice(decoder, queue, frame);
        pace = new Pace(queue, clocks.rateHz() / 1000);
        at = before == null ? new Position(clocks.clockHz() / TICKS_PER_SECOND) : before.at;
    }

    /**
     * The same stream through another decoder, from the next tick on; this playout is closed. What
     * has arrived and is not yet decoded stays. What is decoded and not yet played becomes silence
     * of the same length: to be done in a pause, see {@link #pendingPower}.
     */
    public Playout through(Decoder decoder) {
        var next = new Playout(decoder, new Clocks(clocks.clockHz(), decoder.rateHz()), this);
        arrivals.lastPlayed((_, _, data, offset, length) -> next.voice.prime(data, offset, length));
        next.queue.addSilence((int) ((long) queue.size() * decoder.rateHz() / clocks.rateHz()));
        next.voice.continueFrom(voice);
        next.delayMs = delayMs;
        close();
        return next;
    }

    /**
     * Takes in an audio packet of this stream, in the clear; copies the payload. An empty one (a
     * keep-alive, RFC 6263 4.1) is no sound and no loss.
     */
    public void put(RtpPacket packet, long nowNanos) {
        put(packet, false, nowNanos);
    }

    /**
     * Takes in a packet of comfort noise (RFC 3389): from its turn on, until sound comes again, the
     * noise that it describes stands for silence.
     */
    public void putNoise(RtpPacket packet, long nowNanos) {
        put(packet, true, nowNanos);
    }

    private void put(RtpPacket packet, boolean noise, long nowNanos) {
        if (packet.payloadLength() == 0) {
            return;
        }
        switch (arrivals.put(packet, noise, nowNanos)) {
            case STARTED -> at.playing = false;
            case RESTARTED -> {
                voice.reset();
                at.playing = false;
            }
            case PLACED, STRAY -> {}
        }
    }

    /**
     * Gives the next 20 ms. To be called every 20 ms; a call that is late still means 20 ms.
     *
     * @param pcm filled with 20 ms of samples in any case
     */
    public Heard read(float[] pcm, int offset, long nowNanos) {
        frame.begin();
        int left = queue.size();
        boolean fresh = left < frameSamples;
        while (queue.size() < frameSamples) {
            queueMore(nowNanos);
        }
        if (at.playing && frame.hasSpeech() && voice.isReal()) {
            keepPace(left, nowNanos);
        }
        queue.read(pcm, offset, frameSamples);
        return frame.end(fresh);
    }

    /**
     * Whether nobody hears this for now: then packets are played as silence, and not decoded, until
     * that is over. To be said before any read.
     */
    public void rest(boolean unheard) {
        voice.rest(unheard, arrivals);
    }

    /**
     * The stream was played by somebody else until now, and this is what was heard last, oldest
     * packet first; {@link #goesOn} must follow before the next read.
     */
    public void prime(byte[] payload, int offset, int length) {
        voice.decode(payload, offset, length);
        at.continues = true;
    }

    /**
     * What was primed has been heard, and then so much more, which is invented. What comes next is
     * due as soon as it is here: the delay is made up for by pitch periods, and nothing is
     * concealed for its sake.
     *
     * @param exactly whether it may begin with the first frame; if not, that one is invented, so
     *     that whoever joins it to something else has nothing to lose
     * @param lead more that was heard, samples
     * @param frames how many of the last frames of all that are to be read again
     * @return how many there are
     */
    public int goesOn(boolean exactly, int lead, int frames) {
        at.exactly = exactly;
        int heardOf = queue.size() + lead;
        while (queue.size() < heardOf) {
            voice.invent(frameSamples); // whole frames: Opus makes no good ones of parts
        }
        int again = Math.min(frames, heardOf / frameSamples);
        queue.skip(heardOf - again * frameSamples);
        return again;
    }

    /** What comes next is a stream of its own, whatever was played before; the delay is kept. */
    public void restart() {
        voice.reset();
        queue.discard();
        arrivals.forget();
        at.playing = false;
    }

    /** Mean power of what is decoded and not yet played: 1 at full scale, 0 when nothing is. */
    public double pendingPower() {
        return queue.power();
    }

    /** Whether the sound of a packet is played, or would be now. */
    public boolean isDue(long nowNanos) {
        return at.playing || (!buffer.isEmpty() && isDue(buffer.oldest(), nowNanos));
    }

    /** Shows the packets that are buffered and not yet decoded, in order; they stay. */
    public void waiting(WaitingPackets visitor) {
        arrivals.waiting(visitor);
    }

    /** Whether all that arrived has been played. */
    public boolean drained() {
        return buffer.isEmpty() && (!at.playing || at.heldTicks > 0 || queue.size() == 0);
    }

    /** How far what is played now is behind the quickest packets, ms; 0 while nothing plays. */
    public int delayMs() {
        return at.playing ? delayMs : 0;
    }

    /** Where the delay is heading, ms. */
    public int targetDelayMs() {
        return (int) (delay.targetNanos() / MS);
    }

    /** How much sound was invented for packets that were lost or late, ms in total. */
    public long concealedMs() {
        return voice.inventedMs();
    }

    /** Lost packets that the next one's in-band copy made good. */
    public long recoveredFrames() {
        return voice.recoveredFrames();
    }

    /** Packets that came after their turn. */
    public long lateFrames() {
        return arrivals.late();
    }

    /** Packets that fitted nowhere, or were skipped after a stall. */
    public long droppedFrames() {
        return arrivals.dropped();
    }

    /** Payloads that the decoder refused. */
    public long corruptFrames() {
        return voice.corruptFrames();
    }

    /** Closes the decoder. Twice is harmless. */
    @Override
    public void close() {
        voice.close();
    }

    private void queueMore(long nowNanos) {
        if (buffer.isEmpty()) {
            runDry();
            return;
        }
        if (isDue(nowNanos)) {
            long lostTicks = (buffer.oldest() - buffer.next()) * at.packetTicks;
            voice.explain(lostTicks, buffer.ticks(buffer.oldest()) - at.queuedTicks, clocks);
        }
        catchUp(nowNanos);
        long oldest = buffer.oldest();
        if (!at.playing) {
            await(oldest, nowNanos);
            return;
        }
        long missing = oldest - buffer.next();
        long gapTicks = buffer.ticks(oldest) - at.queuedTicks;
        gapTicks -= missing > 0 ? at.makeGood(gapTicks) : 0;
        if (gapTicks < quantumTicks) {
            decode(oldest);
        } else if (missing > 0) {
            bridge(oldest, missing, gapTicks);
        } else {
            pause(oldest, nowNanos);
        }
    }

    /** Nothing is here: invents, and when that has faded away, waits for a new start. */
    private void runDry() {
        int samples = missingSamples();
        voice.standIn(samples, at.continues);
        if (at.playing) {
            at.heldTicks += clocks.ticksOfSamples(samples);
            at.playing = !voice.isSilent();
        }
        at.continues &= !voice.isSilent();
    }

    /** Goes on behind what was skipped. */
    private void catchUp(long nowNanos) {
        if (arrivals.catchUp(nowNanos) && at.playing) {
            long oldest = buffer.oldest();
            buffer.skipTo(oldest);
            at.queuedTicks = buffer.ticks(oldest);
            if (voice.isReal()) {
                voice.loosen();
            }
        }
    }

    /** Starts at the beginning of a frame, as soon as the oldest packet has aged enough. */
    private void await(long oldest, long nowNanos) {
        if (!isDue(oldest, nowNanos)) {
            voice.standIn(missingSamples(), at.continues);
            return;
        }
        at.start(buffer.ticks(oldest));
        pace.restart(nowNanos);
        buffer.skipTo(oldest);
    }

    private void decode(long sequence) {
        byte[] payloads = buffer.payloads();
        int offset = buffer.offset(sequence);
        int length = buffer.length(sequence);
        boolean afterLoss = sequence > buffer.next();
        at.queuedTicks = buffer.ticks(sequence);
        buffer.skipTo(sequence + 1);
        if (buffer.isNoise(sequence)) {
            voice.hush(payloads, offset, length);
            at.heldTicks = 0;
            return;
        }
        int usual = clocks.quantaWithin(clocks.samplesOfTicks(at.packetTicks));
        int samples = voice.rests() ? voice.skip(usual) : voice.decode(payloads, offset, length);
        if (samples < 0) {
            voice.invent(usual);
            at.queuedTicks += at.packetTicks;
            return;
        }
        at.decodedTicks = at.queuedTicks;
        at.packetTicks = clocks.ticksOfSamples(samples);
        at.queuedTicks += at.packetTicks;
        at.heldTicks = 0;
        arrivals.watchLoss(
                afterLoss, voice.carriesRecovery(payloads, offset, length), at.packetTicks);
    }

    /** Packets are missing before this one: makes good for the first of them. */
    private void bridge(long oldest, long missing, long gapTicks) {
        int samples =
                clocks.quantaWithin(clocks.samplesOfTicks(Math.min(gapTicks, at.packetTicks)));
        byte[] payloads = buffer.payloads();
        int offset = buffer.offset(oldest);
        int length = buffer.length(oldest);
        boolean copies = voice.carriesRecovery(payloads, offset, length);
        if (copies && !voice.rests() && missing == 1 && gapTicks >= at.packetTicks) {
            voice.recover(payloads, offset, length, samples);
        } else {
            voice.invent(samples);
        }
        arrivals.watchLoss(true, copies, at.packetTicks);
        at.queuedTicks += clocks.ticksOfSamples(samples);
        buffer.skipTo(buffer.next() + 1);
    }

    /** The sender paused (DTX): its clock went on without packets. Silence bends to our needs. */
    private void pause(long oldest, long nowNanos) {
        if (!voice.isSilent()) {
            voice.fallSilent();
        } else if (!isDue(oldest, nowNanos)) {
            voice.invent(missingSamples());
        } else {
            at.queuedTicks = buffer.ticks(oldest);
            at.heldTicks = 0;
        }
    }

    /**
     * Compares the delay with what it should be. A frame can only be made of packets that are here
     * when it starts, so what counts is the age of the last packet in it; and that changes in steps
     * of whole packets, while samples left over for the next frame are delay for nothing.
     */
    private void keepPace(int left, long nowNanos) {
        long ageNanos = delay.behindNanos(clocks.nanosOfTicks(at.decodedTicks), nowNanos);
        long target = delay.targetNanos();
        long step = Math.min(TICK_NANOS, clocks.nanosOfTicks(at.packetTicks));
        long steps = Math.max(0, (ageNanos - target) / step);
        long excess = clocks.nanosOfSamples(left) + steps * step;
        long headNanos = clocks.nanosOfTicks(at.queuedTicks) - clocks.nanosOfSamples(queue.size());
        delayMs = (int) (delay.behindNanos(headNanos, nowNanos) / MS);
        if (pace.wantsLonger(target - ageNanos, nowNanos)) {
            pace.lengthen(nowNanos);
        } else if (pace.wantsShorter(excess, nowNanos)) {
            shorten(excess, nowNanos);
        }
    }

    /** Only out of what is really here: a path that became longer looks the same at first. */
    private void shorten(long excessNanos, long nowNanos) {
        int enough = frameSamples + pace.lookAheadSamples();
        while (queue.size() < enough && arrivals.isNextBefore(at.queuedTicks + quantumTicks)) {
            decode(buffer.next());
        }
        if (queue.size() >= enough) {
            pace.shorten(excessNanos, nowNanos);
        }
    }

    /** Whether a packet, and the shorter ones that complete its frame, are old enough. */
    private boolean isDue(long sequence, long nowNanos) {
        long successors = Math.max(0, TICK_NANOS - clocks.nanosOfTicks(at.packetTicks));
        return (at.continues && (at.exactly || !voice.isReal()))
                || arrivals.ageOf(sequence, nowNanos) >= delay.targetNanos() + successors;
    }

    /** What this tick still lacks, in steps that every decoder can make. */
    private int missingSamples() {
        int samples = frameSamples - queue.size();
        return voice.isSilent() ? samples : clocks.quantaOver(samples);
    }
}
