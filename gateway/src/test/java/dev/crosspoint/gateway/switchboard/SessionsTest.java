package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.call.EndCause;
import dev.crosspoint.gateway.call.Stage;
import dev.crosspoint.gateway.flow.FlowFixtures;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.ContactVerb;
import dev.crosspoint.signaling.api.Private;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who an agent is, and what becomes of the contact of an agent who is lost or comes again. */
class SessionsTest {
    private final Office office = new Office(FlowFixtures.straightToSales());

    @Test
    void letsOnlyTheHolderOfATokenIn() {
        assertThat(office.ask(new AgentMessage.Authenticate("s", new Private("nonsense"))))
                .isEqualTo(denied("the sign-in is not valid"));
        assertThat(office.ask(new AgentMessage.Authenticate("s", new Private("token-stranger"))))
                .isEqualTo(denied("the sign-in is not valid"));
        office.signIn("ann", "s");
        assertThat(office.ask(new AgentMessage.Authenticate("s", new Private("token-bob"))))
                .isEqualTo(denied("the sign-in is not valid"));
        var forged = new AgentMessage.Agent(Office.TENANT, "bob", "s");
        assertThat(office.ask(new AgentMessage.SetState(forged, "available")))
                .isEqualTo(denied("sign in first"));
    }

    @Test
    void endsTheSessionThatANewSignInReplaces() {
        office.signIn("ann", "s-1");
        var again = office.signIn("ann", "s-2");

        assertThat(office.events.get("s-1"))
                .containsExactly(new AgentMessage.EndSession("signed-in-elsewhere"));
        assertThat(office.ask(new AgentMessage.SetState(again, "available")))
                .isEqualTo(new AgentMessage.Reply.Done());
    }

    @Test
    void endsTheDesktopAndTheContactOfWhoeverIsCutOff() {
        var ann = office.available("ann");
        office.arrive("d1");
        office.take(ann);
        office.ends("ann", true);

        assertThat(office.events.get("session-ann"))
                .contains(new AgentMessage.EndSession("signed-out"));
        assertThat(office.errands.ends()).containsExactly(EndCause.AGENT_HUNG_UP);
        assertThat(office.trunks.dialog("d1").stage).isEqualTo(TrunkDouble.Stage.OVER);
        assertThat(office.ask(new AgentMessage.SetState(ann, "available")))
                .isEqualTo(denied("sign in first"));
    }

    @Test
    void letsWhoseTimeIsOverFinishTheContact() {
        var ann = office.available("ann");
        office.arrive("d1");
        office.take(ann);
        office.ends("ann", false);
        assertThat(office.events.get("session-ann"))
                .doesNotContain(new AgentMessage.EndSession("signed-out"));

        office.does(ann, new ContactVerb.End());
        office.ends("ann", false);
        assertThat(office.events.get("session-ann"))
                .contains(new AgentMessage.EndSession("signed-out"));
    }

    @Test
    void givesAReturningBrowserItsContactBack() {
        var ann = office.available("ann");
        var call = office.arrive("d1");
        office.take(ann);
        office.ask(new AgentMessage.SessionLost(ann));
        assertThat(office.playing(call)).containsExactly("customer:music.wav");

        var back = office.signIn("ann", "s-new");
        office.ask(new AgentMessage.Refresh(back));
        office.connectSoftphone(back, "leg-new");

        assertThat(office.hearing(call)).containsExactly("ann<customer", "customer<ann");
        assertThat(office.eventsOf(back))
                .extracting(event -> event.getClass().getSimpleName())
                .startsWith("StateChanged", "ContactOffered", "ContactAccepted", "ContactRoster")
                .contains("ContactConnected");
    }

    @Test
    void endsTheContactWhenTheLostAgentStaysAway() {
        var ann = office.available("ann");
        office.arrive("d1");
        office.take(ann);
        office.ask(new AgentMessage.SessionLost(ann));

        office.pass(75);

        assertThat(office.errands.ends()).containsExactly(EndCause.MEDIA_LOST);
        assertThat(office.trunks.dialog("d1").stage).isEqualTo(TrunkDouble.Stage.OVER);
        assertThat(office.switchboard.activeCalls()).isZero();
    }

    @Test
    void connectsASoftphoneOnASocketOfItsOwnByTheContactTokenAlone() {
        var ann = office.available("ann");
        var call = office.arrive("d1");
        office.does(ann, new ContactVerb.Accept());
        var token = office.last(ann, AgentMessage.ContactAccepted.class).contactToken();

        assertThat(
                        office.ask(
                                new AgentMessage.Invite(
                                        null,
                                        "direct",
                                        new Private("guessed"),
                                        new Private("offer"),
                                        List.of(),
                                        false)))
                .isInstanceOf(AgentMessage.Reply.Refused.class);
        assertThat(
                        office.ask(
                                new AgentMessage.Invite(
                                        null,
                                        "direct",
                                        token,
                                        new Private("offer"),
                                        List.of(),
                                        false)))
                .isInstanceOf(AgentMessage.Reply.Invited.class);
        office.media(new MediaEvent.LegFlowing(Office.mediaTenant(), call, new LegId("direct")));
        office.hangUpCustomer("d1");
        assertThat(office.events.get("direct")).containsExactly(new AgentMessage.EndLeg("direct"));
    }

    @Test
    void keepsAnotherAgentsContactFromAnAgent() {
        var ann = office.available("ann");
        office.arrive("d1");
        var bob = office.signIn("bob");
        var contact = office.last(ann, AgentMessage.ContactOffered.class).contactId();

        assertThat(office.ask(new AgentMessage.OnContact(bob, contact, new ContactVerb.Accept())))
                .isInstanceOfSatisfying(
                        AgentMessage.Reply.Refused.class,
                        refused -> assertThat(refused.error()).isEqualTo(AgentError.NOT_FOUND));
    }

    private static AgentMessage.Reply denied(String reason) {
        return new AgentMessage.Reply.Refused(AgentError.ACCESS_DENIED, reason);
    }

    @Test
    void keepsTheCustomerForAnAgentWhoseAudioIsLost() {
        var ann = office.available("ann");
        var call = office.arrive("d1");
        var leg = office.take(ann);

        office.media(
                new MediaEvent.LegEnded(
                        Office.mediaTenant(), call, leg, MediaEvent.EndReason.CONSENT_EXPIRED));

        assertThat(office.party(call, ann).stage()).isInstanceOf(Stage.Joining.class);
        assertThat(office.playing(call)).containsExactly("customer:music.wav");
        office.pass(19);
        office.connectSoftphone(ann, "leg-again");
        assertThat(office.party(call, ann).stage()).isInstanceOf(Stage.Present.class);
        assertThat(office.playing(call)).isEmpty();
    }

    /** An invite for the leg there is: other paths for it, and nothing else changes. */
    @Test
    void describesALegAnewThatSeeksOtherPaths() {
        var ann = office.available("ann");
        var call = office.arrive("d1");
        var leg = office.take(ann);
        var token = office.last(ann, AgentMessage.ContactAccepted.class).contactToken();
        var restart =
                new AgentMessage.Invite(
                        ann, leg.value(), token, new Private("other"), List.of(), false);

        assertThat(office.ask(restart))
                .isInstanceOfSatisfying(
                        AgentMessage.Reply.Invited.class,
                        invited ->
                                assertThat(invited.sdp().value())
                                        .isEqualTo("new answer to " + leg));

        assertThat(office.party(call, ann).stage()).isInstanceOf(Stage.Present.class);
        assertThat(office.playing(call)).isEmpty();
        assertThat(office.events.get(ann.session()))
                .noneMatch(AgentMessage.EndLeg.class::isInstance);
    }
}
