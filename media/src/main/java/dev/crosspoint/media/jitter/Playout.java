package dev.crosspoint.media.jitter;

import dev.crosspoint.media.codec.Decoder;
import dev.crosspoint.media.rtp.RtpPacket;

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
    /** What a frame was mostly made of. */
    public enum Heard {
        SPEECH,
        /** Invented to bridge a loss. */
        CONCEALED,
        /** Nothing to play: zeros. */
        SILENCE
    }

    private static final long MS = PlayoutDelay.MS;
    private static final int TICKS_PER_SECOND = 50;
    private static final long TICK_NANOS = 1000 * MS / TICKS_PER_SECOND;
    private final Clocks clocks;
    private final int frameSamples;

    /** A gap below this is rounding. */
    private final long quantumTicks;

    private final Timeline timeline;
    private final JitterBuffer buffer = new JitterBuffer();
    private final PlayoutDelay delay = new PlayoutDelay();
    private final PcmQueue queue;
    private final Voice voice;
    private final Pace pace;
    private final LossWatch losses = new LossWatch();

    /** Whether the packets' turn has come; if not, we wait until they have aged enough. */
    private boolean playing;

    /** Media time at the end of the queue. */
    private long queuedTicks;

    /** Media time of the last packet decoded. */
    private long decodedTicks;

    /** Duration of the last packet. */
    private long packetTicks;

    /**
     * Invented while the buffer was empty: either the delay grows by it, or it stood for a loss.
     */
    private long heldTicks;

    private int spokenNow;
    private int inventedNow;
    private Heard heard = Heard.SILENCE;

    private int delayMs;
    private long lateFrames;
    private long droppedFrames;

    /**
     * @param decoder of this stream; closed with the playout
     * @param clockHz of the RTP timestamps
     * @param rateHz of the samples, the decoder's
     */
    public Playout(Decoder decoder, int clockHz, int rateHz) {
        if (decoder.rateHz() != rateHz) {
            throw new IllegalArgumentException(
                    "the decoder gives " + decoder.rateHz() + " Hz, not " + rateHz);
        }
        clocks = new Clocks(clockHz, rateHz);
        frameSamples = rateHz / TICKS_PER_SECOND;
        quantumTicks = clocks.ticksOfSamples(clocks.quantum());
        timeline = new Timeline(clocks);
        queue = new PcmQueue(rateHz);
        voice = new Voice(decoder, queue);
        pace = new Pace(queue, rateHz / 1000);
        packetTicks = clockHz / TICKS_PER_SECOND;
    }

    /**
     * Takes in an audio packet of this stream, in the clear; copies the payload. An empty one (a
     * keep-alive, RFC 6263 4.1) is no sound and no loss.
     */
    public void put(RtpPacket packet, long nowNanos) {
        if (packet.payloadLength() == 0) {
            return;
        }
        switch (timeline.place(packet, nowNanos)) {
            case STRAY -> {
                droppedFrames++;
                return;
            }
            case STARTED -> start();
            case RESTARTED -> {
                voice.reset();
                start();
            }
            case PLACED -> {}
        }
        long ticks = timeline.mediaTicks();
        switch (buffer.put(timeline.sequence(), ticks, packet)) {
            case STORED -> delay.onArrival(clocks.nanosOfTicks(ticks), nowNanos);
            case LATE -> {
                lateFrames++;
                delay.onArrival(clocks.nanosOfTicks(ticks), nowNanos);
            }
            case OVERSIZE -> droppedFrames++;
            case DUPLICATE -> {}
        }
    }

    /**
     * Gives the next 20 ms. To be called every 20 ms; a call that is late still means 20 ms.
     *
     * @param pcm filled with 20 ms of samples in any case
     */
    public Heard read(float[] pcm, int offset, long nowNanos) {
        spokenNow = 0;
        inventedNow = 0;
        int left = queue.size();
        boolean fresh = left < frameSamples;
        while (queue.size() < frameSamples) {
            queueMore(nowNanos);
        }
        if (playing && spokenNow > 0 && voice.isReal()) {
            keepPace(left, nowNanos);
        }
        if (fresh) {
            Heard sound = inventedNow > spokenNow ? Heard.CONCEALED : Heard.SPEECH;
            heard = spokenNow + inventedNow == 0 ? Heard.SILENCE : sound;
        }
        queue.read(pcm, offset, frameSamples);
        return heard;
    }

    /**
     * The stream was played by somebody else until now, and this is what was heard last: decodes it
     * unheard, so that the decoder's state and a first concealment fit.
     */
    public void prime(byte[] payload, int offset, int length) {
        voice.prime(payload, offset, length);
    }

    /** What comes next is a stream of its own, whatever was played before; the delay is kept. */
    public void restart() {
        timeline.forget();
        voice.reset();
        queue.discard();
        start();
    }

    /** Whether the sound of a packet is played, or would be now. */
    public boolean isDue(long nowNanos) {
        return playing || (!buffer.isEmpty() && isDue(buffer.oldest(), nowNanos));
    }

    /** Shows the packets that are buffered and not yet decoded, in order; they stay. */
    public void waiting(WaitingPackets visitor) {
        for (long s = buffer.after(buffer.next() - 1); s >= 0; s = buffer.after(s)) {
            visitor.packet(
                    (int) s & 0xFFFF,
                    buffer.timestamp(s),
                    buffer.payloads(),
                    buffer.offset(s),
                    buffer.length(s));
        }
    }

    /** Whether all that arrived has been played. */
    public boolean drained() {
        return buffer.isEmpty() && (!playing || heldTicks > 0 || queue.size() == 0);
    }

    /** How far what is played now is behind the quickest packets, ms; 0 while nothing plays. */
    public int delayMs() {
        return playing ? delayMs : 0;
    }

    /** Where the delay is heading, ms. */
    public int targetDelayMs() {
        return (int) (delay.targetNanos() / MS);
    }

    /** How much sound was invented, ms in total. */
    public long concealedMs() {
        return voice.inventedMs();
    }

    /** Lost packets that the next one's in-band copy made good. */
    public long recoveredFrames() {
        return voice.recoveredFrames();
    }

    /** Packets that came after their turn. */
    public long lateFrames() {
        return lateFrames;
    }

    /** Packets that fitted nowhere, or were skipped after a stall. */
    public long droppedFrames() {
        return droppedFrames;
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

    private void start() {
        buffer.restart(timeline.sequence());
        delay.restart();
        playing = false;
    }

    private void queueMore(long nowNanos) {
        if (buffer.isEmpty()) {
            runDry();
            return;
        }
        catchUp(nowNanos);
        long oldest = buffer.oldest();
        if (!playing) {
            await(oldest, nowNanos);
            return;
        }
        long missing = oldest - buffer.next();
        long gapTicks = buffer.ticks(oldest) - queuedTicks;
        if (missing > 0 && heldTicks > 0 && gapTicks > 0) {
            // What was invented while waiting stood for what now turns out to be lost.
            long stoodFor = Math.min(heldTicks, gapTicks);
            heldTicks = 0;
            queuedTicks += stoodFor;
            gapTicks -= stoodFor;
        }
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
        inventedNow += voice.invent(samples);
        if (playing) {
            heldTicks += clocks.ticksOfSamples(samples);
            playing = !voice.isSilent();
        }
    }

    /** After a stall more may arrive at once than we are willing to stay behind. */
    private void catchUp(long nowNanos) {
        long oldest = buffer.oldest();
        boolean skipped = false;
        while (ageOf(oldest, nowNanos) > PlayoutDelay.CAP_NANOS + TICK_NANOS
                && clocks.nanosOfTicks(buffer.newestTicks() - buffer.ticks(oldest))
                        > delay.targetNanos()) {
            buffer.skipTo(oldest + 1);
            droppedFrames++;
            oldest = buffer.oldest();
            skipped = true;
        }
        if (skipped && playing) {
            buffer.skipTo(oldest);
            queuedTicks = buffer.ticks(oldest);
            if (voice.isReal()) {
                voice.loosen();
            }
        }
    }

    /** Starts at the beginning of a frame, as soon as the oldest packet has aged enough. */
    private void await(long oldest, long nowNanos) {
        if (!isDue(oldest, nowNanos)) {
            inventedNow += voice.invent(missingSamples());
            return;
        }
        playing = true;
        heldTicks = 0;
        pace.restart(nowNanos);
        buffer.skipTo(oldest);
        queuedTicks = buffer.ticks(oldest);
    }

    private void decode(long sequence) {
        byte[] payloads = buffer.payloads();
        int offset = buffer.offset(sequence);
        int length = buffer.length(sequence);
        boolean afterLoss = sequence > buffer.next();
        queuedTicks = buffer.ticks(sequence);
        buffer.skipTo(sequence + 1);
        int samples = voice.decode(payloads, offset, length);
        if (samples < 0) {
            inventedNow += voice.invent(clocks.quantaWithin(clocks.samplesOfTicks(packetTicks)));
            queuedTicks += packetTicks;
            return;
        }
        decodedTicks = queuedTicks;
        packetTicks = clocks.ticksOfSamples(samples);
        queuedTicks += packetTicks;
        heldTicks = 0;
        spokenNow += samples;
        watchLoss(afterLoss, voice.carriesRecovery(payloads, offset, length));
    }

    /** Packets are missing before this one: makes good for the first of them. */
    private void bridge(long oldest, long missing, long gapTicks) {
        int samples = clocks.quantaWithin(clocks.samplesOfTicks(Math.min(gapTicks, packetTicks)));
        byte[] payloads = buffer.payloads();
        int offset = buffer.offset(oldest);
        int length = buffer.length(oldest);
        boolean copies = voice.carriesRecovery(payloads, offset, length);
        if (copies && missing == 1 && gapTicks >= packetTicks) {
            voice.recover(payloads, offset, length, samples);
            spokenNow += samples;
        } else {
            inventedNow += voice.invent(samples);
        }
        watchLoss(true, copies);
        queuedTicks += clocks.ticksOfSamples(samples);
        buffer.skipTo(buffer.next() + 1);
    }

    /** The sender paused (DTX): its clock went on without packets. Silence bends to our needs. */
    private void pause(long oldest, long nowNanos) {
        if (!voice.isSilent()) {
            voice.fallSilent();
        } else if (!isDue(oldest, nowNanos)) {
            voice.invent(missingSamples());
        } else {
            queuedTicks = buffer.ticks(oldest);
            heldTicks = 0;
        }
    }

    /**
     * Compares the delay with what it should be. A frame can only be made of packets that are here
     * when it starts, so what counts is the age of the last packet in it; and that changes in steps
     * of whole packets, while samples left over for the next frame are delay for nothing.
     */
    private void keepPace(int left, long nowNanos) {
        long ageNanos = delay.behindNanos(clocks.nanosOfTicks(decodedTicks), nowNanos);
        long target = delay.targetNanos();
        long step = Math.min(TICK_NANOS, clocks.nanosOfTicks(packetTicks));
        long steps = Math.max(0, (ageNanos - target) / step);
        long excess = clocks.nanosOfSamples(left) + steps * step;
        long headNanos = clocks.nanosOfTicks(queuedTicks) - clocks.nanosOfSamples(queue.size());
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
        while (queue.size() < enough && nextIsHere()) {
            decode(buffer.next());
        }
        if (queue.size() >= enough) {
            pace.shorten(excessNanos, nowNanos);
        }
    }

    /** Whether the next packet can be decoded ahead of its turn. */
    private boolean nextIsHere() {
        return !buffer.isEmpty()
                && buffer.oldest() == buffer.next()
                && buffer.ticks(buffer.next()) - queuedTicks < quantumTicks;
    }

    private void watchLoss(boolean lost, boolean copies) {
        losses.onPacket(lost, copies);
        delay.extra(losses.worthWaiting() ? clocks.nanosOfTicks(packetTicks) : 0);
    }

    /** Whether a packet, and the shorter ones that complete its frame, are old enough. */
    private boolean isDue(long sequence, long nowNanos) {
        long successors = Math.max(0, TICK_NANOS - clocks.nanosOfTicks(packetTicks));
        return ageOf(sequence, nowNanos) >= delay.targetNanos() + successors;
    }

    /** How far a packet that is decoded now is behind the quickest ones. */
    private long ageOf(long sequence, long nowNanos) {
        return delay.behindNanos(clocks.nanosOfTicks(buffer.ticks(sequence)), nowNanos);
    }

    /** What this tick still lacks, in steps that every decoder can make. */
    private int missingSamples() {
        int samples = frameSamples - queue.size();
        return voice.isSilent() ? samples : clocks.quantaOver(samples);
    }
}
