package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.api.Private;
import java.net.InetAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a {@link SipCall}. The last event of every call is one {@link Failed}, {@link
 * Rerouted} or {@link Ended}, whoever brought it about.
 */
public sealed interface SipEvent {

    /**
     * A call came in; ring, answer or refuse it.
     *
     * @param peer who sends it
     * @param address where its packets come from
     * @param from caller's number or name: P-Asserted-Identity before From, user part
     * @param to user part of the Request-URI
     * @param sdp the offer, or null when ours is asked for
     * @param identity caller-identity header fields by name, as text
     * @param replaces our id of the call of the same peer whose place this one is to take, or null.
     *     Answer this one, and hang up that one
     */
    record Arrived(
            Admission.Peer peer,
            InetAddress address,
            Private from,
            Private to,
            @Nullable Private sdp,
            Map<String, Private> identity,
            @Nullable String replaces)
            implements SipEvent {
        public Arrived {
            identity = Map.copyOf(identity);
        }
    }

    /**
     * The far end is being called.
     *
     * @param status 180 to 199
     * @param sdp early media's answer, or null
     */
    record Progress(int status, @Nullable Private sdp) implements SipEvent {}

    /**
     * The far end took our call.
     *
     * @param sdp its answer; null when an offer of its own, that came and was answered before this,
     *     has replaced it
     */
    record Answered(@Nullable Private sdp) implements SipEvent {}

    /**
     * The caller has our 200, or an answer to an offer of ours that came later.
     *
     * @param sdp the answer, when the offer was ours
     */
    record Confirmed(@Nullable Private sdp) implements SipEvent {}

    /** The far end wants other media, perhaps before the call is answered; answer or refuse. */
    record Reoffered(Private sdp) implements SipEvent {}

    /** The far end's answer to an offer made with {@link SipCall#reoffer}. */
    record Reanswered(Private sdp) implements SipEvent {}

    /** The far end refused an offer made with {@link SipCall#reoffer}; all is as it was. */
    record ReofferRefused(int status) implements SipEvent {}

    /** One of {@code 0-9*#A-D} by INFO. */
    record Digit(Private digit) implements SipEvent {}

    /** Keys that we sent by INFO and that did not get there; none is sent so from now on. */
    record DigitsRefused(Private digits) implements SipEvent {}

    /**
     * The far end asks us by REFER to connect the other side of the call with somebody else; accept
     * or refuse within 16 T1 (8 s), or it is refused. Once accepted, report how it goes; the last
     * report is one of a final status, which is sent in your name (408) after 180 s. Until then any
     * other REFER is refused.
     *
     * @param target user part of whom to call; empty when a call is named. Where the far end thinks
     *     it lives is not told: to follow would make us an open relay
     * @param replaces our id of a call of the same peer whose far end is meant, or null
     */
    record TransferRequested(Private target, @Nullable String replaces) implements SipEvent {}

    /**
     * How far the transfer is that we asked the far end for with {@link SipCall#transfer}. Exactly
     * one with a final status follows each, and comes before the call's end.
     *
     * @param status 100 to 699: what the far end has heard from whom it calls, or its refusal of
     *     our REFER. 202: it has taken over and will not say what came of it; 408: it does not say;
     *     487: the call ended first
     */
    record TransferProgress(int status) implements SipEvent {}

    /**
     * Our call was not taken.
     *
     * @param status the far end's; 408 for no answer, 503 for no way there
     * @param reason safe to log
     * @param retrySeconds when it is worth another try, as all of its addresses say, s; 0 when one
     *     does not
     */
    record Failed(int status, String reason, int retrySeconds) implements SipEvent {}

    /**
     * Our call was not taken where it went first, and goes to the next address of its destination.
     *
     * @param next the same call, of the same id, from now on
     */
    record Rerouted(SipCall next) implements SipEvent {}

    /**
     * The call is over.
     *
     * @param reason safe to log
     */
    record Ended(String reason) implements SipEvent {}
}
