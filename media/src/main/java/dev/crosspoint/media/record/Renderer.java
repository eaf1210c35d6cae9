package dev.crosspoint.media.record;

import dev.crosspoint.media.api.Channel;
import dev.crosspoint.media.codec.Codecs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a file of a recording's records. They are read twice: first to find out where each stream's
 * sound belongs, then to decode and place it. Memory does not grow with the sound, only with its
 * timeline (115 kB per track and hour). One instance may be used by many threads.
 */
public final class Renderer {
    /** What fits a WAV file at 16 kHz, whose sizes have 32 bits (18.6 h). */
    public static final int MAX_DURATION_HOURS = 18;

    static final long MAX_DURATION_MICROS = MAX_DURATION_HOURS * 3_600_000_000L;

    /**
     * So much later than its sound belongs a packet may arrive and is still placed: a network that
     * stalls holds them up for seconds.
     */
    private static final long LATEST_MICROS = 8_000_000;

    private static final long MICROS = 1_000_000;

    private final Codecs codecs;

    public Renderer(Codecs codecs) {
        this.codecs = codecs;
    }

    /**
     * Renders a recording, ended in order or not. Both sinks get nothing after an exception; what
     * they have got by then is of no use.
     *
     * @param audio gets the file
     * @param peaks gets its wave form, see {@link Peaks}
     * @throws RecordingTooLong when it has records beyond {@link #MAX_DURATION_HOURS}; nothing was
     *     written
     * @throws IOException of source or sinks
     */
    public Rendering render(TrackSource source, AudioFormat format, ByteSink audio, ByteSink peaks)
            throws IOException, RecordingTooLong {
        Timeline timeline;
        try (TrackSource.Cursor records = source.open()) {
            timeline = Timeline.of(records);
        }
        try (TrackSource.Cursor records = source.open();
                var pass = new Pass(timeline, format, records, audio)) {
            pass.run(peaks);
            return pass.rendering();
        }
    }

    /** The second reading. */
    private final class Pass implements AutoCloseable {
        private final Timeline timeline;
        private final int rateHz;
        private final long total;
        private final TrackSource.Cursor records;
        private final Marks marks = new Marks();
        private final int blockSamples;
        private final Side left;
        private final Side right;
        private final List<TrackVoice> voices = new ArrayList<>();
        private final AudioFile file;
        private @Nullable TrackRecord record;

        Pass(Timeline timeline, AudioFormat format, TrackSource.Cursor records, ByteSink audio)
                throws IOException {
            this.timeline = timeline;
            this.records = records;
            rateHz = format.rateHz();
            total = timeline.samples(rateHz);
            blockSamples = rateHz / 1000 * Peaks.WINDOW_MS;
            left = new Side(rateHz, blockSamples);
            right = new Side(rateHz, blockSamples);
            for (Track track : timeline.tracks()) {
                voices.add(side(track).add(track, codecs, rateHz));
            }
            file =
                    switch (format) {
                        case WAV_8_KHZ, WAV_16_KHZ -> new WavFile(rateHz, total, audio);
                        case OGG_OPUS -> new OggOpusFile(rateHz, total, codecs, audio);
                    };
        }

        void run(ByteSink peakSink) throws IOException, RecordingTooLong {
            var peaks = new Peaks(Math.ceilDiv(total, blockSamples), peakSink);
            record = records.next();
            for (long from = 0; from < total; from += blockSamples) {
                int samples = (int) Math.min(blockSamples, total - from);
                readUntil((from + samples) * MICROS / rateHz + LATEST_MICROS);
                float[] leftSound = left.make(from, samples);
                float[] rightSound = right.make(from, samples);
                file.write(leftSound, rightSound, samples);
                peaks.write(leftSound, rightSound, samples);
            }
            file.end();
        }

        Rendering rendering() {
            return new Rendering(
                    rateHz,
                    total,
                    left.tally().side(),
                    right.tally().side(),
                    timeline.segments(),
                    timeline.pauses(),
                    timeline.gaps(),
                    timeline.codecChanges(),
                    timeline.endedInOrder());
        }

        @Override
        public void close() {
            file.close();
            left.close();
            right.close();
        }

        private void readUntil(long micros) throws IOException, RecordingTooLong {
            TrackRecord next = record;
            while (next != null && next.micros() <= micros) {
                marks.read(next);
                if (next instanceof TrackRecord.Audio audio) {
                    put(audio);
                } else if (next instanceof TrackRecord.Unspoken(_, int track, int sequence)) {
                    skip(track, sequence);
                }
                next = records.next();
            }
            record = next;
        }

        private void put(TrackRecord.Audio audio) {
            Track track = marks.recording(audio.track());
            if (track == null) {
                return;
            }
            int duration = Timeline.durationTicks(audio);
            if (duration > 0) {
                RunSorter.Place place = track.sorter().place(audio, duration);
                voices.get(track.index())
                        .put(
                                new Arrived(
                                        place,
                                        track.recorded().size() - 1,
                                        audio.codec(),
                                        duration,
                                        audio.payload()));
            } else if (audio.payload().length() > 0) {
                side(track).tally().unreadable();
            } else {
                skip(audio.track(), audio.sequence()); // a keep-alive, RFC 6263 4.1
            }
        }

        private void skip(int number, int sequence) {
            Track track = marks.recording(number);
            if (track != null) {
                voices.get(track.index()).skip(track.sorter().countedOn(sequence));
            }
        }

        private Side side(Track track) {
            return track.channel() == Channel.LEFT ? left : right;
        }
    }
}
