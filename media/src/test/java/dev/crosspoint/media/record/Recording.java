package dev.crosspoint.media.record;

import dev.crosspoint.media.api.Channel;
import dev.crosspoint.media.api.Ids.LegId;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A recording in memory: what happened, in the order of time, and what is rendered of it. */
final class Recording implements TrackSource {
    private final List<TrackRecord> records = new ArrayList<>();

    Recording() {
        records.add(new TrackRecord.Start(0, "test"));
    }

    Recording with(TrackRecord record) {
        records.add(record);
        return this;
    }

    /** A track that is recorded from the start. */
    Recording track(int number, Channel channel) {
        return with(new TrackRecord.Track(0, number, channel, new LegId("leg-" + number), "who"))
                .with(new TrackRecord.Taken(0, number, true));
    }

    Recording taken(long ms, int track, boolean on) {
        return with(new TrackRecord.Taken(ms * 1000, track, on));
    }

    Recording paused(long ms, boolean on) {
        return with(new TrackRecord.Paused(ms * 1000, on));
    }

    /** Hears a speaker to the end. */
    Recording hearing(Speaker speaker, long untilMs) {
        records.addAll(speaker.packets(untilMs));
        return this;
    }

    Recording stop(long ms) {
        return with(new TrackRecord.Stop(ms * 1000));
    }

    /** Puts all in the order of time; marks stay before the packets of the same time. */
    Recording inOrder() {
        records.sort(Comparator.comparingLong(TrackRecord::micros));
        return this;
    }

    List<TrackRecord> records() {
        return records;
    }

    @Override
    public Cursor open() {
        Iterator<TrackRecord> left = records.iterator();
        return new Cursor() {
            @Override
            public @Nullable TrackRecord next() {
                return left.hasNext() ? left.next() : null;
            }

            @Override
            public void close() {}
        };
    }

    /** What a renderer makes of it. */
    Rendered rendered(Renderer renderer, AudioFormat format) throws Exception {
        var audio = new ByteArrayOutputStream();
        var peaks = new ByteArrayOutputStream();
        Rendering rendering = renderer.render(this, format, audio::write, peaks::write);
        return new Rendered(rendering, audio.toByteArray(), peaks.toByteArray());
    }
}
