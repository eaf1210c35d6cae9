package dev.crosspoint.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A supervisor listens to an agent, whispers and barges in. */
class SupervisorIT {
    @RegisterExtension static final RigExtension RIG = RigExtension.withPage("quality");

    @Test
    void listensWhispersBargesInAndFallsSilent(Rig rig) throws Exception {
        var alice = rig.page();
        var carol = rig.colleague(Rig.CAROL);
        try (var customer = SippCustomer.call(rig)) {
            alice.answer();
            alice.awaitHears(Rig.CUSTOMER_HZ);
            var supervisor = SupervisorPage.on(carol);
            supervisor.awaitLive(1);

            supervisor.monitor(Rig.AGENT_NAME);
            carol.awaitHears(Rig.CUSTOMER_HZ, Rig.AGENT_HZ);
            alice.awaitHears(Rig.CUSTOMER_HZ);
            customer.awaitHears(Rig.AGENT_HZ);
            alice.awaitRoster(Rig.CUSTOMER, Rig.AGENT_NAME);

            supervisor.whisper(Rig.AGENT_NAME);
            carol.awaitHears(Rig.CUSTOMER_HZ, Rig.AGENT_HZ);
            alice.awaitHears(Rig.CUSTOMER_HZ, Rig.CAROL_HZ);
            customer.awaitHears(Rig.AGENT_HZ);
            alice.awaitRoster(Rig.CUSTOMER, Rig.AGENT_NAME);

            supervisor.barge(Rig.AGENT_NAME);
            carol.awaitHears(Rig.CUSTOMER_HZ, Rig.AGENT_HZ);
            alice.awaitHears(Rig.CUSTOMER_HZ, Rig.CAROL_HZ);
            customer.awaitHears(Rig.AGENT_HZ, Rig.CAROL_HZ);
            alice.awaitRoster(Rig.CUSTOMER, Rig.AGENT_NAME, Rig.CAROL_NAME);

            supervisor.silent();
            carol.awaitHears(Rig.CUSTOMER_HZ, Rig.AGENT_HZ);
            alice.awaitHears(Rig.CUSTOMER_HZ);
            customer.awaitHears(Rig.AGENT_HZ);
            alice.awaitRoster(Rig.CUSTOMER, Rig.AGENT_NAME);

            supervisor.leave();
            alice.awaitHears(Rig.CUSTOMER_HZ);
            alice.hangUp();
            customer.awaitHungUp();
            assertThat(rig.auditTrail())
                    .contains("\"StartMonitoring\"", "\"StopMonitoring\"", "\"carol\"");
        }
    }
}
