package dev.crosspoint.media.record;

import dev.crosspoint.media.record.Rendering.CodecChange;
import dev.crosspoint.media.record.Rendering.Gap;
import dev.crosspoint.media.record.Rendering.Segment;
import dev.crosspoint.media.record.Rendering.Span;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What the first reading of a recording finds out: how long it is, when which track is recorded,
 * and where the sound of each RTP stream belongs.
 *
 * @param micros how long it is
 * @param tracks in the order in which they were named
 */
record Timeline(
        long micros,
        List<Track> tracks,
        List<Segment> segments,
        List<Span> pauses,
        List<Gap> gaps,
        List<CodecChange> codecChanges,
        boolean endedInOrder) {

    /** Reads all there is. */
    static Timeline of(TrackSource.Cursor records) throws IOException, RecordingTooLong {
        var marks = new Marks();
        var changes = new ArrayList<CodecChange>();
        for (TrackRecord record = records.next(); record != null; record = records.next()) {
            marks.read(record);
            if (record instanceof TrackRecord.Audio audio) {
                Track track = marks.recording(audio.track());
                if (track != null) {
                    read(audio, track, changes);
                }
            }
        }
        marks.end();
        return new Timeline(
                marks.nowMicros(),
                marks.tracks(),
                segments(marks.tracks()),
                marks.pauses(),
                marks.gaps(),
                changes,
                marks.stopped());
    }

    /** Samples of each channel at some rate. */
    long samples(int rateHz) {
        return (micros * rateHz + 500_000) / 1_000_000;
    }

    /** How long a payload plays, in units of the RTP clock; 0 when it is to be ignored. */
    static int durationTicks(TrackRecord.Audio audio) {
        Payload payload = audio.payload();
        return audio.codec().durationTicks(payload.array(), 0, payload.length());
    }

    private static void read(TrackRecord.Audio audio, Track track, List<CodecChange> changes) {
        int duration = durationTicks(audio);
        if (duration == 0) {
            return;
        }
        if (track.changesTo(audio.codec())) {
            changes.add(
                    new CodecChange(
                            track.leg(), track.channel(), audio.micros() / 1000, audio.codec()));
        }
        RunSorter.Place place = track.sorter().place(audio, duration);
        List<Run> runs = track.runs();
        if (place.run() == runs.size()) {
            runs.add(new Run(audio.codec()));
        }
        runs.get(place.run()).arrived(place.ticks() + duration, audio.micros());
    }

    private static List<Segment> segments(List<Track> tracks) {
        var segments = new ArrayList<Segment>();
        for (Track track : tracks) {
            for (Interval taken : track.taken()) {
                segments.add(
                        new Segment(
                                track.leg(),
                                track.channel(),
                                track.who(),
                                taken.fromMicros() / 1000,
                                taken.toMicros() / 1000));
            }
        }
        segments.sort(Comparator.comparingLong(Segment::fromMs));
        return segments;
    }
}
