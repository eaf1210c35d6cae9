package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.call.EndCause;
import dev.crosspoint.gateway.flow.FlowScript;
import dev.crosspoint.signaling.api.ContactVerb;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Flows that run in circles: whoever has nothing else is hung up on, the others go on. */
class FlowCirclesTest {
    private static final String CIRCLE = "again: set round yes -> again";

    private Centre centre = inbound(CIRCLE);

    private static Centre inbound(String inbound) {
        return new Centre(
                FlowScript.flows().flow("inbound", inbound).flow("circle", CIRCLE).book());
    }

    @AfterEach
    void nothingIsLeft() {
        centre.finish();
    }

    @Test
    void endACallThatWasNotAnsweredYet() {
        centre.calls("d1", Office.CUSTOMER);

        assertThat(centre.office.errands.ends()).containsExactly(EndCause.FAILED);
        assertThat(centre.office.trunks.dialog("d1").stage).isEqualTo(TrunkDouble.Stage.OVER);
        assertThat(centre.office.errands.counted(Errand.Counted.FAILED)).isZero();
    }

    @Test
    void leaveAWaitingCustomerWithMusic() {
        centre = inbound("hook CustomerQueue circle\ntarget sales\nenter");
        var call = centre.calls("d1");
        centre.sounds(call, "customer:music");

        centre.takes(centre.available("ann"));

        centre.sounds(call, "ann+customer");
    }

    @Test
    void leaveWhoeverIsOnHoldWithMusic() {
        centre = inbound("hook CustomerHold circle\ntarget sales\nenter");
        var ann = centre.available("ann");
        var call = centre.calls("d1");
        centre.takes(ann);

        centre.does(ann, new ContactVerb.Hold(null, true));
        centre.sounds(call, "customer:music");
        centre.does(ann, new ContactVerb.Hold(null, false));

        centre.sounds(call, "ann+customer");
    }

    @Test
    void doNotKeepAnAgentAndACustomerApart() {
        centre =
                inbound(
                        "hook AgentWhisper circle\nhook CustomerWhisper circle\ntarget sales\nenter");
        var call = centre.calls("d1");

        centre.takes(centre.available("ann"));

        centre.sounds(call, "ann+customer");
    }

    @Test
    void endTheCallOfACustomerWhoRemains() {
        centre = inbound("hook CustomerRemaining circle\ntarget sales\nenter");
        var ann = centre.available("ann");
        var call = centre.calls("d1");
        centre.takes(ann);

        centre.hangsUp(ann);

        assertThat(centre.isOver(call)).isTrue();
        assertThat(centre.office.errands.ends()).containsExactly(EndCause.FAILED);
    }

    /** Each time in a run of its own. */
    @Test
    void leaveACustomerWhoIsOnlyMovedOnWithMusic() {
        centre =
                new Centre(
                        FlowScript.flows()
                                .flow("inbound", "hook CustomerQueue on\ntarget sales\nenter")
                                .flow("on", "dequeue service")
                                .book());
        var call = centre.calls("d1");
        centre.sounds(call, "customer:music");

        centre.takes(centre.available("ann"));

        centre.sounds(call, "ann+customer");
    }

    /** Nobody waits in a queue while an agent rings. */
    @Test
    void doNotKeepACustomerWhoAsksForAnotherQueueAgainAndAgain() {
        centre =
                new Centre(
                        FlowScript.flows()
                                .flow("inbound", "hook CustomerQueue asks\ntarget sales\nenter")
                                .flow(
                                        "asks",
                                        """
                                        wait 10
                                        again: dequeue service | NoMatchingError again
                                        """)
                                .book());
        var call = centre.calls("d1");
        centre.pass(5);
        var ann = centre.available("ann");

        centre.pass(10);
        assertThat(centre.rings(ann)).isTrue();
        centre.takes(ann);

        centre.sounds(call, "ann+customer");
    }
}
