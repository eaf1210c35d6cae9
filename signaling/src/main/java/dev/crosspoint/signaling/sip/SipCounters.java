package dev.crosspoint.signaling.sip;

/**
 * What the SIP rim counts. The assembly gives an implementation that may be called from any event
 * loop, such as one backed by {@link java.util.concurrent.atomic.LongAdder}s.
 */
public interface SipCounters {

    /** Counts nothing. */
    SipCounters NONE = new SipCounters() {};

    /** Who sent the request. */
    enum Direction {
        INBOUND,
        OUTBOUND
    }

    /** Why something that arrived went no further. */
    enum DropCause {
        /** No trunk has this source address. */
        UNKNOWN_SOURCE,
        /** An unknown source has used up what it may have looked at. */
        RATE_LIMIT,
        /** A trunk, by a transport it is not allowed. */
        FORBIDDEN_TRANSPORT,
        /** A trunk, without the certificate it has to show. */
        NO_CERTIFICATE,
        /** Digest credentials that are wrong. */
        BAD_CREDENTIALS,
        /** The very same as something that was rejected moments ago; answered the same. */
        REPEATED,
        /** Bytes that are no SIP message we take. */
        MALFORMED,
        /** A response nobody waits for. */
        STRAY_RESPONSE,
        /** From our own address: a loop, or a forgery. */
        OWN_ADDRESS,
        /** More connections than one source, or all together, may have. */
        CONNECTION_LIMIT,
        /** A connection that did not finish its handshake, or its message in time. */
        UNFINISHED,
        /** More waiting for a connection or a slow reader than we keep. */
        QUEUE_FULL,
        /** The SIP stack failed on it; the log says where. */
        STACK_FAILURE
    }

    /**
     * A request got its final answer.
     *
     * @param method one of the methods we know, or {@code OTHER}
     * @param status final status; 408 and 503 also when we gave up waiting
     */
    default void request(Direction direction, String method, int status) {}

    /** Something was dropped. */
    default void dropped(DropCause cause) {}

    /** So many calls are there now, whatever they are waiting for. */
    default void open(int calls) {}

    /** Whether a trunk, by our id of it, is called before those that are not well. */
    default void trunk(String trunk, boolean well) {}

    /** Whether a trunk that we register with calls us, as far as its registrar says. */
    default void registered(String trunk, boolean is) {}

    /** Who has too much to do when new calls are refused. */
    enum Load {
        /** The loop that SIP lives on. */
        SIGNALING,
        /** The loops that audio lives on. */
        MEDIA
    }

    /** Whether new calls get 503 because of that. */
    default void refuses(Load because, boolean is) {}
}
