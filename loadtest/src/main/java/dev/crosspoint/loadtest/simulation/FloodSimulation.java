package dev.crosspoint.loadtest.simulation;

import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.rendezVous;

import io.gatling.javaapi.core.Simulation;
import java.time.Duration;

/**
 * Half of the agents talk while somebody throws hostile packets at the port of SIP and at every
 * port and from every address that their calls use. The calls must not notice. Only for a gateway
 * of this machine.
 */
public final class FloodSimulation extends Simulation {
    /** Until what has piled up before the port of SIP is read; the calls go on meanwhile. */
    private static final Duration CALM = Duration.ofSeconds(5);

    private final Load load = new Load();

    /** Reads its profile and sets itself up, as Gatling wants it. */
    public FloodSimulation() {
        LoadProfile profile = load.profile();
        var flood = new FloodSteps(profile);
        var agents =
                exec(AgentSteps.arrive())
                        .exec(AgentSteps.whenOffered(exec(AgentSteps.answer())))
                        .exec(rendezVous(profile.agents()))
                        .exec(
                                doIf(AgentSteps::wasOffered)
                                        .then(
                                                exec(flood.outlast())
                                                        .exec(pause(CALM))
                                                        .exec(AgentSteps.hangUp())
                                                        .exec(AgentSteps.checkSound())))
                        .exec(AgentSteps.leave());
        var customers = CustomerSteps.callAndWait(profile);
        setUp(load.agents(agents), load.callers(customers))
                .protocols(load.protocol())
                .assertions(Demands.ofFlood());
    }

    @Override
    public void after() {
        load.close();
    }
}
