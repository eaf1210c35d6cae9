package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.call.RecordingPolicy;
import dev.crosspoint.gateway.flow.FlowBook;
import dev.crosspoint.gateway.flow.FlowScript;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.ContactVerb;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Target;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What flows say of how their contact is routed, and what they leave with it. */
class FlowRoutingTest {
    private static final String VIP = "+442079460999";

    private Centre centre = new Centre(special("priority 1"));

    /** For a caller from {@link #VIP} something is done first. */
    private static FlowBook special(String first) {
        return FlowScript.flows()
                .flow(
                        "inbound",
                        """
                        compare $.CustomerEndpoint.Address | %s special, NoMatchingCondition all
                        special: %s
                        all: target sales
                        enter
                        bye
                        """
                                .formatted(VIP, first))
                .book();
    }

    @AfterEach
    void nothingIsLeft() {
        centre.finish();
    }

    /** Who is next when an agent comes, after an ordinary customer and a special one. */
    private String next(String agent) {
        centre.calls("ordinary");
        centre.pass(10);
        centre.calls("special", VIP);
        return centre.dialogOf(centre.available(agent));
    }

    @Test
    void priorityGoesBeforeAge() {
        assertThat(next("ann")).isEqualTo("special");
    }

    @Test
    void lowPriorityGoesAfterWhoeverComesLater() {
        // As large as the original has it.
        centre = new Centre(special("priority 9223372036854775807"));
        centre.calls("special", VIP);
        centre.pass(10);
        centre.calls("ordinary");

        assertThat(centre.dialogOf(centre.available("ann"))).isEqualTo("ordinary");
    }

    @Test
    void ageMayBeAddedToAContact() {
        centre = new Centre(special("older 11"));
        assertThat(next("ann")).isEqualTo("special");

        centre.finish();
        centre = new Centre(special("older 9"));
        assertThat(next("ann")).isEqualTo("ordinary");
    }

    @Test
    void skillsKeepAContactForWhoeverHasThem() {
        centre =
                new Centre(
                        Plan.of(special("skill german 4")).knows("bob", "german", 4).office(true));
        centre.calls("special", VIP);

        assertThat(centre.dialogOf(centre.available("ann"))).isEqualTo("nobody");
        assertThat(centre.dialogOf(centre.available("bob"))).isEqualTo("special");
    }

    @Test
    void skillsLetOthersPassMeanwhile() {
        centre =
                new Centre(
                        Plan.of(special("skill german 4")).knows("bob", "german", 4).office(true));
        centre.calls("special", VIP);
        centre.calls("ordinary");

        assertThat(centre.dialogOf(centre.available("ann"))).isEqualTo("ordinary");
    }

    @Test
    void skillsExpireStepByStep() {
        centre =
                new Centre(
                        Plan.of(special("skill german 4 for 10 then german 2 for 10"))
                                .knows("bob", "german", 2)
                                .office(true));
        var ann = centre.available("ann");
        var bob = centre.available("bob");
        centre.calls("special", VIP);

        centre.pass(9);
        assertThat(centre.dialogOf(bob)).isEqualTo("nobody");
        centre.pass(1);
        assertThat(centre.dialogOf(bob)).isEqualTo("special");
        centre.does(bob, new ContactVerb.Reject());

        centre.pass(9);
        assertThat(centre.dialogOf(ann)).isEqualTo("nobody");
        centre.pass(1);

        assertThat(centre.dialogOf(ann)).isEqualTo("special");
    }

    @Test
    void skillsDoNotChangeThePriorityThatTheQueueGives() {
        centre =
                new Centre(
                        Plan.of(special("skill german 1 for 1")).priority("sales", 2).office(true));
        centre.calls("special", VIP);
        centre.pass(10);
        centre.calls("ordinary");

        assertThat(centre.dialogOf(centre.available("ann"))).isEqualTo("special");
    }

    @Test
    void theOrdinaryPriorityMayBeChosenWhereTheQueueHasAnother() {
        centre = new Centre(Plan.of(special("priority 5")).priority("sales", 2).office(true));
        centre.calls("special", VIP);
        centre.pass(10);
        centre.calls("ordinary");

        assertThat(centre.dialogOf(centre.available("ann"))).isEqualTo("ordinary");
    }

    @Test
    void changesWhileTheContactWaits() {
        centre =
                new Centre(
                        FlowScript.flows()
                                .flow("inbound", "hook CustomerQueue waiting\ntarget sales\nenter")
                                .flow(
                                        "waiting",
                                        """
                                        compare $.CustomerEndpoint.Address | %s special, NoMatchingCondition all
                                        special: wait 5
                                        priority 1
                                        all: round patience
                                        """
                                                .formatted(VIP))
                                .book());
        centre.calls("first");
        centre.calls("special", VIP);

        centre.pass(5);

        assertThat(centre.dialogOf(centre.available("ann"))).isEqualTo("special");
    }

    @Test
    void goesWithTheContactThatAnAgentSendsOn() {
        var ann = centre.available("ann");
        centre.calls("special", VIP);
        centre.takes(ann);
        centre.calls("ordinary");
        centre.becomes(ann, "lunch");
        centre.transfers(ann, new Target.ToQueue("sales"));

        assertThat(centre.dialogOf(centre.available("bob"))).isEqualTo("special");
    }

    @Test
    void positionIsToldAndCountsDown() {
        centre =
                new Centre(
                        FlowScript.flows()
                                .flow("inbound", "hook CustomerQueue waiting\ntarget sales\nenter")
                                .flow(
                                        "waiting",
                                        """
                                        again: compare $.Crosspoint.PositionInQueue | 1 one, 2 two, NoMatchingCondition many
                                        one: say one -> again
                                        two: say two -> again
                                        many: say many -> again
                                        """)
                                .book());
        var first = centre.calls("d1");
        var second = centre.calls("d2");
        var third = centre.calls("d3");
        centre.sounds(first, "customer:one");
        centre.sounds(second, "customer:two");
        centre.sounds(third, "customer:many");

        centre.hangsUp("d1");
        centre.ends(second, "customer");
        centre.ends(third, "customer");

        centre.sounds(second, "customer:one");
        centre.sounds(third, "customer:two");
    }

    @Test
    void whatAFlowNotesStaysThroughQueuesAgentsAndFurtherFlows() {
        centre =
                new Centre(
                        FlowScript.flows()
                                .flow(
                                        "inbound",
                                        """
                                        set tier gold
                                        set number 442079460888
                                        callback $.Attributes.number
                                        record Agent Customer
                                        hook CustomerQueue waiting
                                        target sales
                                        enter
                                        """)
                                .flow("waiting", "set waited yes")
                                .book());
        var ann = centre.available("ann");
        var call = centre.calls("d1");
        centre.takes(ann);
        centre.becomes(ann, "lunch");
        centre.transfers(ann, new Target.ToQueue("service"));
        var cat = centre.available("cat");
        centre.takes(cat);

        var facts = centre.office.state(call).facts();
        assertThat(facts.recording()).isEqualTo(RecordingPolicy.AGENT_AND_CUSTOMER);
        assertThat(facts.settings().callbackNumber()).isEqualTo(new Private("+442079460888"));
        assertThat(centre.office.last(cat, AgentMessage.ContactOffered.class).attributes())
                .containsEntry("tier", new Private("gold"))
                .containsEntry("waited", new Private("yes"));
    }
}
