package dev.crosspoint.media.spool;

import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.MediaEvent.RecordingFailure;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.record.Tape;
import dev.crosspoint.media.record.TrackFormat;
import dev.crosspoint.media.record.TrackRecord;
import dev.crosspoint.media.seal.SealedHeader;
import java.util.function.Consumer;

/**
 * One recording as its media loop writes it: straight into the ring that the spool's writer drains.
 * A packet that finds no room counts as lost, and a gap that says how much was lost is put before
 * the next record that finds room.
 */
final class SpoolTape implements Tape {
    private static final int GAP_BYTES = TrackFormat.bytes(new TrackRecord.Gap(0, 0)).length;

    /** Longest record: with a gap before it, it fits a frame. */
    static final int MAX_RECORD = SealedHeader.MAX_FRAME - GAP_BYTES;

    private final TapRing ring;
    private final int number;
    private final Tenant tenant;
    private final RecordingId recording;
    private final String description;
    private final Consumer<RecordingFailure> failed;
    private final Consumer<SpoolTape> onClose;

    private int lost;
    private long lostInAll;

    /** Written by the spool's writer, read by the loop. */
    private volatile boolean over;

    SpoolTape(
            TapRing ring,
            int number,
            Tenant tenant,
            RecordingId recording,
            String description,
            Consumer<RecordingFailure> failed,
            Consumer<SpoolTape> onClose) {
        this.ring = ring;
        this.number = number;
        this.tenant = tenant;
        this.recording = recording;
        this.description = description;
        this.failed = failed;
        this.onClose = onClose;
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
        if (over) {
            return true;
        }
        int at = claimOrLose(micros, TrackFormat.AUDIO_OVERHEAD + length);
        if (at < 0) {
            return false;
        }
        TrackFormat.writeAudio(
                ring.array(),
                at,
                micros,
                track,
                codec,
                sequence,
                timestamp,
                payload,
                offset,
                length);
        publish();
        return true;
    }

    @Override
    public boolean unspoken(long micros, int track, int sequence) {
        if (over) {
            return true;
        }
        int at = claimOrLose(micros, TrackFormat.UNSPOKEN_BYTES);
        if (at < 0) {
            return false;
        }
        TrackFormat.writeUnspoken(ring.array(), at, micros, track, sequence);
        publish();
        return true;
    }

    @Override
    public boolean mark(TrackRecord record) {
        if (over) {
            return true;
        }
        byte[] bytes = TrackFormat.bytes(record);
        int at = claim(record.micros(), bytes.length);
        if (at < 0) {
            return false;
        }
        System.arraycopy(bytes, 0, ring.array(), at, bytes.length);
        publish();
        return true;
    }

    @Override
    public void close() {
        onClose.accept(this);
    }

    /** Packets that found no room so far. */
    long lost() {
        return lostInAll;
    }

    Tenant tenant() {
        return tenant;
    }

    RecordingId recording() {
        return recording;
    }

    String description() {
        return description;
    }

    int number() {
        return number;
    }

    /** How far the ring is published: what this tape wrote stands before that. */
    long position() {
        return ring.published();
    }

    TapRing ring() {
        return ring;
    }

    /** From now on it takes everything and keeps nothing. Any thread. */
    void end() {
        over = true;
    }

    boolean isOver() {
        return over;
    }

    /** Whoever records is told why. Once. */
    void fail(RecordingFailure reason) {
        failed.accept(reason);
    }

    private int claimOrLose(long micros, int length) {
        int at = claim(micros, length);
        if (at < 0) {
            lost++;
            lostInAll++;
        }
        return at;
    }

    /** Where to write a record, behind the gap that it comes after; -1 when there is no room. */
    private int claim(long micros, int length) {
        if (length > MAX_RECORD) {
            throw new IllegalArgumentException("a record of " + length + " bytes");
        }
        if (lost == 0) {
            return ring.claim(number, length);
        }
        int at = ring.claim(number, GAP_BYTES + length);
        if (at < 0) {
            return at;
        }
        byte[] gap = TrackFormat.bytes(new TrackRecord.Gap(micros, lost));
        System.arraycopy(gap, 0, ring.array(), at, GAP_BYTES);
        return at + GAP_BYTES;
    }

    private void publish() {
        lost = 0;
        ring.publish();
    }
}
