package dev.crosspoint.media.record;

import dev.crosspoint.media.api.Channel;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.codec.Codec;

/**
 * One thing that happened in a recording, in the order in which it was taken. {@link TrackFormat}
 * has the bytes.
 */
public sealed interface TrackRecord {

    /** When it was taken, microseconds since the recording began, by the clock of the loop. */
    long micros();

    /** The first record. */
    record Start(long micros, String description) implements TrackRecord {}

    /**
     * A leg that is recorded gets a number.
     *
     * @param track 0 to 255
     * @param who whose leg it is, in words of whoever asked for the recording
     */
    record Track(long micros, int track, Channel channel, LegId leg, String who)
            implements TrackRecord {}

    /** From now on a track is recorded, or no longer: somebody hears the leg, or is to. */
    record Taken(long micros, int track, boolean on) implements TrackRecord {}

    /** Somebody pauses the recording, or goes on. */
    record Paused(long micros, boolean on) implements TrackRecord {}

    /**
     * An RTP payload as it arrived; late, twice and out of order as the network has it.
     *
     * @param sequence RTP sequence number, 0 to 65535
     * @param timestamp RTP timestamp in units of the codec's RTP clock
     */
    record Audio(long micros, int track, Codec codec, int sequence, int timestamp, Payload payload)
            implements TrackRecord {}

    /**
     * A packet came that was no speech: a key (RFC 4733), comfort noise (RFC 3389), or nothing that
     * was agreed. That it came is all that is kept of it, because it counts among the speech: its
     * number is not missing.
     *
     * @param sequence RTP sequence number, 0 to 65535
     */
    record Unspoken(long micros, int track, int sequence) implements TrackRecord {}

    /** So many records were lost until now, because the disk did not keep up. */
    record Gap(long micros, int lost) implements TrackRecord {}

    /**
     * How a track's leg is doing, every few seconds.
     *
     * @param lossPermille packets lost of a thousand in the last second
     * @param jitterMicros interarrival jitter (RFC 3550 A.8)
     */
    record Quality(long micros, int track, int lossPermille, int jitterMicros)
            implements TrackRecord {}

    /** The last record of a recording that was ended in order. */
    record Stop(long micros) implements TrackRecord {}
}
