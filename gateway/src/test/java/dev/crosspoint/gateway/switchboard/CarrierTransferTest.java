package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.call.EndCause;
import dev.crosspoint.gateway.flow.FlowBook;
import dev.crosspoint.gateway.flow.FlowScript;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Agent;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.ContactVerb;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Target;
import dev.crosspoint.signaling.api.TrunkMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Carriers that transfer calls for us, and take them off the gateway (REFER towards a trunk). */
class CarrierTransferTest {
    private static final String TARGET = "+442079460777";
    private static final FlowBook FLOWS =
            FlowScript.flows()
                    .flow(
                            "inbound",
                            """
                            hook CustomerHold onhold
                            hook CustomerRemaining remaining
                            target sales
                            enter
                            """)
                    .flow("onhold", "round please")
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

    private boolean weCalled() {
        return centre.office.trunks.commands.stream()
                .anyMatch(TrunkMessage.PlaceCall.class::isInstance);
    }

    private boolean isOver(String dialog) {
        return centre.office.trunks.dialog(dialog).stage == TrunkDouble.Stage.OVER;
    }

    @Test
    void callTheNumberThemselvesAndTheCallIsOverHere() {
        centre.transfers(ann, number());
        assertThat(centre.farEnds.asked())
                .containsExactly(new TrunkMessage.Transfer("d1", new Private(TARGET), null));
        centre.sounds(call, "customer:please");
        centre.farEnds.progresses("d1", 100);
        centre.farEnds.progresses("d1", 180);
        centre.sounds(call, "customer:please");

        centre.farEnds.progresses("d1", 200);

        assertThat(centre.isOver(call)).isTrue();
        assertThat(isOver("d1")).isTrue();
        assertThat(weCalled()).isFalse();
        assertThat(centre.ended(ann)).isEqualTo("transferred");
        assertThat(centre.state(ann)).isEqualTo("available");
        assertThat(centre.office.errands.ends()).containsExactly(EndCause.TRANSFERRED);
    }

    @Test
    void callTheNumberForACustomerWhoWasOnHold() {
        centre.does(ann, new ContactVerb.Hold(null, true));

        centre.transfers(ann, number());

        assertThat(centre.farEnds.asked()).hasSize(1);
        centre.farEnds.progresses("d1", 202);
        assertThat(centre.isOver(call)).isTrue();
    }

    @Test
    void giveTheCallBackWhenTheNumberIsBusy() {
        centre.transfers(ann, number());

        centre.farEnds.progresses("d1", 486);

        centre.sounds(call, "ann+customer");
        assertThat(centre.office.last(ann, AgentMessage.ContactTransferFailed.class).reason())
                .isEqualTo("busy");
        centre.transfers(ann, number());
        assertThat(centre.farEnds.asked()).hasSize(2);
    }

    @Test
    void areNotAskedAfterAllAndWeCall() {
        centre.office.trunks.refuseTransfers = true;

        centre.transfers(ann, number());
        assertThat(centre.office.placed().to().value()).isEqualTo(TARGET);
        centre.sounds(call, "customer:please");
        centre.rings(false);
        centre.sounds(call, "ann:ringback customer:please");
        centre.answers();

        centre.sounds(call, "777+customer");
        assertThat(centre.ended(ann)).isEqualTo("transferred");
    }

    @Test
    void areCalledOffByTheAgentAndTheCustomerIsBack() {
        centre.transfers(ann, number());

        centre.does(ann, new ContactVerb.Cancel());
        centre.sounds(call, "ann+customer");
        centre.farEnds.progresses("d1", 486);

        centre.sounds(call, "ann+customer");
        assertThat(centre.office.eventsOf(ann))
                .noneMatch(AgentMessage.ContactTransferFailed.class::isInstance);
    }

    @Test
    void areBusyWithWhatWasCalledOffAndWeCall() {
        centre.transfers(ann, number());
        centre.does(ann, new ContactVerb.Cancel());

        centre.transfers(ann, new Target.ToNumber(new Private("+442079460888")));
        assertThat(centre.office.placed().to().value()).isEqualTo("+442079460888");
        centre.farEnds.progresses("d1", 486);
        centre.answers();

        centre.sounds(call, "888+customer");
    }

    @Test
    void takeTheCustomerAfterTheyWereCalledOffTooLate() {
        centre.transfers(ann, number());
        centre.does(ann, new ContactVerb.Cancel());

        centre.farEnds.progresses("d1", 200);

        assertThat(centre.isOver(call)).isTrue();
        assertThat(isOver("d1")).isTrue();
        assertThat(centre.state(ann)).isEqualTo("available");
    }

    @Test
    void goOnWithoutTheAgentWhoHangsUp() {
        centre.transfers(ann, number());
        centre.hangsUp(ann);
        assertThat(centre.isOver(call)).isFalse();

        centre.farEnds.progresses("d1", 200);

        assertThat(centre.isOver(call)).isTrue();
        assertThat(isOver("d1")).isTrue();
    }

    @Test
    void failWithoutTheAgentAndTheCustomerRemains() {
        centre.transfers(ann, number());
        centre.hangsUp(ann);

        centre.farEnds.progresses("d1", 486);

        centre.sounds(call, "customer:survey");
    }

    @Test
    void areOverWithTheCustomerWhoHangsUp() {
        centre.transfers(ann, number());

        centre.farEnds.progresses("d1", 487);
        centre.hangsUp("d1");

        assertThat(centre.isOver(call)).isTrue();
        assertThat(centre.office.errands.ends()).containsExactly(EndCause.CUSTOMER_HUNG_UP);
        assertThat(centre.state(ann)).isEqualTo("available");
    }

    @Test
    void areGivenUpWhenTheyNeverSayAnything() {
        centre.transfers(ann, number());

        centre.pass(219);
        centre.sounds(call, "customer:please");
        centre.pass(1);

        centre.sounds(call, "ann+customer");
        assertThat(centre.office.last(ann, AgentMessage.ContactTransferFailed.class).reason())
                .isEqualTo("no-answer");
    }

    @Test
    void areNotAskedForWhatIsNoNumber() {
        assertThat(
                        centre.asks(
                                ann,
                                new ContactVerb.Transfer(new Target.ToNumber(new Private("1001")))))
                .isInstanceOfSatisfying(
                        AgentMessage.Reply.Refused.class,
                        refused -> assertThat(refused.error()).isEqualTo(AgentError.BAD_REQUEST));

        assertThat(centre.farEnds.asked()).isEmpty();
        centre.sounds(call, "ann+customer");
    }

    @Test
    void areNotAskedToTakeTwoAtOnceNorToAskBefore() {
        centre.does(ann, new ContactVerb.Consult(number()));
        assertThat(centre.farEnds.asked()).isEmpty();
        centre.answers();
        centre.does(ann, new ContactVerb.Join());
        centre.sounds(call, "777+ann+customer");

        centre.transfers(ann, new Target.ToNumber(new Private("+442079460888")));
        assertThat(centre.farEnds.asked()).isEmpty();
        centre.answers();

        centre.sounds(call, "777+888+customer");
        // Three of them cannot be joined by a carrier.
        assertThat(centre.farEnds.asked()).isEmpty();
    }
}
