package dev.crosspoint.media.rtp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The RTCP conversation of one leg (RFC 3550 6): says what we sent and how the peer arrives, and
 * reads what the peer says about us. Allocates nothing after construction.
 */
public final class RtcpReporter {
    /** RFC 3550 6.2: the shortest interval between reports, halved for the first one. */
    private static final long INTERVAL_NANOS = 5_000_000_000L;

    /** Seconds from NTP's epoch, 1900, to Unix's, 1970. */
    private static final long NTP_TO_UNIX_SECONDS = 2_208_988_800L;

    /** Both sides round to 1/65536 s; more than that before its time is a wrong report, ms. */
    private static final double ROUNDING_MS = 1;

    private static final int LONGEST_CNAME = 255;
    private static final int VERSION_BITS = 2 << 6;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final int ssrc;
    private final byte[] cname;
    private final long unixOffsetNanos;
    private final RandomGenerator random;
    private final RtcpPacket packet = new RtcpPacket();
    private final SentReports sentReports = new SentReports();

    private int clockHz;
    private long nextReportNanos;

    private int packetsSent;
    private int octetsSent;
    private int lastSentTimestamp;
    private long lastSentNanos;
    private int packetsSentAtLastReport;
    private int packetsSentAtReportBefore;
    private long receivedAtLastReport;

    private boolean peerReported;
    private int peerSsrc;
    private int peerNtpMiddle;
    private long peerReportNanos;

    private long reportsAboutUs;
    private double roundTripMs = -1;
    private double peerLossPercent;
    private double peerJitterMs;
    private boolean peerLeft;
    private boolean extended;
    private long extendedBlocks;

    /**
     * @param ssrc what we send from
     * @param cname our canonical name, random rather than personal (RFC 7022), 255 bytes at most
     * @param clockHz RTP clock of what we send, Hz
     * @param unixOffsetNanos what to add to a {@code nowNanos} to get nanoseconds since 1970
     * @param random for the spread of reports over time
     */
    public RtcpReporter(
            int ssrc,
            String cname,
            int clockHz,
            long unixOffsetNanos,
            RandomGenerator random,
            long nowNanos) {
        this.ssrc = ssrc;
        this.cname = cname.getBytes(UTF_8);
        if (this.cname.length > LONGEST_CNAME) {
            throw new IllegalArgumentException("a CNAME has 255 bytes at most");
        }
        this.clockHz = clockHz;
        this.unixOffsetNanos = unixOffsetNanos;
        this.random = random;
        this.nextReportNanos = nowNanos + spread(INTERVAL_NANOS / 2);
    }

    /** The RTP clock of what we send from now on, after a change of codec. */
    public void clockHz(int clockHz) {
        this.clockHz = clockHz;
    }

    /** Whether reports have VoIP metrics (RFC 3611 4.7), as was agreed on. */
    public void reportVoipMetrics(boolean wanted) {
        extended = wanted;
    }

    /** Blocks of extended reports that the peer has sent since this was last asked. */
    public long takeExtendedBlocks() {
        long taken = extendedBlocks;
        extendedBlocks = 0;
        return taken;
    }

    /** Counts a packet that we sent. */
    public void onSent(int timestamp, int payloadBytes, long nowNanos) {
        packetsSent++;
        octetsSent += payloadBytes;
        lastSentTimestamp = timestamp;
        lastSentNanos = nowNanos;
    }

    /** When {@link #writeReport} is due. */
    public long nextReportNanos() {
        return nextReportNanos;
    }

    /** Bytes that {@link #writeReport} and {@link #writeBye} need at most, SRTCP not counted. */
    public int reportCapacity() {
        return RtcpPacket.HEADER_LENGTH
                + 4
                + RtcpPacket.SENDER_INFO_LENGTH
                + RtcpPacket.REPORT_BLOCK_LENGTH
                + descriptionLength()
                + Math.max(VoipMetrics.LENGTH, RtcpPacket.HEADER_LENGTH + 4);
    }

    /**
     * Takes in a compound or reduced-size packet (RFC 5506) that is authentic and in the clear.
     *
     * @return ACCEPTED, or MALFORMED; then nothing was taken in
     */
    public Verdict onRtcp(PacketBuffer buffer, long nowNanos) {
        byte[] array = buffer.array();
        int limit = buffer.offset() + buffer.length();
        if (!packet.wrapCompound(array, buffer.offset(), buffer.length())) {
            return Verdict.MALFORMED;
        }
        for (int at = buffer.offset(); at < limit; at = packet.end()) {
            packet.wrap(array, at, limit);
            switch (packet.type()) {
                case RtcpPacket.SENDER_REPORT -> {
                    onSenderReport(nowNanos);
                    onReportBlocks(nowNanos);
                }
                case RtcpPacket.RECEIVER_REPORT -> onReportBlocks(nowNanos);
                case RtcpPacket.GOODBYE -> peerLeft = true;
                case VoipMetrics.EXTENDED_REPORT -> extendedBlocks += packet.extendedBlocks();
                default -> {} // names and feedback do not concern us
            }
        }
        return Verdict.ACCEPTED;
    }

    /**
     * Writes the report that is due and schedules the next one.
     *
     * @param received what the peer sends us; reported about once something arrived
     * @return bytes written, at most {@link #reportCapacity}
     */
    public int writeReport(byte[] out, int offset, ReceptionStats received, long nowNanos) {
        int at = writeReportPacket(out, offset, received, nowNanos);
        at = writeDescription(out, at);
        if (extended && received.heard()) {
            at = VoipMetrics.write(out, at, ssrc, received, roundTripMs);
        }
        nextReportNanos = nowNanos + spread(INTERVAL_NANOS);
        return at - offset;
    }

    /** Writes a last report with our goodbye (RFC 3550 6.6). */
    public int writeBye(byte[] out, int offset, ReceptionStats received, long nowNanos) {
        int at = writeReportPacket(out, offset, received, nowNanos);
        at = writeDescription(out, at);
        at = writeHeader(out, at, 1, RtcpPacket.GOODBYE, RtcpPacket.HEADER_LENGTH + 4);
        Bits.int32(out, at, ssrc);
        return at + 4 - offset;
    }

    /** How often the peer has reported about what we send. */
    public long reportsAboutUs() {
        return reportsAboutUs;
    }

    /** From the peer's last report about us, ms; -1 when not known yet. */
    public double roundTripMs() {
        return roundTripMs;
    }

    /** What the peer lost of what we sent, by its last report, 0 to 100. */
    public double peerLossPercent() {
        return peerLossPercent;
    }

    /** Jitter that the peer sees, by its last report. */
    public double peerJitterMs() {
        return peerJitterMs;
    }

    /** Whether the peer said goodbye. Only a hint: signalling decides. */
    public boolean peerLeft() {
        return peerLeft;
    }

    private void onSenderReport(long nowNanos) {
        peerReported = true;
        peerSsrc = packet.senderSsrc();
        peerNtpMiddle = packet.ntpMiddle();
        peerReportNanos = nowNanos;
    }

    private void onReportBlocks(long nowNanos) {
        for (int block = 0; block < packet.count(); block++) {
            if (packet.blockSsrc(block) == ssrc) {
                onReportAboutUs(block, nowNanos);
            }
        }
    }

    private void onReportAboutUs(int block, long nowNanos) {
        reportsAboutUs++;
        peerLossPercent = 100.0 * packet.blockFractionLost(block) / 256;
        peerJitterMs = 1000.0 * Integer.toUnsignedLong(packet.blockJitter(block)) / clockHz;
        long sentNanos = sentReports.find(packet.blockLastSenderReport(block));
        if (sentNanos == SentReports.UNKNOWN) {
            return;
        }
        // RFC 3550 6.4.1: round trip = A - LSR - DLSR, with A - LSR by our own clock
        double awayMs = (nowNanos - sentNanos) / 1e6;
        double heldMs =
                Integer.toUnsignedLong(packet.blockDelaySinceLastSenderReport(block)) / 65.536;
        if (awayMs - heldMs > -ROUNDING_MS) {
            roundTripMs = Math.max(0, awayMs - heldMs);
        }
    }

    private int writeReportPacket(byte[] out, int offset, ReceptionStats received, long nowNanos) {
        // RFC 3550 6.4: a sender report when something was sent since the report before the last
        boolean sending = packetsSent != packetsSentAtReportBefore;
        packetsSentAtReportBefore = packetsSentAtLastReport;
        packetsSentAtLastReport = packetsSent;
        boolean receiving = received.heard() && received.received() != receivedAtLastReport;
        receivedAtLastReport = received.received();

        int length =
                RtcpPacket.HEADER_LENGTH
                        + 4
                        + (sending ? RtcpPacket.SENDER_INFO_LENGTH : 0)
                        + (receiving ? RtcpPacket.REPORT_BLOCK_LENGTH : 0);
        int type = sending ? RtcpPacket.SENDER_REPORT : RtcpPacket.RECEIVER_REPORT;
        int at = writeHeader(out, offset, receiving ? 1 : 0, type, length);
        Bits.int32(out, at, ssrc);
        at += 4;
        if (sending) {
            at = writeSenderInfo(out, at, nowNanos);
        }
        return receiving ? writeBlock(out, at, received, nowNanos) : at;
    }

    private int writeSenderInfo(byte[] out, int at, long nowNanos) {
        long unixNanos = nowNanos + unixOffsetNanos;
        int ntpSeconds = (int) (Math.floorDiv(unixNanos, NANOS_PER_SECOND) + NTP_TO_UNIX_SECONDS);
        int ntpFraction =
                (int) ((Math.floorMod(unixNanos, NANOS_PER_SECOND) << 32) / NANOS_PER_SECOND);
        sentReports.add((ntpSeconds << 16) | (ntpFraction >>> 16), nowNanos);
        Bits.int32(out, at, ntpSeconds);
        Bits.int32(out, at + 4, ntpFraction);
        // RFC 3550 6.4.1: the same instant on the media's own clock
        long sinceSentNanos = nowNanos - lastSentNanos;
        int sinceSent = (int) (sinceSentNanos / 1000 * clockHz / 1_000_000);
        Bits.int32(out, at + 8, lastSentTimestamp + sinceSent);
        Bits.int32(out, at + 12, packetsSent);
        Bits.int32(out, at + 16, octetsSent);
        return at + RtcpPacket.SENDER_INFO_LENGTH;
    }

    private int writeBlock(byte[] out, int at, ReceptionStats received, long nowNanos) {
        long lost = Math.clamp(received.cumulativeLost(), -0x80_0000, 0x7f_ffff);
        Bits.int32(out, at, received.ssrc());
        Bits.int32(out, at + 4, (received.closeReportInterval() << 24) | ((int) lost & 0xff_ffff));
        Bits.int32(out, at + 8, received.extendedHighestSequence());
        Bits.int32(out, at + 12, received.jitter());
        boolean heardReport = peerReported && peerSsrc == received.ssrc();
        Bits.int32(out, at + 16, heardReport ? peerNtpMiddle : 0);
        long heldNanos = heardReport ? nowNanos - peerReportNanos : 0;
        Bits.int32(out, at + 20, (int) (heldNanos / 1000 * 65_536 / 1_000_000));
        return at + RtcpPacket.REPORT_BLOCK_LENGTH;
    }

    private int writeDescription(byte[] out, int offset) {
        int length = descriptionLength();
        int at = writeHeader(out, offset, 1, RtcpPacket.SOURCE_DESCRIPTION, length);
        Bits.int32(out, at, ssrc);
        out[at + 4] = RtcpPacket.CNAME_ITEM;
        out[at + 5] = (byte) cname.length;
        System.arraycopy(cname, 0, out, at + 6, cname.length);
        Arrays.fill(out, at + 6 + cname.length, offset + length, (byte) 0);
        return offset + length;
    }

    /** RFC 3550 6.5: at least one null byte after the item, then up to a multiple of four. */
    private int descriptionLength() {
        return (RtcpPacket.HEADER_LENGTH + 4 + 2 + cname.length + 4) / 4 * 4;
    }

    private static int writeHeader(byte[] out, int at, int count, int type, int length) {
        out[at] = (byte) (VERSION_BITS | count);
        out[at + 1] = (byte) type;
        Bits.int16(out, at + 2, length / 4 - 1);
        return at + RtcpPacket.HEADER_LENGTH;
    }

    // RFC 3550 6.3.1: half to one and a half times, so that peers do not fall into step
    private long spread(long intervalNanos) {
        return (long) (intervalNanos * (0.5 + random.nextDouble()));
    }
}
