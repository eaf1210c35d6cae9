package dev.crosspoint.media.record;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.rtp.SerialNumber;

/**
 * Tells which RTP stream of a track a packet belongs to, and counts its sequence numbers and
 * timestamps on across their wraps. A new stream begins with another codec, and where the sender's
 * clock leaps against ours: another source, or a sender whose clock stood while it paused. The
 * stream before the newest is remembered, for packets that were overtaken. Says the same whenever
 * it is shown the same.
 */
final class RunSorter {
    /**
     * A leap of the sender's clock. Networks delay single packets by as much; then too a new stream
     * may be said to begin, which costs no more than a fade.
     */
    private static final long LEAP_MICROS = 250_000;

    /** RFC 3550 A.1 has the same order: so far ahead or behind it may be the same stream. */
    private static final int MAX_AHEAD = 3000;

    private static final int MAX_BEHIND = 1000;

    /** Behind by more media time than this, it is not the same stream; s. */
    private static final int MAX_BEHIND_SECONDS = 20;

    /** In a change of streams, more are not lost but renumbered. */
    private static final int MAX_LOST_BETWEEN = 50;

    /** Clocks of senders differ from ours by less than one in so many. */
    private static final int DRIFT_DIVISOR = 1000;

    /** Between the numbers of streams that have nothing to do with each other. */
    private static final long FAR = 1L << 24;

    private Newest now = new Newest(-1, Codec.PCMU, false, 0, 0, 0, 0);
    private Newest before = now;

    /**
     * Where a packet belongs.
     *
     * @param run number of the stream, from 0
     * @param joins whether the stream goes on where the one before it ended, so that a number
     *     missing between them is a loss
     * @param sequence counted on; rises from stream to stream
     * @param ticks timestamp since that of the stream's first packet
     */
    record Place(int run, boolean joins, long sequence, long ticks) {}

    /** The newest packet of a stream. */
    private static final class Newest {
        private final int run;
        private final Codec codec;
        private final boolean joins;
        private final int firstTimestamp;
        private long sequence;
        private long ticks;
        private long behindMicros;
        private long lowestMicros;
        private long micros;

        Newest(
                int run,
                Codec codec,
                boolean joins,
                long sequence,
                int timestamp,
                long behindMicros,
                long micros) {
            this.run = run;
            this.codec = codec;
            this.joins = joins;
            this.sequence = sequence;
            this.firstTimestamp = timestamp;
            this.behindMicros = behindMicros;
            this.micros = micros;
            lowestMicros = behindMicros;
        }
    }

    /**
     * Places a packet.
     *
     * @param durationTicks how long it plays
     */
    Place place(TrackRecord.Audio audio, int durationTicks) {
        if (fits(now, audio, durationTicks)) {
            return within(now, audio, durationTicks);
        }
        // where numbers go on from one to the next, new ones are the next one's
        boolean behind = SerialNumber.distance16(audio.sequence(), (int) before.sequence) <= 0;
        if ((!now.joins || behind) && fits(before, audio, durationTicks)) {
            return within(before, audio, durationTicks);
        }
        int ahead = SerialNumber.distance16(audio.sequence(), (int) now.sequence);
        boolean joins = now.run >= 0 && ahead > 0 && ahead <= MAX_LOST_BETWEEN;
        long sequence =
                joins ? now.sequence + ahead : now.sequence / FAR * FAR + FAR + audio.sequence();
        long offset = audio.micros() - micros(audio.codec(), durationTicks);
        before = now;
        now =
                new Newest(
                        before.run + 1,
                        audio.codec(),
                        joins,
                        sequence,
                        audio.timestamp(),
                        offset,
                        audio.micros());
        return new Place(now.run, joins, sequence, 0);
    }

    /** A number that came with no speech, counted on as that of the packets about it. */
    long countedOn(int sequence) {
        return now.sequence + SerialNumber.distance16(sequence, (int) now.sequence);
    }

    private static boolean fits(Newest run, TrackRecord.Audio audio, int durationTicks) {
        if (run.run < 0 || run.codec != audio.codec()) {
            return false;
        }
        int ahead = SerialNumber.distance16(audio.sequence(), (int) run.sequence);
        long later = ticks(run, audio) - run.ticks;
        if (ahead <= 0) {
            return ahead >= -MAX_BEHIND
                    && (ahead == 0 ? later == 0 : later < 0)
                    && later > -(long) MAX_BEHIND_SECONDS * run.codec.rtpClockHz();
        }
        if (ahead > MAX_AHEAD || later <= 0) {
            return false;
        }
        long behind = behind(run, audio, durationTicks);
        long tolerance = LEAP_MICROS + Math.max(0, audio.micros() - run.micros) / DRIFT_DIVISOR;
        return behind <= run.behindMicros + tolerance && behind >= run.lowestMicros - tolerance;
    }

    private static Place within(Newest run, TrackRecord.Audio audio, int durationTicks) {
        int ahead = SerialNumber.distance16(audio.sequence(), (int) run.sequence);
        long sequence = run.sequence + ahead;
        long ticks = ticks(run, audio);
        if (ahead > 0) {
            long behind = behind(run, audio, durationTicks);
            long drift = Math.max(0, audio.micros() - run.micros) / DRIFT_DIVISOR;
            run.lowestMicros = Math.min(run.lowestMicros + drift, behind);
            run.behindMicros = behind;
            run.micros = audio.micros();
            run.sequence = sequence;
            run.ticks = ticks;
        }
        return new Place(run.run, run.joins, sequence, ticks);
    }

    private static long ticks(Newest run, TrackRecord.Audio audio) {
        int newest = run.firstTimestamp + (int) run.ticks;
        return run.ticks + SerialNumber.distance32(audio.timestamp(), newest);
    }

    private static long behind(Newest run, TrackRecord.Audio audio, int durationTicks) {
        return audio.micros() - micros(run.codec, ticks(run, audio) + durationTicks);
    }

    private static long micros(Codec codec, long ticks) {
        return Run.microsOf(codec, ticks);
    }
}
