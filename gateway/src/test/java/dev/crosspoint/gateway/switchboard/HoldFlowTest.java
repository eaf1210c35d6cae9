package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.call.EndCause;
import dev.crosspoint.gateway.flow.FlowScript;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Agent;
import dev.crosspoint.signaling.api.ContactVerb;
import dev.crosspoint.signaling.api.Target;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The flows that speak to customers and agents on hold. */
class HoldFlowTest {
    private final Centre centre =
            new Centre(
                    FlowScript.flows()
                            .flow(
                                    "inbound",
                                    """
                                    hook CustomerHold onhold
                                    hook AgentHold aside
                                    target sales
                                    enter
                                    bye
                                    """)
                            .flow(
                                    "onhold",
                                    """
                                    say please
                                    say wait
                                    end
                                    """)
                            .flow("aside", "round one two")
                            .book());
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

    private void hold(String who, boolean held) {
        centre.does(ann, new ContactVerb.Hold(centre.party(call, who).id().value(), held));
    }

    private Agent bobTalksToo() {
        var bob = centre.available("bob");
        centre.does(ann, new ContactVerb.Add(new Target.ToAgent("bob")));
        centre.takes(bob);
        return bob;
    }

    @Test
    void speaksToTheCustomerOnceAndThenThereIsMusic() {
        hold("customer", true);
        centre.sounds(call, "customer:please");

        centre.ends(call, "customer");
        centre.sounds(call, "customer:wait");
        centre.ends(call, "customer");
        centre.sounds(call, "customer:music");
        hold("customer", true);
        centre.sounds(call, "customer:music");

        hold("customer", false);
        centre.sounds(call, "ann+customer");
    }

    @Test
    void isCutOffWhenTheCustomerIsTakenBackAndBeginsAnewNextTime() {
        hold("customer", true);
        centre.ends(call, "customer");
        centre.sounds(call, "customer:wait");

        hold("customer", false);
        centre.sounds(call, "ann+customer");
        hold("customer", true);

        centre.sounds(call, "customer:please");
    }

    @Test
    void isNoNewConnectionWhenItIsOver() {
        hold("customer", true);
        hold("customer", false);

        assertThat(centre.office.eventsOf(ann))
                .filteredOn(AgentMessage.ContactConnected.class::isInstance)
                .hasSize(1);
    }

    @Test
    void speaksToAnAgentOnHoldRoundAndRound() {
        bobTalksToo();
        hold("bob", true);
        centre.sounds(call, "ann+customer bob:one");

        centre.ends(call, "bob");
        centre.sounds(call, "ann+customer bob:two");
        centre.ends(call, "bob");
        centre.sounds(call, "ann+customer bob:one");

        hold("bob", false);
        centre.sounds(call, "ann+bob+customer");
    }

    @Test
    void speaksToBothAtTheSameTimeEachInItsOwnWords() {
        bobTalksToo();
        centre.does(ann, new ContactVerb.Hold(null, true));
        centre.sounds(call, "bob:one customer:please");

        centre.ends(call, "customer");
        centre.sounds(call, "bob:one customer:wait");
        hold("customer", false);

        centre.sounds(call, "ann+customer bob:one");
    }

    @Test
    void speaksDuringAConsultationToWhoeverWaits() {
        var bob = centre.available("bob");
        centre.does(ann, new ContactVerb.Consult(new Target.ToAgent("bob")));
        centre.sounds(call, "ann:ringback customer:please");
        centre.takes(bob);
        centre.sounds(call, "ann+bob customer:please");

        centre.does(ann, new ContactVerb.Swap());
        centre.sounds(call, "ann+customer bob:one");
        centre.does(ann, new ContactVerb.Swap());
        centre.sounds(call, "ann+bob customer:please");
        centre.does(ann, new ContactVerb.Complete());

        centre.sounds(call, "bob+customer");
    }

    @Test
    void stopsWhenTheLastAgentLeavesAndTheCallEndsForThatReason() {
        hold("customer", true);

        centre.hangsUp(ann);

        assertThat(centre.isOver(call)).isTrue();
        assertThat(centre.office.errands.ends()).containsExactly(EndCause.AGENT_HUNG_UP);
    }

    @Test
    void isNoReasonToStayForAnAgentWhomAllOthersLeave() {
        bobTalksToo();
        hold("bob", true);
        centre.hangsUp(ann);

        centre.hangsUp("d1");

        assertThat(centre.isOver(call)).isTrue();
        assertThat(centre.office.errands.ends()).containsExactly(EndCause.CUSTOMER_HUNG_UP);
    }

    @Test
    void stopsWithTheCustomer() {
        bobTalksToo();
        hold("customer", true);

        centre.hangsUp("d1");

        centre.sounds(call, "ann+bob");
    }

    @Test
    void leavesAnAgentOnHoldWithMusicWhoseAudioWasLostMeanwhile() {
        var bob = bobTalksToo();
        hold("bob", true);
        centre.losesAudio(call, "bob");
        centre.sounds(call, "ann+customer");

        centre.connects(bob);

        centre.sounds(call, "ann+customer bob:music");
        hold("bob", false);
        centre.sounds(call, "ann+bob+customer");
    }
}
