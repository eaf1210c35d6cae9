package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.call.EndCause;
import dev.crosspoint.gateway.flow.FlowBook;
import dev.crosspoint.gateway.flow.FlowScript;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Agent;
import dev.crosspoint.signaling.api.ContactVerb;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Target;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Far ends that have themselves replaced by a number (REFER). */
class BlindReferTest {
    private static final String TARGET = "+442079460777";

    private static final FlowBook FLOWS =
            FlowScript.flows()
                    .flow("inbound", "menu which 20 | 1 one\nbye\none: target service\nenter")
                    .book();

    private Centre centre = new Centre(FLOWS);

    @AfterEach
    void nothingIsLeft() {
        centre.finish();
    }

    private CallId talks(Agent agent) {
        var call = centre.calls("d1");
        centre.presses(call, "customer", "1");
        centre.takes(agent);
        return call;
    }

    @Test
    void isToldHowFarItIsAndLeavesWhenTheOtherAnswers() {
        var ann = centre.available("ann");
        var call = talks(ann);

        centre.farEnds.refers("d1", TARGET, null);
        assertThat(centre.farEnds.reported("d1")).containsExactly(202);
        assertThat(centre.office.placed().to().value()).isEqualTo(TARGET);
        assertThat(centre.office.placed().from().value()).isEqualTo(Office.OUR_NUMBER);
        centre.sounds(call, "ann:music");
        centre.rings(false);
        assertThat(centre.farEnds.reported("d1")).containsExactly(202, 180);
        centre.sounds(call, "ann:music customer:ringback");
        centre.rings(false);
        centre.rings(true);
        centre.rings(true);
        assertThat(centre.farEnds.reported("d1")).containsExactly(202, 180, 183);
        centre.answers();

        assertThat(centre.farEnds.reported("d1")).containsExactly(202, 180, 183, 200);
        assertThat(centre.office.trunks.dialog("d1").stage).isEqualTo(TrunkDouble.Stage.OVER);
        centre.sounds(call, "777+ann");
        assertThat(centre.people(call)).containsExactlyInAnyOrder("777", "ann");

        centre.hangsUp(centre.dialog(call, "777"));
        assertThat(centre.office.errands.ends()).containsExactly(EndCause.OTHER_HUNG_UP);
        assertThat(centre.state(ann)).isEqualTo("available");
    }

    @ParameterizedTest
    @CsvSource({"486,486", "408,480", "404,404", "603,603", "503,503"})
    void getsTheCallBackWhenTheOtherDoesNotCome(int status, int reported) {
        var ann = centre.available("ann");
        var call = talks(ann);
        centre.farEnds.refers("d1", TARGET, null);

        centre.fails(status);

        assertThat(centre.farEnds.reported("d1")).containsExactly(202, reported);
        centre.sounds(call, "ann+customer");
        assertThat(centre.office.eventsOf(ann))
                .noneMatch(AgentMessage.ContactTransferFailed.class::isInstance);
        centre.farEnds.refers("d1", TARGET, null);
        centre.answers();
        centre.sounds(call, "777+ann");
    }

    @Test
    void getsTheCallBackWhenTheNetworkNeverSaysAnything() {
        var call = talks(centre.available("ann"));
        centre.farEnds.refers("d1", TARGET, null);

        centre.pass(55);

        assertThat(centre.farEnds.reported("d1")).containsExactly(202, 480);
        centre.sounds(call, "ann+customer");
    }

    @ParameterizedTest
    @CsvSource({"1001", "alice", "''"})
    void isToldThatThereIsNoSuchNumber(String target) {
        var call = talks(centre.available("ann"));

        centre.farEnds.refers("d1", target, null);

        assertThat(centre.farEnds.reported("d1")).containsExactly(202, 404);
        centre.sounds(call, "ann+customer");
    }

    @Test
    void isRefusedWhileAnotherTransferIsUnderWay() {
        var ann = centre.available("ann");
        var call = talks(ann);
        centre.does(ann, new ContactVerb.Consult(new Target.ToNumber(new Private(TARGET))));

        centre.farEnds.refers("d1", TARGET, null);

        assertThat(centre.farEnds.reported("d1")).containsExactly(500);
        centre.answers();
        centre.sounds(call, "777+ann customer:music");
    }

    @Test
    void isRefusedWhereThereIsNobodyToTransfer() {
        var call = centre.calls("d1");
        centre.farEnds.refers("d1", TARGET, null);
        assertThat(centre.farEnds.reported("d1")).containsExactly(603);
        centre.sounds(call, "customer:which");

        centre.presses(call, "customer", "1");
        centre.farEnds.refers("d1", TARGET, null);

        assertThat(centre.farEnds.reported("d1")).containsExactly(603, 603);
        centre.sounds(call, "customer:music");
    }

    @Test
    void isRefusedWithoutATrunkToCallBy() {
        centre = new Centre(Plan.of(FLOWS).office(false));
        var call = talks(centre.available("ann"));

        centre.farEnds.refers("d1", TARGET, null);

        assertThat(centre.farEnds.reported("d1")).containsExactly(503);
        centre.sounds(call, "ann+customer");
    }

    @Test
    void mayHangUpAtOnceAndTheTransferGoesOn() {
        var ann = centre.available("ann");
        var call = talks(ann);
        centre.farEnds.refers("d1", TARGET, null);
        centre.rings(false);

        centre.hangsUp("d1");
        centre.sounds(call, "ann:music");
        centre.rings(true);
        centre.answers();

        centre.sounds(call, "777+ann");
        assertThat(centre.farEnds.reported("d1")).containsExactly(202, 180);
    }

    @Test
    void endsTheCallWhenItHasHungUpAndTheOtherDoesNotCome() {
        var ann = centre.available("ann");
        var call = talks(ann);
        centre.farEnds.refers("d1", TARGET, null);
        centre.hangsUp("d1");

        centre.fails(486);

        assertThat(centre.isOver(call)).isTrue();
        assertThat(centre.state(ann)).isEqualTo("available");
        assertThat(centre.ended(ann)).isEqualTo("busy");
    }

    @Test
    void isToldWhenTheAgentHangsUpMeanwhile() {
        var ann = centre.available("ann");
        var call = talks(ann);
        centre.farEnds.refers("d1", TARGET, null);
        var dialog = centre.office.placed().dialog();

        centre.hangsUp(ann);

        assertThat(centre.farEnds.reported("d1")).containsExactly(202, 487);
        assertThat(centre.isOver(call)).isTrue();
        assertThat(centre.office.trunks.dialog(dialog).stage).isEqualTo(TrunkDouble.Stage.OVER);
        assertThat(centre.office.errands.ends()).containsExactly(EndCause.AGENT_HUNG_UP);
    }

    @Test
    void mayBeADeskPhoneWhoseAgentLeavesTheCustomer() {
        var dan = centre.available("dan");
        var call = centre.calls("d1");
        centre.presses(call, "customer", "1");
        centre.answers();
        var deskPhone = centre.office.placed().dialog();
        centre.sounds(call, "customer+dan");

        centre.farEnds.refers(deskPhone, TARGET, null);
        centre.sounds(call, "customer:music");
        centre.answers();

        assertThat(centre.farEnds.reported(deskPhone)).containsExactly(202, 200);
        centre.sounds(call, "777+customer");
        assertThat(centre.ended(dan)).isEqualTo("transferred");
        assertThat(centre.state(dan)).isEqualTo("available");
    }

    @Test
    void mayBeAThirdPartyInAConference() {
        var ann = centre.available("ann");
        var call = talks(ann);
        centre.does(ann, new ContactVerb.Add(new Target.ToNumber(new Private("+442079460888"))));
        centre.answers();
        centre.sounds(call, "888+ann+customer");

        centre.farEnds.refers(centre.dialog(call, "888"), TARGET, null);
        centre.sounds(call, "ann:music customer:music");
        centre.answers();

        centre.sounds(call, "777+ann+customer");
    }

    private CallId calledByAFlow() {
        centre =
                new Centre(
                        FlowScript.flows()
                                .flow("inbound", "call +442079460999\nsay back\nbye")
                                .book());
        var call = centre.calls("d1");
        centre.answers();
        centre.sounds(call, "999+customer");
        return call;
    }

    @Test
    void mayBeWhomAFlowHasCalledAndTheFlowWaitsForTheOther() {
        var call = calledByAFlow();

        centre.farEnds.refers(centre.dialog(call, "999"), TARGET, null);
        centre.answers();
        centre.sounds(call, "777+customer");
        centre.hangsUp(centre.dialog(call, "777"));

        centre.sounds(call, "customer:back");
    }

    @Test
    void bringsTheFlowBackWhenItHasHungUpAndTheOtherDoesNotCome() {
        var call = calledByAFlow();
        var dialog = centre.dialog(call, "999");
        centre.farEnds.refers(dialog, TARGET, null);

        centre.hangsUp(dialog);
        centre.rings(false);
        centre.sounds(call, "customer:music");
        centre.fails(486);

        centre.sounds(call, "customer:back");
    }
}
