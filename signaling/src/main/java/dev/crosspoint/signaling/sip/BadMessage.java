package dev.crosspoint.signaling.sip;

import org.jspecify.annotations.Nullable;

/** Why bytes from outside are not a SIP message we take. Carries nothing of the message's text. */
final class BadMessage extends Exception {

    private final int status;
    private final transient @Nullable RawHead head;

    /**
     * @param status what to answer when the message is a request: 400, 413, 505, 513
     * @param why our own words, safe to log and to send
     * @param head what could be read of it, or null when there is nobody to answer
     */
    BadMessage(int status, String why, @Nullable RawHead head) {
        super(why, null, false, false);
        this.status = status;
        this.head = head;
    }

    int status() {
        return status;
    }

    @Nullable RawHead head() {
        return head;
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
