package dev.crosspoint.media.call;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.OpusFrames;
import dev.crosspoint.media.rtp.RtpPacket;

/**
 * Frames of a tick in packets of another length, for a peer that asks for it. Sampled codecs are
 * cut anywhere, frames of Opus are joined. Idle where packets are as long as ticks.
 */
final class Packing {
    private static final int TICK_MS = 20;

    /** G.711 and G.722 alike. */
    private static final int BYTES_PER_MS = 8;

    private static final int MOST_MS = 60 + TICK_MS;

    private final byte[] packet =
            new byte[RtpPacket.FIXED_HEADER_LENGTH + SendPath.MAX_PAYLOAD + 32];
    private final byte[] waiting = new byte[MOST_MS * BYTES_PER_MS];
    private final OpusFrames frames = new OpusFrames(SendPath.MAX_PAYLOAD);
    private boolean active;
    private boolean opus;
    private int packetMs = TICK_MS;
    private int waitingBytes;
    private int firstTimestamp;
    private int nextTimestamp;
    private int takenTimestamp;

    /** From now on packets are so long. What waits of a codec of another kind is given up. */
    void set(Codec codec, int ms) {
        if (opus != (codec == Codec.OPUS)) {
            waitingBytes = 0;
            frames.clear();
        }
        opus = codec == Codec.OPUS;
        packetMs = ms;
        // halves of Opus are made by the encoder
        active = ms != TICK_MS && !(opus && ms < TICK_MS);
    }

    /** Whether packets are of another length than ticks, and are made here. */
    boolean isActive() {
        return active;
    }

    /** Whether a frame follows those that wait, and can be in one packet with them. */
    boolean takes(byte[] payload, int offset, int length, int timestamp) {
        if (isEmpty()) {
            return true;
        }
        return timestamp == nextTimestamp
                && (opus
                        ? frames.takes(payload, offset, length)
                        : waitingBytes + length <= waiting.length);
    }

    /** Copies a frame in. */
    void add(byte[] payload, int offset, int length, int timestamp, int ticks) {
        if (isEmpty()) {
            firstTimestamp = timestamp;
        }
        nextTimestamp = timestamp + ticks;
        if (opus) {
            frames.add(payload, offset, length);
        } else {
            System.arraycopy(payload, offset, waiting, waitingBytes, length);
            waitingBytes += length;
        }
    }

    boolean isEmpty() {
        return waitingBytes == 0 && frames.count() == 0;
    }

    boolean isFull() {
        return opus
                ? frames.count() * TICK_MS >= packetMs
                : waitingBytes >= packetMs * BYTES_PER_MS;
    }

    /**
     * Takes the next packet out, or what there is of it; its payload lies in {@link #packet} behind
     * the room for a header.
     *
     * @return bytes of the payload
     */
    int take() {
        takenTimestamp = firstTimestamp;
        if (frames.count() > 0) {
            return frames.write(packet, RtpPacket.FIXED_HEADER_LENGTH);
        }
        int length = Math.min(waitingBytes, packetMs * BYTES_PER_MS);
        System.arraycopy(waiting, 0, packet, RtpPacket.FIXED_HEADER_LENGTH, length);
        waitingBytes -= length;
        System.arraycopy(waiting, length, waiting, 0, waitingBytes);
        firstTimestamp += length; // a byte is a tick
        return length;
    }

    byte[] packet() {
        return packet;
    }

    /** Of the packet that was taken last. */
    int timestamp() {
        return takenTimestamp;
    }
}
