package dev.crosspoint.loadtest.simulation;

import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.rendezVous;

import io.gatling.javaapi.core.Simulation;
import java.time.Duration;

/**
 * A switch in the office reboots: the connections of all agents end in the same moment, some of
 * them in the middle of a call, and all of them come back as fast as they can. The audio of the
 * calls must not notice.
 */
public final class ReconnectStormSimulation extends Simulation {
    private static final Duration SETTLE = Duration.ofSeconds(2);

    private final Load load = new Load();

    /** Reads its profile and sets itself up, as Gatling wants it. */
    public ReconnectStormSimulation() {
        LoadProfile profile = load.profile();
        setUp(
                        load.agents(
                                exec(AgentSteps.arrive())
                                        .exec(AgentSteps.untilOffered(load))
                                        .exec(rendezVous(profile.agents()))
                                        .exec(pause(SETTLE))
                                        .exec(AgentSteps.comeBack())
                                        .exec(pause(SETTLE))
                                        .exec(
                                                doIf(AgentSteps::isInCall)
                                                        .then(
                                                                exec(AgentSteps.checkGap(profile))
                                                                        .exec(AgentSteps.hangUp())
                                                                        .exec(
                                                                                AgentSteps
                                                                                        .checkSound())))
                                        .exec(AgentSteps.leave())),
                        load.callers(CustomerSteps.callAndWait(profile)))
                .protocols(load.protocol())
                .assertions(Demands.ofStorm());
    }

    @Override
    public void after() {
        load.close();
    }
}
