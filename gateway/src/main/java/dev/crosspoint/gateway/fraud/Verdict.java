package dev.crosspoint.gateway.fraud;

/** Whether a call is let in. */
public sealed interface Verdict {

    /**
     * What a refused call is answered with: Decline, so that no other trunk is tried (RFC 3261).
     */
    int SIP_STATUS = 603;

    Signs signs();

    /** It is. */
    record Admitted(Signs signs) implements Verdict {}

    /** It is not. */
    record Refused(Signs signs, Reason why) implements Verdict {}

    /** Why not; the first that is true. */
    enum Reason {
        DENIED_NUMBER,
        DENIED_NETWORK,
        TOO_MANY_FROM_NUMBER,
        TOO_MANY_FROM_ADDRESS
    }
}
