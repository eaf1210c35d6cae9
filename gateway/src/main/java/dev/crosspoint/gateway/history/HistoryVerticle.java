package dev.crosspoint.gateway.history;

import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.audit.NotOnRecord;
import dev.crosspoint.gateway.audit.ShownId;
import dev.crosspoint.gateway.store.AgentHistoryStore;
import dev.crosspoint.gateway.store.StoreUnavailable;
import dev.crosspoint.signaling.api.LocalCodec;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import java.util.TreeMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers questions about what agents did. */
public final class HistoryVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryVerticle.class);

    private final AgentHistoryStore store;
    private final Function<AuditEvent, Future<Void>> before;

    /**
     * To be deployed once, on an event loop.
     *
     * @param before puts on record what is about to be asked; it is not answered otherwise
     */
    public HistoryVerticle(AgentHistoryStore store, Function<AuditEvent, Future<Void>> before) {
        this.store = store;
        this.before = before;
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
            case HistoryMessage.ListActivities asked ->
                    before.apply(event(asked)).compose(_ -> list(asked));
        };
    }

    private static AuditEvent event(HistoryMessage.ListActivities asked) {
        var by = new TreeMap<String, String>();
        by.put("agent", ShownId.ofPerson(asked.agentId()));
        if (asked.from() != null) {
            by.put("from", asked.from().toString());
        }
        if (asked.to() != null) {
            by.put("to", asked.to().toString());
        }
        return AuditEvent.now(
                new Actor.Agent(asked.asker()),
                asked.origin(),
                asked.tenant(),
                new Deed.Searched("agentHistory", by));
    }

    private Future<HistoryMessage.Answer> list(HistoryMessage.ListActivities asked) {
        int limit = asked.limit();
        // One more shows whether there is another page.
        return store.list(
                        asked.tenant(),
                        asked.agentId(),
                        asked.from(),
                        asked.to(),
                        asked.after(),
                        limit + 1)
                .map(deeds -> new HistoryMessage.Found(HistoryJson.page(deeds, limit)));
    }

    private static HistoryMessage.Answer failed(Throwable failure) {
        if (!(failure instanceof StoreUnavailable) && !(failure instanceof NotOnRecord)) {
            LOG.error("a question about what agents did could not be answered", failure);
        }
        return new HistoryMessage.Unavailable();
    }
}
