package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.call.CallInput;
import dev.crosspoint.gateway.call.Stage;
import dev.crosspoint.gateway.flow.FlowFixtures;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.api.MediaReply.MediaError;
import dev.crosspoint.media.api.SessionText;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Agent;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.AgentMessage.Reply;
import dev.crosspoint.signaling.api.ContactVerb;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Target;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Softphone legs that outlive their contacts, in a whole call centre and virtual time. */
class StandingLegsTest {
    private static final Reply DONE = new Reply.Done();

    private final Centre centre = new Centre(FlowFixtures.recordedSales("\"Agent\", \"Customer\""));
    private final Office office = centre.office;
    private final Agent ann = centre.available("ann");

    @AfterEach
    void nothingIsLeftOnceEverybodyHasSignedOut() {
        office.media.refusals.clear();
        office.errands.mediaIsSlow = false;
        office.mediaAnswers();
        for (var name : Office.EVERYBODY) {
            office.switchboard
                    .routing()
                    .board()
                    .row(new AgentKey(Office.TENANT, name))
                    .map(row -> row.session())
                    .ifPresent(session ->
                            office.ask(
                                    new AgentMessage.SessionLost(
                                            new Agent(Office.TENANT, name, session))));
        }
        assertThat(office.media.lobby).isEmpty();
        assertThat(office.switchboard.standing().size()).isZero();
    }

    @Test
    void keepsTheLegWhenTheContactIsOver() {
        var call = talks("d1", "leg-a");

        assertThat(office.hearing(call)).containsExactlyInAnyOrder("ann<customer", "customer<ann");
        centre.hangsUp(ann);
        assertThat(office.media.lobby).containsExactly(new LegId("leg-a"));
        assertThat(toldOf("leg-a")).containsExactly(new AgentMessage.StandLeg("leg-a"));
        assertThat(office.media.rooms).as("and the call is over").isEmpty();
    }

    @Test
    void keepsTheLegWhenTheCustomerHangsUp() {
        talks("d1", "leg-a");
        office.hangUpCustomer("d1");
        assertThat(office.media.lobby).containsExactly(new LegId("leg-a"));
        assertThat(toldOf("leg-a")).containsExactly(new AgentMessage.StandLeg("leg-a"));
    }

    @Test
    void takesTheNextContactOnAnotherLoop() {
        talks("d1", "leg-a");
        var call = office.arrive("d2");
        assertThat(loopOf("d2")).isNotEqualTo(loopOf("d1"));
        centre.hangsUp(ann);

        office.does(ann, new ContactVerb.Accept());
        assertThat(connect("leg-a")).isEqualTo(DONE);
        flows("leg-a");

        assertThat(office.hearing(call)).containsExactlyInAnyOrder("ann<customer", "customer<ann");
        assertThat(answers()).as("one description for both").isEqualTo(1);
        assertThat(office.errands.all)
                .as("asked of the loop with its door, for the other")
                .contains(
                        new Errand.ToMedia(
                                0,
                                new MediaCommand.MoveLeg(
                                        Office.mediaTenant(),
                                        new CallId("standing.leg-a"),
                                        new LegId("leg-a"),
                                        call,
                                        1),
                                0));
        centre.hangsUp(ann);
        assertThat(office.media.lobby).containsExactly(new LegId("leg-a"));
    }

    @Test
    void twoStandingAgentsShareAConference() {
        var bob = centre.available("bob");
        stands(ann, "leg-a");
        stands(bob, "leg-b");
        var call = office.arrive("d1");
        var first = centre.rings(ann) ? ann : bob;
        var second = first.equals(ann) ? bob : ann;
        office.does(first, new ContactVerb.Accept());
        assertThat(connect(first, legOf(first))).isEqualTo(DONE);
        flows(legOf(first));
        office.does(first, new ContactVerb.Add(new Target.ToAgent(second.agentId())));
        office.does(second, new ContactVerb.Accept());
        assertThat(connect(second, legOf(second))).isEqualTo(DONE);
        flows(legOf(second));

        assertThat(office.hearing(call)).hasSize(6);
        centre.hangsUp(first);
        assertThat(office.media.lobby).containsExactly(new LegId(legOf(first)));
        assertThat(office.hearing(call)).hasSize(2);
        centre.hangsUp(second);
        assertThat(office.media.lobby).hasSize(2);
    }

    @Test
    void standsBeforeThereIsAContact() {
        var reply = offer(ann, "leg-a", null, true);
        assertThat(reply)
                .isInstanceOfSatisfying(
                        Reply.Invited.class, it -> assertThat(it.standsMs()).isEqualTo(600_000));
        assertThat(office.media.lobby).containsExactly(new LegId("leg-a"));
        assertThat(office.media.rooms).isEmpty();
        assertThat(office.ask(new AgentMessage.AcceptInvite(ann, "leg-a"))).isEqualTo(DONE);
    }

    @Test
    void spreadsLegsOverTheLoopsBeforeThereAreCalls() {
        int number = 0;
        for (var name : List.of("ann", "bob", "cat", "dan")) {
            stands(centre.available(name), "leg-" + ++number);
        }
        var homes =
                IntStream.rangeClosed(1, 4)
                        .mapToObj(it -> new LegId("leg-" + it))
                        .map(it -> office.switchboard.standing().find(it).orElseThrow().home)
                        .toList();
        assertThat(homes).containsExactlyInAnyOrder(0, 0, 1, 1);
    }

    @Test
    void holdsMutesAndRecordsAsAnyOther() {
        talks("d1", "leg-a");
        centre.hangsUp(ann);
        var call = office.arrive("d2");
        office.does(ann, new ContactVerb.Accept());
        connect("leg-a");
        flows("leg-a");
        assertThat(office.media.room(call).recordings.values())
                .singleElement()
                .satisfies(tape ->
                        assertThat(tape.tracks())
                                .extracting(track -> track.leg().value())
                                .contains("leg-a"));
        centre.does(ann, new ContactVerb.Hold(null, true));
        assertThat(office.hearing(call)).isEmpty();
        centre.does(ann, new ContactVerb.Hold(null, false));
        centre.does(ann, new ContactVerb.Mute(null, true));
        assertThat(office.hearing(call)).containsExactly("ann<customer");
        centre.hangsUp(ann);
    }

    @Test
    void answersAnIceRestartOfALegThatWaitsAndOfOneThatTalks() {
        stands(ann, "leg-a");
        assertThat(offer(ann, "leg-a", null, false)).isInstanceOf(Reply.Invited.class);
        office.arrive("d1");
        office.does(ann, new ContactVerb.Accept());
        connect("leg-a");
        assertThat(offer(ann, "leg-a", token(ann), false)).isInstanceOf(Reply.Invited.class);
        assertThat(office.media.commands)
                .filteredOn(MediaCommand.AnswerReoffer.class::isInstance)
                .hasSize(2);
        centre.hangsUp(ann);
    }

    @Test
    void endsALegForGoodThatItsSoftphoneSaysByeTo() {
        talks("d1", "leg-a");
        office.ask(new AgentMessage.Bye(ann, "leg-a", "bye"));
        assertThat(office.media.lobby).isEmpty();
        assertThat(office.switchboard.activeCalls()).isZero();

        stands(ann, "leg-b");
        office.ask(new AgentMessage.Bye(ann, "leg-b", "inactive"));
        assertThat(office.media.lobby).isEmpty();
    }

    @Test
    void hangsUpByTheSoftphoneAndKeepsTheLeg() {
        talks("d1", "leg-a");
        assertThat(office.ask(new AgentMessage.DisconnectContact(ann, "leg-a", true)))
                .isEqualTo(DONE);
        assertThat(office.media.lobby).containsExactly(new LegId("leg-a"));
        assertThat(office.ask(new AgentMessage.DisconnectContact(ann, "leg-a", true)))
                .as("and again")
                .isEqualTo(DONE);
    }

    /** Nobody but the page learns of it, and the next contact has a leg of its own. */
    @Test
    void losesALegThatWaitsQuietly() {
        stands(ann, "leg-a");
        office.media.lobby.remove(new LegId("leg-a"));
        office.media(
                new MediaEvent.LegEnded(
                        Office.mediaTenant(),
                        new CallId("whichever"),
                        new LegId("leg-a"),
                        MediaEvent.EndReason.CONSENT_EXPIRED));
        assertThat(toldOf("leg-a")).containsExactly(new AgentMessage.EndLeg("leg-a"));

        var call = office.arrive("d1");
        office.does(ann, new ContactVerb.Accept());
        assertThat(connect("leg-a"))
                .isEqualTo(new Reply.Refused(AgentError.BAD_REQUEST, "Stale Peer Connection"));
        offer(ann, "leg-b", token(ann), true);
        flows("leg-b");
        assertThat(office.hearing(call)).containsExactlyInAnyOrder("ann<customer", "customer<ann");
        centre.hangsUp(ann);
    }

    @Test
    void asksForAnotherLegWhenOneIsLostInACall() {
        var call = talks("d1", "leg-a");
        centre.losesAudio(call, "ann");
        assertThat(toldOf("leg-a")).containsExactly(new AgentMessage.EndLeg("leg-a"));
        offer(ann, "leg-b", token(ann), true);
        flows("leg-b");
        assertThat(office.hearing(call)).containsExactlyInAnyOrder("ann<customer", "customer<ann");
        centre.hangsUp(ann);
        assertThat(office.media.lobby).containsExactly(new LegId("leg-b"));
    }

    @Test
    void waitsForALegOfTheUsualSortWhereNoneMayStand() {
        office.arrive("d1");
        office.does(ann, new ContactVerb.Accept());
        assertThat(offer(ann, "leg-a", token(ann), false))
                .isInstanceOfSatisfying(
                        Reply.Invited.class, it -> assertThat(it.standsMs()).isZero());
        flows("leg-a");
        centre.hangsUp(ann);
        assertThat(office.media.lobby).isEmpty();
        assertThat(toldOf("leg-a")).containsExactly(new AgentMessage.EndLeg("leg-a"));
    }

    @Test
    void hasOneThatStandsForAnAgent() {
        stands(ann, "leg-a");
        stands(ann, "leg-b");
        assertThat(office.media.lobby).containsExactly(new LegId("leg-b"));
        assertThat(toldOf("leg-a")).containsExactly(new AgentMessage.EndLeg("leg-a"));
    }

    @Test
    void endsWhatStandsForTooLong() {
        stands(ann, "leg-a");
        office.pass(629);
        assertThat(office.media.lobby).hasSize(1);
        office.pass(1);
        assertThat(office.media.lobby).isEmpty();
        assertThat(toldOf("leg-a")).containsExactly(new AgentMessage.EndLeg("leg-a"));
    }

    @Test
    void endsWhatStandsWhenTheAgentSignsInElsewhere() {
        stands(ann, "leg-a");
        office.signIn("ann", "another");
        assertThat(office.media.lobby).isEmpty();
    }

    @Test
    void keepsNoLegOfAnAgentWhoHasSignedOut() {
        talks("d1", "leg-a");
        office.ends("ann", true);
        assertThat(office.media.lobby).isEmpty();
        assertThat(office.switchboard.standing().size()).isZero();
    }

    @Test
    void lendsNobodyAnothersLeg() {
        var bob = centre.available("bob");
        stands(bob, "leg-b");
        centre.becomes(bob, "lunch");
        office.arrive("d1");
        office.does(ann, new ContactVerb.Accept());
        assertThat(connect(ann, "leg-b"))
                .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        it -> assertThat(it.error()).isEqualTo(AgentError.ACCESS_DENIED));
        centre.hangsUp(ann);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(booleans = {true, false})
    void findsItsWayWhenTheContactEndsWhileTheLegIsUnderWay(boolean standsBefore) {
        if (standsBefore) {
            stands(ann, "leg-a");
        }
        office.arrive("d1");
        office.does(ann, new ContactVerb.Accept());
        office.errands.mediaIsSlow = true;
        long ticket =
                standsBefore
                        ? office.askLater(new AgentMessage.ConnectContact(ann, "leg-a", token(ann)))
                        : office.askLater(invite(ann, "leg-a", token(ann), true));
        office.hangUpCustomer("d1");
        for (int i = 0; i < 6; i++) {
            office.mediaAnswers();
        }
        office.errands.mediaIsSlow = false;

        assertThat(office.replies.get(ticket))
                .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        it -> assertThat(it.error()).isEqualTo(AgentError.NOT_FOUND));
        assertThat(office.media.rooms).isEmpty();
        assertThat(office.media.lobby).hasSize(standsBefore ? 1 : 0);
    }

    /** Signalling has told the page that it took too long; nobody is hung up on for that. */
    @ParameterizedTest(name = "it has come already: {0}")
    @ValueSource(booleans = {true, false})
    void asksAgainForALegThatComesTooLate(boolean hasCome) {
        stands(ann, "leg-a");
        var call = office.arrive("d1");
        office.does(ann, new ContactVerb.Accept());
        var contact = office.contactOf(ann);
        if (hasCome) {
            connect("leg-a");
            flows("leg-a");
        } else {
            office.errands.mediaIsSlow = true;
            office.askLater(new AgentMessage.ConnectContact(ann, "leg-a", token(ann)));
        }
        long asked = timesAsked();

        office.ask(new AgentMessage.DisconnectContact(ann, "leg-a", false));
        assertThat(office.contactOf(ann)).isEqualTo(contact);
        assertThat(office.party(call, ann).stage()).isInstanceOf(Stage.Joining.class);
        assertThat(timesAsked()).isEqualTo(asked + 1);
        for (int i = 0; i < 3; i++) {
            office.mediaAnswers();
        }
        office.errands.mediaIsSlow = false;
        assertThat(office.media.lobby).containsExactly(new LegId("leg-a"));
        assertThat(connect("leg-a")).isEqualTo(DONE);
        flows("leg-a");
        assertThat(office.hearing(call)).containsExactlyInAnyOrder("ann<customer", "customer<ann");
        centre.hangsUp(ann);
    }

    @Test
    void standsOnWhenTheCallDoesNotTakeIt() {
        stands(ann, "leg-a");
        var call = office.arrive("d1");
        office.does(ann, new ContactVerb.Accept());
        office.media.room(call).isFull = true;
        long asked = timesAsked();

        assertThat(connect("leg-a"))
                .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        it -> assertThat(it.error()).isEqualTo(AgentError.NOT_FOUND));
        assertThat(timesAsked()).as("the page knows").isEqualTo(asked);
        assertThat(office.party(call, ann).leg()).isNull();
        office.media.room(call).isFull = false;
        talksAfterAWhileBy("leg-a", call);
    }

    /** The invite was answered before the leg could come to the call. */
    @Test
    void standsAndIsAskedForWhenTheCallDoesNotTakeWhatItInvited() {
        var call = office.arrive("d1");
        office.does(ann, new ContactVerb.Accept());
        office.media.room(call).isFull = true;
        long asked = timesAsked();

        assertThat(offer(ann, "leg-a", token(ann), true)).isInstanceOf(Reply.Invited.class);
        assertThat(toldOf("leg-a")).containsExactly(new AgentMessage.StandLeg("leg-a"));
        assertThat(timesAsked()).isEqualTo(asked + 1);
        office.media.room(call).isFull = false;
        talksAfterAWhileBy("leg-a", call);
    }

    @Test
    void hasOneThatStandsForAnAgentWhenTheCallDoesNotTakeIt() {
        stands(ann, "leg-a");
        var call = office.arrive("d1");
        office.does(ann, new ContactVerb.Accept());
        office.media.room(call).isFull = true;
        office.errands.mediaIsSlow = true;
        office.askLater(new AgentMessage.ConnectContact(ann, "leg-a", token(ann)));
        office.askLater(invite(ann, "leg-b", null, true));
        for (int i = 0; i < 6; i++) {
            office.mediaAnswers();
        }
        office.errands.mediaIsSlow = false;
        assertThat(office.media.lobby).hasSize(1);
        centre.hangsUp(ann);
    }

    private void talksAfterAWhileBy(String leg, CallId call) {
        office.pass(5);
        assertThat(office.media.lobby).containsExactly(new LegId(leg));
        assertThat(connect(leg)).isEqualTo(DONE);
        flows(leg);
        assertThat(office.hearing(call)).containsExactlyInAnyOrder("ann<customer", "customer<ann");
        centre.hangsUp(ann);
        assertThat(office.media.lobby).containsExactly(new LegId(leg));
    }

    /** The far end of two calls makes them one, and Ann hangs up before her leg is in the other. */
    @Test
    void standsWhenItsContactEndsWhileTwoCallsBecomeOne() {
        var bob = centre.available("bob");
        centre.becomes(ann, "lunch");
        office.arrive("d2");
        office.take(bob);
        centre.becomes(bob, "lunch");
        centre.becomes(ann, "available");
        talks("d1", "leg-a");
        office.errands.mediaIsSlow = true;
        centre.farEnds.refers("d2", "sip:us", "d1");
        assertThat(office.switchboard.activeCalls()).as("one is left").isEqualTo(1);

        office.askLater(new AgentMessage.DisconnectContact(ann, "leg-a", true));
        for (int i = 0; i < 6; i++) {
            office.mediaAnswers();
        }
        office.errands.mediaIsSlow = false;
        centre.check();
        assertThat(office.media.lobby).containsExactly(new LegId("leg-a"));
        assertThat(toldOf("leg-a")).containsExactly(new AgentMessage.StandLeg("leg-a"));
    }

    /** A leg that no contact wants is never made, and nobody is told of its end. */
    @ParameterizedTest(name = "the call is over too: {0}")
    @ValueSource(booleans = {true, false})
    void forgetsAtOnceWhatIsOfferedForAContactThatIsOver(boolean callIsOver) {
        var call = office.arrive("d1");
        office.does(ann, new ContactVerb.Accept());
        var live = office.switchboard.calls().call(call).orElseThrow();
        var token = token(ann);
        var standing = office.switchboard.standing();
        standing.prepare(
                new LegId("leg-a"),
                Office.key(ann),
                ann.session(),
                new SessionText("offer", List.of()),
                0);
        if (callIsOver) {
            office.hangUpCustomer("d1");
        }
        var shown = callIsOver ? token : new Private("of a contact that is over");
        office.switchboard.feed(live, new CallInput.Adopt(77, shown, new LegId("leg-a"), false));
        office.switchboard.settle(office.nowNanos);
        office.errands.run();

        assertThat(office.replies.get(77L))
                .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        it -> assertThat(it.error()).isEqualTo(AgentError.NOT_FOUND));
        assertThat(standing.size()).isZero();
        assertThat(toldOf("leg-a")).isEmpty();
        if (!callIsOver) {
            centre.hangsUp(ann);
        }
    }

    /** So that the client makes another, and does not wait for this one. */
    @Test
    void saysOfALegThatIsAboutToEndThatItIsGone() {
        stands(ann, "leg-a");
        office.arrive("d1");
        office.does(ann, new ContactVerb.Accept());
        office.errands.mediaIsSlow = true;
        office.askLater(new AgentMessage.ConnectContact(ann, "leg-a", token(ann)));
        office.ask(new AgentMessage.Bye(ann, "leg-a", "never-accepted"));
        assertThat(connect("leg-a"))
                .isEqualTo(new Reply.Refused(AgentError.BAD_REQUEST, "Stale Peer Connection"));
    }

    @Test
    void refusesAnOfferThatMediaRefuses() {
        office.media.refusals.put(MediaCommand.AnswerLeg.class, MediaError.NOT_ACCEPTABLE);
        assertThat(offer(ann, "leg-a", null, true))
                .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        it -> assertThat(it.error()).isEqualTo(AgentError.BAD_REQUEST));
        assertThat(office.switchboard.standing().size()).isZero();
        assertThat(office.media.rooms).isEmpty();
    }

    // --- steps ---

    /** A customer calls, and Ann talks by a leg that is to stand. */
    private CallId talks(String dialog, String leg) {
        var call = office.arrive(dialog);
        office.does(ann, new ContactVerb.Accept());
        assertThat(offer(ann, leg, token(ann), true)).isInstanceOf(Reply.Invited.class);
        office.ask(new AgentMessage.AcceptInvite(ann, leg));
        flows(leg);
        centre.check();
        return call;
    }

    private void stands(Agent agent, String leg) {
        assertThat(offer(agent, leg, null, true)).isInstanceOf(Reply.Invited.class);
        office.ask(new AgentMessage.AcceptInvite(agent, leg));
    }

    private Reply offer(Agent agent, String leg, @Nullable Private token, boolean standing) {
        return Objects.requireNonNull(office.ask(invite(agent, leg, token, standing)));
    }

    private static AgentMessage.Invite invite(
            Agent agent, String leg, @Nullable Private token, boolean standing) {
        return new AgentMessage.Invite(
                agent, leg, token, new Private("offer"), List.of("c"), standing);
    }

    private Reply connect(String leg) {
        return connect(ann, leg);
    }

    private Reply connect(Agent agent, String leg) {
        return Objects.requireNonNull(
                office.ask(new AgentMessage.ConnectContact(agent, leg, token(agent))));
    }

    private Private token(Agent agent) {
        return office.last(agent, AgentMessage.ContactAccepted.class).contactToken();
    }

    private void flows(String leg) {
        for (var call : List.copyOf(office.media.rooms.keySet())) {
            if (office.media.has(call, new LegId(leg))) {
                office.media(new MediaEvent.LegFlowing(Office.mediaTenant(), call, new LegId(leg)));
            }
        }
    }

    private static String legOf(Agent agent) {
        return agent.agentId().equals("ann") ? "leg-a" : "leg-b";
    }

    private int loopOf(String dialog) {
        return office.switchboard.calls().dialog(dialog).orElseThrow().loop;
    }

    private long answers() {
        return office.media.commands.stream()
                .filter(it ->
                        it instanceof MediaCommand.AnswerLeg answer
                                && answer.leg().equals(new LegId("leg-a")))
                .count();
    }

    /** How often Ann's page was asked for a leg. */
    private long timesAsked() {
        return office.eventsOf(ann).stream()
                .filter(AgentMessage.ContactAccepted.class::isInstance)
                .count();
    }

    /** What whoever carries a leg was told of it. */
    private List<AgentMessage.Event> toldOf(String leg) {
        return office.eventsOf(ann).stream()
                .filter(event ->
                        event.equals(new AgentMessage.StandLeg(leg))
                                || event.equals(new AgentMessage.EndLeg(leg)))
                .toList();
    }
}
