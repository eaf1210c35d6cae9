package dev.crosspoint.gateway.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.store.AuditFilter;
import dev.crosspoint.gateway.store.AuditRow;
import dev.crosspoint.gateway.store.AuditStore;
import dev.crosspoint.gateway.store.StoreUnavailable;
import dev.crosspoint.signaling.api.LocalCodec;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers questions about the audit trail, each once it is on record itself. */
public final class AuditVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(AuditVerticle.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final AuditStore store;
    private final Function<AuditEvent, Future<Void>> before;

    /**
     * To be deployed once, on an event loop.
     *
     * @param before puts an event on record, such as {@link AuditTrail#before}
     */
    public AuditVerticle(AuditStore store, Function<AuditEvent, Future<Void>> before) {
        this.store = store;
        this.before = before;
    }

    @Override
    public Future<?> start() {
        return vertx.eventBus()
                .<AuditMessage>localConsumer(AuditMessage.ADDRESS, this::onMessage)
                .completion();
    }

    private void onMessage(Message<AuditMessage> message) {
        answer(message.body())
                .otherwise(AuditVerticle::failed)
                .onSuccess(answer -> message.reply(answer, LocalCodec.options()));
    }

    private Future<AuditMessage.Answer> answer(AuditMessage message) {
        return switch (message) {
            case AuditMessage.Find find -> {
                var searched = new Deed.Searched("audit", criteria(find.filter()));
                var event =
                        AuditEvent.now(
                                new Actor.Agent(find.agent()),
                                find.from(),
                                find.tenant(),
                                searched);
                yield before.apply(event)
                        .compose(_ ->
                                // One more shows whether there is another page.
                                store.find(
                                        find.tenant(),
                                        find.filter(),
                                        find.before(),
                                        find.limit() + 1))
                        .map(rows -> new AuditMessage.Found(page(rows, find.limit())));
            }
        };
    }

    private static AuditMessage.Answer failed(Throwable failure) {
        if (!(failure instanceof StoreUnavailable) && !(failure instanceof NotOnRecord)) {
            LOG.error("a question about the audit trail could not be answered", failure);
        }
        return new AuditMessage.Unavailable();
    }

    private static SortedMap<String, String> criteria(AuditFilter filter) {
        var by = new TreeMap<String, String>();
        put(by, "user", filter.user() == null ? null : ShownId.ofPerson(filter.user()));
        put(by, "recording", shown(filter.recording()));
        put(by, "contact", shown(filter.contact()));
        put(by, "from", filter.from());
        put(by, "to", filter.to());
        return by;
    }

    private static @Nullable String shown(@Nullable String id) {
        return id == null ? null : ShownId.of(id);
    }

    private static void put(SortedMap<String, String> by, String name, @Nullable Object value) {
        if (value != null) {
            by.put(name, value.toString());
        }
    }

    private static ObjectNode page(List<AuditRow> rows, int limit) {
        var json = JsonNodeFactory.instance.objectNode();
        var events = json.putArray("events");
        for (var row : rows.subList(0, Math.min(limit, rows.size()))) {
            events.add(event(row));
        }
        if (rows.size() > limit) {
            json.put("next", Long.toString(rows.get(limit - 1).seq()));
        }
        return json;
    }

    private static ObjectNode event(AuditRow row) {
        try {
            var event = (ObjectNode) MAPPER.readTree(row.entry().body());
            return event.put("sequence", row.seq());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
