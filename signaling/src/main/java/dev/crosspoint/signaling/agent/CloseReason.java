package dev.crosspoint.signaling.agent;

import java.util.Locale;

/** The one table of WebSocket close codes that we send (RFC 6455 7.4; 4000 and up are our own). */
enum CloseReason {
    DONE(1000),
    STOPPING(1001),
    BINARY(1003),
    NOT_UTF8(1007),
    FRAGMENTED(1008),
    TOO_BIG(1009),
    FAULT(1011),
    SLOW_READER(1013),
    DEAD(4000),
    REPLACED(4001),
    SESSION_ENDED(4002),
    NOT_ALLOWED(4003),
    TOO_LATE(4008),
    FLOOD(4029);

    private final short code;

    CloseReason(int code) {
        this.code = (short) code;
    }

    short code() {
        return code;
    }

    /** The reason phrase on the wire, and how counters call it: {@code slow-reader}. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
