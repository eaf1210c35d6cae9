package dev.crosspoint.loadtest.simulation;

import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.pause;

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
        var talk = pause(Duration.ofMillis(profile.talkSeconds() * 500L));
        setUp(
                        load.agents(
                                AgentSteps.day(
                                        load,
                                        exec(AgentSteps.answer())
                                                .exec(AgentSteps.awaitEnd())
                                                .exec(AgentSteps.finish()))),
                        load.customers(
                                exec(CustomerSteps.call(profile))
                                        .exec(talk)
                                        .exec(CustomerSteps.press(DIGITS))
                                        .exec(talk)
                                        .exec(CustomerSteps.hangUp())
                                        .exec(CustomerSteps.checkSound())))
                .protocols(load.protocol())
                .assertions(Demands.of(profile));
    }

    @Override
    public void after() {
        load.close();
    }
}
