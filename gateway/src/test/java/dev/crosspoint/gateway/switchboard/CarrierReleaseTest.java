package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.call.EndCause;
import dev.crosspoint.gateway.flow.FlowBook;
import dev.crosspoint.gateway.flow.FlowScript;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Agent;
import dev.crosspoint.signaling.api.ContactVerb;
import dev.crosspoint.signaling.api.ContactVerb.Supervision;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Target;
import dev.crosspoint.signaling.api.TrunkMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Carriers that connect two people outside whom the last agent has left to each other. */
class CarrierReleaseTest {
    private static final String TARGET = "+442079460777";
    private static final FlowBook FLOWS =
            FlowScript.flows()
                    .flow(
                            "inbound",
                            """
                            hook CustomerRemaining remaining
                            target sales
                            enter
                            """)
                    .flow("remaining", "say survey")
                    .book();

    private final Centre centre = new Centre(Office.withReferringCarrier(FLOWS));
    private final Agent ann = centre.available("ann");
    private CallId call = new CallId("none");

    @BeforeEach
    void annTalks() {
        call = centre.calls("d1");
        centre.takes(ann);
    }

    @AfterEach
    void nothingIsLeft() {
        centre.finish();
    }

    private static Target number() {
        return new Target.ToNumber(new Private(TARGET));
    }

    private boolean isOver(String dialog) {
        return centre.office.trunks.dialog(dialog).stage == TrunkDouble.Stage.OVER;
    }

    /** Leaves the customer to a third party; answers the SIP call of the latter. */
    private String annLeavesTwo() {
        centre.does(ann, new ContactVerb.Consult(number()));
        centre.answers();
        var other = centre.dialog(call, "777");
        centre.does(ann, new ContactVerb.Complete());
        centre.sounds(call, "777+customer");
        return other;
    }

    @Test
    void connectTwoWhomTheAgentHasLeftToEachOther() {
        var other = annLeavesTwo();
        assertThat(centre.farEnds.asked())
                .containsExactly(new TrunkMessage.Transfer("d1", new Private(""), other));

        centre.farEnds.progresses("d1", 100);
        centre.sounds(call, "777+customer");
        centre.farEnds.progresses("d1", 200);

        assertThat(centre.isOver(call)).isTrue();
        assertThat(isOver("d1")).isTrue();
        assertThat(isOver(other)).isTrue();
        assertThat(centre.office.errands.ends()).containsExactly(EndCause.TRANSFERRED);
    }

    @Test
    void connectTwoWhenTheAgentHangsUpInAConferenceOfThree() {
        centre.does(ann, new ContactVerb.Add(number()));
        centre.answers();

        centre.hangsUp(ann);

        assertThat(centre.farEnds.asked())
                .containsExactly(
                        new TrunkMessage.Transfer(
                                "d1", new Private(""), centre.dialog(call, "777")));
        centre.farEnds.progresses("d1", 200);
        assertThat(centre.isOver(call)).isTrue();
    }

    @Test
    void areAskedOnceWhenASupervisorListenedToTheAgent() {
        var sue = centre.signsIn("sue");
        centre.office.ask(
                new AgentMessage.OnContact(
                        sue,
                        centre.office.contactOf(ann),
                        new ContactVerb.Supervise(Supervision.MONITOR)));
        centre.connects(sue);

        var other = annLeavesTwo();

        assertThat(centre.farEnds.asked())
                .containsExactly(new TrunkMessage.Transfer("d1", new Private(""), other));
        assertThat(centre.ended(sue)).isEqualTo(EndCause.SUPERVISION_ENDED.reason());
    }

    @Test
    void doNotConnectThemAndTheCallGoesOnHere() {
        var other = annLeavesTwo();

        centre.farEnds.progresses("d1", 503);
        centre.sounds(call, "777+customer");
        centre.hangsUp(other);

        centre.sounds(call, "customer:survey");
    }

    @Test
    void refuseToConnectThemAndTheCallGoesOnHere() {
        centre.office.trunks.refuseTransfers = true;
        var other = annLeavesTwo();
        centre.sounds(call, "777+customer");

        centre.hangsUp("d1");

        assertThat(centre.isOver(call)).isTrue();
        assertThat(isOver(other)).isTrue();
    }

    @Test
    void mayHangUpTheReplacedCallBeforeTheySaySo() {
        var other = annLeavesTwo();

        centre.hangsUp(other);
        centre.farEnds.progresses("d1", 200);

        assertThat(centre.isOver(call)).isTrue();
        assertThat(isOver("d1")).isTrue();
    }

    @Test
    void areNotAskedWhileAnotherAgentIsThere() {
        var bob = centre.available("bob");
        centre.does(ann, new ContactVerb.Add(new Target.ToAgent("bob")));
        centre.takes(bob);
        centre.does(ann, new ContactVerb.Add(number()));
        centre.answers();

        centre.hangsUp(ann);
        assertThat(centre.farEnds.asked()).isEmpty();
        centre.sounds(call, "777+bob+customer");
        centre.hangsUp(bob);

        assertThat(centre.farEnds.asked()).hasSize(1);
    }

    @Test
    void areNotAskedToTakeWhomAFlowWantsBack() {
        centre.finish();
        var flow =
                new Centre(
                        Office.withReferringCarrier(
                                FlowScript.flows()
                                        .flow("inbound", "call +442079460999\nsay back\nbye")
                                        .book()));
        var other = flow.calls("d1");
        flow.answers();
        flow.farEnds.refers(flow.dialog(other, "999"), TARGET, null);
        flow.answers();
        flow.sounds(other, "777+customer");

        assertThat(flow.farEnds.asked()).isEmpty();
        flow.finish();
    }
}
