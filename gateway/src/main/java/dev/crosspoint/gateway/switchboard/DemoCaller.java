package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.Future;

/** The demo customer, where the gateway runs with one. */
@FunctionalInterface
public interface DemoCaller {

    /** Event-bus address for {@link Heard}. */
    String HEARD = "demo.heard";

    /**
     * Makes the demo customer call in through the real trunk port, once.
     *
     * @param agentId who asked
     * @return done when the call is under way; failed with a sentence safe to show
     */
    Future<Void> call(Tenant tenant, String agentId);

    /**
     * What the demo customer receives, once a second while it talks, so that the agent's page can
     * show that its sound arrives.
     *
     * @param caller the number it calls from, as the trunk presents it
     * @param levelDbov -127 (silence) to 0
     */
    record Heard(Private caller, int levelDbov) {}
}
