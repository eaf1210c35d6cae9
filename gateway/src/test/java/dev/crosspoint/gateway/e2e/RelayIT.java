package dev.crosspoint.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.peer.RtpProbe;
import dev.crosspoint.gateway.peer.Sipp;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The policy that spares the CPU: the browser takes the trunk's G.711, and packets are forwarded.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RelayIT {
    private Rig rig;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        rig = Rig.start(folder, "capacity");
        rig.page().signIn(Rig.AGENT, Rig.PASSWORD);
        rig.page().goAvailable();
    }

    @AfterAll
    void stop() throws Exception {
        Rig.closeIfOpen(rig);
    }

    @Test
    void relaysPcmuBetweenTheBrowserAndTheTrunk() throws Exception {
        try (var audio = RtpProbe.open("127.0.0.1", Rig.CUSTOMER_HZ);
                var sipp = rig.callFromSipp("u1", audio, Sipp.Ending.WAITS_FOR_BYE, 0)) {
            rig.page().answer();
            rig.page().awaitHears(Rig.CUSTOMER_HZ);
            audio.awaitTone(Rig.AGENT_HZ);
            long before = relayed();
            audio.awaitHeard(audio.heardMs() + 2000, 10_000);

            // Both directions of two seconds, give or take a busy machine.
            assertThat(relayed() - before).isGreaterThan(150);

            rig.page().hangUp();
            sipp.awaitSuccess(Duration.ofSeconds(15));
            rig.page().awaitIdle();
        }
    }

    private long relayed() {
        return rig.page()
                .metrics()
                .lines()
                .filter(line -> line.startsWith("crosspoint_media_rtp_relayed_total"))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf(' '))))
                .sum();
    }
}
