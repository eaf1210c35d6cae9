package dev.crosspoint.media.api;

import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.Ids.PlayId;
import dev.crosspoint.media.api.Ids.RecordingId;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What call control can ask of media. Sent to {@link MediaAddress#ofLoop}, of the loop that owns
 * the call; each is answered by exactly one {@link MediaReply}. Media knows legs and who hears
 * whom, and nothing of transfers, queues or agents.
 */
public sealed interface MediaCommand {

    /** Whose call it is. */
    Tenant tenant();

    /** The conversation the command is about. */
    CallId call();

    /**
     * Begins a conversation on the loop that gets this. One without legs is given up after a while:
     * {@link MediaEvent.CallAbandoned}.
     *
     * @param events event-bus address that this call's {@link MediaEvent}s go to
     */
    record OpenCall(Tenant tenant, CallId call, String events) implements MediaCommand {}

    /** Ends a conversation and every leg in it. Idempotent. */
    record CloseCall(Tenant tenant, CallId call) implements MediaCommand {}

    /**
     * Adds a leg that answers a peer's offer. Answered by {@link MediaReply.Described} with our SDP
     * answer.
     *
     * @param codecs in our order of preference, not empty
     */
    record AnswerLeg(
            Tenant tenant,
            CallId call,
            LegId leg,
            LegKind kind,
            SessionText offer,
            List<AudioCodec> codecs)
            implements MediaCommand {
        public AnswerLeg {
            codecs = List.copyOf(codecs);
        }
    }

    /**
     * Adds a leg that makes the offer. Answered by {@link MediaReply.Described} with our SDP offer;
     * {@link AcceptAnswer} completes it.
     */
    record OfferLeg(Tenant tenant, CallId call, LegId leg, LegKind kind, List<AudioCodec> codecs)
            implements MediaCommand {
        public OfferLeg {
            codecs = List.copyOf(codecs);
        }
    }

    /** The peer's answer to our offer; a later one (early media, then 200) replaces it. */
    record AcceptAnswer(Tenant tenant, CallId call, LegId leg, SessionText answer)
            implements MediaCommand {}

    /**
     * A new offer on a running leg (hold, session refresh, ICE restart); audio goes on meanwhile. A
     * leg that waits in the lobby answers on its home loop, whatever the call.
     */
    record AnswerReoffer(Tenant tenant, CallId call, LegId leg, SessionText offer)
            implements MediaCommand {}

    /** Ends one leg, in the call or in the loop's lobby; the others go on. Idempotent. */
    record CloseLeg(Tenant tenant, CallId call, LegId leg) implements MediaCommand {}

    /**
     * Edits who hears whom, all at once between two ticks. At first nobody hears anybody.
     *
     * <p>An edit that names a leg which is not in the call, perhaps no longer, is passed over and
     * the others are done: a leg may end by itself while this is under way. Refused is only an edit
     * by which a leg would hear itself, and with it all the others.
     */
    record EditHearing(Tenant tenant, CallId call, List<Edit> edits) implements MediaCommand {
        public EditHearing {
            edits = List.copyOf(edits);
        }

        /** From now on {@code listener} hears {@code source}, or no longer does. */
        public record Edit(LegId listener, LegId source, boolean hears) {}
    }

    /**
     * Plays a WAV file to some legs; nobody else hears it. {@link MediaEvent.PlayEnded} follows
     * when it ends by itself. Listeners that are not in the call are passed over; when none of them
     * is, it is refused ({@link MediaReply.MediaError#UNKNOWN_LEG}).
     *
     * @param times how often; 0 is for ever (hold music)
     */
    record Play(
            Tenant tenant, CallId call, PlayId play, Path file, List<LegId> listeners, int times)
            implements MediaCommand {
        public Play {
            listeners = List.copyOf(listeners);
            if (times < 0) {
                throw new IllegalArgumentException("times is 0 for ever, or more: " + times);
            }
        }
    }

    /** Ends a {@link Play} early. Idempotent; no event follows. */
    record StopPlay(Tenant tenant, CallId call, PlayId play) implements MediaCommand {}

    /**
     * Sends keypad digits to a leg as telephone events (RFC 4733), 100 ms each, 100 ms apart. A
     * peer that has agreed on none refuses with {@link MediaReply.MediaError#TAKES_NO_DIGITS}.
     */
    record SendDigits(Tenant tenant, CallId call, LegId leg, Digits digits)
            implements MediaCommand {}

    /** Sends keypad digits to a leg as tones in place of what it would hear; as long as those. */
    record SendTones(Tenant tenant, CallId call, LegId leg, Digits digits)
            implements MediaCommand {}

    /**
     * Hands a leg from this call to another holder in one message: another call, or the lobby of
     * the leg's home loop when {@code target} is null.
     *
     * @param targetLoop the loop that owns the target call; ignored for the lobby
     */
    record MoveLeg(Tenant tenant, CallId call, LegId leg, @Nullable CallId target, int targetLoop)
            implements MediaCommand {}

    /**
     * From now on these legs are recorded, each on its channel, and no others. The first one begins
     * the recording; every later one replaces what was said before, at once. What a leg sends is
     * kept as it arrives, whether or not anybody hears it: whoever asks decides by who hears whom.
     * Nothing of a leg that is not named ever reaches a buffer that is written.
     *
     * <p>A leg that is not in the call, or not yet, is recorded as soon as it is. {@link
     * MediaEvent.RecordingFailed} follows when what is said cannot be kept.
     *
     * @param tracks the legs; none is silence
     * @param paused whether the silence is somebody's wish, which is marked in the recording
     * @param description kept with the first one, sealed and opaque to media: what whoever delivers
     *     the recording has to know
     */
    record RecordLegs(
            Tenant tenant,
            CallId call,
            RecordingId recording,
            List<Track> tracks,
            boolean paused,
            String description)
            implements MediaCommand {
        public RecordLegs {
            tracks = List.copyOf(tracks);
        }

        /**
         * A leg on a channel. Legs on the same one are added up.
         *
         * @param who whose leg it is, kept with it and opaque to media; no name and no number
         */
        public record Track(LegId leg, Channel channel, String who) {}

        /** Shows no description. */
        @Override
        public String toString() {
            return "RecordLegs[" + recording + ", " + tracks + ", paused=" + paused + "]";
        }
    }

    /** Ends a recording, which is then sealed and prepared. Idempotent. */
    record StopRecording(Tenant tenant, CallId call, RecordingId recording)
            implements MediaCommand {}
}
