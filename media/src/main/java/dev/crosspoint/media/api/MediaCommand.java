package dev.crosspoint.media.api;

import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.Ids.PlayId;
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
     * A new offer on a running leg (hold, session refresh, ICE restart); audio goes on meanwhile.
     */
    record AnswerReoffer(Tenant tenant, CallId call, LegId leg, SessionText offer)
            implements MediaCommand {}

    /** Ends one leg; the others go on. Idempotent. */
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

    /** Sends keypad digits to a leg as telephone events (RFC 4733), 100 ms each, 100 ms apart. */
    record SendDigits(Tenant tenant, CallId call, LegId leg, Digits digits)
            implements MediaCommand {}

    /**
     * Hands a leg from this call to another holder in one message: another call, or the lobby of
     * the leg's home loop when {@code target} is null.
     *
     * @param targetLoop the loop that owns the target call; ignored for the lobby
     */
    record MoveLeg(Tenant tenant, CallId call, LegId leg, @Nullable CallId target, int targetLoop)
            implements MediaCommand {}
}
