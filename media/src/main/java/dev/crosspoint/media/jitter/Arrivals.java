package dev.crosspoint.media.jitter;

import dev.crosspoint.media.rtp.RtpPacket;

/**
 * What has arrived of a stream and waits for its turn: unwrapped, in order, and with the delay that
 * the spread of its arrivals asks for. Knows nothing of samples, so that a decoder can be changed
 * behind it.
 */
final class Arrivals {
    /** More than a decoder remembers of what it decoded, packets. */
    private static final int REMEMBERED = 3;

    private static final long TICK_NANOS = 20 * PlayoutDelay.MS;

    private final Clocks clocks;
    private final Timeline timeline;
    private final JitterBuffer buffer = new JitterBuffer();
    private final PlayoutDelay delay = new PlayoutDelay();
    private final LossWatch losses = new LossWatch();
    private long late;
    private long dropped;

    /**
     * @param clocks whose rate of samples does not matter here
     */
    Arrivals(Clocks clocks) {
        this.clocks = clocks;
        this.timeline = new Timeline(clocks);
    }

    /**
     * Takes in a packet; copies the payload.
     *
     * @param noise whether it is comfort noise
     * @return STRAY when it was dropped; else whether it begins a new time line
     */
    Timeline.Fit put(RtpPacket packet, boolean noise, long nowNanos) {
        Timeline.Fit fit = timeline.place(packet, nowNanos);
        switch (fit) {
            case STRAY -> {
                dropped++;
                return fit;
            }
            case STARTED, RESTARTED -> restart();
            case PLACED -> {}
        }
        long ticks = timeline.mediaTicks();
        switch (buffer.put(timeline.sequence(), ticks, packet)) {
            case STORED -> {
                if (noise) {
                    buffer.markNoise(timeline.sequence());
                }
                delay.onArrival(clocks.nanosOfTicks(ticks), nowNanos);
            }
            case LATE -> {
                late++;
                delay.onArrival(clocks.nanosOfTicks(ticks), nowNanos);
            }
            case OVERSIZE -> dropped++;
            case DUPLICATE -> {}
        }
        return fit;
    }

    /** The next packet is the first one of a new time line. */
    void forget() {
        timeline.forget();
        restart();
    }

    JitterBuffer buffer() {
        return buffer;
    }

    PlayoutDelay delay() {
        return delay;
    }

    /** A packet's turn has come, be it here or not; see {@link LossWatch}. */
    void watchLoss(boolean lost, boolean copies, long packetTicks) {
        losses.onPacket(lost, copies);
        delay.extra(losses.worthWaiting() ? clocks.nanosOfTicks(packetTicks) : 0);
    }

    /** How far a packet that is decoded now is behind the quickest ones. */
    long ageOf(long sequence, long nowNanos) {
        return delay.behindNanos(clocks.nanosOfTicks(buffer.ticks(sequence)), nowNanos);
    }

    /**
     * After a stall more may have arrived at once than we are willing to stay behind; drops it. The
     * buffer must not be empty.
     *
     * @return whether anything was dropped
     */
    boolean catchUp(long nowNanos) {
        long before = dropped;
        long oldest = buffer.oldest();
        while (ageOf(oldest, nowNanos) > PlayoutDelay.CAP_NANOS + TICK_NANOS
                && clocks.nanosOfTicks(buffer.newestTicks() - buffer.ticks(oldest))
                        > delay.targetNanos()) {
            buffer.skipTo(oldest + 1);
            dropped++;
            oldest = buffer.oldest();
        }
        return dropped > before;
    }

    /** Packets that came after their turn. */
    long late() {
        return late;
    }

    /** Packets that fitted nowhere, or were skipped. */
    long dropped() {
        return dropped;
    }

    /**
     * Whether the next packet is here, and begins before this: it can be played ahead of its turn.
     */
    boolean isNextBefore(long ticks) {
        return !buffer.isEmpty()
                && buffer.oldest() == buffer.next()
                && buffer.ticks(buffer.next()) < ticks;
    }

    /** Shows the packets of sound that are buffered and not yet decoded, in order; they stay. */
    void waiting(WaitingPackets visitor) {
        for (long s = buffer.after(buffer.next() - 1); s >= 0; s = buffer.after(s)) {
            show(s, visitor);
        }
    }

    /** Shows the last packets of sound whose turn is over, in order. */
    void lastPlayed(WaitingPackets visitor) {
        for (long s = buffer.next() - REMEMBERED; s < buffer.next(); s++) {
            if (buffer.remembers(s)) {
                show(s, visitor);
            }
        }
    }

    private void show(long sequence, WaitingPackets visitor) {
        if (buffer.isNoise(sequence)) {
            return;
        }
        visitor.packet(
                (int) sequence & 0xFFFF,
                buffer.timestamp(sequence),
                buffer.payloads(),
                buffer.offset(sequence),
                buffer.length(sequence));
    }

    private void restart() {
        buffer.restart(timeline.sequence());
        delay.restart();
    }
}
