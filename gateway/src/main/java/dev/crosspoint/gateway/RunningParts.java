package dev.crosspoint.gateway;

import io.vertx.core.Deployable;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What runs, in the order in which it was started; it ends in the other one. */
final class RunningParts {
    private static final Logger LOG = LoggerFactory.getLogger(RunningParts.class);

    /** What a part may take to start or to end, s. */
    static final int SECONDS = 20;

    private final Vertx vertx;
    private final Deque<Part> parts = new ArrayDeque<>();

    private record Part(String name, AutoCloseable end) {}

    RunningParts(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * Something has been started.
     *
     * @param end ends it, in the time that a part may take
     */
    void add(String name, AutoCloseable end) {
        parts.push(new Part(name, end));
    }

    /**
     * Starts a verticle.
     *
     * @throws IOException with the part's name when it cannot start
     */
    void deploy(String name, Deployable verticle) throws IOException {
        String id;
        try {
            id = vertx.deployVerticle(verticle).await(SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IOException(name + " cannot start: " + e.getMessage(), e);
        }
        add(name, () -> vertx.undeploy(id).await(SECONDS, TimeUnit.SECONDS));
    }

    /** Ends everything, the last started first, and goes on when a part cannot end. */
    void end() {
        while (!parts.isEmpty()) {
            var part = parts.pop();
            try {
                part.end().close();
            } catch (Exception e) {
                LOG.warn("{} did not close cleanly", part.name(), e);
            }
        }
    }
}
