package dev.crosspoint.gateway.control;

import dev.crosspoint.gateway.history.HistoryMessage;
import dev.crosspoint.gateway.recording.RecordingMessage;
import dev.crosspoint.gateway.switchboard.ControlMessage;
import dev.crosspoint.gateway.switchboard.LegNews;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.RequestSource;
import dev.crosspoint.signaling.api.Tenant;
import dev.crosspoint.signaling.api.TrunkStatus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/** What happens in one tenant, from call control to everybody who listens. */
final class Feed {
    private final Inquiry inquiry;
    private final Tenant tenant;
    private final String session;
    private final LongSupplier nowMs;
    private final EventLog log;
    private final Set<EventStream> streams = new LinkedHashSet<>();
    private final MessageConsumer<AgentMessage.Event> events;
    private final MessageConsumer<RecordingMessage.Seen> recordings;
    private final MessageConsumer<HistoryMessage.Recorded> contacts;
    private final MessageConsumer<TrunkStatus> trunks;
    private final MessageConsumer<LegNews> legs;
    private final Future<Answer> ready;
    private long desertedMs;

    /**
     * Begins to collect.
     *
     * @param session a name nobody else has, for call control to send to
     */
    Feed(
            Vertx vertx,
            Inquiry inquiry,
            Tenant tenant,
            String session,
            StreamRules rules,
            LongSupplier nowMs) {
        this.inquiry = inquiry;
        this.tenant = tenant;
        this.session = session;
        this.nowMs = nowMs;
        this.log = new EventLog(session, rules);
        this.events = vertx.eventBus().localConsumer(AgentMessage.eventsFor(session));
        events.handler(message -> onEvent(message.body()));
        this.recordings = vertx.eventBus().localConsumer(RecordingMessage.eventsOf(tenant));
        recordings.handler(message -> tell(log.accept(message.body())));
        this.contacts = vertx.eventBus().localConsumer(HistoryMessage.eventsOf(tenant));
        contacts.handler(message -> tell(log.accept(message.body())));
        this.trunks = vertx.eventBus().localConsumer(TrunkStatus.CHANGES);
        trunks.handler(message -> onTrunk(message.body()));
        this.legs = vertx.eventBus().localConsumer(LegNews.eventsOf(tenant));
        legs.handler(message -> onLeg(message.body()));
        this.desertedMs = nowMs.getAsLong();
        this.ready =
                inquiry.ask(new ControlMessage.Watch(tenant, session, true), RequestSource.UNKNOWN);
    }

    /** Done when it knows how things are, or why not. */
    Future<Answer> ready() {
        return ready;
    }

    /**
     * Somebody listens.
     *
     * @param lastEventId the last event that the client had; empty for one that comes new
     */
    void add(EventStream stream, String lastEventId) {
        streams.add(stream);
        stream.begin(
                log.since(lastEventId).orElseGet(() -> List.of(log.snapshot())), nowMs.getAsLong());
    }

    void remove(EventStream stream) {
        streams.remove(stream);
        desertedMs = nowMs.getAsLong();
    }

    /** Whether nobody has listened for so long, ms. */
    boolean isDeserted(int forMs) {
        return streams.isEmpty() && nowMs.getAsLong() - desertedMs >= forMs;
    }

    /** Everybody who listens now; a copy, for they may leave meanwhile. */
    List<EventStream> streams() {
        return new ArrayList<>(streams);
    }

    /** Collects no more. */
    void stop() {
        events.unregister();
        recordings.unregister();
        contacts.unregister();
        trunks.unregister();
        legs.unregister();
        inquiry.ask(new ControlMessage.Watch(tenant, session, false), RequestSource.UNKNOWN);
    }

    private void onEvent(AgentMessage.Event event) {
        if (event instanceof AgentMessage.Watched watched) {
            tell(log.accept(watched));
        }
    }

    private void onTrunk(TrunkStatus news) {
        if (news.tenant().equals(tenant)) {
            tell(log.accept(news));
        }
    }

    /** Much, and not for everybody: whoever did not ask would be cut off for reading slowly. */
    private void onLeg(LegNews news) {
        var listening = streams().stream().filter(EventStream::wantsLegs).toList();
        if (!listening.isEmpty()) {
            var text = EventLog.print(news);
            listening.forEach(stream -> stream.write(text, nowMs.getAsLong()));
        }
    }

    private void tell(String text) {
        streams().forEach(stream -> stream.write(text, nowMs.getAsLong()));
    }
}
