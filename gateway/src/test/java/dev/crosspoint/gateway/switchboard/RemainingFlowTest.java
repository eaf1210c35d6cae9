package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.call.EndCause;
import dev.crosspoint.gateway.flow.FlowScript;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.signaling.api.AgentMessage.Agent;
import dev.crosspoint.signaling.api.ContactVerb;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Target;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The flow that goes on with a customer whom the last agent has left. */
class RemainingFlowTest {
    private final Centre centre =
            new Centre(
                    FlowScript.flows()
                            .flow(
                                    "inbound",
                                    """
                                    hook CustomerRemaining remaining
                                    target sales
                                    enter
                                    bye
                                    """)
                            .flow(
                                    "remaining",
                                    """
                                    menu survey 10 | 1 more
                                    bye
                                    more: target service
                                    enter
                                    """)
                            .book());

    @AfterEach
    void nothingIsLeft() {
        centre.finish();
    }

    @Test
    void speaksWhenTheAgentLeavesAndTheCallEndsWithIt() {
        var ann = centre.available("ann");
        var call = centre.calls("d1");
        centre.takes(ann);

        centre.hangsUp(ann);
        centre.sounds(call, "customer:survey");
        assertThat(centre.state(ann)).isEqualTo("available");
        centre.ends(call, "customer");
        centre.pass(10);

        assertThat(centre.isOver(call)).isTrue();
        assertThat(centre.office.errands.ends()).containsExactly(EndCause.FLOW_DISCONNECTED);
    }

    @Test
    void speaksToACustomerWhoWasOnHold() {
        var ann = centre.available("ann");
        var call = centre.calls("d1");
        centre.takes(ann);
        centre.does(ann, new ContactVerb.Hold(null, true));

        centre.hangsUp(ann);

        centre.sounds(call, "customer:survey");
    }

    @Test
    void waitsForTheLastAgent() {
        var ann = centre.available("ann");
        var bob = centre.available("bob");
        var call = centre.calls("d1");
        centre.takes(ann);
        centre.does(ann, new ContactVerb.Add(new Target.ToAgent("bob")));
        centre.takes(bob);

        centre.hangsUp(ann);
        centre.sounds(call, "bob+customer");
        centre.hangsUp(bob);

        centre.sounds(call, "customer:survey");
    }

    @Test
    void mayPutTheCustomerIntoAQueueAgain() {
        var ann = centre.available("ann");
        var call = centre.calls("d1");
        centre.takes(ann);
        centre.hangsUp(ann);

        centre.presses(call, "customer", "1");
        centre.sounds(call, "customer:music");
        centre.takes(ann);
        centre.sounds(call, "ann+customer");
        centre.hangsUp(ann);

        centre.sounds(call, "customer:survey");
    }

    @Test
    void doesNotSpeakToWhoeverHasHungUpOrNeverGotAnybody() {
        var waiting = centre.calls("d1");
        centre.hangsUp("d1");
        assertThat(centre.isOver(waiting)).isTrue();

        var ann = centre.available("ann");
        var ringing = centre.calls("d2");
        centre.hangsUp("d2");
        assertThat(centre.isOver(ringing)).isTrue();
        assertThat(centre.state(ann)).isEqualTo("available");

        var talked = centre.calls("d3");
        centre.takes(ann);
        centre.hangsUp("d3");
        assertThat(centre.isOver(talked)).isTrue();
        assertThat(centre.office.errands.ends())
                .containsExactly(EndCause.ABANDONED, EndCause.ABANDONED, EndCause.CUSTOMER_HUNG_UP);
    }

    @Test
    void doesNotSpeakWhenTheAgentEndsTheCallForEverybody() {
        var ann = centre.available("ann");
        var call = centre.calls("d1");
        centre.takes(ann);

        centre.does(ann, new ContactVerb.End());

        assertThat(centre.isOver(call)).isTrue();
    }

    @Test
    void isForTheCustomerAndNotForWhoeverElseIsLeft() {
        var ann = centre.available("ann");
        var call = withThirdParty(ann);
        centre.hangsUp("d1");
        centre.sounds(call, "777+ann");

        centre.hangsUp(ann);

        assertThat(centre.isOver(call)).isTrue();
    }

    @Test
    void waitsUntilAThirdPartyHasLeftTooAndThenSpeaks() {
        var ann = centre.available("ann");
        var call = withThirdParty(ann);
        centre.hangsUp(ann);
        centre.sounds(call, "777+customer");

        centre.hangsUp(centre.dialog(call, "777"));

        centre.sounds(call, "customer:survey");
    }

    private CallId withThirdParty(Agent ann) {
        var call = centre.calls("d1");
        centre.takes(ann);
        centre.does(ann, new ContactVerb.Add(new Target.ToNumber(new Private("+442079460777"))));
        centre.answers();
        centre.sounds(call, "777+ann+customer");
        return call;
    }
}
