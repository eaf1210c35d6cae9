package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.audit.AuditEvent.Origin;
import dev.crosspoint.gateway.call.EndCause;
import dev.crosspoint.gateway.contact.PhoneNumber;
import dev.crosspoint.gateway.flow.FlowFixtures;
import dev.crosspoint.gateway.fraud.Denial;
import dev.crosspoint.gateway.fraud.NetworkBlock;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.gateway.switchboard.ControlMessage.Finding;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.AgentMessage.Reply;
import dev.crosspoint.signaling.api.AgentView;
import dev.crosspoint.signaling.api.ContactVerb;
import dev.crosspoint.signaling.api.ContactVerb.Supervision;
import dev.crosspoint.signaling.api.ContactView;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Target;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlDeskTest {
    private static final AgentKey ANN = key("ann");
    private static final AgentKey BOB = key("bob");
    private static final AgentKey SUE = key("sue");
    private static final Reply DONE = new Reply.Done();

    private Office office = new Office(FlowFixtures.straightToSales());

    private static AgentKey key(String agent) {
        return new AgentKey(Office.TENANT, agent);
    }

    // --- others' contacts ---

    @Test
    void endsAnothersContactForWhoMayStopContacts() {
        var ann = office.available("ann");
        office.arrive("d1");
        office.take(ann);

        var end = new ContactVerb.End();
        assertThat(errorOf(act(BOB, office.contactOf(ann), end)))
                .isEqualTo(AgentError.ACCESS_DENIED);
        assertThat(act(SUE, office.contactOf(ann), end)).isEqualTo(DONE);

        assertThat(office.last(ann, AgentMessage.ContactEnded.class).sentence())
                .isEqualTo("The call was ended.");
        assertThat(office.errands.ends()).containsExactly(EndCause.ENDED);
        assertThat(office.trunks.dialog("d1").stage).isEqualTo(TrunkDouble.Stage.OVER);
        assertThat(office.trunks.violations).isEmpty();
    }

    @Test
    void endsAContactThatNoAgentHasYet() {
        var call = office.arrive("d1");
        var contact = office.state(call).facts().contactId();

        assertThat(errorOf(act(SUE, contact, new ContactVerb.Cancel())))
                .isEqualTo(AgentError.NOT_FOUND);
        assertThat(errorOf(act(BOB, contact, new ContactVerb.End())))
                .isEqualTo(AgentError.ACCESS_DENIED);
        assertThat(act(SUE, contact, new ContactVerb.End())).isEqualTo(DONE);

        assertThat(office.switchboard.activeCalls()).isZero();
        assertThat(office.switchboard.routing().queues().waiting()).isZero();
        assertThat(errorOf(act(SUE, contact, new ContactVerb.End())))
                .isEqualTo(AgentError.NOT_FOUND);
    }

    @Test
    void transfersAnothersContactAsItsAgent() {
        var ann = office.available("ann");
        var call = office.arrive("d1");
        office.take(ann);
        var bob = office.signIn("bob");
        office.ask(new AgentMessage.SetState(bob, "available"));

        var consult = new ContactVerb.Consult(new Target.ToAgent("bob"));
        assertThat(errorOf(act(BOB, office.contactOf(ann), consult)))
                .isEqualTo(AgentError.ACCESS_DENIED);
        assertThat(act(SUE, office.contactOf(ann), consult)).isEqualTo(DONE);
        office.take(bob);
        assertThat(act(SUE, office.contactOf(ann), new ContactVerb.Complete())).isEqualTo(DONE);

        assertThat(office.hearing(call)).containsExactly("bob<customer", "customer<bob");
        assertThat(office.last(ann, AgentMessage.ContactEnded.class).reason())
                .isEqualTo("transferred");
    }

    @Test
    void lendsNobodyTheVoiceOfAnother() {
        var ann = office.available("ann");
        office.arrive("d1");
        var contact = office.contactOf(ann);

        for (var verb :
                List.of(
                        new ContactVerb.Accept(),
                        new ContactVerb.HangUp(),
                        new ContactVerb.Hold(null, true),
                        new ContactVerb.Mute(null, true),
                        new ContactVerb.SendDigits(null, new Private("1")))) {
            assertThat(errorOf(act(SUE, contact, verb))).isEqualTo(AgentError.NOT_FOUND);
        }
        assertThat(act(ANN, contact, new ContactVerb.Accept())).isEqualTo(DONE);
    }

    @Test
    void needsAPageForWhoeverIsToTalkOrListen() {
        var ann = office.available("ann");
        office.arrive("d1");
        office.take(ann);
        var listen = new ContactVerb.Supervise(Supervision.MONITOR);
        var dial = new ControlMessage.Dial(SUE, new Target.ToAgent("bob"));

        assertThat(errorOf(act(SUE, office.contactOf(ann), listen))).isEqualTo(AgentError.CONFLICT);
        assertThat(errorOf(office.ask(dial))).isEqualTo(AgentError.CONFLICT);
        var sue = office.signIn("sue");

        assertThat(act(SUE, office.contactOf(ann), listen)).isEqualTo(DONE);
        assertThat(office.last(sue, AgentMessage.ContactOffered.class).direction())
                .isEqualTo("monitor");
        assertThat(errorOf(office.ask(dial))).isEqualTo(AgentError.BUSY);
    }

    // --- what there is ---

    @Test
    void showsAContactToWhoTakesPartAndToWhoMaySeeAll() {
        var ann = office.available("ann");
        var call = office.arrive("d1");
        office.take(ann);
        var contact = office.state(call).facts().contactId();

        assertThat(contact(ANN, contact)).map(ContactView::contactId).contains(contact);
        assertThat(contact(SUE, contact)).isPresent();
        assertThat(contact(BOB, contact)).isEmpty();
        assertThat(
                        contact(
                                new AgentKey(
                                        new dev.crosspoint.signaling.api.Tenant("x", "y"), "sue"),
                                contact))
                .isEmpty();
        assertThat(find(new ControlMessage.ListContacts(SUE), Finding.Contacts.class).views())
                .extracting(ContactView::contactId)
                .containsExactly(contact);
    }

    private Optional<ContactView> contact(AgentKey by, String contact) {
        return office.control.find(new ControlMessage.ShowContact(by, contact), office.nowNanos)
                        instanceof Finding.Contact(var view)
                ? Optional.of(view)
                : Optional.empty();
    }

    @Test
    void showsAgentsWithTheTimeOfDayAndWhatTheyDid() {
        var ann = office.available("ann");
        office.pass(60);
        office.arrive("d1");
        office.take(ann);
        office.pass(30);

        var seen = find(new ControlMessage.ShowAgent(ANN, "ann"), Finding.Agent.class);
        assertThat(seen.view().state()).isEqualTo("busy");
        assertThat(seen.view().contactId()).isEqualTo(office.contactOf(ann));
        assertThat(seen.view().signedInMs()).isEqualTo(5_000);
        assertThat(seen.view().sinceMs()).isEqualTo(65_000);
        assertThat(seen.totalSignedInMs()).isEqualTo(90_000);
        assertThat(seen.inStateMs())
                .containsEntry("available", 60_000L)
                .containsEntry("busy", 30_000L);
        assertThat(seen.changes())
                .containsExactly(
                        new ControlMessage.Change(5_000, "offline", 0, "available"),
                        new ControlMessage.Change(65_000, "available", 60_000, "busy"));

        office.hangUpCustomer("d1");
        assertThat(find(new ControlMessage.ListAgents(SUE), Finding.Agents.class).views())
                .hasSize(Office.EVERYBODY.size())
                .filteredOn(view -> view.handled() == 1)
                .extracting(AgentView::agentId)
                .containsExactly("ann");
        assertThat(office.control.find(new ControlMessage.ShowAgent(BOB, "ann"), office.nowNanos))
                .isEqualTo(
                        new Finding.Refused(
                                AgentError.ACCESS_DENIED,
                                "your security profile lacks AccessMetrics"));
        assertThat(office.control.find(new ControlMessage.ShowAgent(SUE, "zoe"), office.nowNanos))
                .isEqualTo(new Finding.Refused(AgentError.NOT_FOUND, "there is no such agent"));
    }

    @Test
    void changesTheStateOfOneselfAndOfOthersWithPermission() {
        var ann = office.signIn("ann");
        assertThat(setState(ANN, "ann", "available")).isEqualTo(DONE);
        assertThat(errorOf(setState(BOB, "ann", "offline"))).isEqualTo(AgentError.ACCESS_DENIED);
        assertThat(setState(SUE, "ann", "lunch")).isEqualTo(DONE);
        assertThat(office.last(ann, AgentMessage.StateChanged.class).state()).isEqualTo("lunch");

        assertThat(errorOf(setState(SUE, "ann", "dinner"))).isEqualTo(AgentError.CONFLICT);
        assertThat(errorOf(setState(SUE, "bob", "available"))).isEqualTo(AgentError.CONFLICT);
        assertThat(errorOf(setState(SUE, "zoe", "available"))).isEqualTo(AgentError.NOT_FOUND);
    }

    private @Nullable Reply setState(AgentKey by, String agent, String state) {
        return office.ask(new ControlMessage.SetState(by, agent, state));
    }

    @Test
    void tellsWhoWatchesOfEveryChangeOfAnAgentOnce() {
        var ann = office.available("ann");
        office.arrive("d1");
        office.ask(new ControlMessage.Watch(Office.TENANT, "program", true));
        assertThat(seen()).containsExactly("ann busy");
        assertThat(office.events.get("program"))
                .first()
                .isInstanceOf(AgentMessage.ContactSeen.class);

        office.signIn("bob");
        office.take(ann);
        office.ask(new AgentMessage.SetState(ann, "lunch"));
        office.hangUpCustomer("d1");
        office.ask(new AgentMessage.SessionLost(ann));
        assertThat(seen())
                .containsExactly(
                        "ann busy",
                        "bob offline",
                        "ann busy",
                        "ann busy next lunch",
                        "ann lunch",
                        "ann offline");

        office.ask(new ControlMessage.Watch(Office.TENANT, "program", false));
        office.available("ann");
        assertThat(seen()).hasSize(6);
    }

    private List<String> seen() {
        return office.events.getOrDefault("program", List.of()).stream()
                .filter(AgentMessage.AgentSeen.class::isInstance)
                .map(event -> ((AgentMessage.AgentSeen) event).view())
                .map(view ->
                        view.agentId()
                                + " "
                                + view.state()
                                + (view.next() == null || view.next().equals("available")
                                        ? ""
                                        : " next " + view.next()))
                .toList();
    }

    // --- who is denied ---

    @ParameterizedTest
    @ValueSource(strings = {Office.CUSTOMER, "192.0.2.0/24"})
    void endsTheLiveCallsOfADeniedCallerAndNoOther(String whom) {
        var ann = office.available("ann");
        office.arrive("d1");
        office.take(ann);
        office.ring("d2");
        var other = "+442079460999";
        var sameNetwork = whom.contains("/");
        office.ring("d3", other);

        assertThat(deny("x", whom, null)).isEqualTo(DONE);

        assertThat(office.last(ann, AgentMessage.ContactEnded.class).sentence())
                .isEqualTo("The call was ended, because its caller is denied.");
        assertThat(office.trunks.dialog("d1").stage).isEqualTo(TrunkDouble.Stage.OVER);
        assertThat(office.trunks.dialog("d2").stage).isEqualTo(TrunkDouble.Stage.OVER);
        assertThat(office.trunks.dialog("d3").stage == TrunkDouble.Stage.OVER)
                .isEqualTo(sameNetwork);
        office.ring("d4");
        assertThat(office.errands.counted(Errand.Counted.DENIED)).isEqualTo(1);
        assertThat(office.trunks.violations).isEmpty();
    }

    @Test
    void keepsOnRecordWhoDeniesAndLiftsButNotWhom() {
        var until = Instant.ofEpochMilli(15_000);
        deny("x", Office.CUSTOMER, until);
        assertThat(denials()).containsExactly(new Denial.Shown("x", Denial.Kind.NUMBER, until));
        office.pass(11);
        assertThat(denials()).isEmpty();
        deny("y", Office.CUSTOMER, null);

        assertThat(office.ask(new ControlMessage.Lift(SUE, "y"))).isEqualTo(DONE);
        assertThat(errorOf(office.ask(new ControlMessage.Lift(SUE, "y"))))
                .isEqualTo(AgentError.NOT_FOUND);

        office.arrive("d1");
        assertThat(office.switchboard.activeCalls()).isEqualTo(1);
    }

    @Test
    void leavesTheCallsOfTheDeniedToFlowsWhereThatIsWanted() {
        office = new Office(OfficeSettings.withDeniedLetIn(FlowFixtures.straightToSales()));
        office.arrive("d1");

        deny("x", Office.CUSTOMER, null);

        assertThat(office.switchboard.activeCalls()).isEqualTo(1);
    }

    private @Nullable Reply deny(String id, String whom, @Nullable Instant until) {
        Denial.Caller caller =
                whom.startsWith("+")
                        ? new Denial.OfNumber(new PhoneNumber(whom))
                        : new Denial.OfNetwork(NetworkBlock.parse(whom));
        return office.ask(new ControlMessage.Deny(SUE, new Denial(id, caller, until)));
    }

    private List<Denial.Shown> denials() {
        return find(new ControlMessage.ListDenials(SUE), Finding.Denials.class).entries();
    }

    // --- what is left on record ---

    @Test
    void recordsWhatWasDoneAndNotWhatWasRefused() {
        var end = new ControlMessage.Act(SUE, "c", new ContactVerb.End());
        var dial = new ControlMessage.Dial(ANN, new Target.ToAgent("bob"));
        var state = new ControlMessage.SetState(SUE, "ann", "lunch");

        var until = Instant.ofEpochMilli(15_000);
        var caller = new Denial.OfNumber(new PhoneNumber(Office.CUSTOMER));
        var deny = new ControlMessage.Deny(SUE, new Denial("x", caller, until));
        var lift = new ControlMessage.Lift(SUE, "x");

        recorded(end, DONE, SUE, new Deed.UsedApi("end", "contact:c"));
        recorded(dial, new Reply.Dialing("n"), ANN, new Deed.UsedApi("dial", "contact:n"));
        recorded(state, DONE, SUE, new Deed.UsedApi("setState", "agent:ann"));
        recorded(
                deny,
                DONE,
                SUE,
                new Deed.DeniedCaller("x", Denial.Kind.NUMBER, Optional.of(until)));
        recorded(lift, DONE, SUE, new Deed.LiftedDenial("x"));
        var refused = new Reply.Refused(AgentError.CONFLICT, "no");
        assertThat(ControlAudit.of(end, Origin.UNKNOWN, refused)).isEmpty();
    }

    private static void recorded(
            ControlMessage.Request request, Reply reply, AgentKey by, Deed deed) {
        var from = new Origin("192.0.2.7", "curl", null);
        assertThat(ControlAudit.of(request, from, reply))
                .hasValueSatisfying(event -> {
                    assertThat(event.who()).isEqualTo(new Actor.Agent(by.agentId()));
                    assertThat(event.from()).isEqualTo(from);
                    assertThat(event.tenant()).isEqualTo(by.tenant());
                    assertThat(event.what()).isEqualTo(deed);
                });
    }

    private @Nullable Reply act(AgentKey by, String contact, ContactVerb verb) {
        return office.ask(new ControlMessage.Act(by, contact, verb));
    }

    private <T extends Finding> T find(ControlMessage.Question question, Class<T> type) {
        return type.cast(office.control.find(question, office.nowNanos));
    }

    private static AgentError errorOf(@Nullable Reply reply) {
        return reply instanceof Reply.Refused refused
                ? refused.error()
                : fail(String.valueOf(reply));
    }

    private static AgentError fail(String reply) {
        throw new AssertionError("not refused: " + reply);
    }
}
