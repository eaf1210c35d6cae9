package dev.crosspoint.loadtest.sip;

/** What becomes of a telephone's call. */
public sealed interface SipNews {
    /** The far side rings, or says something before it answers. */
    record Ringing(int status) implements SipNews {}

    /**
     * The far side has answered our call, or our answer to its call has arrived.
     *
     * @param description of the far side; empty when it was in its offer
     */
    record Answered(String description) implements SipNews {
        @Override
        public String toString() {
            return "Answered";
        }
    }

    /**
     * The far side has changed its description in the middle of the call.
     *
     * @param description new one
     */
    record Changed(String description) implements SipNews {
        @Override
        public String toString() {
            return "Changed";
        }
    }

    /**
     * The call did not come to be.
     *
     * @param status of the refusal; 408 when nothing answered in time
     * @param retryAfterSeconds when it may be tried again; 0 when the far side does not say
     */
    record Refused(int status, int retryAfterSeconds) implements SipNews {}

    /** The far side has hung up. */
    record HungUp() implements SipNews {}

    /**
     * Our hanging-up is done.
     *
     * @param confirmed whether the far side said so
     */
    record Ended(boolean confirmed) implements SipNews {}
}
