package dev.crosspoint.gateway.flow;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A world that a test arranges. Empty and on a Monday noon until then. */
public final class FlowWorldDouble implements FlowWorld {

    /** A Monday, 12:00 in Berlin. */
    public static final Instant MONDAY_NOON = Instant.parse("2026-11-23T11:00:00Z");

    final Map<String, QueueView> queues = new HashMap<>();
    Instant now = MONDAY_NOON;
    int percent = 1;
    int fromNumber;
    int fromAddress;
    boolean denied;
    int position;

    @Override
    public Instant wallClock(long nowNanos) {
        return now;
    }

    @Override
    public SecureRandom random() {
        return new SecureRandom();
    }

    @Override
    public int percent() {
        return percent;
    }

    @Override
    public Optional<QueueView> queue(String queue) {
        return Optional.ofNullable(queues.get(queue));
    }

    @Override
    public int contactsFromNumber(String contactId) {
        return fromNumber;
    }

    @Override
    public int contactsFromAddress(String contactId) {
        return fromAddress;
    }

    @Override
    public boolean isDenied(String contactId) {
        return denied;
    }

    @Override
    public OptionalInt positionInQueue(String contactId) {
        return position == 0 ? OptionalInt.empty() : OptionalInt.of(position);
    }
}
