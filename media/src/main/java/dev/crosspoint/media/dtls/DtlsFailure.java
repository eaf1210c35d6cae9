package dev.crosspoint.media.dtls;

/** A handshake that yields no keys, or a connection that broke after it did. */
public final class DtlsFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /** What went wrong, for counting and for the leg's end reason. */
    public enum Why {
        /** The peer did not finish in time. */
        TIMEOUT,
        /** The peer's certificate is missing or not the one its SDP announced. */
        FINGERPRINT,
        /** The peer does not do SRTP, or shares no protection profile with us. */
        NO_PROFILE,
        /** The peer gave up with a fatal alert. */
        PEER_ALERT,
        /** The peer broke the protocol, or shares no version or cipher suite with us. */
        PROTOCOL
    }

    private final Why why;

    DtlsFailure(Why why, Throwable cause) {
        super("DTLS: " + why, cause);
        this.why = why;
    }

    /** What went wrong. */
    public Why why() {
        return why;
    }
}
