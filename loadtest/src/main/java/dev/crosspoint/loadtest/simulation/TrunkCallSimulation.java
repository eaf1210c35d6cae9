package dev.crosspoint.loadtest.simulation;

import static io.gatling.javaapi.core.CoreDsl.during;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Simulation;
import java.time.Duration;

/**
 * What a carrier sends: calls that arrive at a rate whether or not anybody is free, digits in them,
 * and customers who hang up. Agents take what comes and wait for the end.
 */
public final class TrunkCallSimulation extends Simulation {
    private static final String DIGITS = "12#";

    private final Load load = new Load();

    /** Reads its profile and sets itself up, as Gatling wants it. */
    public TrunkCallSimulation() {
        LoadProfile profile = load.profile();
        var customers =
                scenario("customers")
                        .exec(CustomerSteps.call())
                        .exec(pause(Duration.ofMillis(profile.talkSeconds() * 500L)))
                        .exec(CustomerSteps.press(DIGITS))
                        .exec(pause(Duration.ofMillis(profile.talkSeconds() * 500L)))
                        .exec(CustomerSteps.hangUp())
                        .exec(CustomerSteps.checkSound());
        var agents =
                scenario("agents")
                        .exec(AgentSteps.arrive())
                        .exec(
                                during(profile.shiftSeconds())
                                        .on(
                                                AgentSteps.whenOffered(
                                                        exec(AgentSteps.answer())
                                                                .exec(AgentSteps.awaitEnd())
                                                                .exec(AgentSteps.checkSound())
                                                                .exec(AgentSteps.beAvailable()))))
                        .exec(AgentSteps.leave());
        setUp(load.agents(agents), load.customers(customers))
                .protocols(load.protocol())
                .assertions(Demands.of(profile));
    }

    @Override
    public void after() {
        load.close();
    }
}
