package dev.crosspoint.gateway.http;

import dev.crosspoint.gateway.store.StoreUnavailable;
import dev.crosspoint.media.vault.KeyFailure;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work of a request that blocks: on a virtual thread, and then back to the loop of the request. */
public final class Aside {
    private static final Logger LOG = LoggerFactory.getLogger(Aside.class);

    private Aside() {}

    /**
     * Does it.
     *
     * @param then answers, on the event loop; not called when the work failed, which has an answer
     *     of its own
     */
    public static <T> void run(RoutingContext context, Callable<T> work, Consumer<T> then) {
        var loop = context.vertx().getOrCreateContext();
        Thread.ofVirtual()
                .name("request")
                .start(() -> {
                    try {
                        var result = work.call();
                        loop.runOnContext(_ -> then.accept(result));
                    } catch (StoreUnavailable | KeyFailure e) {
                        LOG.warn("a request waits for better times: {}", e.getMessage());
                        loop.runOnContext(_ -> Problem.NOT_READY.answer(context));
                    } catch (Exception e) {
                        LOG.error("a request failed", e);
                        loop.runOnContext(_ -> Problem.INTERNAL.answer(context));
                    }
                });
    }
}
