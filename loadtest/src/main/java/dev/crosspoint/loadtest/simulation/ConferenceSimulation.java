package dev.crosspoint.loadtest.simulation;

import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.pause;

import io.gatling.javaapi.core.Simulation;
import java.time.Duration;

/**
 * Conversations of three: an agent who has taken a contact adds somebody outside, whom the gateway
 * calls, and all of them are mixed for each other until the agent ends it. Needs a gateway that
 * calls the phones of this process.
 */
public final class ConferenceSimulation extends Simulation {
    private final Load load = Load.ofConferences();

    /** Reads its profile and sets itself up, as Gatling wants it. */
    public ConferenceSimulation() {
        LoadProfile profile = load.profile();
        setUp(
                        load.agents(
                                AgentSteps.day(
                                        load,
                                        exec(AgentSteps.answer())
                                                .exec(AgentSteps.addSomebody())
                                                .exec(
                                                        pause(
                                                                Duration.ofSeconds(
                                                                        profile.talkSeconds())))
                                                .exec(AgentSteps.endForAll())
                                                .exec(AgentSteps.finish()))),
                        load.customers(CustomerSteps.callAndWait(profile)))
                .protocols(load.protocol())
                .assertions(Demands.of(profile));
    }

    @Override
    public void after() {
        load.close();
    }
}
