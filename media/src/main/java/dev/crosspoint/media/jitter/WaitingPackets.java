package dev.crosspoint.media.jitter;

/** Receives packets out of a buffer. */
public interface WaitingPackets {
    /**
     * One packet; the bytes are borrowed until this returns.
     *
     * @param sequence as in its RTP header
     * @param timestamp as in its RTP header
     */
    void packet(int sequence, int timestamp, byte[] data, int offset, int length);
}
