package dev.crosspoint.gateway.archive;

import dev.crosspoint.gateway.store.StoreUnavailable;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An answer of the store, waited for on a virtual thread. */
public final class Awaited {
    /** Longer than the store itself waits for anything. */
    private static final int ANSWER_SECONDS = 90;

    private Awaited() {}

    /** Waits for it. */
    public static <T> T of(Future<T> answer) throws StoreUnavailable {
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
