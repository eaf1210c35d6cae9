package dev.crosspoint.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.e2e.RecordedCall.Plan;
import dev.crosspoint.gateway.e2e.RecordedCall.Trunk;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Recorded calls of agents whose browsers speak Opus. Together with {@link RecordedG711IT} each
 * story meets each of what can be recorded, or nothing, where two calls run at a time; and each of
 * these each kind of trunk.
 */
class RecordedOpusIT {
    @RegisterExtension static final RigExtension RIG = RigExtension.withPage("quality");

    private static final RecordedCalls.Delays DELAYS = new RecordedCalls.Delays();

    @AfterAll
    static void printDelays() {
        DELAYS.print("Opus");
    }

    @Test
    void recordsBothOrNothing(Rig rig) throws Exception {
        stories(rig, new Plan(Mode.BOTH, Trunk.SRTP), new Plan(Mode.OFF, Trunk.PCMU)).plain();
    }

    @Test
    void recordsTheAgentOnWhileTheCustomerIsOnHold(Rig rig) throws Exception {
        stories(rig, new Plan(Mode.BOTH, Trunk.PCMA), new Plan(Mode.AGENT, Trunk.PCMU)).hold();
    }

    @Test
    void recordsNothingOfAnAgentWhoIsMuted(Rig rig) throws Exception {
        stories(rig, new Plan(Mode.AGENT, Trunk.SRTP), new Plan(Mode.BOTH, Trunk.PCMA)).mute();
    }

    @Test
    void keepsPausesOfThePageSilent(Rig rig) throws Exception {
        stories(rig, new Plan(Mode.CUSTOMER, Trunk.SRTP), new Plan(Mode.BOTH, Trunk.PCMU))
                .pauseOnThePage();
    }

    @Test
    void keepsPausesOfAProgramSilent(Rig rig) throws Exception {
        stories(rig, new Plan(Mode.OFF, Trunk.PCMA), new Plan(Mode.BOTH, Trunk.PCMU))
                .pauseByProgram();
    }

    @Test
    void recordsOnWhileTheWebSocketIsCut(Rig rig) throws Exception {
        stories(rig, new Plan(Mode.AGENT, Trunk.PCMA), new Plan(Mode.CUSTOMER, Trunk.PCMU))
                .cutWebSocket();
    }

    @Test
    void recordsOnWhenThePageWasReloaded(Rig rig) throws Exception {
        stories(rig, new Plan(Mode.BOTH, Trunk.PCMU)).reloadPage();
    }

    @Test
    void recordsTheNextAgentForThemselves(Rig rig) throws Exception {
        stories(rig, new Plan(Mode.BOTH, Trunk.PCMU)).blindToAgent();
    }

    @Test
    void recordsNothingOnceOnlyPeopleOutsideTalk(Rig rig) throws Exception {
        stories(rig, new Plan(Mode.BOTH, Trunk.PCMU)).blindToNumber();
    }

    @Test
    void recordsAConsultationWithoutTheCustomer(Rig rig) throws Exception {
        stories(rig, new Plan(Mode.BOTH, Trunk.PCMA)).warm();
    }

    @Test
    void recordsAThirdPartyOnTheLeft(Rig rig) throws Exception {
        stories(rig, new Plan(Mode.BOTH, Trunk.PCMA)).conference();
    }

    @Test
    void recordsTwoAgentsInTwoFilesThatOverlap(Rig rig) throws Exception {
        stories(rig, new Plan(Mode.BOTH, Trunk.SRTP)).secondAgent();
    }

    @Test
    void recordsNoSupervisorWhomOnlyTheAgentHears(Rig rig) throws Exception {
        stories(rig, new Plan(Mode.BOTH, Trunk.PCMU)).supervisor();
    }

    /** The tenant's flow for such calls switches recording on. */
    @Test
    void recordsACallThatTheAgentPlacesFromTheAnswerOn(Rig rig) throws Exception {
        var program = rig.program(Rig.CAROL);
        rig.page().dial(Rig.EXTERNAL);
        rig.page().awaitConnected();
        rig.page().awaitRecording("on");
        rig.page().awaitHears(Rig.EXTERNAL_HZ);
        rig.outside().await("CALL_ESTABLISHED", Rig.EXTERNAL, Duration.ofSeconds(15));
        Rig.awaitHears(rig.outside().ear(), Rig.AGENT_HZ);
        rig.page().awaitHears(Rig.EXTERNAL_HZ);
        var contact = program.contactOf(Rig.AGENT);
        rig.outside().hangUp(Rig.EXTERNAL);
        rig.page().awaitIdle();

        var row = program.awaitErased(contact);
        assertThat(row.getString("agent")).isEqualTo(Rig.AGENT);
        var script = new Script(Speaker.ALICE);
        double answered = row.getLong("startedMs");
        script.hears(answered, Speaker.CALLED);
        script.shaky(answered, true);
        script.shaky(answered + 1000, false);
        script.end(row.getLong("endedMs"));
        Listening.check(script, Mode.BOTH, Delivered.open(rig.home(), row));
    }

    private static RecordedStories stories(Rig rig, Plan... plans) {
        return RecordedStories.of(rig, DELAYS, plans);
    }
}
