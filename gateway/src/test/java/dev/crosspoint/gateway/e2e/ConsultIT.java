package dev.crosspoint.gateway.e2e;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An agent asks somebody first, while the customer waits. */
class ConsultIT {
    @RegisterExtension static final RigExtension RIG = RigExtension.withPage("quality");

    private static final Duration LIMIT = Duration.ofSeconds(15);

    private AgentPage alice;
    private AgentPage bob;

    @BeforeEach
    void bothAreThere(Rig rig) {
        alice = rig.page();
        bob = rig.colleague(Rig.BOB);
    }

    @Test
    void asksWhoeverAQueueHasAndLeavesTheCustomerToThem(Rig rig) throws Exception {
        try (var customer = SippCustomer.call(rig)) {
            alice.answer();
            alice.consult(Rig.EXPERTS);
            bob.answer();
            alice.awaitConsulting();
            alice.awaitHears(Rig.BOB_HZ);
            bob.awaitHears(Rig.AGENT_HZ);
            customer.awaitHears(Rig.MUSIC_HZ);

            alice.complete();
            alice.awaitIdle();
            bob.awaitHears(Rig.CUSTOMER_HZ);
            customer.awaitHears(Rig.BOB_HZ);
            bob.hangUp();
            customer.awaitHungUp();
        }
    }

    @Test
    void asksSomebodyOutsideSwapsJoinsAndLeaves(Rig rig) throws Exception {
        try (var customer = SippCustomer.call(rig)) {
            alice.answer();
            alice.consult(Rig.EXTERNAL);
            alice.awaitConsulting();
            alice.awaitHears(Rig.EXTERNAL_HZ);
            customer.awaitHears(Rig.MUSIC_HZ);
            rig.outside().await("CALL_ESTABLISHED", Rig.EXTERNAL, LIMIT);
            var external = rig.outside().ear();
            Rig.awaitHears(external, Rig.AGENT_HZ);

            alice.swap();
            Rig.awaitHears(external, Rig.MUSIC_HZ);
            customer.awaitHears(Rig.AGENT_HZ);
            alice.awaitHears(Rig.CUSTOMER_HZ);

            alice.join();
            customer.awaitHears(Rig.AGENT_HZ, Rig.EXTERNAL_HZ);
            Rig.awaitHears(external, Rig.AGENT_HZ, Rig.CUSTOMER_HZ);
            alice.awaitHears(Rig.CUSTOMER_HZ, Rig.EXTERNAL_HZ);

            alice.leave();
            customer.awaitHears(Rig.EXTERNAL_HZ);
            Rig.awaitHears(external, Rig.CUSTOMER_HZ);
            rig.outside().hangUp(Rig.EXTERNAL);
            customer.awaitHungUp();
        }
    }

    @Test
    void talksToTheCustomerAgainWhenTheOneOutsideIsBusy(Rig rig) throws Exception {
        try (var customer = SippCustomer.call(rig)) {
            alice.answer();
            alice.consult(Rig.SHY);
            rig.outside().await("CALL_INCOMING", Rig.SHY, LIMIT);
            rig.outside().hangUp(Rig.SHY);

            alice.awaitTransferFailed("busy");
            alice.awaitHears(Rig.CUSTOMER_HZ);
            customer.awaitHears(Rig.AGENT_HZ);
            alice.hangUp();
            customer.awaitHungUp();
        }
    }

    @Test
    void talksToTheCustomerAgainWhenTheOneOutsideHangsUp(Rig rig) throws Exception {
        try (var customer = SippCustomer.call(rig)) {
            alice.answer();
            alice.consult(Rig.EXTERNAL);
            alice.awaitConsulting();
            customer.awaitHears(Rig.MUSIC_HZ);
            rig.outside().hangUp(Rig.EXTERNAL);

            alice.awaitRoster(Rig.CUSTOMER, Rig.AGENT_NAME);
            alice.awaitHears(Rig.CUSTOMER_HZ);
            customer.awaitHears(Rig.AGENT_HZ);
            alice.hangUp();
            customer.awaitHungUp();
        }
    }

    @Test
    void goesOnWithTheColleagueWhenTheCustomerHangsUp(Rig rig) throws Exception {
        rig.callFromBaresip();
        alice.answer();
        alice.consult(Rig.BOB_NAME);
        bob.answer();
        alice.awaitConsulting();
        Rig.awaitHears(rig.customer().ear(), Rig.MUSIC_HZ);

        rig.customer().hangUp();
        rig.customer().await("CALL_CLOSED", LIMIT);
        alice.awaitRoster(Rig.AGENT_NAME, Rig.BOB_NAME);
        alice.awaitHears(Rig.BOB_HZ);
        bob.awaitHears(Rig.AGENT_HZ);
        bob.hangUp();
        alice.awaitIdle();
    }

    @Test
    void talksToTheCustomerAgainWhenTheColleagueDeclines(Rig rig) throws Exception {
        try (var customer = SippCustomer.call(rig)) {
            alice.answer();
            alice.consult(Rig.BOB_NAME);
            bob.awaitOffer();
            bob.decline();

            alice.awaitTransferFailed("declined");
            alice.awaitHears(Rig.CUSTOMER_HZ);
            customer.awaitHears(Rig.AGENT_HZ);
            alice.hangUp();
            customer.awaitHungUp();
        }
    }

    @Test
    void isThereAgainAfterAReloadInTheMiddle(Rig rig) throws Exception {
        try (var customer = SippCustomer.call(rig)) {
            alice.answer();
            alice.consult(Rig.BOB_NAME);
            bob.answer();
            alice.awaitConsulting();

            alice.page().reload();
            alice.awaitConsulting();
            alice.awaitRoster(Rig.CUSTOMER + " held", Rig.AGENT_NAME, Rig.BOB_NAME);
            alice.awaitHears(Rig.BOB_HZ);
            bob.awaitHears(Rig.AGENT_HZ);
            customer.awaitHears(Rig.MUSIC_HZ);

            alice.join();
            customer.awaitHears(Rig.AGENT_HZ, Rig.BOB_HZ);
            alice.endForAll();
            customer.awaitHungUp();
            bob.awaitIdle();
        }
    }
}
