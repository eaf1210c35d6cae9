package dev.crosspoint.gateway.e2e;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An agent whose audio is a telephone, and whose page is only for looking and pressing. */
class DeskPhoneIT {
    @RegisterExtension static final RigExtension RIG = RigExtension.withPage("quality");

    private static final Duration LIMIT = Duration.ofSeconds(15);

    private AgentPage bob;

    @BeforeEach
    void bobUsesIt(Rig rig) {
        bob = rig.colleague(Rig.BOB);
        bob.useDevice("desk-phone");
    }

    @AfterEach
    void bobUsesTheBrowserAgain() {
        bob.useDevice("softphone");
    }

    @Test
    void ringsForAContactAndTalksToTheCustomer(Rig rig) throws Exception {
        var alice = rig.page();
        try (var customer = SippCustomer.call(rig)) {
            alice.answer();
            alice.transferTo(Rig.EXPERTS);
            rig.outside().await("CALL_INCOMING", Rig.DESK_PHONE, LIMIT);
            customer.awaitHears(Rig.MUSIC_HZ);
            rig.outside().answer();
            rig.outside().await("CALL_ESTABLISHED", Rig.DESK_PHONE, LIMIT);
            bob.awaitConnected();

            var phone = rig.outside().ear();
            customer.awaitHears(Rig.DESK_PHONE_HZ);
            Rig.awaitHears(phone, Rig.CUSTOMER_HZ);
            bob.hold(Rig.CUSTOMER);
            customer.awaitHears(Rig.MUSIC_HZ);
            Rig.awaitHears(phone);
            bob.resume(Rig.CUSTOMER);
            customer.awaitHears(Rig.DESK_PHONE_HZ);

            rig.outside().hangUp(Rig.DESK_PHONE);
            customer.awaitHungUp();
            bob.awaitIdle();
        }
    }

    @Test
    void ringsFirstWhenItsAgentCallsOut(Rig rig) throws Exception {
        bob.dial(Rig.SHY);
        rig.outside().await("CALL_INCOMING", Rig.DESK_PHONE, LIMIT);
        rig.outside().answer();
        rig.outside().await("CALL_ESTABLISHED", Rig.DESK_PHONE, LIMIT);
        var phone = rig.outside().ear();
        rig.outside().await("CALL_INCOMING", Rig.SHY, LIMIT);
        rig.outside().answer();
        rig.outside().await("CALL_ESTABLISHED", Rig.SHY, LIMIT);

        Rig.awaitHears(phone, Rig.SHY_HZ);
        Rig.awaitHears(rig.outside().ear(), Rig.DESK_PHONE_HZ);
        bob.hangUp();
        rig.outside().await("CALL_CLOSED", Rig.DESK_PHONE, LIMIT);
        rig.outside().await("CALL_CLOSED", Rig.SHY, LIMIT);
    }
}
