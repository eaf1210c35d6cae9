package dev.crosspoint.gateway.routing;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * What is asked of the agent while a contact waits: one step after the other, each for its time.
 * When all have expired any agent of the queue will do.
 *
 * @param steps in order; only the last may last for ever
 */
public record RoutingCriteria(List<Step> steps) {

    /** Any agent of the queue, from the start. */
    public static final RoutingCriteria NONE = new RoutingCriteria(List.of());

    /** Longest expression, in words; ours, so that a hostile answer to a flow costs little. */
    public static final int MOST_WORDS = 64;

    private static final int MOST_STEPS = 16;

    /**
     * One step.
     *
     * @param expirySeconds how long it is insisted on, s; 0 for ever
     */
    public record Step(Requirement requirement, int expirySeconds) {
        public Step {
            if (expirySeconds < 0) {
                throw new IllegalArgumentException("a routing step expires after 0 s or more");
            }
            if (requirement.size() > MOST_WORDS) {
                throw new IllegalArgumentException("a routing step has 64 conditions at most");
            }
        }

        boolean isForEver() {
            return expirySeconds == 0;
        }
    }

    public RoutingCriteria {
        steps = List.copyOf(steps);
        if (steps.size() > MOST_STEPS) {
            throw new IllegalArgumentException("there are 16 routing steps at most");
        }
        for (int i = 0; i + 1 < steps.size(); i++) {
            if (steps.get(i).isForEver()) {
                throw new IllegalArgumentException("a routing step that never expires is the last");
            }
        }
    }

    /** What is asked for after that long. */
    Requirement after(long waitedNanos) {
        long endNanos = 0;
        for (var step : steps) {
            endNanos += TimeUnit.SECONDS.toNanos(step.expirySeconds());
            if (step.isForEver() || waitedNanos < endNanos) {
                return step.requirement();
            }
        }
        return Requirement.NONE;
    }

    /** When something else is asked for, counted from the start; empty when never again. */
    OptionalLong nextChange(long waitedNanos) {
        long endNanos = 0;
        for (var step : steps) {
            endNanos += TimeUnit.SECONDS.toNanos(step.expirySeconds());
            if (step.isForEver()) {
                break;
            }
            if (waitedNanos < endNanos) {
                return OptionalLong.of(endNanos);
            }
        }
        return OptionalLong.empty();
    }
}
