package dev.crosspoint.signaling.agent;

/**
 * Where this room counts what it sees. Implemented by the gateway's metrics; called on the
 * listener's event loop, so it must not block. Every argument comes from a small closed set: none
 * is ever text of a client.
 */
public interface AgentCounters {

    /** Counts nothing. */
    AgentCounters NONE =
            new AgentCounters() {
                @Override
                public void upgrade(String outcome) {}

                @Override
                public void closed(String path, String reason) {}

                @Override
                public void request(String method, String outcome) {}

                @Override
                public void session(String change) {}

                @Override
                public void oddity(String what) {}

                @Override
                public void connection(String closed) {}
            };

    /**
     * A WebSocket upgrade was decided.
     *
     * @param outcome {@code accepted}, or why not: {@code address}, {@code path}, {@code protocol},
     *     {@code origin}, {@code call-id}, {@code client-token}, {@code too-many}
     */
    void upgrade(String outcome);

    /**
     * A socket is gone.
     *
     * @param path {@code agent} or {@code rtc}
     * @param reason why we closed it ({@code slow-reader}, {@code replaced}, ...), or {@code peer}
     */
    void closed(String path, String reason);

    /**
     * A request was answered.
     *
     * @param method a method's name, or {@code unknown}
     * @param outcome {@code ok}, or the error's name ({@code not-found}, {@code timeout}, ...)
     */
    void request(String method, String outcome);

    /**
     * A desktop session or a direct leg began or ended.
     *
     * @param change {@code started}, {@code resumed}, {@code restarted} (known, but missed too
     *     much), {@code lost}, {@code ended}; {@code leg-started}, {@code leg-resumed}, {@code
     *     leg-ended}, {@code leg-never-accepted}, {@code leg-socket-lost}
     */
    void session(String change);

    /**
     * Something that should not happen often.
     *
     * @param what {@code late-reply}, {@code notification}, {@code stray-response}, {@code
     *     unknown-leg}, {@code bye-unanswered}, {@code quality-skipped}, {@code bad-frame}, {@code
     *     cut}
     */
    void oddity(String what);

    /**
     * A connection was closed before it was of any use.
     *
     * @param closed {@code too-many}: its address has as many as it may; {@code slow}: no whole
     *     request came; {@code resting}: none came any more
     */
    void connection(String closed);
}
