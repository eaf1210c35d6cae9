package dev.crosspoint.media.call;

import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaEvent.QualityReport;
import dev.crosspoint.media.api.MediaReply;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.record.Tape;
import dev.crosspoint.media.rtp.RtpPacket;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The recordings of one call. What arrives from a leg that is named goes onto the tape as it is,
 * before anything else is done with it; of all others nothing is copied anywhere.
 */
final class Tapes {
    private final List<Recording> recordings = new ArrayList<>(2);

    /** Begins a recording, or changes what it takes. */
    MediaReply record(MediaCommand.RecordLegs command, String events, long nowNanos, Outbox out) {
        Recording recording = find(command.recording());
        if (recording == null) {
            Tape tape = out.tape(command, events);
            if (tape == null) {
                return new MediaReply.Refused(
                        MediaReply.MediaError.NO_CAPACITY, "there is nothing to record to");
            }
            recording = new Recording(command.recording(), tape, nowNanos, command.description());
            recordings.add(recording);
        }
        recording.take(command.tracks(), command.paused(), nowNanos, out);
        return new MediaReply.Done();
    }

    /** Ends a recording, if there is one of that name. */
    void stop(RecordingId id, long nowNanos) {
        Recording recording = find(id);
        if (recording != null) {
            recordings.remove(recording);
            recording.stop(nowNanos);
        }
    }

    /** RTP has come from a leg; in clear, and borrowed. What is no speech leaves but its number. */
    void heard(Leg leg, RtpPacket packet, long nowNanos, Outbox out) {
        Codec codec = leg.received().codec();
        for (int i = 0; i < recordings.size(); i++) {
            recordings.get(i).heard(leg.id(), codec, packet, nowNanos, out);
        }
    }

    /** How a leg is doing. */
    void quality(Leg leg, QualityReport report, long nowNanos) {
        for (int i = 0; i < recordings.size(); i++) {
            recordings.get(i).quality(leg.id(), report, nowNanos);
        }
    }

    /** A leg has left the call. */
    void left(Leg leg, long nowNanos) {
        for (int i = 0; i < recordings.size(); i++) {
            recordings.get(i).left(leg.id(), nowNanos);
        }
    }

    /** Every 20 ms: marks that found no room are tried again. */
    void onTick() {
        for (int i = recordings.size() - 1; i >= 0; i--) {
            recordings.get(i).onTick();
        }
    }

    /** Whether no mark waits for room. */
    boolean allWritten() {
        for (int i = 0; i < recordings.size(); i++) {
            if (!recordings.get(i).allWritten()) {
                return false;
            }
        }
        return true;
    }

    /** The call ends, and with it everything that is recorded of it. */
    void close(long nowNanos) {
        List<Recording> all = List.copyOf(recordings);
        recordings.clear();
        all.forEach(recording -> recording.stop(nowNanos));
    }

    private @Nullable Recording find(RecordingId id) {
        for (int i = 0; i < recordings.size(); i++) {
            if (recordings.get(i).id().equals(id)) {
                return recordings.get(i);
            }
        }
        return null;
    }
}
