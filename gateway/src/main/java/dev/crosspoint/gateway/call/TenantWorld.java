package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.call.CallFacts.WallClock;
import dev.crosspoint.gateway.contact.PhoneNumber;
import dev.crosspoint.gateway.flow.FlowWorld;
import dev.crosspoint.gateway.fraud.ArrivalWatch;
import dev.crosspoint.gateway.fraud.Signs;
import dev.crosspoint.gateway.fraud.Verdict;
import dev.crosspoint.gateway.routing.QueueBook;
import dev.crosspoint.signaling.api.Tenant;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the flows of one tenant can look up: queues, the clock, and what is known of callers. */
final class TenantWorld implements FlowWorld {
    private static final Signs NONE = new Signs(0, 0, false);

    private final Tenant tenant;
    private final Map<String, String> queueNames;
    private final ArrivalWatch watch;
    private final WallClock clock;
    private final Fresh fresh;
    private final QueueBook queues;
    private final LiveCalls calls;
    private final Map<String, Signs> signs = new HashMap<>();
    private long nowNanos;

    TenantWorld(
            TenantSettings settings,
            WallClock clock,
            Fresh fresh,
            QueueBook queues,
            LiveCalls calls) {
        this.tenant = settings.tenant();
        this.queueNames = settings.queueNames();
        this.watch =
                new ArrivalWatch(settings.fraud(), fresh.secret().getBytes(StandardCharsets.UTF_8));
        this.clock = clock;
        this.fresh = fresh;
        this.queues = queues;
        this.calls = calls;
    }

    /** The moment that flows run in now. */
    void turn(long now) {
        nowNanos = now;
    }

    /** A customer calls: is the call let in? What speaks against it is remembered for flows. */
    Verdict arrive(CallFacts facts, @Nullable InetAddress address, long now) {
        var number =
                Optional.of(facts.data().customerAddress().value())
                        .filter(text -> text.startsWith("+"))
                        .map(PhoneNumber::new);
        var verdict = watch.arrive(number.orElse(null), address, wallClock(now));
        if (verdict instanceof Verdict.Admitted(var seen)) {
            signs.put(facts.contactId(), seen);
        }
        return verdict;
    }

    /** A contact is over. */
    void forget(String contactId) {
        signs.remove(contactId);
    }

    @Override
    public Instant wallClock(long now) {
        return Instant.ofEpochMilli(clock.epochMsAt(now));
    }

    @Override
    public int percent() {
        return fresh.percent();
    }

    @Override
    public Optional<QueueView> queue(String queue) {
        return queues.metrics(tenant, queue, nowNanos)
                .map(metrics ->
                        new QueueView(
                                queueNames.getOrDefault(queue, queue),
                                metrics.available(),
                                metrics.staffed(),
                                metrics.online(),
                                metrics.waiting(),
                                TimeUnit.NANOSECONDS.toMillis(metrics.oldestNanos())));
    }

    @Override
    public int contactsFromNumber(String contactId) {
        return signs.getOrDefault(contactId, NONE).fromNumber();
    }

    @Override
    public int contactsFromAddress(String contactId) {
        return signs.getOrDefault(contactId, NONE).fromAddress();
    }

    @Override
    public boolean isDenied(String contactId) {
        return signs.getOrDefault(contactId, NONE).denied();
    }

    /** Of the seat that waits for this contact's next agent, whose own contact may be another. */
    @Override
    public OptionalInt positionInQueue(String contactId) {
        return calls.contact(contactId).stream()
                .flatMap(live -> live.state().parties().stream())
                .map(Party::role)
                .filter(Role.Agent.class::isInstance)
                .map(role -> queues.position(tenant, ((Role.Agent) role).contact().id()))
                .filter(OptionalInt::isPresent)
                .findFirst()
                .orElse(OptionalInt.empty());
    }
}
