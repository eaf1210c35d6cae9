package dev.crosspoint.media.record;

import dev.crosspoint.media.api.Channel;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.codec.Codec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A leg of a recording as far as it has been read; {@link Marks} keeps it. */
final class Track {
    private final int index;
    private final Channel channel;
    private final LegId leg;
    private final String who;
    private final RunSorter sorter = new RunSorter();
    private final List<Interval> taken = new ArrayList<>();
    private final List<Interval> recorded = new ArrayList<>();
    private final List<Run> runs = new ArrayList<>();
    private boolean on;
    private boolean recording;
    private @Nullable Codec codec;

    Track(int index, Channel channel, LegId leg, String who) {
        this.index = index;
        this.channel = channel;
        this.leg = leg;
        this.who = who;
    }

    /** The how-manieth track it is. */
    int index() {
        return index;
    }

    Channel channel() {
        return channel;
    }

    LegId leg() {
        return leg;
    }

    /** Whose leg it is. */
    String who() {
        return who;
    }

    /** When it was taken, pauses included. */
    List<Interval> taken() {
        return taken;
    }

    /** When it was taken and nobody had paused. */
    List<Interval> recorded() {
        return recorded;
    }

    /** The RTP streams that came, in the order in which they began; as the first reading has it. */
    List<Run> runs() {
        return runs;
    }

    boolean isRecording() {
        return recording;
    }

    RunSorter sorter() {
        return sorter;
    }

    /** Whether this is another codec than the last one's; the first is no change. */
    boolean changesTo(Codec next) {
        boolean changes = codec != null && codec != next;
        codec = next;
        return changes;
    }

    /**
     * It is taken from now on, or no longer.
     *
     * @param resumedMicros when the last pause ended; 0 when there was none
     */
    void take(boolean wanted, boolean paused, long resumedMicros, long micros) {
        if (wanted != on) {
            on = wanted;
            if (on) {
                taken.add(new Interval(micros, resumedMicros));
            } else {
                taken.getLast().end(micros);
            }
        }
        record(on && !paused, resumedMicros, micros);
    }

    void pause(boolean paused, long micros) {
        record(on && !paused, micros, micros);
    }

    void end(long micros) {
        take(false, false, micros, micros);
    }

    private void record(boolean wanted, long resumedMicros, long micros) {
        if (wanted == recording) {
            return;
        }
        recording = wanted;
        if (wanted) {
            recorded.add(new Interval(micros, resumedMicros));
        } else {
            recorded.getLast().end(micros);
        }
    }
}
