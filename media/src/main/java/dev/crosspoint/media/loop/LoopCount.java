package dev.crosspoint.media.loop;

/** What a media loop counts about its own sockets, ticks, rings and handshakes. */
public enum LoopCount {
    /** Datagrams received and handed on, by TCP too. */
    PACKETS_IN,
    /** Their bytes, without UDP and IP headers. */
    BYTES_IN,
    /** Datagrams received and dropped: empty, or longer than {@link UdpPort#MAX_DATAGRAM_BYTES}. */
    UNUSABLE_IN,
    /** Datagrams handed to the network. */
    PACKETS_OUT,
    /** Their bytes, without UDP and IP headers. */
    BYTES_OUT,
    /** Datagrams not sent: the queue was full, the port closed, the packet too long. */
    DROPPED_OUT,
    /** Connections of browsers that came to the TCP port. */
    TCP_OPENED,
    /** Such connections that have ended. */
    TCP_CLOSED,
    /** Those that the gateway ended: no check in time, too many, or not what is spoken there. */
    TCP_REFUSED,
    /** Datagrams given up because a connection had no room for so long. */
    TCP_DROPPED_OUT,
    /** Errors that the operating system reported for a socket, sending or receiving. */
    SOCKET_ERRORS,
    /** Trunk ports passed over because somebody else had them. */
    PORTS_TAKEN,
    /** Exceptions that left a receiver, a taker or a ticker: bugs of ours. */
    FAILURES,
    /** Ticks run. */
    TICKS,
    /** Ticks given up because the loop was too far behind. */
    TICKS_SKIPPED,
    /**
     * What the loop's thread has run, nanoseconds, by the kernel's account ({@link CoreAccount}).
     */
    CPU_NANOS,
    /** What it has waited for a core while others ran, nanoseconds. */
    CPU_WAIT_NANOS,
    /** Steps down of the complexity of its Opus encoders, because there was too much to do. */
    COMPLEXITY_LOWERED,
    /** Steps up again. */
    COMPLEXITY_RAISED,
    /** Datagrams handed to another loop. */
    RING_OUT,
    /** Datagrams not handed to another loop, whose ring was full. */
    RING_DROPPED,
    /** Datagrams taken over from other loops. */
    RING_IN,
    /** DTLS handshakes begun. */
    HANDSHAKES_BEGUN,
    /** DTLS handshakes that gave keys. */
    HANDSHAKES_KEYED,
    /** DTLS handshakes that failed. */
    HANDSHAKES_FAILED
}
