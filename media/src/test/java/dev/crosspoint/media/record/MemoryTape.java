package dev.crosspoint.media.record;

import dev.crosspoint.media.codec.Codec;
import java.util.ArrayList;
import java.util.List;

/** A tape that can be looked at, and be full. */
public final class MemoryTape implements Tape {
    private final List<TrackRecord> records = new ArrayList<>();
    private boolean full;
    private int lost;
    private boolean closed;

    /** Refuses everything, or takes everything again. */
    public void full(boolean now) {
        full = now;
    }

    /** All that was taken, in order. */
    public List<TrackRecord> records() {
        return List.copyOf(records);
    }

    /** The records of one kind. */
    public <T extends TrackRecord> List<T> records(Class<T> kind) {
        return records.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    public boolean isClosed() {
        return closed;
    }

    @Override
    public boolean audio(
            long micros,
            int track,
            Codec codec,
            int sequence,
            int timestamp,
            byte[] payload,
            int offset,
            int length) {
        return packet(
                new TrackRecord.Audio(
                        micros,
                        track,
                        codec,
                        sequence,
                        timestamp,
                        Payload.of(payload, offset, length)));
    }

    @Override
    public boolean unspoken(long micros, int track, int sequence) {
        return packet(new TrackRecord.Unspoken(micros, track, sequence));
    }

    private boolean packet(TrackRecord record) {
        if (full) {
            lost++;
            return false;
        }
        return mark(record);
    }

    @Override
    public boolean mark(TrackRecord record) {
        if (closed) {
            throw new IllegalStateException("this tape is closed");
        }
        if (full) {
            return false;
        }
        if (lost > 0) {
            records.add(new TrackRecord.Gap(record.micros(), lost));
            lost = 0;
        }
        records.add(record);
        return true;
    }

    @Override
    public void close() {
        closed = true;
    }
}
