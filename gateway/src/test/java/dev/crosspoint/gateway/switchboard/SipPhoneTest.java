package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.call.Device;
import dev.crosspoint.gateway.flow.FlowFixtures;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.gateway.routing.AgentRow;
import dev.crosspoint.media.api.LegKind;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.PhonesRegistered;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.TrunkMessage;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Agents with SIP phones of their own, with and without a page. */
class SipPhoneTest {
    private static final String DIALOG = TrunkMessage.PHONE_DIALOG + "x";

    private final Office office = new Office(FlowFixtures.straightToSales());

    private void registers(String agent, int phones) {
        office.switchboard
                .phones()
                .on(new PhonesRegistered(Office.TENANT, agent, phones), office.nowNanos);
        office.errands.run();
    }

    private AgentRow row(String agent) {
        return office.switchboard
                .routing()
                .board()
                .row(new AgentKey(Office.TENANT, agent))
                .orElseThrow();
    }

    private void dials(String agent, String number, @Nullable Private offer) {
        office.trunks.invited(DIALOG);
        office.trunk(
                new TrunkMessage.CallArrived(
                        Office.TENANT,
                        DIALOG,
                        TrunkMessage.PHONES,
                        Office.ADDRESS,
                        new Private(agent),
                        new Private(number),
                        offer,
                        Map.of(),
                        null));
    }

    // --- who is there ---

    @Test
    void signsInWhoeverRegisters() {
        registers("ann", 1);
        assertThat(row("ann").state()).isEqualTo("available");
        registers("ann", 0);
        assertThat(row("ann").state()).isEqualTo("offline");
        assertThat(row("ann").session()).isNull();
    }

    @Test
    void leavesTheStateToThePageWhereThereIsOne() {
        var ann = office.signIn("ann");
        registers("ann", 1);
        assertThat(row("ann").state()).isEqualTo("offline");
        office.ask(new AgentMessage.SetState(ann, "available"));
        office.ask(new AgentMessage.SessionLost(ann));
        assertThat(row("ann").state()).as("the phone is still there").isEqualTo("available");
        registers("ann", 0);
        assertThat(row("ann").state()).isEqualTo("offline");
    }

    @Test
    void isAsBeforeWhenItsPhoneWasOnlyAway() {
        var ann = office.signIn("ann");
        registers("ann", 1);
        office.ask(new AgentMessage.SessionLost(ann));
        registers("ann", 0);
        registers("ann", 1);
        assertThat(row("ann").state()).isEqualTo("offline");
        assertThat(row("ann").session()).isNotNull();
    }

    @Test
    void forgetsHowItWasByPhoneOnceThereIsAPage() {
        var ann = office.signIn("ann");
        registers("ann", 1);
        office.ask(new AgentMessage.SessionLost(ann));
        registers("ann", 0);
        office.ask(new AgentMessage.SessionLost(office.signIn("ann")));
        registers("ann", 1);
        assertThat(row("ann").state()).isEqualTo("available");
    }

    @Test
    void keepsTheChoiceOfThePageOverAReload() {
        var ann = office.available("ann");
        registers("ann", 1);
        office.ask(new AgentMessage.SetDevice(ann, Devices.SOFTPHONE));
        office.ask(new AgentMessage.SessionLost(ann));
        assertThat(device("ann")).as("without a page").isEqualTo(Device.SIP_PHONE);
        office.signIn("ann");
        assertThat(device("ann")).isEqualTo(Device.SOFTPHONE);
    }

    @Test
    void tellsAnOpenPageThatThereIsAPhoneToChoose() {
        var ann = office.signIn("ann");
        registers("ann", 1);
        var told = office.last(ann, AgentMessage.StateChanged.class);
        assertThat(told.device()).isEqualTo(Devices.DESK_PHONE);
        assertThat(told.devices()).containsExactly(Devices.SOFTPHONE, Devices.DESK_PHONE);
        registers("ann", 0);
        assertThat(office.last(ann, AgentMessage.StateChanged.class).devices())
                .containsExactly(Devices.SOFTPHONE);
    }

    private Device device(String agent) {
        return office.switchboard.routing().devices().used(new AgentKey(Office.TENANT, agent));
    }

    @Test
    void knowsNoPhonesOfStrangers() {
        registers("nobody", 1);
        assertThat(office.switchboard.activeCalls()).isZero();
    }

    // --- being called ---

    @Test
    void ringsThePhoneAndTalks() {
        registers("ann", 1);
        var call = office.arrive("d1");

        assertThat(office.placed().trunk()).isEqualTo(TrunkMessage.PHONES);
        assertThat(office.placed().dialog()).startsWith(TrunkMessage.PHONE_DIALOG);
        assertThat(office.placed().to().value()).isEqualTo("ann");
        assertThat(office.placed().from().value()).isEqualTo(Office.CUSTOMER);
        assertThat(office.media.commands)
                .filteredOn(MediaCommand.OfferLeg.class::isInstance)
                .extracting(it -> ((MediaCommand.OfferLeg) it).kind())
                .containsExactly(new LegKind.Browser());
        office.answers();
        assertThat(office.hearing(call)).containsExactly("ann<customer", "customer<ann");

        office.trunks.endedByPeer(office.placed().dialog());
        office.trunk(
                new TrunkMessage.CallEnded(Office.TENANT, office.placed().dialog(), "hung up"));
        assertThat(office.switchboard.activeCalls()).isZero();
    }

    @Test
    void passesOnWhatAPhoneDeclines() {
        registers("ann", 1);
        office.arrive("d1");
        office.fails(486);
        assertThat(row("ann").state()).isEqualTo("rejected");
    }

    @Test
    void ringsThePageWhereTheAgentLikesThatBetter() {
        var ann = office.available("ann");
        registers("ann", 1);
        office.ask(new AgentMessage.SetDevice(ann, Devices.SOFTPHONE));
        office.arrive("d1");
        assertThat(office.trunks.commands).noneMatch(TrunkMessage.PlaceCall.class::isInstance);
        office.take(ann);
    }

    @Test
    void holdsTheCustomerWhileThePhoneDoesNotListen() {
        registers("ann", 1);
        var call = office.arrive("d1");
        office.answers();
        reoffers("a=sendonly");
        assertThat(office.hearing(call)).isEmpty();
        assertThat(office.playing(call)).containsExactly("customer:music.wav");
        reoffers("a=sendrecv");
        assertThat(office.hearing(call)).containsExactly("ann<customer", "customer<ann");
    }

    private void reoffers(String direction) {
        var phone = office.placed().dialog();
        office.trunks.dialog(phone).reoffers++;
        office.trunk(
                new TrunkMessage.Reoffered(
                        Office.TENANT,
                        phone,
                        new Private("v=0\r\nm=audio 9 X 96\r\n" + direction + "\r\n")));
    }

    // --- calling ---

    @Test
    void callsWhomThePhoneDials() {
        registers("ann", 1);
        dials("ann", "+442079460999", new Private("offer"));
        assertThat(office.trunks.dialog(DIALOG).stage).isEqualTo(TrunkDouble.Stage.ANSWERED);
        assertThat(office.placed().to().value()).isEqualTo("+442079460999");
        assertThat(office.placed().trunk()).isNotEqualTo(TrunkMessage.PHONES);
        office.answers();
        assertThat(office.hearing(office.onlyCall()))
                .containsExactly("ann<customer", "customer<ann");
    }

    @Test
    void callsAColleagueByName() {
        registers("ann", 1);
        registers("bob", 1);
        dials("ann", "bob", new Private("offer"));
        assertThat(office.placed().to().value()).isEqualTo("bob");
        office.answers();
        assertThat(office.hearing(office.onlyCall())).containsExactly("ann<bob", "bob<ann");
    }

    @ParameterizedTest
    @CsvSource({
        "ann, 12, 404",
        "ann, ann, 404",
        "ned, +442079460999, 403",
        "nobody, +442079460999, 403"
    })
    void refusesWhatThePageMayNotDial(String agent, String number, int status) {
        registers(agent, 1);
        dials(agent, number, new Private("offer"));
        assertThat(refusal()).isEqualTo(status);
    }

    @Test
    void refusesASecondCallAndOneWithoutAnOffer() {
        registers("ann", 1);
        dials("ann", "+442079460999", null);
        assertThat(refusal()).isEqualTo(488);
        office.arrive("d1");
        office.answers();
        dials("ann", "+442079460999", new Private("offer"));
        assertThat(refusal()).isEqualTo(486);
    }

    private int refusal() {
        return office.trunks.commands.stream()
                .filter(TrunkMessage.Refuse.class::isInstance)
                .map(it -> ((TrunkMessage.Refuse) it).status())
                .reduce((_, later) -> later)
                .orElseThrow();
    }
}
