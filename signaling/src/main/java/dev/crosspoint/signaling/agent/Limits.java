package dev.crosspoint.signaling.agent;

import dev.crosspoint.signaling.api.SignalingConfig.AgentConfig;

/**
 * The times and sizes of a session. Those an operator sets come from the configuration; the others
 * follow from the protocol and say why here.
 *
 * @param requestTimeoutMs deadline of a request
 * @param inviteTimeoutMs deadline of an invite: the client gives up at 5 s
 * @param inviteWithinMs a direct socket must invite within this: the client may gather for 8 s
 * @param acceptWithinMs an invited leg must be accepted within this: clients do so at once
 * @param byeTimeoutMs the far end of a bye answers or closes within this, as the client's own limit
 * @param graceMs how long a session or a talking leg outlives its socket
 * @param tokenRenewalMs period of client tokens
 * @param lingerMs a closed socket is cut when the peer has not closed within this
 * @param pingIntervalMs WebSocket ping period, told to the client
 * @param requestWithinMs a new connection is closed when no whole request came within this
 * @param restMs one that has asked is closed when it has not asked again within this
 */
record Limits(
        int requestTimeoutMs,
        int inviteTimeoutMs,
        int inviteWithinMs,
        int acceptWithinMs,
        int byeTimeoutMs,
        int graceMs,
        int tokenRenewalMs,
        int lingerMs,
        int pingIntervalMs,
        int requestWithinMs,
        int restMs) {

    /** Events kept for replay, and their text, at most. */
    static final int REPLAY_EVENTS = 256;

    static final int REPLAY_CHARACTERS = 256 * 1024;

    /** Refusals for the rate after which a socket is a flood and is closed. */
    static final int MAX_REFUSALS = 200;

    static Limits of(AgentConfig config) {
        return new Limits(
                config.requestTimeoutMs(),
                Math.min(config.requestTimeoutMs(), 4_500),
                20_000,
                10_000,
                2_000,
                config.resumeGraceMs(),
                60_000,
                5_000,
                config.pingIntervalMs(),
                10_000,
                60_000);
    }

    /**
     * How long an event is kept for replay. A client that comes back was there a grace period ago,
     * but for the time in which nobody had noticed that its connection was dead.
     */
    long replayMs() {
        return graceMs + 300_000L;
    }

    /** A client token outlives two renewals and the grace, so that a lost renewal costs nothing. */
    long tokenLifetimeMs() {
        return 2L * tokenRenewalMs + graceMs;
    }

    /** Deadline of one request, ms from its arrival. */
    int timeoutMs(String method) {
        return method.equals(SoftphoneMethods.INVITE) ? inviteTimeoutMs : requestTimeoutMs;
    }
}
