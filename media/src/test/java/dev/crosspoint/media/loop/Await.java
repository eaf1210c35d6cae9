package dev.crosspoint.media.loop;

import io.vertx.core.Future;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for the outside world, with a limit. */
final class Await {
    private static final int LIMIT_S = 10;

    private Await() {}

    static <T> T result(Future<T> future) throws TimeoutException {
        return future.await(LIMIT_S, TimeUnit.SECONDS);
    }

    static Throwable failure(Future<?> future) throws TimeoutException {
        return future.<Throwable>map(_ -> new AssertionError("did not fail"))
                .recover(Future::succeededFuture)
                .await(LIMIT_S, TimeUnit.SECONDS);
    }

    /** Runs something on a loop and waits for what it returns. */
    static <T> T onLoop(MediaLoop loop, Callable<T> task) throws Exception {
        var done = new CompletableFuture<T>();
        loop.execute(() -> {
            try {
                done.complete(task.call());
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        });
        return done.get(LIMIT_S, TimeUnit.SECONDS);
    }
}
