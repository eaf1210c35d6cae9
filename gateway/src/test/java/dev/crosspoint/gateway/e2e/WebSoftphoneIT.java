package dev.crosspoint.gateway.e2e;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Agents who talk by softphones of others, unmodified, which register by SIP over WebSocket. */
class WebSoftphoneIT {
    @RegisterExtension static final RigExtension RIG = RigExtension.of("quality");

    private static final Duration LIMIT = Duration.ofSeconds(15);

    private @Nullable WebPhone phone;

    @AfterEach
    void stop() {
        if (phone != null) {
            phone.stop();
        }
    }

    @Test
    void talksByJsSipAlsoWhenItsSocketDrops(Rig rig) throws Exception {
        var alice = rig.webPhone("jssip", Rig.AGENT);
        phone = alice;
        try (var customer = SippCustomer.call(rig)) {
            alice.answer();
            alice.awaitHears(Rig.CUSTOMER_HZ);
            customer.awaitHears(Rig.AGENT_HZ);

            rig.proxy().cut();
            alice.await("disconnected");
            customer.awaitHears(Rig.AGENT_HZ);
            alice.await("registered");
            alice.awaitHears(Rig.CUSTOMER_HZ);

            alice.hold(true);
            customer.awaitHears(Rig.MUSIC_HZ);
            alice.hold(false);
            customer.awaitHears(Rig.AGENT_HZ);

            alice.refer(Rig.EXTERNAL);
            rig.outside().await("CALL_ESTABLISHED", Rig.EXTERNAL, LIMIT);
            customer.awaitHears(Rig.EXTERNAL_HZ);
            alice.await("over");
            rig.outside().hangUp(Rig.EXTERNAL);
            customer.awaitHungUp();
        }
    }

    @Test
    void callsOutByJsSip(Rig rig) throws Exception {
        var alice = rig.webPhone("jssip", Rig.AGENT);
        phone = alice;
        alice.call(Rig.EXTERNAL);
        rig.outside().await("CALL_ESTABLISHED", Rig.EXTERNAL, LIMIT);
        alice.await("talks");
        alice.awaitHears(Rig.EXTERNAL_HZ);
        Rig.awaitHears(rig.outside().ear(), Rig.AGENT_HZ);
        rig.outside().hangUp(Rig.EXTERNAL);
        alice.await("over");
    }

    @Test
    void talksBySipJsBothWays(Rig rig) throws Exception {
        var alice = rig.webPhone("sipjs", Rig.AGENT);
        phone = alice;
        try (var customer = SippCustomer.call(rig)) {
            alice.answer();
            alice.awaitHears(Rig.CUSTOMER_HZ);
            customer.awaitHears(Rig.AGENT_HZ);
            alice.hangUp();
            customer.awaitHungUp();
        }
        alice.call(Rig.EXTERNAL);
        rig.outside().await("CALL_ESTABLISHED", Rig.EXTERNAL, LIMIT);
        alice.awaitHears(Rig.EXTERNAL_HZ);
        alice.hangUp();
        rig.outside().await("CALL_CLOSED", Rig.EXTERNAL, LIMIT);
    }
}
