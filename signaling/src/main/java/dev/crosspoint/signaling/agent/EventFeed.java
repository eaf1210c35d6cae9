package dev.crosspoint.signaling.agent;

import dev.crosspoint.signaling.api.AgentMessage;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.function.Consumer;

/**
 * The events of one session or leg. Collects them from its creation on, so that none is missed
 * while the session is being set up, and hands them over in order once somebody listens.
 */
final class EventFeed {

    private final MessageConsumer<AgentMessage.Event> consumer;
    private Consumer<AgentMessage.Event> listener = _ -> {};

    EventFeed(Vertx vertx, String session) {
        consumer = vertx.eventBus().localConsumer(AgentMessage.eventsFor(session));
        // A consumer is registered when it gets its handler; paused, it collects.
        consumer.handler(message -> listener.accept(message.body()));
        consumer.pause();
    }

    void listen(Consumer<AgentMessage.Event> eventListener) {
        listener = eventListener;
        consumer.resume();
    }

    void stop() {
        consumer.unregister();
    }
}
