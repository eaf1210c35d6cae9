package dev.crosspoint.gateway.recording;

import dev.crosspoint.gateway.store.RecordingStore;
import dev.crosspoint.gateway.store.StoreUnavailable;
import dev.crosspoint.media.api.Tenant;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The store for those who cannot go on before something is written down: a database that is away
 * makes them wait, and nothing is lost meanwhile. Blocks; on virtual threads.
 */
final class Ledger {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** Longer than the store itself waits for anything. */
    private static final int ANSWER_SECONDS = 90;

    private final RecordingStore store;
    private final WaitingClock clock;

    Ledger(RecordingStore store, WaitingClock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Something the store is asked, or told, of a tenant as the store names it. */
    interface Question<T> {
        Future<T> ask(RecordingStore store, dev.crosspoint.signaling.api.Tenant of);
    }

    /**
     * Asks until there is an answer.
     *
     * @throws InterruptedException when the gateway closes
     */
    <T> T ask(Tenant tenant, Question<T> what) throws InterruptedException {
        var of = new dev.crosspoint.signaling.api.Tenant(tenant.account(), tenant.instance());
        for (var pause = FIRST_PAUSE; ; pause = longer(pause)) {
            try {
                return what.ask(store, of).await(ANSWER_SECONDS, TimeUnit.SECONDS);
            } catch (Exception e) {
                if (e instanceof InterruptedException interrupted) {
                    throw interrupted;
                }
                if (!isAway(e)) {
                    throw e instanceof RuntimeException bug ? bug : new IllegalStateException(e);
                }
                clock.sleep(pause);
            }
        }
    }

    /**
     * Asks once.
     *
     * @return empty when the database is away
     */
    <T> Optional<T> askOnce(Tenant tenant, Question<T> what) throws InterruptedException {
        var of = new dev.crosspoint.signaling.api.Tenant(tenant.account(), tenant.instance());
        try {
            return Optional.of(what.ask(store, of).await(ANSWER_SECONDS, TimeUnit.SECONDS));
        } catch (Exception e) {
            if (e instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            if (!isAway(e)) {
                throw e instanceof RuntimeException bug ? bug : new IllegalStateException(e);
            }
            return Optional.empty();
        }
    }

    private static boolean isAway(Exception e) {
        return e instanceof StoreUnavailable || e instanceof TimeoutException;
    }

    private static Duration longer(Duration pause) {
        var twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }
}
