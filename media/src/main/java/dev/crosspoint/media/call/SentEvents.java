package dev.crosspoint.media.call;

import dev.crosspoint.media.api.Digits;
import dev.crosspoint.media.dtmf.DigitSender;
import dev.crosspoint.media.sdp.MediaPlan;
import org.jspecify.annotations.Nullable;

/**
 * Keypad digits that a leg's peer is sent as telephone events (RFC 4733): each is said to its end
 * as it began, whatever codec the stream has changed to meanwhile.
 */
final class SentEvents {
    private static final int SAMPLED_HZ = 8000;

    private final DigitSender digits = new DigitSender(SAMPLED_HZ);

    /** What the next one is marked with; null when the peer takes none. */
    private MediaPlan.@Nullable Event next;

    /** What the one that sounds is marked with, the stream's clock and time when it began. */
    private MediaPlan.Event event = new MediaPlan.Event(0, SAMPLED_HZ);

    private int streamHz = SAMPLED_HZ;
    private int began;

    /** From the next one on they are what this says. */
    void agreed(MediaPlan.@Nullable Digits events) {
        next = events == null ? null : events.sent().getFirst();
        if (next != null) {
            digits.clockHz(next.clockHz());
        }
    }

    /** Whether the peer takes any. */
    boolean areTaken() {
        return next != null;
    }

    /** Queues some; false when too many wait, or these are none. */
    boolean queue(Digits pressed) {
        return digits.queue(pressed.value());
    }

    /** Whether one waits or sounds. */
    boolean active() {
        return digits.active();
    }

    /**
     * Goes on by one tick.
     *
     * @param clockHz of the stream now
     * @param timestamp of the stream now
     * @return whether this tick sends an event's packet, and no audio
     */
    boolean tick(int clockHz, int timestamp) {
        if (!digits.next()) {
            return false; // the pause between two digits
        }
        if (digits.marker()) {
            event = next == null ? event : next;
            streamHz = clockHz;
            began = timestamp;
        }
        return true;
    }

    /** Writes the payload of this tick's packet; returns its length. */
    int write(byte[] out, int offset) {
        return digits.write(out, offset);
    }

    /** Whether this tick's packet is the first of its event. */
    boolean marker() {
        return digits.marker();
    }

    /** What this tick's packet is marked with. */
    int payloadType() {
        return event.payloadType();
    }

    /**
     * Of this tick's packet. Those of one event share the timestamp of its start (RFC 4733
     * 2.5.1.2), and peers that offer events at 8000 Hz beside Opus see the stream's own ones.
     */
    int timestamp() {
        return began + (int) ((long) digits.segmentStart() * streamHz / event.clockHz());
    }
}
