package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.call.CallInput;
import dev.crosspoint.gateway.call.Device;
import dev.crosspoint.gateway.call.Diagnosis;
import dev.crosspoint.gateway.call.EndCause;
import dev.crosspoint.gateway.call.RecordingPolicy;
import dev.crosspoint.gateway.call.Stage;
import dev.crosspoint.gateway.flow.FlowFixtures;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.media.api.Digits;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.ContactVerb;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Target;
import dev.crosspoint.signaling.api.Tenant;
import dev.crosspoint.signaling.api.TrunkMessage;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SwitchboardTest {
    private final Office office = new Office(FlowFixtures.straightToSales());

    @Test
    void bringsACallerThroughTheDemoFlowToAnAgent(@TempDir Path folder) {
        var demo = new Office(FlowFixtures.demo(folder));
        var cat = demo.available("cat");
        var call = demo.arrive("d1");
        assertThat(demo.media.room(call).plays.values())
                .singleElement()
                .satisfies(play -> assertThat(play.file()).hasFileName("welcome.wav"));
        demo.endPlay(call);
        demo.endPlay(call);
        demo.media(
                new MediaEvent.DigitHeard(
                        Office.mediaTenant(), call, demo.customerLeg(call), new Digits("2")));
        demo.endPlay(call);
        var offered = demo.last(cat, AgentMessage.ContactOffered.class);
        assertThat(offered.queue()).isEqualTo("Service");
        assertThat(offered.number().value()).isEqualTo(Office.CUSTOMER);
        assertThat(offered.attributes()).containsEntry("department", new Private("service"));
        assertThat(demo.state(call).facts().recording())
                .isEqualTo(RecordingPolicy.AGENT_AND_CUSTOMER);

        var leg = demo.take(cat);

        assertThat(demo.party(call, cat).stage()).isInstanceOf(Stage.Present.class);
        assertThat(demo.playing(call)).isEmpty();
        assertThat(demo.hearing(call)).containsExactly("cat<customer", "customer<cat");
        demo.hangUpCustomer("d1");
        assertThat(demo.last(cat, AgentMessage.ContactEnded.class).reason())
                .isEqualTo("customer-hung-up");
        assertThat(demo.last(cat, AgentMessage.StateChanged.class).state()).isEqualTo("available");
        assertThat(demo.eventsOf(cat)).contains(new AgentMessage.EndLeg(leg.value()));
        assertThat(demo.media.closed).containsExactly(call);
        assertThat(demo.trunks.violations).isEmpty();
    }

    @Test
    void passesAMissedContactToTheNextAgentBeforeAnybodyElse() {
        var ann = office.available("ann");
        var first = office.arrive("d1");
        office.arrive("d2");
        assertThat(office.party(first, ann).stage()).isInstanceOf(Stage.Offered.class);

        office.pass(20);

        assertThat(office.last(ann, AgentMessage.ContactEnded.class).reason()).isEqualTo("missed");
        assertThat(office.last(ann, AgentMessage.StateChanged.class).state()).isEqualTo("missed");
        assertThat(office.state(first).agent(Office.key(ann))).isEmpty();
        assertThat(office.switchboard.routing().queues().waiting()).isEqualTo(2);
        var bob = office.available("bob");
        assertThat(office.party(first, bob).stage()).isInstanceOf(Stage.Offered.class);
    }

    @Test
    void callsANumberForAnAgent() {
        var ann = office.signIn("ann");
        var dialing = office.ask(number(ann, "020 7946 0777"));
        assertThat(dialing).isInstanceOf(AgentMessage.Reply.Dialing.class);
        assertThat(office.last(ann, AgentMessage.ContactOffered.class).direction())
                .isEqualTo("outbound");
        office.connectSoftphone(ann, "leg-ann");

        var placed = office.placed();
        assertThat(placed.to().value()).isEqualTo("+442079460777");
        assertThat(placed.from().value()).isEqualTo(Office.OUR_NUMBER);
        var call = office.onlyCall();
        office.trunk(new TrunkMessage.CallProgress(Office.TENANT, placed.dialog(), 180, null));
        assertThat(office.playing(call)).containsExactly("ann:ringback.wav");
        office.trunk(
                new TrunkMessage.CallProgress(
                        Office.TENANT, placed.dialog(), 183, new Private("sdp")));
        assertThat(office.playing(call)).isEmpty();
        assertThat(office.hearing(call)).containsExactly("ann<customer");
        office.answers();
        assertThat(office.hearing(call)).containsExactly("ann<customer", "customer<ann");
        assertThat(office.eventsOf(ann))
                .filteredOn(AgentMessage.ContactProgress.class::isInstance)
                .extracting(event -> ((AgentMessage.ContactProgress) event).progress())
                .containsExactly("dialing", "ringing", "early-media");

        office.does(ann, new ContactVerb.HangUp());
        assertThat(office.trunks.dialog(placed.dialog()).stage).isEqualTo(TrunkDouble.Stage.OVER);
        assertThat(office.last(ann, AgentMessage.ContactEnded.class).reason())
                .isEqualTo("agent-hung-up");
        assertThat(office.errands.ends()).containsExactly(EndCause.AGENT_HUNG_UP);
        assertThat(office.trunks.violations).isEmpty();
    }

    private static AgentMessage.Dial number(AgentMessage.Agent agent, String number) {
        return new AgentMessage.Dial(agent, new Target.ToNumber(new Private(number)));
    }

    @ParameterizedTest
    @CsvSource({"1001,BAD_REQUEST", "alice,BAD_REQUEST", "'',BAD_REQUEST"})
    void refusesToDialWhatIsNoNumber(String text, AgentError error) {
        var ann = office.signIn("ann");

        assertThat(office.ask(number(ann, text)))
                .isEqualTo(new AgentMessage.Reply.Refused(error, "that is not a telephone number"));
        assertThat(office.switchboard.activeCalls()).isZero();
    }

    @Test
    void refusesASecondContactForAnAgent() {
        var ann = office.signIn("ann");
        office.ask(number(ann, "02079460777"));

        assertThat(office.ask(number(ann, "02079460778")))
                .isInstanceOfSatisfying(
                        AgentMessage.Reply.Refused.class,
                        refused -> assertThat(refused.error()).isEqualTo(AgentError.BUSY));
    }

    @Test
    void answersUnknownNumbersAndForeignTrunksWith404() {
        var flows = FlowFixtures.straightToSales();
        var elsewhere = new Office(flows);
        elsewhere.trunks.invited("d1");
        elsewhere.trunk(
                new TrunkMessage.CallArrived(
                        new Tenant("other", "centre"),
                        "d1",
                        "carrier",
                        Office.ADDRESS,
                        new Private(Office.CUSTOMER),
                        new Private(Office.OUR_NUMBER),
                        new Private("offer"),
                        Map.of(),
                        null));

        assertThat(elsewhere.trunks.commands)
                .containsExactly(new TrunkMessage.Refuse("d1", 404, "no such number here"));
        assertThat(elsewhere.errands.counted(Errand.Counted.UNKNOWN_NUMBER)).isEqualTo(1);
        assertThat(elsewhere.media.commands).isEmpty();
    }

    @Test
    void hangsUpOnCallersWhoseQueueIsFull() {
        for (int i = 1; i <= 4; i++) {
            office.ring("d" + i);
        }

        assertThat(office.switchboard.routing().queues().waiting()).isEqualTo(3);
        assertThat(office.trunks.dialog("d4").stage).isEqualTo(TrunkDouble.Stage.OVER);
        assertThat(office.errands.ends()).containsExactly(EndCause.FLOW_DISCONNECTED);
    }

    @Test
    void offersEachContactToOneAgentAndEachAgentOneContact() {
        var ann = office.available("ann");
        var bob = office.available("bob");
        var first = office.arrive("d1");
        var second = office.arrive("d2");
        office.arrive("d3");

        assertThat(office.party(first, ann).stage()).isInstanceOf(Stage.Offered.class);
        assertThat(office.party(second, bob).stage()).isInstanceOf(Stage.Offered.class);
        assertThat(office.switchboard.routing().queues().waiting()).isEqualTo(1);
    }

    @Test
    void showsHowBothSidesAndTheDemoCustomerSound() {
        var ann = office.available("ann");
        var call = office.arrive("d1");
        var leg = office.take(ann);
        office.media(quality(call, office.customerLeg(call), -21));
        office.switchboard.onDemoHeard(
                new DemoCaller.Heard(new Private(Office.CUSTOMER), -33), office.nowNanos);
        office.media(quality(call, leg, -12));

        var shown = office.last(ann, AgentMessage.ContactQuality.class);
        assertThat(shown.levels())
                .isEqualTo(
                        Map.of(
                                "agent",
                                -12,
                                "customer",
                                -21,
                                "customerHeard",
                                -33,
                                office.party(call, ann).id().value(),
                                -12,
                                "p1",
                                -21));
        assertThat(shown.figures()).containsEntry("jitterMs", 3.0);
    }

    /** E: telephone event, I: SIP INFO, each with its key. */
    @ParameterizedTest
    @CsvSource({
        "E1 E2, 12",
        "I1 I2, 12",
        "E1 I1 E2 I2, 12",
        "I1 E1 I2 E2, 12",
        "E1 E1 I1 I1, 11",
        "E1 I1 I2 I3, 1",
    })
    void takesEachKeyOnceFromTelephonesThatTellOfItTwice(String pressed, String keys) {
        var ann = office.available("ann");
        var call = office.arrive("d1");
        office.take(ann);
        var leg = office.customerLeg(call);
        for (String key : pressed.split(" ", -1)) {
            String digit = key.substring(1);
            if (key.charAt(0) == 'E') {
                office.media(
                        new MediaEvent.DigitHeard(
                                Office.mediaTenant(), call, leg, new Digits(digit)));
            } else {
                office.trunk(new TrunkMessage.InfoDigit(Office.TENANT, "d1", new Private(digit)));
            }
        }

        assertThat(
                        office.eventsOf(ann).stream()
                                .filter(AgentMessage.ContactDigit.class::isInstance)
                                .map(event -> ((AgentMessage.ContactDigit) event).digit().value())
                                .collect(Collectors.joining()))
                .isEqualTo(keys);
    }

    @Test
    void relaysInfoDigitsLikeHeardOnes() {
        var ann = office.available("ann");
        var call = office.arrive("d1");
        var leg = office.take(ann);

        office.trunk(new TrunkMessage.InfoDigit(Office.TENANT, "d1", new Private("7")));
        office.trunk(new TrunkMessage.InfoDigit(Office.TENANT, "d1", new Private("x")));

        assertThat(office.media.commands)
                .contains(
                        new MediaCommand.SendDigits(
                                Office.mediaTenant(), call, leg, new Digits("7")));
        assertThat(office.last(ann, AgentMessage.ContactDigit.class).digit())
                .isEqualTo(new Private("7"));
        assertThat(office.errands.counted(Errand.Counted.LATE)).isEqualTo(1);
    }

    @Test
    void playsMessagesBeforeTheAnswerWhereThatIsWanted(@TempDir Path folder) {
        var early = new Office(FlowFixtures.demo(folder), true);
        var call = early.arrive("d1");
        assertThat(early.trunks.commands)
                .singleElement()
                .isInstanceOfSatisfying(
                        TrunkMessage.Ring.class, ring -> assertThat(ring.sdp()).isNotNull());

        early.endPlay(call);

        assertThat(early.trunks.dialog("d1").stage).isEqualTo(TrunkDouble.Stage.ANSWERED);
    }

    @Test
    void letsOneCallFailByABugAndNoOther(@TempDir Path folder) {
        var office = new Office(FlowFixtures.demo(folder));
        var broken = office.arrive("d1");
        var sound = office.arrive("d2");
        office.errands.bugsExpected = true;

        // An agent who is in no configuration: nothing in the rules foresees it.
        office.feed(
                broken,
                new CallInput.AgentFound(
                        "x", new AgentKey(Office.TENANT, "nobody"), Device.SOFTPHONE, null));

        assertThat(office.errands.bugs).hasSize(1);
        assertThat(office.switchboard.calls().call(broken)).isEmpty();
        assertThat(office.media.closed).containsExactly(broken);
        assertThat(office.trunks.dialog("d1").stage).isEqualTo(TrunkDouble.Stage.OVER);
        assertThat(office.state(sound).parties().getFirst().guide()).isNotNull();
        assertThat(office.errands.ends()).containsExactly(EndCause.FAILED);
    }

    @Test
    void endsEveryCallWhenTheGatewayStops() {
        var ann = office.available("ann");
        office.arrive("d1");
        office.take(ann);
        office.ring("d2");

        office.switchboard.shutDown(office.nowNanos);
        office.pass(0);

        assertThat(office.switchboard.activeCalls()).isZero();
        assertThat(office.media.rooms).isEmpty();
        assertThat(office.trunks.dialogs.values())
                .allSatisfy(d -> assertThat(d.stage).isEqualTo(TrunkDouble.Stage.OVER));
        assertThat(office.last(ann, AgentMessage.ContactEnded.class).sentence())
                .isEqualTo("The gateway is shutting down.");
    }

    @Test
    void countsEventsOfCallsThatAreOver() {
        var call = office.arrive("d1");
        office.hangUpCustomer("d1");

        office.media(new MediaEvent.LegFlowing(Office.mediaTenant(), call, new LegId("whatever")));
        office.trunk(new TrunkMessage.CallEnded(Office.TENANT, "d1", "again"));

        assertThat(office.errands.counted(Errand.Counted.LATE)).isEqualTo(2);
    }

    @Test
    void saysWhyItSoundsBadAndCountsIt() {
        var ann = office.available("ann");
        var call = office.arrive("d1");
        var leg = office.take(ann);
        for (int i = 1; i <= 5; i++) {
            office.media(heard(call, office.customerLeg(call), 50L * i, 12));
            office.media(heard(call, leg, 50L * i, 0));
        }

        var legs = office.last(ann, AgentMessage.ContactQuality.class).legs();
        assertThat(legs)
                .containsOnlyKeys("agent", "customer", "p1", office.party(call, ann).id().value());
        var customer = Objects.requireNonNull(legs.get("customer"));
        assertThat(customer.problems()).containsExactly("high-loss");
        assertThat(customer.sentence())
                .isEqualTo("12 % of what the customer says is lost on the way.");
        assertThat(customer.mos()).isLessThan(3.4);
        assertThat(Objects.requireNonNull(legs.get("agent")).sentence()).isEmpty();
        assertThat(office.errands.diagnoses())
                .extracting(Diagnosis::problems)
                .containsExactly(Set.of(Diagnosis.Problem.HIGH_LOSS), Set.of());
    }

    private static MediaEvent heard(CallId call, LegId leg, long received, double loss) {
        return new MediaEvent.LegQuality(
                Office.mediaTenant(),
                call,
                leg,
                new MediaEvent.QualityReport(-20, -40, received, 50, loss, 0, 3, 20, 0, 0));
    }

    private static MediaEvent quality(CallId call, LegId leg, int levelDbov) {
        return new MediaEvent.LegQuality(
                Office.mediaTenant(),
                call,
                leg,
                new MediaEvent.QualityReport(levelDbov, -40, 50, 50, 0, 0, 3, 20, 0, 0));
    }
}
