package dev.crosspoint.gateway.webhook;

import dev.crosspoint.gateway.webhook.WebhookMessage.Failed;
import dev.crosspoint.gateway.webhook.WebhookMessage.Failure;
import dev.crosspoint.gateway.webhook.WebhookMessage.Reply;
import dev.crosspoint.gateway.webhook.WebhookMessage.Returned;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Questions to functions in numbers. No label says anything about a person. */
final class WebhookMeters {
    private static final String RETURNED = "returned";

    private final MeterRegistry registry;
    private final AtomicInteger open = new AtomicInteger();

    WebhookMeters(MeterRegistry registry) {
        this.registry = registry;
        // All of them from the start, so that a graph begins at zero.
        outcome(RETURNED);
        for (var failure : Failure.values()) {
            outcome(word(failure));
        }
        Gauge.builder("crosspoint.webhook.open", open::get).register(registry);
    }

    void opened() {
        open.incrementAndGet();
    }

    void closed() {
        open.decrementAndGet();
    }

    void count(Reply reply) {
        outcome(
                        switch (reply) {
                            case Returned _ -> RETURNED;
                            case Failed(var why) -> word(why);
                        })
                .increment();
    }

    private Counter outcome(String word) {
        return registry.counter("crosspoint.webhook.requests", "outcome", word);
    }

    private static String word(Failure failure) {
        return failure.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
