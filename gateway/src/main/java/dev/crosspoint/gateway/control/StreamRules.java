package dev.crosspoint.gateway.control;

/**
 * The times and sizes of event streams.
 *
 * @param heartbeatMs longest silence before a comment is sent, ms
 * @param lookMs how often it is looked whether sign-ins are still good, ms
 * @param lingerMs how long events are still collected after the last client has left, so that it
 *     may come back to them, ms
 * @param mostWaiting characters that may wait for a client to read them, besides its snapshot
 * @param mostPerAgent streams of one agent at once
 * @param ringEvents events kept for clients that come back
 * @param ringCharacters of all that are kept
 */
record StreamRules(
        int heartbeatMs,
        int lookMs,
        int lingerMs,
        int mostWaiting,
        int mostPerAgent,
        int ringEvents,
        int ringCharacters) {

    /**
     * Half a megabyte may wait, as on the WebSocket; a sign-in's end is seen within two seconds.
     */
    static final StreamRules ORDINARY =
            new StreamRules(15_000, 2_000, 60_000, 512 * 1024, 4, 1024, 1024 * 1024);
}
