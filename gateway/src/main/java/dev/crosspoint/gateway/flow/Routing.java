package dev.crosspoint.gateway.flow;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How a contact stands among others that wait for the same queue.
 *
 * @param priority 1 goes first, the greater the later; null for that of the queue
 * @param timeAdjustmentSeconds what is added to the time that it has waited; may be negative
 * @param criteria what the agent must know, step by step; none, and any agent of the queue will do
 */
public record Routing(@Nullable Long priority, int timeAdjustmentSeconds, List<Step> criteria) {

    /** What a contact begins with. */
    public static final Routing INITIAL = new Routing(null, 0, List.of());

    public Routing {
        criteria = List.copyOf(criteria);
    }

    /**
     * What is asked of an agent for some time.
     *
     * @param expirySeconds how long, from the end of the step before; empty on a last step that
     *     does not end. When the last step has ended, any agent of the queue will do
     */
    public record Step(SkillRule rule, OptionalInt expirySeconds) {}

    Routing withPriority(long changed) {
        return new Routing(changed, timeAdjustmentSeconds, criteria);
    }

    Routing withTimeAdjustment(int seconds) {
        return new Routing(priority, seconds, criteria);
    }

    Routing withCriteria(List<Step> changed) {
        return new Routing(priority, timeAdjustmentSeconds, changed);
    }
}
