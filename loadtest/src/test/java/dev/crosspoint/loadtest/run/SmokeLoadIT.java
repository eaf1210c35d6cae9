package dev.crosspoint.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.loadtest.phone.SipTransport;
import dev.crosspoint.media.codec.Codec;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A few agents and a few customers for half a minute, by Gatling and with real audio: every call is
 * answered, heard and ended, and nothing of it is left in the gateway.
 */
class SmokeLoadIT {
    private static final int AGENTS = 6;

    @Test
    void servesAHandfulOfAgentsAndCustomersAndLeavesNothingBehind() throws Exception {
        System.setProperty("load.agents", Integer.toString(AGENTS));
        System.setProperty("load.seconds", "10");
        System.setProperty("load.talk", "5");
        var settings =
                new RunSettings(
                        List.of("AgentCallSimulation"),
                        "smoke",
                        AGENTS,
                        Codec.PCMU,
                        SipTransport.UDP,
                        false,
                        true,
                        false,
                        false,
                        null,
                        Path.of("target/load/smoke"));
        assertThat(LoadRun.run(settings)).as("what target/load/smoke/summary.md says").isTrue();
    }
}
