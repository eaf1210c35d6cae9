package dev.crosspoint.gateway.people;

import dev.crosspoint.gateway.people.PeopleMessage.Answer;
import dev.crosspoint.gateway.store.StoreUnavailable;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.signaling.api.LocalCodec;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers questions about people, each on a virtual thread of its own. */
public final class PeopleVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(PeopleVerticle.class);

    private final PeopleDesk desk;

    /** To be deployed once. */
    public PeopleVerticle(PeopleDesk desk) {
        this.desk = desk;
    }

    @Override
    public Future<?> start() {
        return vertx.eventBus()
                .<PeopleMessage>localConsumer(PeopleMessage.ADDRESS, this::onMessage)
                .completion();
    }

    private void onMessage(Message<PeopleMessage> message) {
        Thread.ofVirtual()
                .name("people desk")
                .start(() -> {
                    var answer = answer(message.body());
                    context.runOnContext(_ -> message.reply(answer, LocalCodec.options()));
                });
    }

    private Answer answer(PeopleMessage message) {
        try {
            return desk.answer(message);
        } catch (StoreUnavailable | KeyFailure | PeopleDesk.NotRecorded e) {
            LOG.warn("people cannot be asked about or changed now: {}", e.getMessage());
            return new PeopleMessage.Unavailable();
        } catch (RuntimeException e) {
            LOG.error("a question about people could not be answered", e);
            return new PeopleMessage.Unavailable();
        }
    }
}
