package dev.crosspoint.gateway.recording;

import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.store.Held;
import dev.crosspoint.gateway.store.KeyChangeStore;
import dev.crosspoint.gateway.store.Recording;
import dev.crosspoint.gateway.store.RecordingStore;
import dev.crosspoint.gateway.store.StoreUnavailable;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.spool.SpoolMeter;
import dev.crosspoint.signaling.api.LocalCodec;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers questions about recordings, and says on the event bus and in metrics how they do. */
public final class RecordingVerticle extends VerticleBase implements RecordingWorks.Announcements {
    private static final Logger LOG = LoggerFactory.getLogger(RecordingVerticle.class);

    /** Metrics are read every 15 s or so. */
    private static final int LOOK_MS = 10_000;

    private final List<dev.crosspoint.signaling.api.Tenant> tenants;
    private final RecordingStore store;
    private final KeyChangeStore keyChanges;
    private final Supplier<RecordingWorks> works;
    private final Consumer<AuditEvent> audit;
    private final RecordingMeters meters;

    /**
     * To be deployed once, on an event loop.
     *
     * @param works what carries out what is asked; known by the time somebody asks
     */
    public RecordingVerticle(
            List<dev.crosspoint.signaling.api.Tenant> tenants,
            RecordingStore store,
            KeyChangeStore keyChanges,
            Supplier<RecordingWorks> works,
            Consumer<AuditEvent> audit,
            Supplier<SpoolMeter> spool,
            MeterRegistry registry,
            InstantSource clock) {
        this.tenants = List.copyOf(tenants);
        this.store = store;
        this.keyChanges = keyChanges;
        this.works = works;
        this.audit = audit;
        this.meters = new RecordingMeters(registry, spool, clock);
    }

    @Override
    public Future<?> start() {
        vertx.setPeriodic(0, LOOK_MS, _ -> look());
        return vertx.eventBus()
                .<RecordingMessage>localConsumer(RecordingMessage.ADDRESS, this::onMessage)
                .completion();
    }

    // ---- what is asked

    private void onMessage(Message<RecordingMessage> message) {
        answer(message.body())
                .otherwise(RecordingVerticle::failed)
                .onSuccess(answer -> message.reply(answer, LocalCodec.options()));
    }

    private Future<RecordingMessage.Answer> answer(RecordingMessage message) {
        return switch (message) {
            case RecordingMessage.ListAll(var tenant, var filter, var after, int limit) ->
                    store.list(tenant, filter, after, limit)
                            .map(page -> new RecordingMessage.Found(RecordingView.of(page)));
            case RecordingMessage.Show(var tenant, var recording) ->
                    store.find(tenant, recording)
                            .map(found ->
                                    found.<RecordingMessage.Answer>map(row ->
                                                    new RecordingMessage.Found(
                                                            RecordingView.of(row)))
                                            .orElseGet(RecordingMessage.Missing::new));
            case RecordingMessage.Deliver deliver ->
                    store.find(deliver.tenant(), deliver.recording())
                            .compose(found ->
                                    found.isEmpty()
                                            ? Future.succeededFuture(new RecordingMessage.Missing())
                                            : deliver(deliver));
            case RecordingMessage.ListKeyChanges(var tenant) ->
                    keyChanges
                            .list(tenant)
                            .map(changes -> new RecordingMessage.Found(RecordingView.of(changes)));
        };
    }

    private Future<RecordingMessage.Answer> deliver(RecordingMessage.Deliver asked) {
        var of = new Tenant(asked.tenant().account(), asked.tenant().instance());
        var answer = works.get().tryAgain(of, asked.recording());
        return Future.fromCompletionStage(answer, vertx.getOrCreateContext())
                .map(begun -> {
                    if (!Boolean.TRUE.equals(begun)) {
                        return new RecordingMessage.NothingToDo();
                    }
                    audit.accept(
                            AuditEvent.now(
                                    new Actor.Agent(asked.agent()),
                                    asked.tenant(),
                                    new Deed.UsedApi(
                                            "deliver", "recording:" + asked.recording().value())));
                    return new RecordingMessage.Begun();
                });
    }

    private static RecordingMessage.Answer failed(Throwable failure) {
        if (!(failure instanceof StoreUnavailable)) {
            LOG.error("a question about recordings could not be answered", failure);
        }
        return new RecordingMessage.Unavailable();
    }

    // ---- what is told

    @Override
    public void changed(Tenant tenant, Recording recording) {
        var of = new dev.crosspoint.signaling.api.Tenant(tenant.account(), tenant.instance());
        vertx.eventBus()
                .publish(
                        RecordingMessage.eventsOf(of),
                        new RecordingMessage.Seen(RecordingView.of(recording)),
                        LocalCodec.options());
    }

    @Override
    public void alarm(Tenant tenant, RecordingId recording, String what) {
        meters.alarm(what);
    }

    @Override
    public void failedOnce(String reason) {
        meters.failedOnce(reason);
    }

    private void look() {
        var asked = new ArrayList<Future<List<Held>>>();
        tenants.forEach(tenant -> asked.add(store.held(tenant)));
        // While the database is away the last known numbers stay.
        Future.all(asked)
                .onSuccess(all -> {
                    var rows = new ArrayList<Held>();
                    for (int i = 0; i < all.size(); i++) {
                        rows.addAll(all.<List<Held>>resultAt(i));
                    }
                    meters.show(rows);
                });
    }
}
