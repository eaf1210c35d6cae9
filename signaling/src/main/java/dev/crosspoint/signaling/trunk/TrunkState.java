package dev.crosspoint.signaling.trunk;

import dev.crosspoint.signaling.api.TrunkService.Limits;
import dev.crosspoint.signaling.api.TrunkStatus.Condition;
import org.jspecify.annotations.Nullable;

/** How one trunk does: its health, and what it carries now. */
final class TrunkState {

    private final Limits limits;
    private final @Nullable TokenBucket rate;
    private TrunkHealth health = TrunkHealth.UNKNOWN;
    private int calls;
    private boolean registered;

    /**
     * @param registered whether calls come without a registration of ours
     */
    TrunkState(Limits limits, boolean registered, long nowNanos) {
        this.registered = registered;
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

    /** Whether its registrar has us. */
    void registered(boolean is) {
        registered = is;
    }

    Condition condition(long nowNanos) {
        if (!health.isThere()) {
            return Condition.NO_ANSWER;
        } else if (health.rests(nowNanos)) {
            return Condition.ASKS_FOR_REST;
        } else if (!health.isWell(nowNanos)) {
            return Condition.FAILING;
        }
        return registered ? Condition.UP : Condition.NOT_REGISTERED;
    }

    int calls() {
        return calls;
    }

    void began() {
        calls++;
    }

    void ended() {
        calls--;
    }
}
