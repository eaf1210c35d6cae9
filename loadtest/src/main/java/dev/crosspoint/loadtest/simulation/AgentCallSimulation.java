package dev.crosspoint.loadtest.simulation;

import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.percent;
import static io.gatling.javaapi.core.CoreDsl.randomSwitch;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;

/**
 * A day of agents: they sign in, take contacts, hold, pass some on to a colleague, hang up, write
 * up, and sign out. Customers call as fast as the agents can take them, and wait until they are
 * hung up on.
 */
public final class AgentCallSimulation extends Simulation {
    /** Contacts that are passed on to somebody else, of a hundred. */
    private static final double TRANSFERRED = 10;

    private final Load load = new Load();

    /** Reads its profile and sets itself up, as Gatling wants it. */
    public AgentCallSimulation() {
        LoadProfile profile = load.profile();
        setUp(
                        load.agents(AgentSteps.day(load, contact(profile))),
                        load.customers(CustomerSteps.callAndWait(profile)))
                .protocols(load.protocol())
                .assertions(Demands.of(profile));
    }

    private static ChainBuilder contact(LoadProfile profile) {
        Duration third = Duration.ofMillis(profile.talkSeconds() * 1000L / 3);
        return exec(AgentSteps.answer())
                .exec(pause(third))
                .exec(AgentSteps.hold(true))
                .exec(pause(Duration.ofSeconds(1)))
                .exec(AgentSteps.hold(false))
                .exec(pause(third))
                .exec(
                        randomSwitch()
                                .on(
                                        percent(TRANSFERRED)
                                                .then(
                                                        exec(AgentSteps.transfer())
                                                                .exec(AgentSteps.awaitEnd())),
                                        percent(100 - TRANSFERRED)
                                                .then(
                                                        exec(pause(third))
                                                                .exec(AgentSteps.hangUp()))))
                .exec(AgentSteps.finish());
    }

    @Override
    public void after() {
        load.close();
    }
}
