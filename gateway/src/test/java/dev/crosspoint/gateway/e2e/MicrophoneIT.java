package dev.crosspoint.gateway.e2e;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A microphone from which nothing comes, in a call that goes on. */
class MicrophoneIT {
    @RegisterExtension static final RigExtension RIG = RigExtension.withPage("quality");

    @Test
    void tellsTheAgentThatNobodyHearsItUntilItIsHeardAgain(Rig rig) throws Exception {
        var alice = rig.page();
        try (var customer = SippCustomer.call(rig)) {
            alice.answer();
            customer.awaitHears(Rig.AGENT_HZ);

            alice.ears().letThrough(false);
            alice.awaitDeadMicrophone(true);
            customer.awaitHears();
            alice.ears().letThrough(true);
            customer.awaitHears(Rig.AGENT_HZ);
            alice.awaitDeadMicrophone(false);

            alice.hangUp();
            customer.awaitHungUp();
        }
    }
}
