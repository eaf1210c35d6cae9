package dev.crosspoint.gateway.e2e;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An agent passes the customer on and is out of the call as soon as somebody has it. */
class TransferIT {
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
    void passesTheCustomerToAColleague(Rig rig) throws Exception {
        try (var customer = SippCustomer.call(rig)) {
            alice.answer();
            alice.awaitHears(Rig.CUSTOMER_HZ);
            customer.awaitHears(Rig.AGENT_HZ);

            alice.transferTo(Rig.BOB_NAME);
            bob.awaitOffer();
            customer.awaitHears(Rig.MUSIC_HZ);
            bob.answer();

            alice.awaitIdle();
            bob.awaitHears(Rig.CUSTOMER_HZ);
            customer.awaitHears(Rig.BOB_HZ);
            bob.awaitRoster(Rig.CUSTOMER, Rig.BOB_NAME);
            bob.hangUp();
            customer.awaitHungUp();
        }
    }

    @Test
    void endsTheOfferWhenTheCustomerHangsUpMeanwhile(Rig rig) throws Exception {
        rig.callFromBaresip();
        alice.answer();
        alice.awaitHears(Rig.CUSTOMER_HZ);
        alice.transferTo(Rig.BOB_NAME);
        bob.awaitOffer();

        rig.customer().hangUp();
        rig.customer().await("CALL_CLOSED", LIMIT);
        bob.awaitIdle();
        alice.awaitIdle();
        alice.awaitEnded("The customer hung up");
    }

    @Test
    void passesTheCustomerToAQueue(Rig rig) throws Exception {
        try (var customer = SippCustomer.call(rig)) {
            alice.answer();
            alice.transferTo(Rig.EXPERTS);
            alice.awaitIdle();
            bob.awaitOffer();
            customer.awaitHears(Rig.MUSIC_HZ);
            bob.answer();

            bob.awaitHears(Rig.CUSTOMER_HZ);
            customer.awaitHears(Rig.BOB_HZ);
            bob.hangUp();
            customer.awaitHungUp();
        }
    }

    @Test
    void letsTheCustomerWaitInAQueueAndHangUpThere(Rig rig) throws Exception {
        bob.setState("offline");
        rig.callFromBaresip();
        alice.answer();
        alice.awaitHears(Rig.CUSTOMER_HZ);
        alice.transferTo(Rig.EXPERTS);
        alice.awaitIdle();
        Rig.awaitHears(rig.customer().ear(), Rig.MUSIC_HZ);

        rig.customer().hangUp();
        rig.customer().await("CALL_CLOSED", LIMIT);
        rig.awaitNothingLeft();
        bob.setState("available");
    }

    @Test
    void keepsTheCustomersPlaceInAQueueWhoseAgentDeclines(Rig rig) throws Exception {
        try (var customer = SippCustomer.call(rig)) {
            alice.answer();
            alice.transferTo(Rig.EXPERTS);
            bob.awaitOffer();
            bob.decline();

            // Bob chooses when he is there again, and the customer has kept the place.
            customer.awaitHears(Rig.MUSIC_HZ);
            bob.setState("available");
            bob.answer();
            customer.awaitHears(Rig.BOB_HZ);
            bob.hangUp();
            customer.awaitHungUp();
        }
    }

    @Test
    void passesTheCustomerToANumberAndLeaves(Rig rig) throws Exception {
        try (var customer = SippCustomer.call(rig)) {
            alice.answer();
            alice.awaitHears(Rig.CUSTOMER_HZ);
            alice.transferTo(Rig.EXTERNAL);
            rig.outside().await("CALL_ESTABLISHED", Rig.EXTERNAL, LIMIT);

            alice.awaitIdle();
            customer.awaitHears(Rig.EXTERNAL_HZ);
            Rig.awaitHears(rig.outside().ear(), Rig.CUSTOMER_HZ);
            rig.outside().hangUp(Rig.EXTERNAL);
            customer.awaitHungUp();
        }
    }

    @Test
    void takesTheCallBackFromANumberThatIsBusy(Rig rig) throws Exception {
        try (var customer = SippCustomer.call(rig)) {
            alice.answer();
            alice.transferTo(Rig.SHY);
            rig.outside().await("CALL_INCOMING", Rig.SHY, LIMIT);
            customer.awaitHears(Rig.MUSIC_HZ);
            rig.outside().hangUp(Rig.SHY);

            alice.awaitTransferFailed("busy");
            alice.awaitRoster(Rig.CUSTOMER, Rig.AGENT_NAME);
            alice.awaitHears(Rig.CUSTOMER_HZ);
            customer.awaitHears(Rig.AGENT_HZ);
            alice.hangUp();
            customer.awaitHungUp();
        }
    }

    @Test
    void callsTheNumberOffWhenTheCustomerHangsUpMeanwhile(Rig rig) throws Exception {
        rig.callFromBaresip();
        alice.answer();
        alice.awaitHears(Rig.CUSTOMER_HZ);
        alice.transferTo(Rig.SHY);
        rig.outside().await("CALL_INCOMING", Rig.SHY, LIMIT);

        rig.customer().hangUp();
        rig.customer().await("CALL_CLOSED", LIMIT);
        rig.outside().await("CALL_CLOSED", Rig.SHY, LIMIT);
        alice.awaitIdle();
    }
}
