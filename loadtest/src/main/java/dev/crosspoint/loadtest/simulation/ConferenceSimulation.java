package dev.crosspoint.loadtest.simulation;

import static io.gatling.javaapi.core.CoreDsl.during;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Simulation;
import java.time.Duration;

/**
 * Conversations of three: an agent who has taken a contact adds somebody outside, whom the gateway
 * calls, and all of them are mixed for each other until the agent ends it. Needs a gateway that
 * calls the phones of this process.
 */
public final class ConferenceSimulation extends Simulation {
    private final Load load = new Load();

    /** Reads its profile and sets itself up, as Gatling wants it. */
    public ConferenceSimulation() {
        LoadProfile profile = load.profile();
        var agents =
                scenario("agents")
                        .exec(AgentSteps.arrive())
                        .exec(
                                during(profile.shiftSeconds())
                                        .on(
                                                AgentSteps.whenOffered(
                                                        exec(AgentSteps.answer())
                                                                .exec(AgentSteps.addSomebody())
                                                                .exec(
                                                                        pause(
                                                                                Duration.ofSeconds(
                                                                                        profile
                                                                                                .talkSeconds())))
                                                                .exec(AgentSteps.endForAll())
                                                                .exec(AgentSteps.checkSound())
                                                                .exec(AgentSteps.beAvailable()))))
                        .exec(AgentSteps.leave());
        var customers =
                scenario("customers")
                        .exec(CustomerSteps.call())
                        .exec(CustomerSteps.awaitEnd())
                        .exec(CustomerSteps.checkSound());
        setUp(load.agents(agents), load.customers(customers))
                .protocols(load.protocol())
                .assertions(Demands.of(profile));
    }

    @Override
    public void after() {
        load.close();
    }
}
