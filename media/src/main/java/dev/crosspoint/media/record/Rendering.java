package dev.crosspoint.media.record;

import dev.crosspoint.media.api.Channel;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.codec.Codec;
import java.util.List;

/**
 * What was rendered. All times are milliseconds since the recording began, which are also those of
 * the file.
 *
 * @param rateHz samples per second of the file's sound
 * @param samples of each channel
 * @param segments when each track was recorded, in the order in which they began; pauses are not
 *     taken out
 * @param pauses when somebody had paused the recording
 * @param gaps where the disk did not keep up
 * @param codecChanges first codec of each track not included
 * @param endedInOrder whether the records say that they are all; false after a crash
 */
public record Rendering(
        int rateHz,
        long samples,
        Side left,
        Side right,
        List<Segment> segments,
        List<Span> pauses,
        List<Gap> gaps,
        List<CodecChange> codecChanges,
        boolean endedInOrder) {
    public Rendering {
        segments = List.copyOf(segments);
        pauses = List.copyOf(pauses);
        gaps = List.copyOf(gaps);
        codecChanges = List.copyOf(codecChanges);
    }

    public long durationMs() {
        return samples * 1000 / rateHz;
    }

    /**
     * What a channel is made of; the three times together are the duration, but for rounding.
     *
     * @param spokenMs with sound of at least one track, loud or not; recovered sound is included,
     *     and the 7.5 ms at most in which Opus ends by itself where a track is no longer taken
     * @param concealedMs invented, because packets are missing
     * @param silentMs zeros
     * @param packets heard
     * @param lost packets that are missing where a track was recorded, whoever lost them
     * @param recovered lost ones that the next packet's in-band copy (FEC) made good
     * @param late packets that came after their place had been rendered
     * @param duplicate packets that came more than once
     * @param unreadable packets that are no sound of their codec
     */
    public record Side(
            long spokenMs,
            long concealedMs,
            long silentMs,
            long packets,
            long lost,
            long recovered,
            long late,
            long duplicate,
            long unreadable) {}

    /**
     * When a track was recorded.
     *
     * @param who whose leg it is, as whoever asked for the recording says
     */
    public record Segment(LegId leg, Channel channel, String who, long fromMs, long toMs) {}

    /** A stretch of time. */
    public record Span(long fromMs, long toMs) {}

    /** Records that were not kept, of any track. */
    public record Gap(long atMs, int lost) {}

    /** A track goes on in another codec. */
    public record CodecChange(LegId leg, Channel channel, long atMs, Codec codec) {}
}
