package dev.crosspoint.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.Soon;
import dev.crosspoint.media.codec.Codec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Softphones that keep their connection from contact to contact, on two media loops. */
class StandingIT {
    @RegisterExtension static final RigExtension RIG = RigExtension.withPage("standing");

    @Test
    void keepsOneConnectionFromContactToContactAndIntoAConference(Rig rig) throws Exception {
        var alice = rig.page();
        try (var customer = SippCustomer.call(rig)) {
            alice.answer();
            alice.awaitHears(Rig.CUSTOMER_HZ);
            customer.awaitHears(Rig.AGENT_HZ);
            alice.hangUp();
            customer.awaitHungUp();
        }
        alice.awaitIdle();
        var first = connection(alice);
        assertThat(first).as("and it is still there").endsWith("connected");
        awaitLegs(rig, 1);

        // The loop that the first call was on has another by now: the next is on the other loop.
        var bob = rig.colleague(Rig.BOB);
        try (var expertsOwn =
                        SippCustomer.call(
                                rig, Rig.EXPERTS_NUMBER, Codec.PCMU, Rig.OTHER_CUSTOMER_HZ);
                var customer = SippCustomer.call(rig)) {
            bob.answer();
            bob.awaitHears(Rig.OTHER_CUSTOMER_HZ);
            alice.answer();
            alice.awaitHears(Rig.CUSTOMER_HZ);
            customer.awaitHears(Rig.AGENT_HZ);
            assertThat(connection(alice)).isEqualTo(first);
            alice.hold(Rig.CUSTOMER);
            customer.awaitHears(Rig.MUSIC_HZ);
            alice.resume(Rig.CUSTOMER);
            bob.hangUp();
            expertsOwn.awaitHungUp();
            bob.awaitIdle();
            var bobs = connection(bob);

            alice.add(Rig.BOB_NAME);
            bob.answer();
            alice.awaitHears(Rig.CUSTOMER_HZ, Rig.BOB_HZ);
            bob.awaitHears(Rig.CUSTOMER_HZ, Rig.AGENT_HZ);
            customer.awaitHears(Rig.AGENT_HZ, Rig.BOB_HZ);
            assertThat(connection(alice)).isEqualTo(first);
            assertThat(connection(bob)).isEqualTo(bobs);
            alice.endForAll();
            customer.awaitHungUp();
        }
        bob.awaitIdle();
        awaitLegs(rig, 2);
        alice.signOut();
        bob.signOut();
        rig.awaitNothingLeft();
    }

    /** Which connection of the page's it is, by its DTLS certificate, and how it is. */
    private static String connection(AgentPage page) {
        return String.valueOf(
                page.page()
                        .evaluate(
                                """
                                () => {
                                  const pc = window.__connections.at(-1);
                                  const [, fingerprint] = /a=fingerprint:(.*)/.exec(pc.localDescription.sdp);
                                  return `${window.__connections.length} ${fingerprint} ${pc.connectionState}`;
                                }
                                """));
    }

    /** Those that stand; a customer's goes a moment after the customer. */
    private static void awaitLegs(Rig rig, int count) throws InterruptedException {
        Soon.until(
                count + " legs are left",
                () -> Metrics.of(rig.httpsPort()).total("crosspoint_media_legs_open") == count);
    }
}
