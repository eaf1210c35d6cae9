package dev.crosspoint.gateway.switchboard;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.flow.FlowFixtures;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Agent;
import dev.crosspoint.signaling.api.AgentMessage.Event;
import dev.crosspoint.signaling.api.ContactVerb;
import dev.crosspoint.signaling.api.ContactVerb.Supervision;
import dev.crosspoint.signaling.api.ContactView.Participant;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Target;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a page is told, so that it shows no more and no less than is true. */
class PageKnowledgeTest {
    private static final int DIGITAL_SILENCE = -127;

    private final Office office = new Office(FlowFixtures.straightToSales());
    private Agent ann = new Agent(Office.TENANT, "ann", "");
    private LegId annsLeg = new LegId("none");

    @BeforeEach
    void annTalksToACustomer() {
        ann = office.available("ann");
        office.arrive("d1");
        annsLeg = office.take(ann);
    }

    @Test
    void tellsAtTheSignInWhatTheProfileAllowsAndWhatMayCarryTheAudio() {
        assertThat(signsIn("bob").permissions())
                .containsExactlyInAnyOrder(
                        "BasicAgentAccess", "MyContacts.View", "OutboundCallAccess");
        assertThat(signsIn("bob").devices()).containsExactly("softphone");
        assertThat(signsIn("sue").permissions()).contains("ManagerBargeIn", "AccessMetrics");
        assertThat(signsIn("dan").devices()).containsExactly("softphone", "desk-phone");
    }

    private AgentMessage.Reply.Authenticated signsIn(String agentId) {
        var token = new Private("token-" + agentId);
        var reply = office.ask(new AgentMessage.Authenticate("session-" + agentId, token));
        return (AgentMessage.Reply.Authenticated) requireNonNull(reply);
    }

    @Test
    void tellsASupervisorAtEachChangeAndAfterAReloadWhoCanHear() {
        var sue = office.signIn("sue");

        supervise(sue, Supervision.MONITOR);
        assertThat(told(sue)).isEqualTo(supervision(sue, Supervision.MONITOR));
        assertThat(office.last(sue, AgentMessage.ContactRoster.class).view().participants())
                .extracting(Participant::agentId)
                .containsExactly("", "ann");
        office.connectSoftphone(sue, "leg-sue");
        supervise(sue, Supervision.WHISPER);
        assertThat(told(sue)).isEqualTo(supervision(sue, Supervision.WHISPER));

        var back = office.signIn("sue", "s-new");
        office.ask(new AgentMessage.Refresh(back));
        assertThat(told(back)).isEqualTo(supervision(sue, Supervision.WHISPER));
        assertThat(office.eventsOf(ann))
                .noneMatch(AgentMessage.ContactSupervision.class::isInstance);
    }

    private void supervise(Agent supervisor, Supervision how) {
        var ask =
                new AgentMessage.OnContact(
                        supervisor, office.contactOf(ann), new ContactVerb.Supervise(how));
        assertThat(office.ask(ask)).isEqualTo(new AgentMessage.Reply.Done());
    }

    private Event told(Agent supervisor) {
        return office.last(supervisor, AgentMessage.ContactSupervision.class);
    }

    private Event supervision(Agent supervisor, Supervision how) {
        var subject = office.party(office.onlyCall(), ann).id().value();
        return new AgentMessage.ContactSupervision(office.contactOf(supervisor), subject, how);
    }

    @Test
    void missesTheVoiceOfEverybodyButASilentMonitor() {
        var sue = office.signIn("sue");
        supervise(sue, Supervision.MONITOR);
        var leg = office.connectSoftphone(sue, "leg-sue");

        silence(leg, 20);
        assertThat(microphones(sue)).isEmpty();
        supervise(sue, Supervision.WHISPER);
        silence(leg, 20);
        assertThat(microphones(sue)).containsExactly("silent");
    }

    @Test
    void tellsAReloadedPageThatItsMicrophoneIsDead() {
        silence(annsLeg, 20);
        assertThat(microphones(ann)).containsExactly("silent");

        var back = office.signIn("ann", "s-new");
        office.ask(new AgentMessage.Refresh(back));

        assertThat(microphones(back)).containsExactly("silent");
    }

    private void silence(LegId leg, int seconds) {
        for (int i = 1; i <= seconds; i++) {
            var report =
                    new MediaEvent.QualityReport(
                            DIGITAL_SILENCE, -40, 50L * i, 50, 0, 0, 3, 20, 0, 0);
            office.media(
                    new MediaEvent.LegQuality(
                            Office.mediaTenant(), office.onlyCall(), leg, report));
        }
    }

    private List<String> microphones(Agent agent) {
        return office.eventsOf(agent).stream()
                .filter(AgentMessage.ContactMicrophone.class::isInstance)
                .map(event -> ((AgentMessage.ContactMicrophone) event).state())
                .toList();
    }

    @Test
    void namesAColleagueWhoIsCalledByNameBeforeItRings() {
        office.signIn("bob");
        office.does(ann, new ContactVerb.Consult(new Target.ToAgent("bob")));

        var failed = office.last(ann, AgentMessage.ContactTransferFailed.class);
        assertThat(office.eventsOf(ann))
                .filteredOn(AgentMessage.ContactRoster.class::isInstance)
                .flatExtracting(event -> ((AgentMessage.ContactRoster) event).view().participants())
                .filteredOn(participant -> participant.id().equals(failed.participant()))
                .extracting(Participant::name)
                .isNotEmpty()
                .containsOnly(new Private("bob"));
    }
}
