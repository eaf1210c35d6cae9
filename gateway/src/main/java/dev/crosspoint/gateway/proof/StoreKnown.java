package dev.crosspoint.gateway.proof;

import dev.crosspoint.gateway.store.PageKey;
import dev.crosspoint.gateway.store.Recording;
import dev.crosspoint.gateway.store.RecordingFilter;
import dev.crosspoint.gateway.store.RecordingStore;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.Tenant;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks the store itself. On no event loop: it blocks. */
public final class StoreKnown implements Known {
    /** Longer than the store waits for anything. */
    private static final int ANSWER_SECONDS = 90;

    private final RecordingStore store;

    public StoreKnown(RecordingStore store) {
        this.store = store;
    }

    @Override
    public Optional<Recording> find(Tenant tenant, RecordingId recording) throws IOException {
        return await(store.find(stored(tenant), recording));
    }

    @Override
    public List<Recording> all(Tenant tenant) throws IOException {
        var all = new ArrayList<Recording>();
        @Nullable PageKey after = null;
        do {
            var page =
                    await(
                            store.list(
                                    stored(tenant),
                                    RecordingFilter.ALL,
                                    after,
                                    RecordingStore.MOST_ROWS));
            all.addAll(page.recordings());
            after = page.next();
        } while (after != null);
        return all;
    }

    private static dev.crosspoint.signaling.api.Tenant stored(Tenant tenant) {
        return new dev.crosspoint.signaling.api.Tenant(tenant.account(), tenant.instance());
    }

    private static <T> T await(Future<T> future) throws IOException {
        try {
            return future.await(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new IOException("the database does not answer: " + e.getMessage(), e);
        }
    }
}
