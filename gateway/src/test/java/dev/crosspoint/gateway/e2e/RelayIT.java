package dev.crosspoint.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.peer.RtpProbe;
import dev.crosspoint.gateway.peer.Sipp;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The policy that spares the CPU: the browser takes the trunk's G.711, and packets are forwarded.
 */
class RelayIT {
    @RegisterExtension static final RigExtension RIG = RigExtension.withPage("capacity");

    @Test
    void relaysPcmuBetweenTheBrowserAndTheTrunk(Rig rig) throws Exception {
        try (var audio = RtpProbe.open("127.0.0.1", Rig.CUSTOMER_HZ);
                var sipp = rig.callFromSipp("u1", audio, Sipp.Ending.WAITS_FOR_BYE)) {
            rig.page().answer();
            rig.page().awaitHears(Rig.CUSTOMER_HZ);
            audio.awaitTone(Rig.AGENT_HZ);
            awaitRelayedBothWays(rig, audio);
            long before = relayed(rig);
            audio.awaitHeard(audio.heardMs() + 2000, 10_000);

            // Both directions of two seconds, give or take a busy machine.
            assertThat(relayed(rig) - before).isGreaterThan(150);

            MouthToEar.measure("G.711 relayed", rig.page(), audio);

            rig.page().hangUp();
            sipp.awaitSuccess(Duration.ofSeconds(15));
            rig.page().awaitIdle();
        }
    }

    /**
     * A call begins mixed, and each direction is forwarded as soon as nobody will hear the change.
     */
    private static void awaitRelayedBothWays(Rig rig, RtpProbe audio) throws InterruptedException {
        long last = 0;
        for (int tries = 0; tries < 30; tries++) {
            long before = relayed(rig);
            audio.awaitHeard(audio.heardMs() + 500, 10_000);
            last = relayed(rig) - before;
            // One direction alone has 25 in that time, and a request's length more.
            if (last > 40) {
                return;
            }
        }
        throw new AssertionError("only " + last + " packets are relayed in half a second");
    }

    private static long relayed(Rig rig) {
        return rig.page()
                .metrics()
                .lines()
                .filter(line -> line.startsWith("crosspoint_media_rtp_relayed_total"))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf(' '))))
                .sum();
    }
}
