package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.api.Private;
import java.util.function.BooleanSupplier;

/**
 * An outbound call.
 *
 * @param id ours, safe to log
 * @param peer who it goes to: in-dialog requests of any other peer are refused
 * @param from user part shown to the far end
 * @param to user part of the Request-URI
 * @param sdp the offer
 * @param ringSeconds give up after this long without a final answer
 * @param isElsewhere whether somebody else could take it now; asked after some time without any
 *     answer, and again until it is so: then this is given up
 * @param presentation what the INVITE shows beyond what a call needs
 */
public record CallRequest(
        String id,
        Admission.Peer peer,
        Destination destination,
        Private from,
        Private to,
        Private sdp,
        int ringSeconds,
        BooleanSupplier isElsewhere,
        Presentation presentation) {

    /** The same, to ring for another time. */
    CallRequest within(int seconds) {
        return new CallRequest(
                id, peer, destination, from, to, sdp, seconds, isElsewhere, presentation);
    }
}
