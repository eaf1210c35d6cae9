package dev.crosspoint.media.call;

import dev.crosspoint.media.rtp.RtpPacket;
import dev.crosspoint.media.rtp.SerialNumber;

/**
 * The packets of one source that a leg's peer is forwarded, from the first to whatever else it is
 * sent: which of our numbers each of them gets, and what the source said of its background last.
 */
final class RelayedRun {
    /** A jump of a forwarded source beyond this is a new stream, not loss (RFC 3550 A.1). */
    private static final int MAX_DROPOUT = 3000;

    private static final long AUDIO_DUE_NANOS = 40_000_000L;

    /** A source that says itself how its background sounds may take its time; then we repeat it. */
    private static final long NOISE_DUE_NANOS = 240_000_000L;

    private boolean active;

    /** Whether the peer was told of the background in the run since its last packet. */
    private boolean filled;

    private int ssrc;
    private int first;
    private int highest;
    private int sequenceOffset;
    private int timestampOffset;

    /** Of all runs. */
    private long missed;

    /** Whether the source itself told the peer of the background last, and how loud it was. */
    private boolean noise;

    private int noiseDbov;
    private long heardNanos;

    // ---- numbers

    /** Whether a packet belongs to the run that there is. */
    boolean continuesWith(RtpPacket in) {
        return active
                && in.ssrc() == ssrc
                && Math.abs(SerialNumber.distance16(in.sequence(), highest)) <= MAX_DROPOUT;
    }

    /** A packet begins a run, with these numbers of ours. */
    void begin(RtpPacket in, int nextSequence, int nextTimestamp) {
        active = true;
        filled = false;
        ssrc = in.ssrc();
        first = in.sequence();
        highest = in.sequence();
        sequenceOffset = nextSequence - in.sequence();
        timestampOffset = nextTimestamp - in.timestamp();
    }

    /** The peer is sent something else from now on. */
    void end() {
        active = false;
        filled = false;
    }

    /** Whether a packet is from before this run: its number is taken. */
    boolean isStraggler(RtpPacket in) {
        return SerialNumber.distance16(in.sequence(), first) < 0;
    }

    int sequenceOf(RtpPacket in) {
        return (in.sequence() + sequenceOffset) & 0xFFFF;
    }

    int timestampOf(RtpPacket in) {
        return in.timestamp() + timestampOffset;
    }

    /** Notes a packet; whether it is the newest of the run. */
    boolean reaches(RtpPacket in) {
        int ahead = SerialNumber.distance16(in.sequence(), highest);
        if (ahead < 0) {
            return false;
        }
        missed += Math.max(0, ahead - 1);
        highest = in.sequence();
        // The run's first number must not come round again as one from before it.
        if (SerialNumber.distance16(highest, first) > MAX_DROPOUT) {
            first = (highest - MAX_DROPOUT) & 0xFFFF;
        }
        return true;
    }

    /**
     * Leaves out the number of a packet that is not for the peer: those behind it move up.
     *
     * @return whether there is a run that it is the newest packet of
     */
    boolean leavesOut(RtpPacket in) {
        int ahead = SerialNumber.distance16(in.sequence(), highest);
        if (!active || in.ssrc() != ssrc || ahead <= 0) {
            return false;
        }
        missed += ahead - 1;
        sequenceOffset--;
        highest = in.sequence();
        first = (in.sequence() + 1) & 0xFFFF; // an earlier number would come round again
        return true;
    }

    /** A packet came that others had overtaken: its number is not free any longer. */
    void cameLate() {
        missed--;
    }

    /** Numbers left free so far, in all runs, for packets that have not come yet, or never. */
    long missed() {
        return missed;
    }

    // ---- pauses

    /** The peer was told of the background, with a number of ours, where a packet did not come. */
    void fill() {
        filled = true;
    }

    boolean isFilled() {
        return active && filled;
    }

    /**
     * The run goes on behind what was said of the background, whose numbers are used up; one that
     * has lost its time begins anew with this packet.
     *
     * @return whether it goes on with this packet
     */
    boolean resume(RtpPacket in, int nextSequence, boolean hasKeptTime) {
        int ahead = SerialNumber.distance16(in.sequence(), highest);
        first = (highest + 1) & 0xFFFF;
        if (ahead <= 0) {
            return false; // a straggler
        }
        filled = false;
        active = hasKeptTime;
        sequenceOffset = nextSequence + ahead - 1 - in.sequence();
        return hasKeptTime;
    }

    /** Audio came. */
    void heard(long nowNanos) {
        noise = false;
        heardNanos = nowNanos;
    }

    /** The peer was forwarded what the source says of its background. */
    void heardNoise(int levelDbov, long nowNanos) {
        noise = true;
        noiseDbov = levelDbov;
        heardNanos = nowNanos;
    }

    /** How loud the background is: what the source said last, or else what was measured. */
    int backgroundDbov(int measuredDbov) {
        return noise ? noiseDbov : measuredDbov;
    }

    /**
     * For how long nothing has come, nor a word of the source that explains that; 0 or less if it
     * has.
     */
    long overdueNanos(long nowNanos) {
        return nowNanos - heardNanos - (noise ? NOISE_DUE_NANOS : AUDIO_DUE_NANOS);
    }
}
