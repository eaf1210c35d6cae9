package dev.crosspoint.gateway.people;

import dev.crosspoint.gateway.store.StoreUnavailable;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for the store. On virtual threads. */
final class Await {
    /** Longer than the store itself waits for anything. */
    private static final int ANSWER_SECONDS = 90;

    private Await() {}

    static <T> T of(Future<T> answer) throws StoreUnavailable {
        try {
            return answer.await(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("the store waits for longer than it says", e);
        } catch (Exception e) {
            if (e instanceof StoreUnavailable away) {
                throw away;
            }
            throw e instanceof RuntimeException bug ? bug : new IllegalStateException(e);
        }
    }
}
