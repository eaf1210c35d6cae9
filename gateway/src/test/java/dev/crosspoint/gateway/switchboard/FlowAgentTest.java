package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.call.EndCause;
import dev.crosspoint.gateway.flow.FlowScript;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.ContactVerb;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One agent to whom a flow offers its customer. */
class FlowAgentTest {
    private Centre centre =
            centre(
                    """
                    target-agent ann
                    enter | NoAgentsAvailable nobody
                    bye
                    nobody: say sorry
                    bye
                    """);

    private static Centre centre(String inbound) {
        return new Centre(
                FlowScript.flows()
                        .flow("inbound", inbound)
                        .flow(
                                "waiting",
                                """
                                wait 10
                                dequeue-agent bob | NoAgentsAvailable nobody
                                end
                                nobody: say sorry
                                """)
                        .book());
    }

    @AfterEach
    void nothingIsLeft() {
        centre.finish();
    }

    @Test
    void takesTheCustomerWhoHearsMusicUntilThen() {
        var ann = centre.available("ann");
        var call = centre.calls("d1");
        assertThat(centre.rings(ann)).isTrue();
        centre.sounds(call, "customer:music");
        assertThat(centre.office.trunks.dialog("d1").stage).isEqualTo(TrunkDouble.Stage.ANSWERED);

        centre.does(ann, new ContactVerb.Accept());
        centre.sounds(call, "customer:music");
        centre.connects(ann);

        centre.sounds(call, "ann+customer");
        assertThat(centre.party(call, "customer").guide()).isNull();
        assertThat(centre.office.last(ann, AgentMessage.ContactOffered.class).queue()).isEmpty();
    }

    @Test
    void declinesAndTheFlowGoesOn() {
        var ann = centre.available("ann");
        var call = centre.calls("d1");

        centre.does(ann, new ContactVerb.Reject());

        centre.sounds(call, "customer:sorry");
        assertThat(centre.state(ann)).isEqualTo("rejected");
    }

    @Test
    void letsItRingAndTheFlowGoesOn() {
        var ann = centre.available("ann");
        var call = centre.calls("d1");

        centre.pass(19);
        assertThat(centre.rings(ann)).isTrue();
        centre.pass(1);

        centre.sounds(call, "customer:sorry");
        assertThat(centre.state(ann)).isEqualTo("missed");
        assertThat(centre.ended(ann)).isEqualTo("missed");
    }

    @Test
    void isLostBeforeTheAudioComesAndTheFlowGoesOn() {
        var ann = centre.available("ann");
        var call = centre.calls("d1");
        centre.does(ann, new ContactVerb.Accept());
        centre.office.ask(new AgentMessage.SessionLost(ann));

        centre.pass(20);

        centre.sounds(call, "customer:sorry");
        assertThat(centre.state(ann)).isEqualTo("offline");
    }

    @ParameterizedTest
    @ValueSource(strings = {"offline", "lunch", "busy"})
    void cannotHaveItAndIsNotAsked(String state) {
        var ann = centre.available("ann");
        if (state.equals("busy")) {
            centre.calls("d1");
            centre.takes(ann);
        } else {
            centre.becomes(ann, state);
        }

        var call = centre.calls("d2");

        centre.sounds(call, "customer:sorry");
        assertThat(centre.rings(ann)).isFalse();
        assertThat(centre.state(ann)).isEqualTo(state);
    }

    @Test
    void isNobodyOfThatName() {
        centre =
                centre(
                        """
                        set who zoe
                        target-agent $.Attributes.who
                        enter | NoAgentsAvailable nobody
                        nobody: say sorry
                        """);

        var call = centre.calls("d1");

        centre.sounds(call, "customer:sorry");
    }

    @Test
    void isFreeAgainWhenTheCustomerHangsUp() {
        var ann = centre.available("ann");
        var call = centre.calls("d1");

        centre.hangsUp("d1");

        assertThat(centre.isOver(call)).isTrue();
        assertThat(centre.state(ann)).isEqualTo("available");
        assertThat(centre.office.errands.ends()).containsExactly(EndCause.ABANDONED);
    }

    @Test
    void declinesWhatHasNoOtherWayAndTheCustomerIsHungUpOn() {
        centre = centre("target-agent ann\nto-agent");
        var ann = centre.available("ann");
        var call = centre.calls("d1");

        centre.does(ann, new ContactVerb.Reject());

        assertThat(centre.isOver(call)).isTrue();
        assertThat(centre.office.errands.ends()).containsExactly(EndCause.FLOW_DISCONNECTED);
    }

    /** Waits for service, and after 10 s for Bob, who does not serve that queue. */
    private CallId queued() {
        centre = centre("hook CustomerQueue waiting\ntarget service\nenter\nbye");
        return centre.calls("d1");
    }

    @Test
    void takesACustomerOutOfTheQueue() {
        var call = queued();
        var bob = centre.available("bob");
        centre.pass(10);
        assertThat(centre.rings(bob)).isTrue();
        assertThat(centre.waiting()).isEqualTo(1);
        centre.sounds(call, "customer:music");

        centre.takes(bob);

        centre.sounds(call, "bob+customer");
        assertThat(centre.waiting()).isZero();
        assertThat(centre.people(call)).containsExactlyInAnyOrder("bob", "customer");
        assertThat(centre.rings(centre.available("cat"))).isFalse();
    }

    @Test
    void declinesACustomerWhoKeepsTheQueuesPlace() {
        var call = queued();
        var bob = centre.available("bob");
        centre.pass(10);

        centre.does(bob, new ContactVerb.Reject());

        centre.sounds(call, "customer:sorry");
        assertThat(centre.waiting()).isEqualTo(1);
        var cat = centre.available("cat");
        centre.takes(cat);
        centre.sounds(call, "cat+customer");
    }

    @Test
    void isNoLongerAskedWhenTheQueueHasSomebodySooner() {
        var call = queued();
        var bob = centre.available("bob");
        centre.pass(10);
        var cat = centre.available("cat");
        assertThat(centre.rings(bob)).isTrue();
        assertThat(centre.rings(cat)).isTrue();

        centre.takes(cat);

        centre.sounds(call, "cat+customer");
        assertThat(centre.state(bob)).isEqualTo("available");
        assertThat(centre.people(call)).containsExactlyInAnyOrder("cat", "customer");
    }

    @Test
    void takesACustomerForWhomTheQueueRingsSomebodyElse() {
        var call = queued();
        var bob = centre.available("bob");
        centre.pass(10);
        var cat = centre.available("cat");

        centre.takes(bob);

        centre.sounds(call, "bob+customer");
        assertThat(centre.state(cat)).isEqualTo("available");
        assertThat(centre.people(call)).containsExactlyInAnyOrder("bob", "customer");
    }
}
