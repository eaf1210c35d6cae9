package dev.crosspoint.gateway.flow;

import static dev.crosspoint.gateway.flow.FlowText.action;
import static dev.crosspoint.gateway.flow.FlowText.errors;
import static dev.crosspoint.gateway.flow.FlowText.mark;
import static dev.crosspoint.gateway.flow.FlowText.to;
import static dev.crosspoint.gateway.flow.FlowText.walk;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.api.Private;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a contact is joined with somebody outside. */
class ThirdPartiesTest {
    private static FlowWalk call(String parameters, String transitions) {
        return walk(
                action("a", "TransferParticipantToThirdParty", parameters, transitions),
                mark("back"),
                mark("failed call"),
                mark("late"),
                mark("failed"));
    }

    private static FlowWalk callAndBack() {
        return call(
                "'ThirdPartyPhoneNumber': '+493012345678',"
                        + " 'ThirdPartyConnectionTimeLimitSeconds': '40'",
                to("back")
                        + ","
                        + errors(
                                "CallFailed > failed call",
                                "ConnectionTimeLimitExceeded > late",
                                "NoMatchingError > failed"));
    }

    private static FlowWalk callForGood() {
        return call(
                "'ThirdPartyPhoneNumber': '+493012345678', 'ContinueFlowExecution': 'False'",
                errors("NoMatchingError > failed"));
    }

    @Test
    void goesOnWhenTheThirdPartyHasLeft() {
        var walk = callAndBack();

        assertThat(walk.heard())
                .containsExactly("call +493012345678 for 40 s, keys (none), from (none), and back");
        walk.tell(new FlowInput.ThirdPartyConnected());
        assertThat(walk.state().nextDeadlineNanos()).isEmpty();
        assertThat(walk.passes(3_600).heard()).isEmpty();
        assertThat(walk.tell(new FlowInput.ThirdPartyLeft()).attribute("mark")).isEqualTo("back");
    }

    @Test
    void isOverWhenTheThirdPartyAnswersAndTheFlowIsNotToGoOn() {
        var walk = callForGood();

        assertThat(walk.heard()).singleElement().asString().endsWith("for good");
        assertThat(walk.tell(new FlowInput.ThirdPartyConnected()).heard()).isEmpty();
        assertThat(walk.state().isOver()).isTrue();
    }

    @Test
    void takesTheGeneralErrorBranchWhereNoOtherIsAllowed() {
        assertThat(callForGood().tell(new FlowInput.ThirdPartyFailed()).attribute("mark"))
                .isEqualTo("failed");
        assertThat(callForGood().passes(30).attribute("mark")).isEqualTo("failed");
    }

    @Test
    void dropsTheCallThatIsNotAnsweredInTime() {
        var walk = callAndBack();
        walk.heard();

        assertThat(walk.passes(39).heard()).isEmpty();
        assertThat(walk.passes(1).heard()).startsWith("drop");
        assertThat(walk.attribute("mark")).isEqualTo("late");
    }

    @Test
    void believesSomebodyElsesClockToo() {
        var walk = callAndBack();
        walk.heard();

        walk.tell(new FlowInput.ThirdPartyTimedOut());
        assertThat(walk.attribute("mark")).isEqualTo("late");
        assertThat(walk.heard()).doesNotContain("drop");
    }

    @Test
    void branchesWhenTheCallFails() {
        assertThat(callAndBack().tell(new FlowInput.ThirdPartyFailed()).attribute("mark"))
                .isEqualTo("failed call");
        assertThat(callAndBack().tell(new FlowInput.ThirdPartyLeft()).attribute("mark"))
                .isEqualTo("failed call");
    }

    @Test
    void sendsKeysAndCallsFromAnotherNumber() {
        var walk =
                call(
                        "'ThirdPartyPhoneNumber': '$.SystemEndpoint.Address',"
                                + " 'ThirdPartyDTMFDigits': '1,,2#',"
                                + " 'CallerId': {'Number': '$.CustomerEndpoint.Address', 'Name':"
                                + " 'x'}",
                        to("back") + "," + errors("NoMatchingError > failed"));

        assertThat(walk.heard())
                .containsExactly(
                        "call +442079460000 for 30 s, keys 1,,2#, from +442079460123, and back");
    }

    @ParameterizedTest
    @CsvSource({
        "ThirdPartyPhoneNumber, $.ContactId",
        "ThirdPartyPhoneNumber, $.Attributes.nothing",
        "ThirdPartyConnectionTimeLimitSeconds, $.ContactId",
        "ThirdPartyDTMFDigits, $.ContactId",
    })
    void takesTheErrorBranchWhenAReferenceIsNotWhatItShouldBe(String key, String reference) {
        var others =
                key.equals("ThirdPartyPhoneNumber")
                        ? ""
                        : ", 'ThirdPartyPhoneNumber': '+493012345678'";
        var walk =
                call(
                        "'" + key + "': '" + reference + "'" + others,
                        to("back")
                                + ","
                                + errors("CallFailed > failed call", "NoMatchingError > failed"));

        assertThat(walk.attribute("mark")).isEqualTo("failed");
    }

    @Test
    void hidesWhoIsCalled() {
        var effect =
                new FlowEffect.CallThirdParty(
                        new Private("+493012345678"), 30, new Private("4711"), null, true);

        assertThat(effect.toString()).doesNotContain("4930", "4711");
    }
}
