package dev.crosspoint.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.e2e.RecordedCall.Plan;
import dev.crosspoint.gateway.e2e.RecordedCall.Trunk;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Recorded calls of agents whose browsers speak nothing but G.722: those stories in which a
 * recording begins, stops, goes on in another leg, or has more than two in it. What else may happen
 * to a call, {@link RecordedOpusIT} and {@link RecordedG711IT} tell; it is the same for any codec.
 */
class RecordedG722IT {
    @RegisterExtension static final RigExtension RIG = RigExtension.withPage("g722");

    private static final RecordedCalls.Delays DELAYS = new RecordedCalls.Delays();

    @AfterAll
    static void printDelays() {
        DELAYS.print("G.722");
    }

    @Test
    void recordsBothOrOneSide(Rig rig) throws Exception {
        stories(rig, new Plan(Mode.BOTH, Trunk.SRTP), new Plan(Mode.AGENT, Trunk.PCMA)).plain();
        assertThat(rig.gateway().log()).doesNotContain("no common codec");
    }

    @Test
    void keepsPausesOfThePageSilent(Rig rig) throws Exception {
        stories(rig, new Plan(Mode.BOTH, Trunk.PCMU)).pauseOnThePage();
    }

    @Test
    void recordsOnWhenThePageWasReloaded(Rig rig) throws Exception {
        stories(rig, new Plan(Mode.BOTH, Trunk.PCMU)).reloadPage();
    }

    @Test
    void recordsAThirdPartyOnTheLeft(Rig rig) throws Exception {
        stories(rig, new Plan(Mode.BOTH, Trunk.PCMA)).conference();
    }

    private static RecordedStories stories(Rig rig, Plan... plans) {
        return RecordedStories.of(rig, DELAYS, plans);
    }
}
