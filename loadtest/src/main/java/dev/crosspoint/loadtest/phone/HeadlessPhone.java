package dev.crosspoint.loadtest.phone;

import dev.crosspoint.loadtest.measure.CallSound;
import io.vertx.core.Future;

/**
 * A telephone without anybody at it: an agent's browser or a customer on a trunk. Its futures
 * complete on the loop that signals for all phones, and its methods may be called from any thread.
 */
public sealed interface HeadlessPhone permits AgentPhone, TrunkPhone {
    /** The first audio of the call: when it arrived, ns of {@link System#nanoTime}. */
    Future<Long> heard();

    /** Hangs up: how the call sounded here. */
    Future<CallSound> hangUp();

    /** The longest time without a packet since the call's first one, ms. */
    Future<Double> longestGapMs();
}
