package dev.crosspoint.signaling.sip;

import org.jspecify.annotations.Nullable;

/** What becomes of the wish that a new call takes the place of another (RFC 3891 3). */
sealed interface Replacement {

    /**
     * It may.
     *
     * @param call whose place it takes; null when there was no such wish
     */
    record Allowed(@Nullable SipCall call) implements Replacement {}

    /**
     * It may not.
     *
     * @param status what the INVITE gets
     */
    record Refused(int status) implements Replacement {}
}
