package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.call.EndCause;
import dev.crosspoint.gateway.flow.FlowScript;
import dev.crosspoint.signaling.api.ContactVerb;
import dev.crosspoint.signaling.api.Target;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The flow that speaks to a customer who waits for an agent. */
class CustomerQueueFlowTest {
    private final Centre centre =
            new Centre(
                    FlowScript.flows()
                            .flow(
                                    "inbound",
                                    """
                                    hook CustomerQueue waiting
                                    target sales
                                    enter
                                    bye
                                    """)
                            .flow(
                                    "waiting",
                                    """
                                    say hello
                                    say thanks
                                    end
                                    """)
                            .book());

    @AfterEach
    void nothingIsLeft() {
        centre.finish();
    }

    @Test
    void speaksWhileTheCustomerWaitsAndStopsWhenAnAgentIsHere() {
        var call = centre.calls("d1");
        centre.sounds(call, "customer:hello");

        centre.ends(call, "customer");
        centre.sounds(call, "customer:thanks");
        var ann = centre.available("ann");
        assertThat(centre.rings(ann)).isTrue();
        centre.sounds(call, "customer:thanks");
        centre.does(ann, new ContactVerb.Accept());
        centre.sounds(call, "customer:thanks");
        centre.connects(ann);

        centre.sounds(call, "ann+customer");
        assertThat(centre.party(call, "customer").guide()).isNull();
    }

    @Test
    void leavesTheCustomerWithMusicWhenItIsOver() {
        var call = centre.calls("d1");
        centre.ends(call, "customer");
        centre.ends(call, "customer");

        centre.sounds(call, "customer:music");
    }

    @Test
    void beginsAnewWhenAnAgentSendsTheCustomerToAQueue() {
        var ann = centre.available("ann");
        var call = centre.calls("d1");
        centre.takes(ann);

        centre.transfers(ann, new Target.ToQueue("service"));

        centre.sounds(call, "customer:hello");
        assertThat(centre.ended(ann)).isEqualTo("transferred");
    }

    @Test
    void doesNotInterruptACustomerWhoStillHasAnAgent() {
        var ann = centre.available("ann");
        var bob = centre.available("bob");
        var call = centre.calls("d1");
        centre.takes(ann);
        centre.does(ann, new ContactVerb.Add(new Target.ToAgent("bob")));
        centre.takes(bob);

        centre.becomes(ann, "lunch");
        centre.transfers(ann, new Target.ToQueue("service"));
        centre.sounds(call, "bob+customer");
        centre.takes(centre.available("cat"));

        centre.sounds(call, "bob+cat+customer");
    }

    @Test
    void mayHangUpOnTheCustomerWhoIsInNoQueueThen() {
        var rude =
                new Centre(
                        FlowScript.flows()
                                .flow("inbound", "hook CustomerQueue waiting\ntarget sales\nenter")
                                .flow("waiting", "menu press 10 | 1 leave\nend\nleave: bye")
                                .book());
        var call = rude.calls("d1");
        rude.sounds(call, "customer:press");
        var ann = rude.available("ann");
        assertThat(rude.rings(ann)).isTrue();

        rude.presses(call, "customer", "1");

        assertThat(rude.isOver(call)).isTrue();
        assertThat(rude.office.errands.ends()).containsExactly(EndCause.FLOW_DISCONNECTED);
        assertThat(rude.state(ann)).isEqualTo("available");
        rude.finish();
    }

    @Test
    void stopsForAnAgentWhoseFirstDidNotTakeTheCustomer() {
        var ann = centre.available("ann");
        var call = centre.calls("d1");
        centre.does(ann, new ContactVerb.Reject());
        centre.sounds(call, "customer:hello");
        centre.takes(centre.available("bob"));

        centre.sounds(call, "bob+customer");
    }
}
