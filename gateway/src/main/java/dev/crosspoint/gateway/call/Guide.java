package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.flow.FlowKind;
import dev.crosspoint.gateway.flow.FlowState;
import dev.crosspoint.media.api.Ids.PlayId;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A flow that speaks to one participant, who hears nobody else meanwhile.
 *
 * @param run tells this run from others of the same call, for answers that come late
 * @param saying what it says at this moment, or null
 * @param partner whom the flow has called, or the seat it has asked for; null when there is none
 * @param aside whether the flow waits for the partner to leave while the two talk
 * @param keys what is yet to be pressed for the partner
 * @param limitNanos when the guide has spoken long enough; empty for as long as it likes
 */
public record Guide(
        int run,
        FlowState flow,
        @Nullable Saying saying,
        @Nullable PartyId partner,
        boolean aside,
        Keys keys,
        OptionalLong limitNanos) {

    /** A prompt that plays. */
    record Saying(PlayId play, Path prompt, boolean endless) {}

    /** The prompt that plays, or null. */
    @Nullable PlayId playing() {
        return saying == null ? null : saying.play();
    }

    /** Whether it keeps its participant from the others. */
    boolean speaks() {
        return !aside && !flow.isOver();
    }

    /** Whether it only passes the time of whoever is on hold. */
    boolean isOfHold() {
        return flow.kind() == FlowKind.CUSTOMER_HOLD || flow.kind() == FlowKind.AGENT_HOLD;
    }

    LongStream deadlines() {
        return LongStream.concat(
                LongStream.concat(
                        flow.nextDeadlineNanos().stream(), keys.nextDeadlineNanos().stream()),
                limitNanos.stream());
    }

    Guide with(FlowState changed) {
        return new Guide(run, changed, saying, partner, aside, keys, limitNanos);
    }

    Guide says(@Nullable Saying now) {
        return new Guide(run, flow, now, partner, aside, keys, limitNanos);
    }

    Guide with(@Nullable PartyId called) {
        return new Guide(run, flow, saying, called, aside, keys, limitNanos);
    }

    Guide steppedAside() {
        return new Guide(run, flow, saying, partner, true, keys, limitNanos);
    }

    Guide returned() {
        return new Guide(run, flow, saying, partner, false, keys, limitNanos);
    }

    Guide with(Keys left) {
        return new Guide(run, flow, saying, partner, aside, left, limitNanos);
    }
}
