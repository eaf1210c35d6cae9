package dev.crosspoint.signaling.trunk;

import dev.crosspoint.signaling.api.TrunkService.Limits;
import org.jspecify.annotations.Nullable;

/** How one trunk does: its health, and what it carries now. */
final class TrunkState {

    private final Limits limits;
    private final @Nullable TokenBucket rate;
    private TrunkHealth health = TrunkHealth.UNKNOWN;
    private int calls;

    TrunkState(Limits limits, long nowNanos) {
        this.limits = limits;
        this.rate =
                limits.callsPerSecond() == 0
                        ? null
                        : new TokenBucket(limits.callsPerSecond(), nowNanos);
    }

    TrunkHealth health() {
        return health;
    }

    void health(TrunkHealth now) {
        health = now;
    }

    /** Whether it may carry one more; counts against what it may have a second. */
    boolean takes(long nowNanos) {
        return mayCarry() && (rate == null || rate.take(nowNanos));
    }

    /** Whether it might carry one more; counts nothing. */
    boolean hasRoom(long nowNanos) {
        return mayCarry() && (rate == null || rate.has(nowNanos));
    }

    private boolean mayCarry() {
        return limits.calls() == 0 || calls < limits.calls();
    }

    void began() {
        calls++;
    }

    void ended() {
        calls--;
    }
}
