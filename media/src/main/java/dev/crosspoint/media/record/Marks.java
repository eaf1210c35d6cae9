package dev.crosspoint.media.record;

import dev.crosspoint.media.record.Rendering.Gap;
import dev.crosspoint.media.record.Rendering.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the marks among the records say: which tracks there are and when each is recorded. Both
 * readings of a recording follow them in the same way.
 */
final class Marks {
    private final @Nullable Track[] byNumber = new Track[256];
    private final List<Track> tracks = new ArrayList<>();
    private final List<Span> pauses = new ArrayList<>();
    private final List<Gap> gaps = new ArrayList<>();
    private boolean paused;
    private boolean stopped;
    private long pausedMicros;
    private long resumedMicros;
    private long nowMicros;

    /**
     * Follows a record.
     *
     * @throws RecordingTooLong when it is later than any we render
     */
    void read(TrackRecord record) throws RecordingTooLong {
        if (stopped) {
            return; // what is written behind the end is not part of it
        }
        long micros = record.micros();
        if (micros > Renderer.MAX_DURATION_MICROS) {
            throw new RecordingTooLong(micros);
        }
        nowMicros = Math.max(nowMicros, micros);
        switch (record) {
            case TrackRecord.Track(_, int number, var channel, var leg, var who) -> {
                Track before = byNumber[number];
                if (before != null) {
                    before.end(nowMicros);
                }
                byNumber[number] = new Track(tracks.size(), channel, leg, who);
                tracks.add(byNumber[number]);
            }
            case TrackRecord.Taken(_, int number, boolean on) -> {
                Track track = byNumber[number];
                if (track != null) {
                    track.take(on, paused, resumedMicros, nowMicros);
                }
            }
            case TrackRecord.Paused(_, boolean on) -> pause(on);
            case TrackRecord.Gap(_, int lost) -> gaps.add(new Gap(nowMicros / 1000, lost));
            case TrackRecord.Stop _ -> {
                stopped = true;
                end();
            }
            case TrackRecord.Start _,
                    TrackRecord.Quality _,
                    TrackRecord.Audio _,
                    TrackRecord.Unspoken _ -> {}
        }
    }

    /** The track of a packet, or null when it is not to be recorded now. */
    @Nullable Track recording(int number) {
        Track track = byNumber[number];
        return track != null && track.isRecording() && !stopped ? track : null;
    }

    /** No more records come. */
    void end() {
        pause(false);
        for (Track track : tracks) {
            track.end(nowMicros);
        }
    }

    /** The time of the last record. */
    long nowMicros() {
        return nowMicros;
    }

    boolean stopped() {
        return stopped;
    }

    /** In the order in which they were named. */
    List<Track> tracks() {
        return tracks;
    }

    List<Span> pauses() {
        return pauses;
    }

    List<Gap> gaps() {
        return gaps;
    }

    private void pause(boolean on) {
        if (on == paused) {
            return;
        }
        paused = on;
        if (on) {
            pausedMicros = nowMicros;
        } else {
            pauses.add(new Span(pausedMicros / 1000, nowMicros / 1000));
            resumedMicros = nowMicros;
        }
        for (Track track : tracks) {
            track.pause(on, nowMicros);
        }
    }
}
