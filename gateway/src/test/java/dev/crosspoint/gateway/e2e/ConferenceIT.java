package dev.crosspoint.gateway.e2e;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many people in one call, and several calls at once. */
class ConferenceIT {
    @RegisterExtension static final RigExtension RIG = RigExtension.withPage("quality");

    private static final Duration LIMIT = Duration.ofSeconds(15);

    @Test
    void letsSixPeopleHearEachOtherUntilTheLastTwoPart(Rig rig) throws Exception {
        var alice = rig.page();
        var bob = rig.colleague(Rig.BOB);
        var carol = rig.colleague(Rig.CAROL);
        try (var customer = SippCustomer.call(rig)) {
            alice.answer();
            alice.add(Rig.EXTERNAL);
            rig.outside().await("CALL_ESTABLISHED", Rig.EXTERNAL, LIMIT);
            var external = rig.outside().ear();
            Rig.awaitHears(external, Rig.AGENT_HZ, Rig.CUSTOMER_HZ);
            alice.add(Rig.SHY);
            rig.outside().await("CALL_INCOMING", Rig.SHY, LIMIT);
            rig.outside().answer();
            rig.outside().await("CALL_ESTABLISHED", Rig.SHY, LIMIT);
            var shy = rig.outside().ear();
            alice.add(Rig.BOB_NAME);
            bob.answer();
            bob.add(Rig.CAROL_NAME);
            carol.answer();

            carol.awaitRoster(
                    Rig.CUSTOMER,
                    Rig.EXTERNAL,
                    Rig.SHY,
                    Rig.AGENT_NAME,
                    Rig.BOB_NAME,
                    Rig.CAROL_NAME);
            alice.awaitHears(
                    Rig.CUSTOMER_HZ, Rig.EXTERNAL_HZ, Rig.SHY_HZ, Rig.BOB_HZ, Rig.CAROL_HZ);
            bob.awaitHears(
                    Rig.CUSTOMER_HZ, Rig.EXTERNAL_HZ, Rig.SHY_HZ, Rig.AGENT_HZ, Rig.CAROL_HZ);
            carol.awaitHears(
                    Rig.CUSTOMER_HZ, Rig.EXTERNAL_HZ, Rig.SHY_HZ, Rig.AGENT_HZ, Rig.BOB_HZ);
            customer.awaitHears(
                    Rig.EXTERNAL_HZ, Rig.SHY_HZ, Rig.AGENT_HZ, Rig.BOB_HZ, Rig.CAROL_HZ);
            Rig.awaitHears(
                    external, Rig.CUSTOMER_HZ, Rig.SHY_HZ, Rig.AGENT_HZ, Rig.BOB_HZ, Rig.CAROL_HZ);
            Rig.awaitHears(
                    shy, Rig.CUSTOMER_HZ, Rig.EXTERNAL_HZ, Rig.AGENT_HZ, Rig.BOB_HZ, Rig.CAROL_HZ);

            carol.hold(Rig.CUSTOMER);
            customer.awaitHears(Rig.MUSIC_HZ);
            bob.mute(Rig.SHY);
            alice.awaitHears(Rig.EXTERNAL_HZ, Rig.BOB_HZ, Rig.CAROL_HZ);
            Rig.awaitHears(shy, Rig.EXTERNAL_HZ, Rig.AGENT_HZ, Rig.BOB_HZ, Rig.CAROL_HZ);
            alice.resume(Rig.CUSTOMER);
            alice.unmute(Rig.SHY);

            alice.leave();
            customer.awaitHears(Rig.EXTERNAL_HZ, Rig.SHY_HZ, Rig.BOB_HZ, Rig.CAROL_HZ);
            bob.remove(Rig.CUSTOMER);
            customer.awaitHungUp();
            rig.outside().hangUp(Rig.SHY);
            carol.awaitRoster(Rig.EXTERNAL, Rig.BOB_NAME, Rig.CAROL_NAME);
            carol.awaitHears(Rig.EXTERNAL_HZ, Rig.BOB_HZ);
            carol.leave();
            Rig.awaitHears(external, Rig.BOB_HZ);
            rig.outside().hangUp(Rig.EXTERNAL);
            bob.awaitIdle();
        }
    }

    @Test
    void keepsCallsApartThatRunAtTheSameTime(Rig rig) throws Exception {
        var alice = rig.page();
        var bob = rig.colleague(Rig.BOB);
        var carol = rig.colleague(Rig.CAROL);
        try (var customer = SippCustomer.call(rig)) {
            alice.answer();
            alice.transferTo(Rig.EXPERTS);
            bob.answer();
            alice.awaitIdle();
            try (var other = SippCustomer.call(rig, Rig.OTHER_CUSTOMER_HZ)) {
                alice.answer();
                carol.dial(Rig.EXTERNAL);
                carol.awaitConnected();
                alice.awaitHears(Rig.OTHER_CUSTOMER_HZ);
                bob.awaitHears(Rig.CUSTOMER_HZ);
                carol.awaitHears(Rig.EXTERNAL_HZ);
                other.awaitHears(Rig.AGENT_HZ);
                customer.awaitHears(Rig.BOB_HZ);
                rig.outside().await("CALL_ESTABLISHED", Rig.EXTERNAL, LIMIT);
                Rig.awaitHears(rig.outside().ear(), Rig.CAROL_HZ);

                bob.hold(Rig.CUSTOMER);
                alice.add(Rig.SHY);
                rig.outside().await("CALL_INCOMING", Rig.SHY, LIMIT);
                rig.outside().answer();
                rig.outside().await("CALL_ESTABLISHED", Rig.SHY, LIMIT);
                alice.awaitHears(Rig.OTHER_CUSTOMER_HZ, Rig.SHY_HZ);
                other.awaitHears(Rig.AGENT_HZ, Rig.SHY_HZ);
                customer.awaitHears(Rig.MUSIC_HZ);
                bob.awaitHears();
                carol.awaitHears(Rig.EXTERNAL_HZ);

                alice.endForAll();
                other.awaitHungUp();
            }
            customer.awaitHears(Rig.MUSIC_HZ);
            bob.hangUp();
            customer.awaitHungUp();
            carol.hangUp();
            rig.outside().await("CALL_CLOSED", Rig.EXTERNAL, LIMIT);
        }
    }
}
