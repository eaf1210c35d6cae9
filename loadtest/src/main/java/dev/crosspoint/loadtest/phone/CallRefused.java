package dev.crosspoint.loadtest.phone;

/** The gateway did not take a call, a request or a sign-in. */
public final class CallRefused extends Exception {
    private static final long serialVersionUID = 1;

    private final int code;

    /**
     * @param code SIP status, HTTP status or code of the agent protocol
     * @param what was refused
     */
    CallRefused(int code, String what) {
        super(what + ": " + code);
        this.code = code;
    }

    /** SIP status, HTTP status or code of the agent protocol. */
    public int code() {
        return code;
    }
}
