package dev.crosspoint.signaling.agent;

/** Whether a socket's far end still answers: two pings without a pong, and it is dead. */
final class Heartbeat {

    /** One lost pong may be a busy page; two in a row are a dead one. */
    private static final int MAX_MISSED = 2;

    private int unanswered;

    /** A ping is due; false when the far end is dead instead. */
    boolean pings() {
        return unanswered++ < MAX_MISSED;
    }

    /** A pong, or any other sign of life. */
    void heard() {
        unanswered = 0;
    }
}
