package dev.crosspoint.loadtest.phone;

/** The gateway did not take a call, a request or a sign-in. */
public final class CallRefused extends Exception {
    private static final long serialVersionUID = 1;

    private static final int UNAVAILABLE = 503;

    private final int code;
    private final int retryAfterSeconds;

    /**
     * @param code SIP status, HTTP status or code of the agent protocol
     * @param what was refused
     */
    CallRefused(int code, String what) {
        this(code, what, 0);
    }

    /**
     * @param retryAfterSeconds after which it may be asked again; 0 when that was not said
     */
    CallRefused(int code, String what, int retryAfterSeconds) {
        super(what + ": " + code);
        this.code = code;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** Whether it is to be tried again later: the gateway has enough to do. */
    public boolean isLater() {
        return code == UNAVAILABLE && retryAfterSeconds > 0;
    }

    /** After how long it may be asked again, s; 0 when that was not said. */
    int retryAfterSeconds() {
        return retryAfterSeconds;
    }

    /** SIP status, HTTP status or code of the agent protocol. */
    public int code() {
        return code;
    }
}
