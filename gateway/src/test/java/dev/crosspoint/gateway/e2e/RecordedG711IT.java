package dev.crosspoint.gateway.e2e;

import dev.crosspoint.gateway.e2e.RecordedCall.Plan;
import dev.crosspoint.gateway.e2e.RecordedCall.Trunk;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Recorded calls of agents whose browsers speak G.711, so that calls of two are relayed. */
class RecordedG711IT {
    @RegisterExtension static final RigExtension RIG = RigExtension.withPage("capacity");

    private static final RecordedCalls.Delays DELAYS = new RecordedCalls.Delays();

    @AfterAll
    static void printDelays() {
        DELAYS.print("G.711");
    }

    @Test
    void recordsOneSideOrTheOther(Rig rig) throws Exception {
        stories(rig, new Plan(Mode.AGENT, Trunk.SRTP), new Plan(Mode.CUSTOMER, Trunk.PCMA)).plain();
    }

    @Test
    void recordsTheAgentOnWhileTheCustomerIsOnHold(Rig rig) throws Exception {
        stories(rig, new Plan(Mode.CUSTOMER, Trunk.SRTP), new Plan(Mode.OFF, Trunk.PCMA)).hold();
    }

    @Test
    void recordsNothingOfAnAgentWhoIsMuted(Rig rig) throws Exception {
        stories(rig, new Plan(Mode.OFF, Trunk.SRTP), new Plan(Mode.CUSTOMER, Trunk.PCMU)).mute();
    }

    @Test
    void keepsPausesOfThePageSilent(Rig rig) throws Exception {
        stories(rig, new Plan(Mode.OFF, Trunk.PCMU), new Plan(Mode.AGENT, Trunk.PCMA))
                .pauseOnThePage();
    }

    @Test
    void keepsPausesOfAProgramSilent(Rig rig) throws Exception {
        stories(rig, new Plan(Mode.CUSTOMER, Trunk.PCMU), new Plan(Mode.AGENT, Trunk.PCMA))
                .pauseByProgram();
    }

    @Test
    void recordsOnWhileTheWebSocketIsCut(Rig rig) throws Exception {
        stories(rig, new Plan(Mode.BOTH, Trunk.SRTP), new Plan(Mode.OFF, Trunk.PCMU))
                .cutWebSocket();
    }

    @Test
    void recordsOnWhenThePageWasReloaded(Rig rig) throws Exception {
        stories(rig, new Plan(Mode.AGENT, Trunk.PCMA)).reloadPage();
    }

    @Test
    void recordsTheNextAgentForThemselves(Rig rig) throws Exception {
        stories(rig, new Plan(Mode.CUSTOMER, Trunk.SRTP)).blindToAgent();
    }

    @Test
    void recordsNothingOnceOnlyPeopleOutsideTalk(Rig rig) throws Exception {
        stories(rig, new Plan(Mode.CUSTOMER, Trunk.PCMA)).blindToNumber();
    }

    @Test
    void recordsAConsultationWithoutTheCustomer(Rig rig) throws Exception {
        stories(rig, new Plan(Mode.CUSTOMER, Trunk.PCMU)).warm();
    }

    @Test
    void recordsNoThirdPartyWhereOnlyTheCustomerIsRecorded(Rig rig) throws Exception {
        stories(rig, new Plan(Mode.CUSTOMER, Trunk.SRTP)).conference();
    }

    @Test
    void recordsTwoAgentsInTwoFilesThatOverlap(Rig rig) throws Exception {
        stories(rig, new Plan(Mode.AGENT, Trunk.PCMU)).secondAgent();
    }

    @Test
    void recordsNoSupervisorWhomOnlyTheAgentHears(Rig rig) throws Exception {
        stories(rig, new Plan(Mode.BOTH, Trunk.SRTP)).supervisor();
    }

    private static RecordedStories stories(Rig rig, Plan... plans) {
        return RecordedStories.of(rig, DELAYS, plans);
    }
}
