package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.flow.FlowScript;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Agent;
import dev.crosspoint.signaling.api.ContactVerb;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Queues that do not take a contact, and contacts that go from one queue to another. */
class QueueBranchTest {
    private static final String INBOUND =
            """
            hook CustomerQueue waiting
            target sales
            enter | QueueAtCapacity full, NoMatchingError none
            full: say full
            target service
            enter | NoAgentsAvailable nobody
            nobody: say nobody
            bye
            none: say none
            bye
            """;
    private static final String WAITING =
            """
            say hello
            wait 10
            dequeue service | QueueAtCapacity full, NoAgentsAvailable nobody, NoMatchingError late
            full: say full
            end
            nobody: say nobody
            end
            late: say late
            end
            """;

    private Centre centre = centre(INBOUND, WAITING);

    private static Centre centre(String inbound, String waiting) {
        return new Centre(
                FlowScript.flows().flow("inbound", inbound).flow("waiting", waiting).book());
    }

    @AfterEach
    void nothingIsLeft() {
        centre.finish();
    }

    /** Somebody who serves the other queue and has a break. */
    private Agent catHasABreak() {
        var cat = centre.signsIn("cat");
        centre.becomes(cat, "lunch");
        return cat;
    }

    /** Three wait for sales, which is full then. */
    private void fillSales() {
        for (int i = 1; i <= 3; i++) {
            centre.calls("full" + i);
        }
    }

    @Test
    void tellTheFlowThatTheyAreFullAndTheNextMayTakeIt() {
        var cat = catHasABreak();
        fillSales();
        var call = centre.calls("d4");
        centre.sounds(call, "customer:full");
        centre.ends(call, "customer");

        centre.becomes(cat, "available");

        assertThat(centre.waiting()).isEqualTo(3);
        assertThat(centre.rings(cat)).isTrue();
        assertThat(centre.office.last(cat, AgentMessage.ContactOffered.class).queue())
                .isEqualTo("Service");
        centre.takes(cat);
        centre.sounds(call, "cat+customer");
    }

    @Test
    void tellTheFlowThatNobodyIsSignedInForThem() {
        fillSales();
        var call = centre.calls("d4");
        centre.ends(call, "customer");

        centre.sounds(call, "customer:nobody");

        // Somebody who only has a break will come back.
        catHasABreak();
        var other = centre.calls("d5");
        centre.ends(other, "customer");
        centre.sounds(other, "customer:hello");
        assertThat(centre.waiting()).isEqualTo(4);
    }

    @Test
    void cannotBeEnteredWhenNoneWasChosen() {
        centre =
                centre(
                        "enter | QueueAtCapacity full, NoMatchingError none\nfull: say full\nbye\nnone: say none\nbye",
                        WAITING);

        var call = centre.calls("d1");

        centre.sounds(call, "customer:none");
    }

    @Test
    void takeAContactFromEachOtherWhichIsToldAnew() {
        var cat = catHasABreak();
        var call = centre.calls("d1");
        centre.ends(call, "customer");
        centre.sounds(call, "");

        centre.pass(10);

        centre.sounds(call, "customer:hello");
        assertThat(centre.waiting()).isEqualTo(1);
        assertThat(centre.office.state(call).facts().queue()).isEqualTo("Service");
        centre.becomes(cat, "available");
        centre.takes(cat);
        centre.sounds(call, "cat+customer");
        assertThat(centre.office.last(cat, AgentMessage.ContactOffered.class).queue())
                .isEqualTo("Service");
        assertThat(centre.rings(centre.available("bob"))).isFalse();
    }

    @Test
    void keepTheAgeOfAContactThatComesFromAnother() {
        var cat = catHasABreak();
        var older = centre.calls("d1");
        centre.pass(5);
        var younger = centre.calls("d2");
        centre.ends(younger, "customer");
        // The younger comes into the other queue first.
        centre.pass(10);
        centre.ends(older, "customer");
        centre.pass(10);

        centre.becomes(cat, "available");

        assertThat(centre.dialogOf(cat)).isEqualTo("d1");
    }

    @Test
    void keepTheirContactWhenTheOtherIsFull() {
        centre =
                centre(
                        """
                        hook CustomerQueue waiting
                        compare $.CustomerEndpoint.Address | +442079460999 other, NoMatchingCondition here
                        other: target service
                        enter
                        here: target sales
                        enter
                        """,
                        """
                        wait 10
                        dequeue sales | QueueAtCapacity full
                        full: say full
                        """);
        fillSales();
        centre.calls("d1", "+442079460999");
        var call = centre.call("d1");

        centre.pass(10);

        centre.sounds(call, "customer:full");
        assertThat(centre.waiting()).isEqualTo(4);
        centre.takes(centre.available("cat"));
        centre.sounds(call, "cat+customer");
    }

    @Test
    void keepTheirContactWhenNobodyIsSignedInForTheOther() {
        var call = centre.calls("d1");
        centre.ends(call, "customer");

        centre.pass(10);

        centre.sounds(call, "customer:nobody");
        centre.ends(call, "customer");
        centre.sounds(call, "customer:music");
        centre.takes(centre.available("bob"));
        centre.sounds(call, "bob+customer");
    }

    @Test
    void haveAnAgentForTheContactBeforeItCanGo() {
        catHasABreak();
        var call = centre.calls("d1");
        centre.ends(call, "customer");
        var bob = centre.available("bob");
        assertThat(centre.rings(bob)).isTrue();

        centre.pass(10);

        centre.sounds(call, "customer:late");
        centre.takes(bob);
        centre.sounds(call, "bob+customer");
    }

    @Test
    void giveTheContactTheirPlaceBackWhenNobodyTakesItWhileTheFlowWaits() {
        catHasABreak();
        var call = centre.calls("d1");
        var bob = centre.available("bob");
        centre.does(bob, new ContactVerb.Reject());
        centre.ends(call, "customer");

        centre.pass(10);

        centre.sounds(call, "customer:hello");
        assertThat(centre.office.state(call).facts().queue()).isEqualTo("Service");
    }
}
