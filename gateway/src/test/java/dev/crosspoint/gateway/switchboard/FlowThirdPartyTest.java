package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.call.EndCause;
import dev.crosspoint.gateway.contact.ContactRecord.Dialled;
import dev.crosspoint.gateway.contact.ContactRecord.Dialled.By;
import dev.crosspoint.gateway.flow.FlowScript;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaReply.MediaError;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.TrunkMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Somebody outside whom a flow calls for its customer, and who brings the customer back. */
class FlowThirdPartyTest {
    private static final String INBOUND =
            """
            say hello
            call +442079460999 limit 20 keys 1,,23,4 | CallFailed failed, ConnectionTimeLimitExceeded late
            say back
            bye
            failed: say sorry
            bye
            late: say nobody
            bye
            """;

    private Centre centre = new Centre(FlowScript.flows().flow("inbound", INBOUND).book());

    @AfterEach
    void nothingIsLeft() {
        centre.finish();
    }

    private CallId calling() {
        var call = centre.calls("d1");
        centre.sounds(call, "customer:hello");
        centre.ends(call, "customer");
        return call;
    }

    @Test
    void isCalledFromOurNumberAndJoinedWithTheCustomer() {
        var call = calling();
        assertThat(centre.office.placed().to().value()).isEqualTo("+442079460999");
        assertThat(centre.office.placed().from().value()).isEqualTo(Office.OUR_NUMBER);
        assertThat(centre.office.trunks.dialog("d1").stage).isEqualTo(TrunkDouble.Stage.ANSWERED);
        centre.sounds(call, "");

        centre.rings(false);
        centre.sounds(call, "customer:ringback");
        centre.rings(true);
        centre.sounds(call, "customer<999");
        centre.answers();

        centre.sounds(call, "999+customer");
    }

    @Test
    void isOnTheRecordOfTheContact() {
        calling();
        centre.answers();

        centre.hangsUp("d1");

        var record = centre.office.errands.records().getLast();
        assertThat(record.dialled())
                .containsExactly(new Dialled(By.FLOW, new Private("+442079460999")));
        assertThat(record.agentId()).isNull();
        assertThat(record.disconnectReason()).isEqualTo("abandoned");
    }

    @Test
    void getsTheKeysWithThePausesBetween() {
        var call = calling();
        centre.answers();
        assertThat(centre.keys(call, "999")).isEmpty();

        centre.pass(0);
        assertThat(centre.keys(call, "999")).containsExactly("1");
        passMs(1_699);
        assertThat(centre.keys(call, "999")).isEmpty();
        passMs(1);
        assertThat(centre.keys(call, "999")).containsExactly("23");
        passMs(1_149);
        assertThat(centre.keys(call, "999")).isEmpty();
        passMs(1);
        assertThat(centre.keys(call, "999")).containsExactly("4");
        centre.sounds(call, "999+customer");
    }

    @Test
    void getsNoMoreKeysWhenItHasLeft() {
        var call = calling();
        centre.answers();
        centre.pass(0);

        centre.hangsUp(centre.dialog(call, "999"));
        centre.pass(10);

        assertThat(centre.office.media.commands)
                .filteredOn(MediaCommand.SendDigits.class::isInstance)
                .hasSize(1);
        centre.sounds(call, "customer:back");
    }

    @Test
    void leavesTheCustomerToTheFlow() {
        var call = calling();
        centre.answers();

        centre.hangsUp(centre.dialog(call, "999"));
        centre.sounds(call, "customer:back");
        centre.ends(call, "customer");

        assertThat(centre.isOver(call)).isTrue();
        assertThat(centre.office.errands.ends()).containsExactly(EndCause.FLOW_DISCONNECTED);
    }

    @Test
    void losesItsAudioAndTheFlowGoesOn() {
        var call = calling();
        centre.answers();

        centre.losesAudio(call, "999");

        centre.sounds(call, "customer:back");
    }

    @ParameterizedTest
    @CsvSource({"486,sorry", "603,sorry", "404,sorry", "503,sorry", "480,nobody", "408,nobody"})
    void doesNotComeAndTheFlowSaysSo(int status, String prompt) {
        var call = calling();
        centre.rings(false);

        centre.fails(status);

        centre.sounds(call, "customer:" + prompt);
        assertThat(centre.people(call)).containsExactly("customer");
    }

    @Test
    void isGivenUpWhenTheFlowsTimeIsOver() {
        var call = calling();
        var dialog = centre.office.placed().dialog();
        centre.rings(true);

        centre.pass(19);
        centre.sounds(call, "customer<999");
        centre.pass(1);

        centre.sounds(call, "customer:nobody");
        assertThat(centre.office.trunks.commands)
                .contains(new TrunkMessage.HangUp(dialog, EndCause.CANCELLED.reason()));
    }

    @Test
    void mayRingForAsLongAsTheFlowLikes() {
        centre = centre(INBOUND.replace("limit 20", "limit 300"));
        var call = calling();
        assertThat(centre.office.placed().ringSeconds()).isEqualTo(300);

        centre.pass(299);
        assertThat(centre.people(call)).contains("999");
        centre.answers();

        centre.sounds(call, "999+customer");
    }

    private static Centre centre(String inbound) {
        return new Centre(FlowScript.flows().flow("inbound", inbound).book());
    }

    /** When somebody leaves. */
    enum Moment {
        CALLED,
        RINGING,
        ANNOUNCED,
        ANSWERED
    }

    @ParameterizedTest
    @EnumSource
    void isHungUpOnWhenTheCustomerLeaves(Moment moment) {
        var call = calling();
        reach(moment);

        centre.hangsUp("d1");

        assertThat(centre.isOver(call)).isTrue();
        assertThat(centre.office.errands.ends()).containsExactly(EndCause.ABANDONED);
        assertThat(centre.office.trunks.dialog(centre.office.placed().dialog()).endings)
                .isEqualTo(1);
    }

    private void reach(Moment moment) {
        switch (moment) {
            case CALLED -> {}
            case RINGING -> centre.rings(false);
            case ANNOUNCED -> centre.rings(true);
            case ANSWERED -> {
                centre.answers();
                centre.pass(0);
            }
        }
    }

    @Test
    void cannotBeCalledWithoutATrunk() {
        centre =
                new Centre(
                        Plan.of(FlowScript.flows().flow("inbound", INBOUND).book()).office(false));

        var call = calling();

        centre.sounds(call, "customer:sorry");
    }

    @Test
    void cannotBeCalledWhenTheTrunkRefuses() {
        centre.office.trunks.refuseCalls = true;

        var call = calling();

        centre.sounds(call, "customer:sorry");
        centre.office.trunks.refuseCalls = false;
    }

    @Test
    void cannotBeCalledWhenMediaHasNoRoom() {
        centre.office.media.refusals.put(MediaCommand.OfferLeg.class, MediaError.NO_CAPACITY);

        var call = calling();

        centre.office.media.refusals.clear();
        centre.sounds(call, "customer:sorry");
    }

    @Test
    void isNotCalledIntoAFullConference() {
        centre =
                new Centre(
                        Plan.of(
                                        FlowScript.flows()
                                                .flow(
                                                        "inbound",
                                                        """
                                                        hook CustomerQueue waiting
                                                        target sales
                                                        enter
                                                        """)
                                                .flow("waiting", INBOUND)
                                                .book())
                                .atMost(2)
                                .office(true));
        // The customer, and the place of whoever is to take the call.
        var call = calling();

        centre.sounds(call, "customer:sorry");
    }

    @Test
    void staysWithTheCustomerForGoodWhereTheFlowSaysSo() {
        centre = centre("call-for-good +442079460998 keys 7,8\nbye");
        var call = centre.calls("d1");
        centre.answers();
        centre.sounds(call, "998+customer");
        centre.pass(0);
        assertThat(centre.keys(call, "998")).containsExactly("7");
        centre.pass(5);
        assertThat(centre.keys(call, "998")).containsExactly("8");
        assertThat(centre.party(call, "customer").guide()).isNull();

        centre.hangsUp(centre.dialog(call, "998"));

        assertThat(centre.isOver(call)).isTrue();
        assertThat(centre.office.errands.ends()).containsExactly(EndCause.OTHER_HUNG_UP);
    }

    @Test
    void leavesForGoodBeforeAllKeysArePressed() {
        centre = centre("call-for-good +442079460998 keys 7,,,8\nbye");
        var call = centre.calls("d1");
        centre.answers();
        centre.pass(0);

        centre.hangsUp(centre.dialog(call, "998"));

        assertThat(centre.isOver(call)).isTrue();
        assertThat(centre.office.errands.ends()).containsExactly(EndCause.OTHER_HUNG_UP);
    }

    @Test
    void doesNotComeForGoodAndTheFlowGoesOn() {
        centre =
                centre(
                        "call-for-good +442079460998 | NoMatchingError sorry\nbye\nsorry: say sorry");
        var call = centre.calls("d1");

        centre.fails(486);

        centre.sounds(call, "customer:sorry");
    }

    private void passMs(long ms) {
        centre.office.nowNanos += ms * 1_000_000;
        centre.pass(0);
    }
}
