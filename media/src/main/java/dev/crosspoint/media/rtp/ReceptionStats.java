package dev.crosspoint.media.rtp;

/**
 * How one source arrives: loss, order and jitter as RFC 3550 appendix A has them. Counts one SSRC
 * at a time; another SSRC is another source and begins anew.
 *
 * <p>Sources are taken in at their first packet, without the probation of RFC 3550 A.1: they are
 * authenticated by SRTP, or accepted by address before they come here. Duplicates count as
 * received, so {@link #cumulativeLost} may be negative, as the RFC wants it.
 */
public final class ReceptionStats {
    /** RFC 3550 A.1: the longest jump ahead that still counts as loss, packets (a minute). */
    private static final int MAX_DROPOUT = 3000;

    /** RFC 3550 A.1: the longest step back that still counts as reordering, packets. */
    private static final int MAX_MISORDER = 100;

    /** A step of the transit time longer than this is a new timestamp base, not jitter. */
    private static final int MAX_CREDIBLE_JITTER_SECONDS = 5;

    /** 120 ms: longer steps of the timestamp are pauses. */
    private static final int LEAST_PACKETS_PER_SECOND = 8;

    private static final int SEQUENCE_MODULUS = 1 << 16;
    private static final int NO_SEQUENCE = -1;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final LossInterval sinceReport = new LossInterval();
    private final LossInterval sinceSecond = new LossInterval();
    private final Bursts bursts = new Bursts();

    private int clockHz;
    private boolean heard;
    private int ssrc;
    private int highestSequence;
    private int baseSequence;
    private long cycles;
    private int sequenceOfJump;
    private long expectedBeforeRestart;
    private long received;

    private boolean transitKnown;
    private int lastTransit;
    private int lastTimestamp;
    private int packetTicks;
    private int scaledJitter;

    /**
     * @param clockHz RTP clock of the payload, Hz
     */
    public ReceptionStats(int clockHz) {
        this.clockHz = clockHz;
    }

    /** Measures by another RTP clock from now on, after a change of codec. */
    public void clockHz(int clockHz) {
        if (clockHz != this.clockHz) {
            this.clockHz = clockHz;
            transitKnown = false;
            scaledJitter = 0;
        }
    }

    /** Counts a packet that was accepted. */
    public void onPacket(RtpPacket packet, long nowNanos) {
        if (!heard || packet.ssrc() != ssrc) {
            begin(packet.ssrc(), packet.sequence());
        }
        if (countSequence(packet.sequence())) {
            received++;
            measureJitter(packet.timestamp(), nowNanos);
        }
    }

    /** Whether any packet has been counted. */
    public boolean heard() {
        return heard;
    }

    /** The source counted; meaningless before {@link #heard}. */
    public int ssrc() {
        return ssrc;
    }

    /** Packets of this source counted so far. */
    public long received() {
        return received;
    }

    /** Packets this source must have sent, by its sequence numbers. */
    public long expected() {
        return heard ? expectedBeforeRestart + sinceRestart() : 0;
    }

    /** Expected but not received (RFC 3550 A.3); negative when there are duplicates. */
    public long cumulativeLost() {
        return expected() - received;
    }

    /** The highest sequence number heard, with the count of its wraps in the upper half. */
    public int extendedHighestSequence() {
        return (int) (cycles + highestSequence);
    }

    /** Interarrival jitter in timestamp units, smoothed over 16 packets. */
    public int jitter() {
        return scaledJitter >> 4;
    }

    /** Interarrival jitter, ms. */
    public double jitterMs() {
        return 1000.0 * scaledJitter / 16 / clockHz;
    }

    /** How the losses of this source fall. */
    Bursts bursts() {
        return bursts;
    }

    /** What one of its packets holds, ms; 0 before that is known. */
    double packetMs() {
        return 1000.0 * packetTicks / clockHz;
    }

    /** Loss since this was last asked, in 256ths (0 to 255): what a receiver report carries. */
    int closeReportInterval() {
        // Everything lost would be 256, which does not fit into the report's byte.
        return Math.min(255, (int) (256 * sinceReport.close(expected(), received)));
    }

    /** Loss since this was last asked, percent: for whoever asks once a second. */
    public double closeSecond() {
        return 100 * sinceSecond.close(expected(), received);
    }

    private void begin(int ssrc, int sequence) {
        this.ssrc = ssrc;
        heard = true;
        expectedBeforeRestart = 0;
        received = 0;
        scaledJitter = 0;
        sinceReport.begin();
        sinceSecond.begin();
        bursts.begin();
        restartAt(sequence);
    }

    private void restartAt(int sequence) {
        baseSequence = sequence;
        // One before, so that the packet itself is the first one expected.
        highestSequence = (sequence - 1) & 0xffff;
        cycles = highestSequence > sequence ? -SEQUENCE_MODULUS : 0;
        sequenceOfJump = NO_SEQUENCE;
        transitKnown = false;
    }

    private long sinceRestart() {
        return cycles + highestSequence - baseSequence + 1;
    }

    /**
     * RFC 3550 A.1, without probation.
     *
     * @return false for the first packet after a wild jump, which counts only if its successor
     *     follows it
     */
    private boolean countSequence(int sequence) {
        int ahead = (sequence - highestSequence) & 0xffff;
        if (ahead < MAX_DROPOUT) {
            if (sequence < highestSequence) {
                cycles += SEQUENCE_MODULUS;
            }
            highestSequence = sequence;
            if (ahead > 0) {
                bursts.lost(ahead - 1);
                bursts.arrived();
            }
        } else if (ahead <= SEQUENCE_MODULUS - MAX_MISORDER) {
            if (sequence != sequenceOfJump) {
                sequenceOfJump = (sequence + 1) & 0xffff;
                return false;
            }
            // Two in a row: the source restarted without telling us.
            expectedBeforeRestart += sinceRestart();
            restartAt(sequence);
            return countSequence(sequence);
        }
        return true;
    }

    /** RFC 3550 A.8. */
    private void measureJitter(int timestamp, long nowNanos) {
        // Telephone events repeat one timestamp (RFC 4733 2.2.1); their spacing is no jitter.
        if (transitKnown && timestamp == lastTimestamp) {
            return;
        }
        int step = timestamp - lastTimestamp;
        if (transitKnown && step > 0 && step <= clockHz / LEAST_PACKETS_PER_SECOND) {
            packetTicks = step;
        }
        int transit = inClockUnits(nowNanos) - timestamp;
        if (transitKnown) {
            int change = Math.abs(transit - lastTransit);
            if (change >= 0 && change < clockHz * MAX_CREDIBLE_JITTER_SECONDS) {
                scaledJitter += change - ((scaledJitter + 8) >> 4);
            }
        }
        transitKnown = true;
        lastTransit = transit;
        lastTimestamp = timestamp;
    }

    private int inClockUnits(long nanos) {
        long seconds = Math.floorDiv(nanos, NANOS_PER_SECOND);
        long rest = Math.floorMod(nanos, NANOS_PER_SECOND);
        return (int) (seconds * clockHz + rest * clockHz / NANOS_PER_SECOND);
    }
}
