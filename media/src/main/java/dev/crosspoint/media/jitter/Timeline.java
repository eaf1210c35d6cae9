package dev.crosspoint.media.jitter;

import dev.crosspoint.media.rtp.RtpPacket;
import dev.crosspoint.media.rtp.SerialNumber;

/**
 * Unwraps one source's sequence numbers and timestamps to numbers that only grow, and notices when
 * the source starts anew. Media time is in ticks of the RTP clock since the first packet.
 */
final class Timeline {
    enum Fit {
        /** Placed; {@link #sequence} and {@link #mediaTicks} are this packet's. */
        PLACED,
        /** The very first packet; placed on a new time line. */
        STARTED,
        /** Another source or a new beginning; placed on a new time line. */
        RESTARTED,
        /** Does not fit, and nothing yet confirms that the source has jumped. */
        STRAY
    }

    /** RFC 3550 A.1: larger steps of the sequence number are a restart, if the next one agrees. */
    private static final int MAX_DROPOUT = 3000;

    private static final int MAX_MISORDER = 100;

    /** Where numbering starts, so that packets older than the first one stay positive. */
    private static final long FIRST_SEQUENCE = 1 << 16;

    /** Timestamp and clock disagree by more than the longest believable stall. */
    private static final int MAX_STEP_SECONDS = 2;

    /** A step of the timestamp within an unbroken stream; beyond this time it was a pause. */
    private static final long UNBROKEN_NANOS = 100_000_000;

    private final Clocks clocks;
    private boolean started;
    private int ssrc;
    private int awaited;
    private boolean awaiting;

    private long highest;
    private int highestTimestamp;
    private long highestTicks;
    private long highestNanos;
    private long usualTicks;

    private long sequence;
    private long mediaTicks;

    Timeline(Clocks clocks) {
        this.clocks = clocks;
        usualTicks = clocks.clockHz() / 50;
    }

    Fit place(RtpPacket packet, long nowNanos) {
        if (!started) {
            restart(packet, nowNanos);
            return Fit.STARTED;
        }
        if (packet.ssrc() != ssrc) {
            return restart(packet, nowNanos);
        }
        int step = SerialNumber.distance16(packet.sequence(), (int) highest);
        if (step > MAX_DROPOUT || step < -MAX_MISORDER) {
            // RFC 3550 A.1: two in a row after a jump are a restart, one alone is noise.
            if (awaiting && packet.sequence() == awaited) {
                return restart(packet, nowNanos);
            }
            awaiting = true;
            awaited = (packet.sequence() + 1) & 0xFFFF;
            return Fit.STRAY;
        }
        awaiting = false;
        sequence = highest + step;
        long ticks = SerialNumber.distance32(packet.timestamp(), highestTimestamp);
        return step > 0 ? placeNewer(packet, step, ticks, nowNanos) : placeOlder(ticks);
    }

    /** The next packet is the first one. */
    void forget() {
        started = false;
    }

    /** The packet's extended sequence number. */
    long sequence() {
        return sequence;
    }

    /** The packet's place on the time line. */
    long mediaTicks() {
        return mediaTicks;
    }

    private Fit placeNewer(RtpPacket packet, int step, long ticks, long nowNanos) {
        long elapsedTicks = clocks.ticksOfNanos(nowNanos - highestNanos);
        if (Math.abs(ticks - elapsedTicks) > (long) MAX_STEP_SECONDS * clocks.clockHz()) {
            // A new time base within the stream: only our clock knows how long the step was.
            boolean unbroken = step == 1 && nowNanos - highestNanos < UNBROKEN_NANOS;
            mediaTicks =
                    highestTicks + (unbroken ? usualTicks : Math.max(usualTicks, elapsedTicks));
        } else {
            mediaTicks = highestTicks + ticks;
            if (step == 1 && ticks > 0 && ticks <= clocks.clockHz() / 8) {
                usualTicks = ticks;
            }
        }
        remember(packet, nowNanos);
        return Fit.PLACED;
    }

    private Fit placeOlder(long ticks) {
        if (Math.abs(ticks) > (long) MAX_STEP_SECONDS * clocks.clockHz()) {
            return Fit.STRAY;
        }
        mediaTicks = highestTicks + ticks;
        return Fit.PLACED;
    }

    private Fit restart(RtpPacket packet, long nowNanos) {
        started = true;
        awaiting = false;
        ssrc = packet.ssrc();
        sequence = FIRST_SEQUENCE + packet.sequence();
        mediaTicks = 0;
        remember(packet, nowNanos);
        return Fit.RESTARTED;
    }

    private void remember(RtpPacket packet, long nowNanos) {
        highest = sequence;
        highestTimestamp = packet.timestamp();
        highestTicks = mediaTicks;
        highestNanos = nowNanos;
    }
}
