package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.call.EndCause;
import dev.crosspoint.gateway.flow.FlowScript;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaReply.MediaError;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.ContactVerb;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Target;
import dev.crosspoint.signaling.api.TrunkMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SIP calls that take the place of others: an INVITE with Replaces (RFC 3891). */
class ReplacesTest {
    private final Centre centre =
            new Centre(
                    FlowScript.flows()
                            .flow(
                                    "inbound",
                                    """
                                    menu which 20 | 1 one
                                    bye
                                    one: hook CustomerQueue waiting
                                    hook CustomerHold onhold
                                    target service
                                    enter
                                    """)
                            .flow("waiting", "round patience")
                            .flow("onhold", "say please")
                            .book());

    @AfterEach
    void nothingIsLeft() {
        centre.finish();
    }

    private CallId waits(String dialog) {
        var call = centre.calls(dialog);
        centre.presses(call, "customer", "1");
        return call;
    }

    private boolean isOver(String dialog) {
        return centre.office.trunks.dialog(dialog).stage == TrunkDouble.Stage.OVER;
    }

    @Test
    void keepsThePlaceOfACustomerWhoTalks() {
        var ann = centre.available("ann");
        var call = waits("d1");
        centre.takes(ann);
        var before = centre.party(call, "customer");
        var contact = centre.office.contactOf(ann);

        centre.farEnds.replaces("d2", "d1", "offer");

        centre.sounds(call, "ann+customer");
        assertThat(centre.party(call, "customer").id()).isEqualTo(before.id());
        assertThat(centre.dialog(call, "customer")).isEqualTo("d2");
        assertThat(centre.leg(call, "customer")).isNotEqualTo(before.leg());
        assertThat(centre.office.trunks.commands)
                .contains(new TrunkMessage.HangUp("d1", "transferred"));
        assertThat(centre.office.contactOf(ann)).isEqualTo(contact);
        centre.trunk(new TrunkMessage.CallEnded(Office.TENANT, "d1", "bye"));
        centre.sounds(call, "ann+customer");

        centre.hangsUp("d2");

        assertThat(centre.isOver(call)).isTrue();
        assertThat(centre.office.errands.ends()).containsExactly(EndCause.CUSTOMER_HUNG_UP);
    }

    @Test
    void waitsForTheAnswerOfACallThatBringsNoOffer() {
        var ann = centre.available("ann");
        var call = waits("d1");
        centre.takes(ann);

        centre.farEnds.replaces("d2", "d1", null);
        assertThat(centre.dialog(call, "customer")).isEqualTo("d1");
        centre.sounds(call, "ann+customer");
        centre.farEnds.confirms("d2", "sdp");

        assertThat(centre.dialog(call, "customer")).isEqualTo("d2");
        centre.sounds(call, "ann+customer");
        assertThat(isOver("d1")).isTrue();
    }

    @Test
    void leavesTheOldCallInPlaceWhenTheNewOneBringsNoAnswer() {
        var ann = centre.available("ann");
        var call = waits("d1");
        centre.takes(ann);
        centre.farEnds.replaces("d2", "d1", null);

        centre.farEnds.confirms("d2", null);

        assertThat(isOver("d2")).isTrue();
        assertThat(centre.dialog(call, "customer")).isEqualTo("d1");
        centre.sounds(call, "ann+customer");
    }

    @Test
    void leavesTheOldCallInPlaceWhenTheNewOneHangsUpAtOnce() {
        var ann = centre.available("ann");
        var call = waits("d1");
        centre.takes(ann);
        centre.farEnds.replaces("d2", "d1", null);

        centre.hangsUp("d2");

        centre.sounds(call, "ann+customer");
    }

    @Test
    void leavesTheOldCallInPlaceWhenTheNewOneNeverConfirms() {
        var ann = centre.available("ann");
        var call = waits("d1");
        centre.takes(ann);
        centre.farEnds.replaces("d2", "d1", null);

        centre.pass(40);

        assertThat(isOver("d2")).isTrue();
        centre.sounds(call, "ann+customer");
    }

    @ParameterizedTest
    @CsvSource({"NOT_ACCEPTABLE,488", "NO_CAPACITY,503", "BAD_DESCRIPTION,400"})
    void isRefusedWhenMediaRefusesIt(MediaError error, int status) {
        var ann = centre.available("ann");
        var call = waits("d1");
        centre.takes(ann);
        centre.office.media.refusals.put(MediaCommand.AnswerLeg.class, error);

        centre.farEnds.replaces("d2", "d1", "offer");

        centre.office.media.refusals.clear();
        centre.check();
        assertThat(centre.office.trunks.commands)
                .filteredOn(TrunkMessage.Refuse.class::isInstance)
                .extracting(command -> ((TrunkMessage.Refuse) command).status())
                .containsExactly(status);
        centre.sounds(call, "ann+customer");
    }

    @Test
    void endsWithWhoeverItWasToReplace() {
        var ann = centre.available("ann");
        var call = waits("d1");
        centre.takes(ann);
        centre.farEnds.replaces("d2", "d1", null);

        centre.hangsUp("d1");

        assertThat(isOver("d2")).isTrue();
        assertThat(centre.isOver(call)).isTrue();
        assertThat(centre.office.errands.ends()).containsExactly(EndCause.CUSTOMER_HUNG_UP);
    }

    @Test
    void tellsWhoeverIsThereNowWhatTheFlowWasSaying() {
        var call = centre.calls("d1");
        centre.sounds(call, "customer:which");

        centre.farEnds.replaces("d2", "d1", "offer");
        centre.sounds(call, "customer:which");
        centre.presses(call, "customer", "1");
        centre.sounds(call, "customer:patience");
        centre.farEnds.replaces("d3", "d2", "offer");

        centre.sounds(call, "customer:patience");
        assertThat(centre.waiting()).isEqualTo(1);
    }

    @Test
    void keepsWhoeverIsOnHoldOnHold() {
        var ann = centre.available("ann");
        var call = waits("d1");
        centre.takes(ann);
        centre.does(ann, new ContactVerb.Hold(null, true));
        centre.sounds(call, "customer:please");

        centre.farEnds.replaces("d2", "d1", "offer");
        centre.sounds(call, "customer:please");
        centre.ends(call, "customer");
        centre.sounds(call, "customer:music");
        centre.farEnds.replaces("d3", "d2", "offer");
        centre.sounds(call, "customer:music");
        centre.does(ann, new ContactVerb.Hold(null, false));

        centre.sounds(call, "ann+customer");
    }

    @Test
    void takesThePlaceOfADeskPhone() {
        var dan = centre.available("dan");
        var call = waits("d1");
        centre.answers();
        var old = centre.office.placed().dialog();
        centre.sounds(call, "customer+dan");

        centre.farEnds.replaces("d2", old, "offer");

        centre.sounds(call, "customer+dan");
        assertThat(isOver(old)).isTrue();
        assertThat(centre.office.eventsOf(dan))
                .noneMatch(AgentMessage.ContactEnded.class::isInstance);
        centre.hangsUp("d2");
        assertThat(centre.state(dan)).isEqualTo("available");
    }

    @Test
    void takesThePlaceOfSomebodyWhoWasBroughtIn() {
        var ann = centre.available("ann");
        var call = waits("d1");
        centre.takes(ann);
        centre.does(
                ann, new ContactVerb.Consult(new Target.ToNumber(new Private("+442079460777"))));
        centre.answers();

        centre.farEnds.replaces("d2", centre.dialog(call, "777"), "offer");
        centre.sounds(call, "777+ann customer:please");
        centre.does(ann, new ContactVerb.Complete());

        centre.sounds(call, "777+customer");
    }

    @Test
    void isRefusedForWhoeverIsNotThereYetOrAnyMore() {
        var ann = centre.available("ann");
        var call = waits("d1");
        centre.takes(ann);
        centre.does(ann, new ContactVerb.Add(new Target.ToNumber(new Private("+442079460777"))));

        centre.farEnds.replaces("d2", centre.office.placed().dialog(), "offer");
        centre.farEnds.replaces("d3", "d0", "offer");

        assertThat(centre.office.trunks.commands)
                .contains(new TrunkMessage.Refuse("d2", 500, EndCause.FAILED.reason()))
                .contains(new TrunkMessage.Refuse("d3", 481, "that call is over"));
        centre.answers();
        centre.sounds(call, "777+ann+customer");
    }
}
