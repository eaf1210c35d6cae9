package dev.crosspoint.signaling.sip;

/** Whoever the calls of an endpoint are for. Called on the endpoint's context; must not block. */
public interface SipUser {

    /** Something happened to a call. */
    void onEvent(SipCall call, SipEvent event);
}
