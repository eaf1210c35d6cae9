package dev.crosspoint.gateway.history;

import dev.crosspoint.gateway.store.AgentHistoryStore;
import dev.crosspoint.gateway.store.StoreUnavailable;
import dev.crosspoint.signaling.api.LocalCodec;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers questions about what agents did. */
public final class HistoryVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryVerticle.class);

    private final AgentHistoryStore store;

    /** To be deployed once, on an event loop. */
    public HistoryVerticle(AgentHistoryStore store) {
        this.store = store;
    }

    @Override
    public Future<?> start() {
        return vertx.eventBus()
                .<HistoryMessage>localConsumer(HistoryMessage.ADDRESS, this::onMessage)
                .completion();
    }

    private void onMessage(Message<HistoryMessage> message) {
        answer(message.body())
                .otherwise(HistoryVerticle::failed)
                .onSuccess(answer -> message.reply(answer, LocalCodec.options()));
    }

    private Future<HistoryMessage.Answer> answer(HistoryMessage message) {
        return switch (message) {
            case HistoryMessage.ListActivities(
                            var tenant,
                            var agent,
                            var from,
                            var to,
                            var after,
                            int limit) ->
                    // One more shows whether there is another page.
                    store.list(tenant, agent, from, to, after, limit + 1)
                            .map(deeds -> new HistoryMessage.Found(HistoryJson.page(deeds, limit)));
        };
    }

    private static HistoryMessage.Answer failed(Throwable failure) {
        if (!(failure instanceof StoreUnavailable)) {
            LOG.error("a question about what agents did could not be answered", failure);
        }
        return new HistoryMessage.Unavailable();
    }
}
