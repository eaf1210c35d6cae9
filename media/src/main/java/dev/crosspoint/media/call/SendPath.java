package dev.crosspoint.media.call;

import dev.crosspoint.media.api.Digits;
import dev.crosspoint.media.api.MediaReply;
import dev.crosspoint.media.api.MediaReply.Done;
import dev.crosspoint.media.api.MediaReply.MediaError;
import dev.crosspoint.media.api.MediaReply.Refused;
import dev.crosspoint.media.codec.ComfortNoise;
import dev.crosspoint.media.dtmf.ToneSender;
import dev.crosspoint.media.rtp.RtpPacket;
import dev.crosspoint.media.sdp.MediaPlan;

/**
 * What a leg's peer hears, as one RTP stream whose SSRC, sequence numbers and timestamps run on
 * whatever the audio is made of: forwarded packets, mixed frames or keypad digits.
 *
 * <p>Time passes on the stream even while nothing is sent: after a pause the timestamp jumps by as
 * much as the clock did, and the marker says so.
 */
final class SendPath {
    /**
     * Longest payload that we make or forward, bytes: fits any network with its headers and tag.
     */
    static final int MAX_PAYLOAD = 1276;

    /** Room for header, payload and the longest SRTP tag. */
    private static final int FRAME_BYTES = RtpPacket.FIXED_HEADER_LENGTH + MAX_PAYLOAD + 32;

    private static final long TICK_NANOS = 20_000_000L;
    private static final int TICKS_PER_SECOND = 50;

    /**
     * A frame later than this was not late, it was not sent: the stream's clock jumps. More than
     * the ticks that a loop catches up with in a row.
     */
    private static final long MAX_LATE_NANOS = 6 * TICK_NANOS;

    /**
     * So far behind its clock a source may be whose packets were held up: one that is further had
     * stopped its clock. Two seconds, which is more than networks hold back and then deliver.
     */
    private static final int MAX_BEHIND_TICKS = 2 * TICKS_PER_SECOND;

    private static final int NO_TYPE = -1;
    private static final Refused TOO_MANY =
            new Refused(MediaError.WRONG_STATE, "too many digits wait, or these are none");

    private final Leg leg;
    private final int ssrc;
    private final byte[] frame = new byte[FRAME_BYTES];
    private final RtpPacket packet = new RtpPacket();
    private int payloadType;
    private int noisePayloadType = NO_TYPE;
    private int ticksPerFrame = 160;
    private final SentEvents digits = new SentEvents();
    private final ToneSender tones = new ToneSender();

    private int nextSequence;
    private int nextTimestamp;
    private long nextNanos;
    private boolean started;
    private boolean marker = true;
    private final Packing packing = new Packing();
    private final RelayedRun run = new RelayedRun();

    private long sent;

    SendPath(Leg leg, LegIdentity identity) {
        this.leg = leg;
        this.ssrc = identity.ssrc();
        this.nextSequence = identity.firstSequence();
        this.nextTimestamp = identity.firstTimestamp();
    }

    /** From now on packets are what this plan says. */
    void agreed(MediaPlan plan) {
        payloadType = plan.sendPayloadType();
        packing.set(plan.codec(), plan.ptimeMs());
        ticksPerFrame = plan.clockHz() / TICKS_PER_SECOND;
        noisePayloadType = plan.comfortNoisePayloadType();
        digits.agreed(plan.digits());
    }

    int ssrc() {
        return ssrc;
    }

    /** RTP packets sent so far. */
    long sent() {
        return sent;
    }

    /**
     * Numbers left free so far, because what is forwarded under them has not come yet, or never.
     */
    long missed() {
        return run.missed();
    }

    /** Where an encoder may put the payload of the next frame. */
    byte[] payloadArray() {
        return frame;
    }

    /** The first byte of the payload in {@link #payloadArray}. */
    static int payloadOffset() {
        return RtpPacket.FIXED_HEADER_LENGTH;
    }

    /**
     * Forwards a packet: its payload stays where it lies, the header before it is rewritten.
     *
     * @param in a packet in the clear, with room for a tag behind it; destroyed
     * @param durationTicks how much audio it holds, in timestamp units
     */
    void relay(RtpPacket in, int durationTicks, long nowNanos, Outbox out) {
        run.heard(nowNanos);
        forward(in, payloadType, durationTicks, nowNanos, out);
    }

    /**
     * A packet of whom is forwarded is not for this peer, such as a keypad digit: its number is
     * left out too, or it would be missed as a loss. Time goes on: it is a pause.
     */
    void leaveOut(RtpPacket in) {
        marker |= run.leavesOut(in);
    }

    /** Forwards a packet of comfort noise likewise, to a peer that takes it. */
    void relayNoise(RtpPacket in, long nowNanos, Outbox out) {
        if (noisePayloadType == NO_TYPE) {
            leaveOut(in);
            return;
        }
        int levelDbov = in.payloadLength() == 0 ? 0 : -(in.array()[in.payloadOffset()] & 0x7F);
        if (forward(in, noisePayloadType, ticksPerFrame, nowNanos, out)) {
            run.heardNoise(levelDbov, nowNanos);
        }
    }

    private boolean forward(
            RtpPacket in, int asType, int durationTicks, long nowNanos, Outbox out) {
        if (hasDigits() || in.payloadLength() == 0) {
            return false;
        }
        if (run.isFilled()) {
            resume(in, nowNanos);
        }
        if (!run.continuesWith(in)) {
            catchUp(nowNanos);
            run.begin(in, nextSequence, nextTimestamp);
        }
        if (run.isStraggler(in)) {
            return false;
        }
        int sequence = run.sequenceOf(in);
        int timestamp = run.timestampOf(in);
        boolean newest = run.reaches(in);
        if (newest) {
            advance(sequence, timestamp + durationTicks);
            nextNanos = nowNanos + TICK_NANOS;
        }
        int start = in.payloadOffset() - RtpPacket.FIXED_HEADER_LENGTH;
        int length = RtpPacket.FIXED_HEADER_LENGTH + in.payloadLength();
        // RFC 3551 4.1: the marker is for the first packet of speech
        boolean speech = asType == payloadType;
        boolean mark = speech && (in.marker() || marker);
        marker &= !speech;
        RtpPacket.writeHeader(in.array(), start, mark, asType, sequence, timestamp, ssrc);
        packet.wrap(in.array(), start, length);
        out.count(Count.RTP_RELAYED);
        long before = sent;
        transmit(nowNanos, out);
        if (!newest && sent > before) { // SRTP sends no number twice
            run.cameLate();
        }
        return true;
    }

    /**
     * Sends the frame of this tick, whose payload was put into {@link #payloadArray}; with no
     * payload time passes on the stream, and the next packet says that speech begins (RFC 3551
     * 4.1).
     */
    void mixed(int payloadLength, long nowNanos, Outbox out) {
        run.end();
        catchUp(nowNanos);
        if (packing.isActive()) {
            pack(payloadLength, nowNanos, out);
        }
        if (payloadLength == 0) {
            nextTimestamp += ticksPerFrame;
            nextNanos += TICK_NANOS;
            marker = true;
            return;
        }
        if (packing.isActive()) {
            nextTimestamp += ticksPerFrame;
            nextNanos += TICK_NANOS;
            return;
        }
        writeFrame(marker, payloadType, nextTimestamp, payloadLength);
        marker = false;
        advance(nextSequence, nextTimestamp + ticksPerFrame);
        nextNanos += TICK_NANOS;
        transmit(nowNanos, out);
    }

    /**
     * Sends half of a tick's frame, for a peer that takes no more in a packet; as {@link #mixed}.
     */
    void half(int payloadLength, long nowNanos, Outbox out) {
        run.end();
        catchUp(nowNanos);
        writeFrame(marker, payloadType, nextTimestamp, payloadLength);
        marker = false;
        advance(nextSequence, nextTimestamp + ticksPerFrame / 2);
        nextNanos += TICK_NANOS / 2;
        transmit(nowNanos, out);
    }

    /**
     * Puts a frame into packets of the length that was asked for, and sends those that are full.
     */
    private void pack(int payloadLength, long nowNanos, Outbox out) {
        int at = payloadOffset();
        if (payloadLength == 0 || !packing.takes(frame, at, payloadLength, nextTimestamp)) {
            flush(nowNanos, out);
        }
        if (payloadLength > 0) {
            packing.add(frame, at, payloadLength, nextTimestamp, ticksPerFrame);
        }
        while (payloadLength > 0 && packing.isFull()) {
            sendPacked(nowNanos, out);
        }
    }

    /** Something else than audio follows: what waits for more of it does not wait any longer. */
    private void flush(long nowNanos, Outbox out) {
        while (!packing.isEmpty()) {
            sendPacked(nowNanos, out);
        }
    }

    private void sendPacked(long nowNanos, Outbox out) {
        int length = RtpPacket.FIXED_HEADER_LENGTH + packing.take();
        byte[] array = packing.packet();
        int timestamp = packing.timestamp();
        RtpPacket.writeHeader(array, 0, marker, payloadType, nextSequence, timestamp, ssrc);
        packet.wrap(array, 0, length);
        marker = false;
        nextSequence = (nextSequence + 1) & 0xFFFF;
        transmit(nowNanos, out);
    }

    /** Says how loud the background is, in place of this tick's audio (RFC 3389). */
    void hush(int levelDbov, long nowNanos, Outbox out) {
        run.end();
        sayHush(levelDbov, nowNanos, out);
    }

    /**
     * Says so where audio is forwarded that does not come. The run goes on behind it by its own
     * clock, since packets that were only held up are no later for having been missed.
     *
     * @param levelDbov of the background, where the source has not said so itself
     */
    void fill(int levelDbov, long nowNanos, Outbox out) {
        sayHush(run.backgroundDbov(levelDbov), nowNanos, out);
        run.fill();
    }

    private void sayHush(int levelDbov, long nowNanos, Outbox out) {
        catchUp(nowNanos);
        flush(nowNanos, out);
        int length = ComfortNoise.write(frame, payloadOffset(), levelDbov);
        writeFrame(false, noisePayloadType, nextTimestamp, length);
        advance(nextSequence, nextTimestamp + ticksPerFrame);
        nextNanos += TICK_NANOS;
        marker = true;
        transmit(nowNanos, out);
    }

    /**
     * For how many ticks, this one too, what is forwarded has not come, nor a word of the source
     * that explains that; 0 while it comes.
     */
    int ticksWithoutAudio(long nowNanos) {
        long overdueNanos = started && !hasDigits() ? run.overdueNanos(nowNanos) : 0;
        return overdueNanos <= 0
                ? 0
                : (int) Math.min(MAX_BEHIND_TICKS, 1 + overdueNanos / TICK_NANOS);
    }

    /** Queues keypad digits as telephone events. */
    MediaReply queueDigits(Digits pressed) {
        if (!digits.areTaken()) {
            return new Refused(MediaError.TAKES_NO_DIGITS, "the peer takes no telephone events");
        }
        return digits.queue(pressed) ? new Done() : TOO_MANY;
    }

    /** Queues keypad digits as tones. */
    MediaReply queueTones(Digits pressed) {
        return tones.queue(pressed.value()) ? new Done() : TOO_MANY;
    }

    /** Whether a digit waits or sounds, in either way. */
    boolean hasDigits() {
        return digits.active() || tones.active();
    }

    /** Keypad digits in the peer's audio. */
    ToneSender tones() {
        return tones;
    }

    /**
     * Sends this tick's packet of a digit, if one sounds.
     *
     * @return whether it takes the place of this tick's audio
     */
    boolean digitTick(long nowNanos, Outbox out) {
        if (!digits.active()) {
            return false;
        }
        run.end();
        catchUp(nowNanos);
        if (!digits.tick(ticksPerFrame * TICKS_PER_SECOND, nextTimestamp)) {
            return false;
        }
        flush(nowNanos, out);
        int length = digits.write(frame, payloadOffset());
        writeFrame(digits.marker(), digits.payloadType(), digits.timestamp(), length);
        advance(nextSequence, nextTimestamp + ticksPerFrame);
        nextNanos += TICK_NANOS;
        marker = true;
        transmit(nowNanos, out);
        return true;
    }

    /** The run goes on by its own clock, unless that had stopped. */
    private void resume(RtpPacket in, long nowNanos) {
        int clock = nextTimestamp + (int) ((nowNanos - nextNanos) / TICK_NANOS) * ticksPerFrame;
        int behind = clock - run.timestampOf(in);
        boolean hasKeptTime = Math.abs(behind) <= MAX_BEHIND_TICKS * ticksPerFrame;
        if (run.resume(in, nextSequence, hasKeptTime)) {
            // RFC 3551 4.1: speech that was held up does not begin here
            marker &= behind <= MAX_LATE_NANOS / TICK_NANOS * ticksPerFrame;
        }
    }

    /** After a pause the timestamp skips what was not sent. */
    private void catchUp(long nowNanos) {
        if (!started) {
            started = true;
            nextNanos = nowNanos;
        }
        if (nowNanos - nextNanos > MAX_LATE_NANOS) {
            long missed = (nowNanos - nextNanos + TICK_NANOS / 2) / TICK_NANOS;
            nextTimestamp += (int) (missed * ticksPerFrame);
            nextNanos += missed * TICK_NANOS;
            marker = true;
        }
    }

    private void advance(int sequence, int timestampAfter) {
        nextSequence = (sequence + 1) & 0xFFFF;
        nextTimestamp = timestampAfter;
    }

    private void writeFrame(boolean mark, int type, int timestamp, int payloadLength) {
        RtpPacket.writeHeader(frame, 0, mark, type, nextSequence, timestamp, ssrc);
        packet.wrap(frame, 0, RtpPacket.FIXED_HEADER_LENGTH + payloadLength);
    }

    private void transmit(long nowNanos, Outbox out) {
        if (leg.transmit(packet, nowNanos, out)) {
            sent++;
            out.count(Count.RTP_SENT);
        }
    }
}
