package dev.crosspoint.gateway.search;

import dev.crosspoint.gateway.archive.ContactReader;
import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.NotOnRecord;
import dev.crosspoint.gateway.keys.SearchKeys;
import dev.crosspoint.gateway.store.ContactStore;
import dev.crosspoint.gateway.store.StoreUnavailable;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.signaling.api.LocalCodec;
import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers questions about contacts that are kept, each once it is on record, on a virtual thread of
 * its own.
 */
public final class ContactVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(ContactVerticle.class);

    private final ContactAnswers answers;
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("contact records ", 0).factory());

    /**
     * To be deployed once, on an event loop.
     *
     * @param countries of each tenant, for numbers without a country code
     * @param before puts an event on record, such as {@code AuditTrail#before}
     */
    public ContactVerticle(
            ContactStore store,
            ContactReader reader,
            SearchKeys search,
            Map<Tenant, String> countries,
            Function<AuditEvent, Future<Void>> before,
            InstantSource clock) {
        this.answers = new ContactAnswers(store, reader, search, countries, before, clock);
    }

    @Override
    public Future<?> start() {
        return vertx.eventBus()
                .<ContactMessage>localConsumer(ContactMessage.ADDRESS, this::onMessage)
                .completion();
    }

    @Override
    public Future<?> stop() {
        threads.shutdown();
        return Future.succeededFuture();
    }

    private void onMessage(Message<ContactMessage> message) {
        threads.execute(() -> message.reply(answer(message.body()), LocalCodec.options()));
    }

    private ContactMessage.Answer answer(ContactMessage message) {
        try {
            return switch (message) {
                case ContactMessage.Search search -> answers.search(search);
                case ContactMessage.Show show -> answers.show(show);
            };
        } catch (StoreUnavailable e) {
            return new ContactMessage.Unavailable("the database does not answer; try again");
        } catch (NotOnRecord e) {
            return new ContactMessage.Unavailable(
                    "the question cannot be put on record; try again");
        } catch (KeyFailure e) {
            return new ContactMessage.Unavailable(
                    switch (e.reason()) {
                        case DENIED, INVALID ->
                                "the key service denies the key that numbers and names are sealed"
                                        + " with";
                        case UNAVAILABLE -> "the key service does not answer; try again";
                    });
        } catch (RuntimeException bug) {
            LOG.error("a question about contacts could not be answered", bug);
            return new ContactMessage.Unavailable("this cannot be answered");
        }
    }
}
