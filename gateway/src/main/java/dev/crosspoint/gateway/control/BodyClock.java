package dev.crosspoint.gateway.control;

import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.PlatformHandler;

/**
 * Ends requests whose body takes too long (408). It stops when the body is there: what is done then
 * has deadlines of its own, and may take longer than anybody has to wait for a body.
 */
final class BodyClock implements PlatformHandler {
    private static final String TIMER = "body timer";

    private final int mostMs;

    /**
     * @param mostMs longest from the head of a request to the end of its body, ms
     */
    BodyClock(int mostMs) {
        this.mostMs = mostMs;
    }

    @Override
    public void handle(RoutingContext context) {
        long timer = context.vertx().setTimer(mostMs, _ -> context.fail(408));
        context.put(TIMER, timer);
        context.addEndHandler(_ -> stop(context));
        context.next();
    }

    /** The body is there, or there is none. */
    static void stop(RoutingContext context) {
        Long timer = context.remove(TIMER);
        if (timer != null) {
            context.vertx().cancelTimer(timer);
        }
    }
}
