package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.call.CallFacts.WallClock;
import dev.crosspoint.gateway.flow.FlowWorld;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** Tells flows the time and draws lots for them; knows nothing of queues and callers. */
record QuietWorld(WallClock clock, Fresh fresh) implements FlowWorld {

    @Override
    public Instant wallClock(long nowNanos) {
        return Instant.ofEpochMilli(clock.epochMsAt(nowNanos));
    }

    @Override
    public int percent() {
        return fresh.percent();
    }

    @Override
    public Optional<QueueView> queue(String queue) {
        return Optional.empty();
    }

    @Override
    public int contactsFromNumber(String contactId) {
        return 0;
    }

    @Override
    public int contactsFromAddress(String contactId) {
        return 0;
    }

    @Override
    public boolean isDenied(String contactId) {
        return false;
    }

    @Override
    public OptionalInt positionInQueue(String contactId) {
        return OptionalInt.empty();
    }
}
