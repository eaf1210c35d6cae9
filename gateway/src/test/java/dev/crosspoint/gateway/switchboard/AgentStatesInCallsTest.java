package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.call.EndCause;
import dev.crosspoint.gateway.flow.FlowFixtures;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Agent;
import dev.crosspoint.signaling.api.ContactVerb;
import dev.crosspoint.signaling.api.ContactVerb.Supervision;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Target;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What agents are before, in, and after calls. */
class AgentStatesInCallsTest {
    private final Centre centre =
            new Centre(Plan.of(FlowFixtures.straightToSales()).afterContactWork(30).office(true));

    @AfterEach
    void nothingIsLeft() {
        centre.finish();
    }

    private Agent talks(String id) {
        var agent = centre.available(id);
        centre.calls("d-" + id);
        centre.takes(agent);
        return agent;
    }

    @Test
    void workAfterAContactForAWhileAndGetTheNextThen() {
        var bob = talks("bob");
        centre.calls("d2");
        centre.hangsUp(bob);
        assertThat(centre.state(bob)).isEqualTo("after-contact");
        assertThat(centre.office.last(bob, AgentMessage.StateChanged.class).state())
                .isEqualTo("after-contact");

        centre.pass(29);
        assertThat(centre.rings(bob)).isFalse();
        centre.pass(1);

        assertThat(centre.dialogOf(bob)).isEqualTo("d2");
        assertThat(centre.office.last(bob, AgentMessage.StateChanged.class).state())
                .isEqualTo("busy");
    }

    @Test
    void sayThatTheWorkIsDone() {
        var bob = talks("bob");
        centre.calls("d2");
        centre.hangsUp("d-bob");

        centre.becomes(bob, "available");

        assertThat(centre.dialogOf(bob)).isEqualTo("d2");
    }

    @Test
    void takeABreakAfterTheCallAndItsWork() {
        var bob = talks("bob");
        centre.calls("d2");
        centre.becomes(bob, "lunch");
        assertThat(centre.state(bob)).isEqualTo("busy");
        assertThat(centre.office.last(bob, AgentMessage.StateChanged.class).next())
                .isEqualTo("lunch");
        centre.hangsUp(bob);
        assertThat(centre.state(bob)).isEqualTo("after-contact");

        centre.pass(30);

        assertThat(centre.state(bob)).isEqualTo("lunch");
        assertThat(centre.rings(bob)).isFalse();
        assertThat(centre.waiting()).isEqualTo(1);
    }

    @Test
    void haveNoWorkAfterWhatTheyDidNotTake() {
        var bob = centre.available("bob");
        centre.calls("d1");
        centre.hangsUp("d1");
        assertThat(centre.state(bob)).isEqualTo("available");

        centre.calls("d2");
        centre.does(bob, new ContactVerb.Accept());
        centre.hangsUp("d2");

        assertThat(centre.state(bob)).isEqualTo("available");
    }

    @Test
    void areInTheirBreakAgainAfterACallOfTheirOwn() {
        var bob = centre.signsIn("bob");
        centre.becomes(bob, "lunch");
        centre.office.ask(
                new AgentMessage.Dial(bob, new Target.ToNumber(new Private("+442079460777"))));
        centre.connects(bob);
        centre.answers();
        assertThat(centre.state(bob)).isEqualTo("busy");
        centre.hangsUp(bob);

        centre.pass(30);

        assertThat(centre.state(bob)).isEqualTo("lunch");
    }

    @Test
    void areNotAskedAgainAfterAMissUntilTheySaySo() {
        var bob = centre.available("bob");
        centre.calls("d1");
        centre.pass(20);
        assertThat(centre.state(bob)).isEqualTo("missed");
        centre.pass(100);
        assertThat(centre.rings(bob)).isFalse();

        centre.becomes(bob, "available");

        assertThat(centre.dialogOf(bob)).isEqualTo("d1");
    }

    @Test
    void keepTheStateTheyChoseWhileItRang() {
        var bob = centre.available("bob");
        centre.calls("d1");
        centre.becomes(bob, "lunch");

        centre.pass(20);

        assertThat(centre.state(bob)).isEqualTo("lunch");
        assertThat(centre.ended(bob)).isEqualTo("missed");
    }

    @Test
    void areOfflineAfterACallInWhichTheySignedOut() {
        var bob = talks("bob");
        centre.office.ask(new AgentMessage.SessionLost(bob));
        centre.check();
        assertThat(centre.state(bob)).isEqualTo("busy");

        centre.pass(75);

        assertThat(centre.state(bob)).isEqualTo("offline");
        assertThat(centre.office.errands.ends()).containsExactly(EndCause.MEDIA_LOST);
    }

    @Test
    void areWhatTheyWereAfterTheyHaveListened() {
        var bob = talks("bob");
        var sue = centre.signsIn("sue");
        centre.becomes(sue, "lunch");

        listens(sue, bob);
        assertThat(centre.state(sue)).isEqualTo("busy");
        centre.hangsUp(sue);

        assertThat(centre.state(sue)).isEqualTo("lunch");
        assertThat(centre.ended(sue)).isEqualTo("ended");
    }

    @Test
    void haveWhatWasLeftOfTheirWorkAfterTheyHaveListened() {
        var bob = talks("bob");
        var sue = centre.available("sue");
        centre.office.ask(
                new AgentMessage.Dial(sue, new Target.ToNumber(new Private("+442079460777"))));
        centre.connects(sue);
        centre.answers();
        centre.hangsUp(sue);
        centre.pass(10);

        listens(sue, bob);
        centre.pass(100);
        centre.hangsUp(bob);
        assertThat(centre.state(sue)).isEqualTo("after-contact");

        centre.pass(19);
        assertThat(centre.state(sue)).isEqualTo("after-contact");
        centre.pass(1);
        assertThat(centre.state(sue)).isEqualTo("available");
    }

    private void listens(Agent sue, Agent whom) {
        assertThat(
                        centre.office.ask(
                                new AgentMessage.OnContact(
                                        sue,
                                        centre.office.contactOf(whom),
                                        new ContactVerb.Supervise(Supervision.MONITOR))))
                .isEqualTo(new AgentMessage.Reply.Done());
        centre.connects(sue);
    }

    @Test
    void getWhoeverHasWaitedInTheMomentWhenWorkAndRingingEnd() {
        var bob = talks("bob");
        centre.hangsUp(bob);
        centre.pass(10);
        var eve = centre.available("eve");
        centre.calls("d1");

        // Bob's work and Eve's ringing end together.
        centre.pass(20);

        assertThat(centre.state(eve)).isEqualTo("missed");
        assertThat(centre.dialogOf(bob)).isEqualTo("d1");
    }
}
