package dev.crosspoint.media.call;

import dev.crosspoint.media.api.Channel;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.MediaCommand.RecordLegs;
import dev.crosspoint.media.api.MediaEvent.QualityReport;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.record.Tape;
import dev.crosspoint.media.record.TrackRecord;
import dev.crosspoint.media.rtp.RtpPacket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One recording as long as it runs: which legs it takes, and the marks of every change of that. A
 * tape without room loses audio, which is counted and marked, but never a mark.
 */
final class Recording {
    /** The number of a track has eight bits; a leg more would be somebody's 256th browser. */
    private static final int MAX_TRACKS = 256;

    /** Every fifth report of a leg, of which one comes a second, some a little early. */
    private static final long QUALITY_EVERY_NANOS = 4_500_000_000L;

    private final RecordingId id;
    private final Tape tape;
    private final long startNanos;
    private final List<Track> tracks = new ArrayList<>(4);
    private final Deque<TrackRecord> waiting = new ArrayDeque<>();
    private boolean paused;

    /** A leg that is or was recorded; its place in the list is its number. */
    private static final class Track {
        private final LegId leg;
        private final Channel channel;
        private boolean taken;
        private long qualityNanos;

        Track(LegId leg, Channel channel, long nowNanos) {
            this.leg = leg;
            this.channel = channel;
            this.qualityNanos = nowNanos;
        }

        boolean is(RecordLegs.Track wanted) {
            return leg.equals(wanted.leg()) && channel == wanted.channel();
        }
    }

    Recording(RecordingId id, Tape tape, long nowNanos, String description) {
        this.id = id;
        this.tape = tape;
        this.startNanos = nowNanos;
        waiting.add(new TrackRecord.Start(0, description));
    }

    RecordingId id() {
        return id;
    }

    /** From now on these legs, and no others. */
    void take(List<RecordLegs.Track> wanted, boolean nowPaused, long nowNanos, Outbox out) {
        long micros = micros(nowNanos);
        for (int number = 0; number < tracks.size(); number++) {
            Track track = tracks.get(number);
            boolean on = wanted.stream().anyMatch(track::is);
            if (on != track.taken) {
                track.taken = on;
                waiting.add(new TrackRecord.Taken(micros, number, on));
            }
        }
        if (nowPaused != paused) {
            paused = nowPaused;
            waiting.add(new TrackRecord.Paused(micros, paused));
        }
        for (RecordLegs.Track track : wanted) {
            if (tracks.stream().noneMatch(known -> known.is(track))) {
                begin(track, micros, nowNanos, out);
            }
        }
        writeWaiting();
    }

    /**
     * A packet has come from a leg.
     *
     * @param codec null when it is no speech
     */
    void heard(LegId leg, @Nullable Codec codec, RtpPacket packet, long nowNanos, Outbox out) {
        for (int number = 0; number < tracks.size(); number++) {
            Track track = tracks.get(number);
            if (track.taken && track.leg.equals(leg)) {
                keep(number, codec, packet, nowNanos, out);
            }
        }
    }

    void quality(LegId leg, QualityReport report, long nowNanos) {
        for (int number = 0; number < tracks.size(); number++) {
            Track track = tracks.get(number);
            if (track.taken
                    && track.leg.equals(leg)
                    && nowNanos - track.qualityNanos >= QUALITY_EVERY_NANOS) {
                track.qualityNanos = nowNanos;
                waiting.add(
                        new TrackRecord.Quality(
                                micros(nowNanos),
                                number,
                                (int) Math.round(report.lossPercent() * 10),
                                (int) Math.min(Integer.MAX_VALUE, report.jitterMs() * 1000)));
                writeWaiting();
            }
        }
    }

    void left(LegId leg, long nowNanos) {
        for (int number = 0; number < tracks.size(); number++) {
            Track track = tracks.get(number);
            if (track.taken && track.leg.equals(leg)) {
                track.taken = false;
                waiting.add(new TrackRecord.Taken(micros(nowNanos), number, false));
            }
        }
        writeWaiting();
    }

    /** Marks that found no room are tried again. */
    void onTick() {
        writeWaiting();
    }

    /** Whether no mark waits for room. */
    boolean allWritten() {
        return waiting.isEmpty();
    }

    /** A tape that has no room even for this is sealed without it, as after a crash. */
    void stop(long nowNanos) {
        waiting.add(new TrackRecord.Stop(micros(nowNanos)));
        writeWaiting();
        tape.close();
    }

    // ---- details

    private void begin(RecordLegs.Track wanted, long micros, long nowNanos, Outbox out) {
        if (tracks.size() == MAX_TRACKS) {
            out.count(Count.RECORDING_LOST);
            return;
        }
        int number = tracks.size();
        var track = new Track(wanted.leg(), wanted.channel(), nowNanos);
        track.taken = true;
        tracks.add(track);
        waiting.add(
                new TrackRecord.Track(
                        micros, number, wanted.channel(), wanted.leg(), wanted.who()));
        waiting.add(new TrackRecord.Taken(micros, number, true));
    }

    private void keep(
            int number, @Nullable Codec codec, RtpPacket packet, long nowNanos, Outbox out) {
        writeWaiting();
        long micros = micros(nowNanos);
        boolean kept =
                codec == null
                        ? tape.unspoken(micros, number, packet.sequence())
                        : tape.audio(
                                micros,
                                number,
                                codec,
                                packet.sequence(),
                                packet.timestamp(),
                                packet.array(),
                                packet.payloadOffset(),
                                packet.payloadLength());
        if (!kept) {
            out.count(Count.RECORDING_LOST);
        } else if (codec != null) {
            out.count(Count.RECORDED);
        }
    }

    private void writeWaiting() {
        while (!waiting.isEmpty() && tape.mark(waiting.peek())) {
            waiting.remove();
        }
    }

    private long micros(long nowNanos) {
        return (nowNanos - startNanos) / 1000;
    }
}
