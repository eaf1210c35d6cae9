package dev.crosspoint.gateway.control;

import dev.crosspoint.gateway.control.ControlMeters.Closing;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.function.BiConsumer;

/** One client that listens. What waits for it to read is counted, and has an end. */
final class EventStream {
    private final HttpServerResponse response;
    private final Door.Caller caller;
    private final boolean wantsLegs;
    private final StreamRules rules;
    private final BiConsumer<EventStream, Closing> onClosed;
    private int allowance;
    private int waiting;
    private long lastWrittenMs;
    private boolean over;

    /**
     * A stream on which nothing was said.
     *
     * @param wantsLegs whether it is told every five seconds how each leg sounds
     * @param onClosed called once, when it is over
     */
    EventStream(
            HttpServerResponse response,
            Door.Caller caller,
            boolean wantsLegs,
            StreamRules rules,
            BiConsumer<EventStream, Closing> onClosed) {
        this.response = response;
        this.caller = caller;
        this.wantsLegs = wantsLegs;
        this.rules = rules;
        this.onClosed = onClosed;
        this.allowance = rules.mostWaiting();
        response.setChunked(true)
                .putHeader("content-type", "text/event-stream")
                // A proxy that collects what it passes on would hold events back.
                .putHeader("x-accel-buffering", "no");
    }

    Door.Caller caller() {
        return caller;
    }

    boolean wantsLegs() {
        return wantsLegs;
    }

    /** What comes first, whose length does not count against the client. */
    void begin(List<String> events, long nowMs) {
        events.forEach(text -> allowance += text.length());
        // Try again after a second, not after the three that browsers wait by themselves.
        write("retry: 1000\n\n", nowMs);
        events.forEach(text -> write(text, nowMs));
    }

    /** Sends an event, or gives the client up. */
    void write(String text, long nowMs) {
        if (over) {
            return;
        }
        if (waiting > allowance) {
            // Without a word: it would have to wait behind everything else. A connection on which
            // nothing moves is cut by the listener.
            end(Closing.SLOW_READER);
            response.reset();
            return;
        }
        lastWrittenMs = nowMs;
        waiting += text.length();
        response.write(text).onComplete(_ -> waiting -= text.length());
    }

    /** Says that it is still there, when there was nothing to say for long. */
    void beat(long nowMs) {
        if (nowMs - lastWrittenMs >= rules.heartbeatMs()) {
            write(":\n\n", nowMs);
        }
    }

    /** Ends it: the client may not listen any more. */
    void dismiss() {
        if (!over) {
            end(Closing.TOKEN_ENDED);
            response.end();
        }
    }

    /** The client is gone. */
    void left() {
        end(Closing.PEER);
    }

    private void end(Closing why) {
        if (!over) {
            over = true;
            onClosed.accept(this, why);
        }
    }
}
