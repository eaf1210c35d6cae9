package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.call.EndCause;
import dev.crosspoint.gateway.flow.FlowScript;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.ContactVerb;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Target;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The flows that tell an agent and a customer of each other before the two are joined. */
class WhisperFlowTest {
    private static final String INBOUND =
            """
            hook AgentWhisper agent
            hook CustomerWhisper customer
            target sales
            enter
            bye
            """;

    private Centre centre = centre("say briefing", "say recorded");

    private static Centre centre(String agent, String customer) {
        return new Centre(
                FlowScript.flows()
                        .flow("inbound", INBOUND)
                        .flow("agent", agent)
                        .flow("customer", customer)
                        .book());
    }

    @AfterEach
    void nothingIsLeft() {
        centre.finish();
    }

    @Test
    void speakToBothAtOnceBeforeTheyAreJoined() {
        var ann = centre.available("ann");
        var call = centre.calls("d1");
        centre.takes(ann);
        centre.sounds(call, "ann:briefing customer:recorded");

        centre.ends(call, "ann");
        centre.sounds(call, "customer:recorded");
        assertThat(centre.office.eventsOf(ann))
                .noneMatch(AgentMessage.ContactConnected.class::isInstance);
        centre.ends(call, "customer");

        centre.sounds(call, "ann+customer");
        assertThat(centre.office.eventsOf(ann))
                .filteredOn(AgentMessage.ContactConnected.class::isInstance)
                .hasSize(1);
    }

    @Test
    void leaveTheCustomerWithMusicWhileTheAgentIsStillTold() {
        var ann = centre.available("ann");
        var call = centre.calls("d1");
        centre.takes(ann);

        centre.ends(call, "customer");

        centre.sounds(call, "ann:briefing customer:music");
        centre.ends(call, "ann");
        centre.sounds(call, "ann+customer");
    }

    @Test
    void areCutOffAfterAMinute() {
        centre = centre("wait 100", "say recorded");
        var ann = centre.available("ann");
        var call = centre.calls("d1");
        centre.takes(ann);

        centre.pass(59);
        centre.sounds(call, "customer:recorded");
        centre.pass(1);

        centre.sounds(call, "ann+customer");
    }

    @Test
    void speakAgainWithEachAgentWhoIsToTalkToTheCustomer() {
        var ann = centre.available("ann");
        var cat = centre.available("cat");
        var call = centre.calls("d1");
        centre.takes(ann);
        centre.ends(call, "ann");
        centre.ends(call, "customer");
        centre.pass(5);

        centre.transfers(ann, new Target.ToQueue("service"));
        centre.takes(cat);

        centre.sounds(call, "cat:briefing customer:recorded");
    }

    @Test
    void speakToAnAgentWhoIsPassedTheCustomerDirectly() {
        var ann = centre.available("ann");
        var bob = centre.available("bob");
        var call = centre.calls("d1");
        centre.takes(ann);
        centre.ends(call, "ann");
        centre.ends(call, "customer");

        centre.transfers(ann, new Target.ToAgent("bob"));
        centre.takes(bob);

        centre.sounds(call, "bob:briefing customer:recorded");
    }

    @Test
    void areNotForAColleagueWhoIsAskedOrJoins() {
        var ann = centre.available("ann");
        var bob = centre.available("bob");
        var call = centre.calls("d1");
        centre.takes(ann);
        centre.ends(call, "ann");
        centre.ends(call, "customer");

        centre.does(ann, new ContactVerb.Consult(new Target.ToAgent("bob")));
        centre.takes(bob);
        centre.sounds(call, "ann+bob customer:music");
        centre.does(ann, new ContactVerb.Join());

        centre.sounds(call, "ann+bob+customer");
    }

    @Test
    void endWithTheCustomerWhoHangsUp() {
        var ann = centre.available("ann");
        var call = centre.calls("d1");
        centre.takes(ann);

        centre.hangsUp("d1");

        assertThat(centre.isOver(call)).isTrue();
        assertThat(centre.office.errands.ends()).containsExactly(EndCause.ABANDONED);
        assertThat(centre.state(ann)).isEqualTo("available");
    }

    @Test
    void endWithTheAgentWhoHangsUp() {
        var ann = centre.available("ann");
        var call = centre.calls("d1");
        centre.takes(ann);

        centre.hangsUp(ann);

        assertThat(centre.isOver(call)).isTrue();
        assertThat(centre.office.errands.ends()).containsExactly(EndCause.AGENT_HUNG_UP);
    }

    @Test
    void beginAgainForAnAgentWhoseAudioWasLostMeanwhile() {
        var ann = centre.available("ann");
        var call = centre.calls("d1");
        centre.takes(ann);
        centre.ends(call, "customer");
        centre.losesAudio(call, "ann");
        centre.sounds(call, "customer:music");

        centre.connects(ann);

        centre.sounds(call, "ann:briefing customer:recorded");
    }

    @Test
    void speakToTheNextAgentWhenTheFirstNeverComesBack() {
        var ann = centre.available("ann");
        var call = centre.calls("d1");
        centre.takes(ann);
        centre.ends(call, "customer");
        centre.losesAudio(call, "ann");
        var bob = centre.available("bob");
        centre.pass(75);
        assertThat(centre.ended(ann)).isEqualTo("missed");

        centre.takes(bob);

        centre.sounds(call, "bob:briefing customer:recorded");
    }

    @Test
    void areOutOfTheWayOfHoldFlowsWhenTheyEndOnHold() {
        centre =
                new Centre(
                        FlowScript.flows()
                                .flow("inbound", "hook CustomerHold onhold\n" + INBOUND)
                                .flow("agent", "end")
                                .flow("customer", "say recorded")
                                .flow("onhold", "round please")
                                .book());
        var ann = centre.available("ann");
        var call = centre.calls("d1");
        centre.takes(ann);
        centre.does(ann, new ContactVerb.Hold(null, true));
        centre.sounds(call, "customer:recorded");
        centre.ends(call, "customer");
        centre.sounds(call, "customer:music");
        centre.does(ann, new ContactVerb.Hold(null, false));
        centre.sounds(call, "ann+customer");

        centre.does(ann, new ContactVerb.Hold(null, true));

        centre.sounds(call, "customer:please");
    }

    @Test
    void keepWhatBothHaveNotedAtTheSameTime() {
        centre = centre("say briefing\nset agent told", "set customer told\nsay recorded");
        var ann = centre.available("ann");
        var call = centre.calls("d1");
        centre.takes(ann);
        centre.ends(call, "ann");

        centre.ends(call, "customer");

        var told = new Private("told");
        assertThat(centre.office.state(call).facts().data().attributes())
                .containsEntry("agent", told)
                .containsEntry("customer", told);
    }

    @Test
    void speakToADeskPhoneToo() {
        centre =
                new Centre(
                        FlowScript.flows()
                                .flow("inbound", INBOUND.replace("sales", "service"))
                                .flow("agent", "say briefing")
                                .flow("customer", "say recorded")
                                .book());
        var dan = centre.available("dan");
        var call = centre.calls("d1");
        assertThat(centre.rings(dan)).isTrue();

        centre.answers();

        centre.sounds(call, "customer:recorded dan:briefing");
        centre.ends(call, "dan");
        centre.ends(call, "customer");
        centre.sounds(call, "customer+dan");
    }
}
