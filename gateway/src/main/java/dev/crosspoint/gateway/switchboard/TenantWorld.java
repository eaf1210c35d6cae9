package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.gateway.call.CallFacts;
import dev.crosspoint.gateway.call.CallFacts.WallClock;
import dev.crosspoint.gateway.call.Fresh;
import dev.crosspoint.gateway.call.Party;
import dev.crosspoint.gateway.call.Role;
import dev.crosspoint.gateway.contact.PhoneNumber;
import dev.crosspoint.gateway.flow.FlowWorld;
import dev.crosspoint.gateway.fraud.ArrivalWatch;
import dev.crosspoint.gateway.fraud.Denial;
import dev.crosspoint.gateway.fraud.Signs;
import dev.crosspoint.gateway.fraud.Verdict;
import dev.crosspoint.gateway.routing.QueueBook;
import dev.crosspoint.signaling.api.Tenant;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the flows of one tenant can look up: queues, the clock, and what is known of callers. */
final class TenantWorld implements FlowWorld {
    private static final Caller NOBODY = new Caller(null, null, new Signs(0, 0, false));

    private final Tenant tenant;
    private final Map<String, String> queueNames;
    private final boolean refusesDenied;
    private final ArrivalWatch watch;
    private final WallClock clock;
    private final Fresh fresh;
    private final QueueBook queues;
    private final LiveCalls calls;
    private final Map<String, Caller> callers = new HashMap<>();
    private long nowNanos;

    /** Who called, and what spoke against the call when it came. */
    private record Caller(
            @Nullable PhoneNumber number, @Nullable InetAddress address, Signs signs) {
        @Override
        public String toString() {
            return "Caller[" + signs + "]";
        }
    }

    TenantWorld(
            TenantSettings settings,
            WallClock clock,
            Fresh fresh,
            QueueBook queues,
            LiveCalls calls) {
        this.tenant = settings.tenant();
        this.queueNames = settings.queueNames();
        this.refusesDenied = settings.fraud().refuseDenied();
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
                        .map(PhoneNumber::new)
                        .orElse(null);
        var verdict = watch.arrive(number, address, wallClock(now));
        if (verdict instanceof Verdict.Admitted(var seen)) {
            callers.put(facts.contactId(), new Caller(number, address, seen));
        }
        return verdict;
    }

    /** Denies somebody; false when the list is full. */
    boolean deny(Denial denial, long now) {
        return watch.deny(denial, wallClock(now));
    }

    /** Lifts a denial; false when there is none with that id. */
    boolean lift(String denial) {
        return watch.lift(denial);
    }

    /** Every denial that is in force. */
    List<Denial.Shown> denials(long now) {
        return watch.denials(wallClock(now));
    }

    /** Whether a caller who was let in would be refused as denied now. */
    boolean isUnwanted(String contactId, long now) {
        var caller = callers.getOrDefault(contactId, NOBODY);
        return refusesDenied
                && watch.signs(caller.number(), caller.address(), wallClock(now)).denied();
    }

    /** A contact is over. */
    void forget(String contactId) {
        callers.remove(contactId);
    }

    @Override
    public Instant wallClock(long now) {
        return Instant.ofEpochMilli(clock.epochMsAt(now));
    }

    @Override
    public SecureRandom random() {
        return fresh.random();
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
        return signs(contactId).fromNumber();
    }

    @Override
    public int contactsFromAddress(String contactId) {
        return signs(contactId).fromAddress();
    }

    @Override
    public boolean isDenied(String contactId) {
        return signs(contactId).denied();
    }

    private Signs signs(String contactId) {
        return callers.getOrDefault(contactId, NOBODY).signs();
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
