package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.flow.FlowBook;
import dev.crosspoint.gateway.flow.FlowScript;
import dev.crosspoint.gateway.routing.Serving;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Agent;
import dev.crosspoint.signaling.api.ContactVerb;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose contact rings at whom. */
class QueueOrderTest {
    private static final String TO_SERVICE = "+442079460999";

    /** Callers from one number are for service, all others for sales. */
    private static final FlowBook FLOWS =
            FlowScript.flows()
                    .flow(
                            "inbound",
                            """
                            compare $.CustomerEndpoint.Address | %s service, NoMatchingCondition sales
                            service: target service
                            enter
                            sales: target sales
                            enter
                            """
                                    .formatted(TO_SERVICE))
                    .book();

    private Centre centre = new Centre(FLOWS);

    @AfterEach
    void nothingIsLeft() {
        centre.finish();
    }

    private static Centre centre(Plan plan) {
        return new Centre(plan.office(true));
    }

    @Test
    void anAgentServesTheQueueThatComesFirstForThatAgent() {
        centre =
                centre(
                        Plan.of(FLOWS)
                                .serves(
                                        "ann",
                                        new Serving("sales", 1, 0),
                                        new Serving("service", 2, 0)));
        centre.calls("service", TO_SERVICE);
        centre.pass(100);
        centre.calls("sales");

        assertThat(centre.dialogOf(centre.available("ann"))).isEqualTo("sales");
        assertThat(centre.dialogOf(centre.available("cat"))).isEqualTo("service");
    }

    @Test
    void anAgentOfTwoQueuesGetsTheOlderContactAndNoSecond() {
        centre.calls("service", TO_SERVICE);
        centre.pass(1);
        centre.calls("sales");

        var ann = centre.available("ann");

        assertThat(centre.dialogOf(ann)).isEqualTo("service");
        assertThat(centre.waiting()).isEqualTo(1);
        centre.takes(ann);
        assertThat(centre.waiting()).isEqualTo(1);
        centre.hangsUp(ann);
        assertThat(centre.dialogOf(ann)).isEqualTo("sales");
    }

    @Test
    void anAgentWithADelayIsAskedAfterIt() {
        centre = centre(Plan.of(FLOWS).serves("bob", new Serving("sales", 1, 30)));
        var bob = centre.available("bob");
        centre.calls("d1");

        centre.pass(29);
        assertThat(centre.rings(bob)).isFalse();
        centre.pass(1);

        assertThat(centre.dialogOf(bob)).isEqualTo("d1");
    }

    @Test
    void anAgentWithoutADelayIsAskedInstead() {
        centre = centre(Plan.of(FLOWS).serves("bob", new Serving("sales", 1, 30)));
        var bob = centre.available("bob");
        centre.calls("d1");
        centre.pass(10);

        var eve = centre.available("eve");

        assertThat(centre.dialogOf(eve)).isEqualTo("d1");
        centre.pass(19);
        // Declined after the delay: now it is for the other, at once.
        centre.pass(1);
        assertThat(centre.state(eve)).isEqualTo("missed");
        assertThat(centre.dialogOf(bob)).isEqualTo("d1");
    }

    @Test
    void whoeverHasBeenIdleLongestIsAskedFirst() {
        var bob = centre.available("bob");
        centre.pass(1);
        var eve = centre.available("eve");
        centre.pass(1);

        centre.calls("d1");
        assertThat(centre.dialogOf(bob)).isEqualTo("d1");
        centre.takes(bob);
        centre.hangsUp(bob);
        centre.pass(1);
        centre.calls("d2");

        assertThat(centre.dialogOf(eve)).isEqualTo("d2");
    }

    @Test
    void whoeverWasRungForNothingIsStillFirst() {
        var bob = centre.available("bob");
        centre.pass(1);
        centre.available("eve");
        centre.pass(1);
        centre.calls("d1");
        centre.pass(5);
        centre.hangsUp("d1");

        centre.calls("d2");

        assertThat(centre.dialogOf(bob)).isEqualTo("d2");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aContactThatIsNotTakenKeepsItsPlaceAndTheAgentGetsNothingMore(boolean declined) {
        var bob = centre.available("bob");
        centre.calls("d1");
        centre.pass(1);
        centre.calls("d2");

        if (declined) {
            centre.does(bob, new ContactVerb.Reject());
        } else {
            centre.pass(20);
        }

        assertThat(centre.state(bob)).isEqualTo(declined ? "rejected" : "missed");
        assertThat(centre.ended(bob)).isEqualTo(declined ? "rejected" : "missed");
        assertThat(centre.waiting()).isEqualTo(2);
        centre.calls("d3");
        centre.pass(60);
        assertThat(centre.rings(bob)).isFalse();
        assertThat(centre.dialogOf(centre.available("eve"))).isEqualTo("d1");

        centre.becomes(bob, "available");
        assertThat(centre.dialogOf(bob)).isEqualTo("d2");
    }

    @Test
    void aContactGoesFromAgentToAgentUntilItIsTaken() {
        var agents = new Agent[] {centre.available("ann"), centre.available("bob")};
        var call = centre.calls("d1");
        for (var agent : agents) {
            assertThat(centre.rings(agent)).isTrue();
            centre.pass(20);
        }
        var eve = centre.available("eve");
        centre.takes(eve);

        centre.sounds(call, "customer+eve");
        assertThat(centre.office.errands.counted(Errand.Counted.OFFERED)).isEqualTo(3);
        assertThat(centre.office.errands.counted(Errand.Counted.MISSED)).isEqualTo(2);
    }

    @Test
    void aDeskPhoneThatIsNotLiftedPassesTheContactOn() {
        var dan = centre.available("dan");
        centre.calls("d1", TO_SERVICE);
        centre.calls("d2", TO_SERVICE);
        assertThat(centre.office.placed().to().value()).isEqualTo(OfficeSettings.DESK_PHONE);
        centre.rings(false);
        var deskPhone = centre.office.placed().dialog();

        centre.pass(20);

        assertThat(centre.state(dan)).isEqualTo("missed");
        assertThat(centre.office.trunks.dialog(deskPhone).stage).isEqualTo(TrunkDouble.Stage.OVER);
        assertThat(centre.dialogOf(centre.available("cat"))).isEqualTo("d1");
    }

    @Test
    void aDeskPhoneOrASoftphoneIsRungAsTheAgentHasChosen() {
        var dan = centre.available("dan");
        centre.office.ask(new AgentMessage.SetDevice(dan, "softphone"));
        centre.calls("d1", TO_SERVICE);
        var call = centre.call("d1");
        centre.takes(dan);
        centre.sounds(call, "customer+dan");
        centre.hangsUp(dan);

        centre.office.ask(new AgentMessage.SetDevice(dan, "desk-phone"));
        centre.calls("d2", TO_SERVICE);
        var other = centre.call("d2");
        centre.answers();

        centre.sounds(other, "customer+dan");
    }
}
