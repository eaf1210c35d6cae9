package dev.crosspoint.signaling.trunk;

import dev.crosspoint.signaling.api.SignalingConfig.TrunkConfig;
import dev.crosspoint.signaling.sip.Destination;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import javax.sip.message.Response;

/** Asks every trunk that wants it, again and again, whether it is there. */
final class Probing {

    private final Vertx vertx;
    private final TrunkStates states;
    private final Function<Destination, Future<Integer>> probe;
    private final Runnable onChange;
    private final RandomGenerator random;
    private boolean stopped;

    /**
     * @param probe gives the final status of an OPTIONS
     * @param onChange runs after each probe
     */
    Probing(
            Vertx vertx,
            TrunkStates states,
            Function<Destination, Future<Integer>> probe,
            Runnable onChange,
            RandomGenerator random) {
        this.vertx = vertx;
        this.states = states;
        this.probe = probe;
        this.onChange = onChange;
        this.random = random;
    }

    /** Begins with one, soon: not with all in the same moment. */
    void start(TrunkConfig trunk) {
        int seconds = trunk.service().outbound().probeSeconds();
        if (seconds > 0) {
            TrunkBook.destination(trunk)
                    .ifPresent(to -> ask(trunk.id(), to, seconds, random.nextDouble() / 10));
        }
    }

    /** Asks nobody any more. */
    void stop() {
        stopped = true;
    }

    /** After {@code periods} of them, and from then on. */
    private void ask(String trunk, Destination to, int seconds, double periods) {
        long ms = Math.max(1, Math.round(seconds * 1000L * periods));
        vertx.setTimer(
                ms,
                _ -> {
                    if (!stopped) {
                        probe.apply(to)
                                .onComplete(done -> {
                                    heard(trunk, done.succeeded() ? done.result() : 0);
                                    ask(trunk, to, seconds, 0.9 + random.nextDouble() / 5);
                                });
                    }
                });
    }

    private void heard(String trunk, int status) {
        boolean missed =
                status == 0
                        || status == Response.REQUEST_TIMEOUT
                        || status == Response.SERVICE_UNAVAILABLE;
        var state = states.of(trunk);
        state.health(missed ? state.health().missedOne() : state.health().answered());
        onChange.run();
    }
}
