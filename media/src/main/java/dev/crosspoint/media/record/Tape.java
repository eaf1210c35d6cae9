package dev.crosspoint.media.record;

import dev.crosspoint.media.codec.Codec;

/**
 * Takes the records of one recording, on the loop of its call, and hands them on. Never waits: what
 * there is no room for is refused. What came in a packet and was refused is lost, and a {@link
 * TrackRecord.Gap} says so before the next record that is taken.
 */
public interface Tape {

    /**
     * Keeps a payload, which is copied.
     *
     * @param micros see {@link TrackRecord#micros}
     * @return whether there was room
     */
    boolean audio(
            long micros,
            int track,
            Codec codec,
            int sequence,
            int timestamp,
            byte[] payload,
            int offset,
            int length);

    /**
     * Keeps that a packet came which was no speech, see {@link TrackRecord.Unspoken}; refused, it
     * is lost as audio is.
     *
     * @return whether there was room
     */
    boolean unspoken(long micros, int track, int sequence);

    /**
     * Keeps a mark.
     *
     * @return whether there was room
     */
    boolean mark(TrackRecord record);

    /** Nothing more comes; what was taken is to be sealed. */
    void close();
}
