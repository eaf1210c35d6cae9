package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.contact.PhoneNumber;
import dev.crosspoint.gateway.flow.FlowBook;
import dev.crosspoint.gateway.flow.FlowFixtures;
import dev.crosspoint.gateway.flow.FlowScript;
import dev.crosspoint.gateway.fraud.Denial;
import dev.crosspoint.gateway.fraud.FraudRules;
import dev.crosspoint.gateway.fraud.NetworkBlock;
import dev.crosspoint.signaling.api.TrunkMessage;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Callers who call too often or are not wanted. */
class FraudInCallsTest {
    private static final String OTHER = "+442079460999";
    private static final InetAddress ELSEWHERE = InetAddress.ofLiteral("192.0.2.77");

    private Centre centre = centre(FlowFixtures.straightToSales(), 2, 0, true);

    private static Centre centre(
            FlowBook flows, int perNumber, int perAddress, boolean refuse, Denial... denied) {
        return new Centre(
                Plan.of(flows)
                        .fraud(new FraudRules(60, perNumber, perAddress, refuse, List.of(denied)))
                        .office(true));
    }

    /** A second is 1 s after the beginning of the office's clock, which shows 5 s since 1970. */
    private static Denial denial(Denial.Caller caller, @Nullable Integer seconds) {
        return new Denial(
                "one", caller, seconds == null ? null : Instant.ofEpochSecond(5L + seconds));
    }

    private boolean isIn(String dialog) {
        return centre.office.switchboard.calls().dialog(dialog).isPresent();
    }

    private void assertRefused(String dialog) {
        assertThat(isIn(dialog)).isFalse();
        assertThat(centre.office.trunks.commands)
                .contains(new TrunkMessage.Refuse(dialog, 603, "not wanted"));
    }

    @AfterEach
    void nothingIsLeft() {
        centre.finish();
    }

    @Test
    void areRefusedWhenOneNumberCallsTooOftenInAWhile() {
        centre.calls("d1");
        centre.calls("d2");
        centre.calls("d3", Office.CUSTOMER);

        assertRefused("d3");
        assertThat(centre.office.errands.counted(Errand.Counted.DENIED)).isEqualTo(1);
        assertThat(centre.office.errands.counted(Errand.Counted.ARRIVED)).isEqualTo(2);
        assertThat(centre.office.media.rooms).hasSize(2);
        centre.calls("d4", OTHER);
        assertThat(isIn("d4")).isTrue();
    }

    @Test
    void mayCallAgainWhenTheWhileIsOver() {
        centre.calls("d1");
        centre.pass(30);
        centre.calls("d2");
        centre.hangsUp("d2");
        centre.pass(29);
        centre.calls("d3", Office.CUSTOMER);
        assertRefused("d3");

        // The refused call counts too.
        centre.pass(31);
        centre.calls("d4", Office.CUSTOMER);

        assertThat(isIn("d4")).isTrue();
    }

    @Test
    void areRefusedWhenOneAddressSendsTooMany() {
        centre = centre(FlowFixtures.straightToSales(), 0, 2, true);
        centre.calls("d1", Office.CUSTOMER);
        centre.calls("d2", OTHER);
        centre.calls("d3", "anonymous");

        assertRefused("d3");
        centre.arrives("d4", Office.CUSTOMER, ELSEWHERE, "offer", null);
        assertThat(isIn("d4")).isTrue();
    }

    @Test
    void areNotCountedWithoutANumber() {
        for (int i = 1; i <= 3; i++) {
            centre.calls("d" + i, "anonymous");
            assertThat(isIn("d" + i)).isTrue();
        }
    }

    @Test
    void areRefusedAsLongAsTheyAreDenied() {
        centre =
                centre(
                        FlowFixtures.straightToSales(),
                        0,
                        0,
                        true,
                        denial(new Denial.OfNumber(new PhoneNumber(OTHER)), 60));
        centre.calls("d1", OTHER);
        assertRefused("d1");
        centre.pass(59);
        centre.calls("d2", OTHER);
        assertRefused("d2");

        centre.pass(1);
        centre.calls("d3", OTHER);

        assertThat(isIn("d3")).isTrue();
        assertThat(centre.office.errands.counted(Errand.Counted.DENIED)).isEqualTo(2);
    }

    @Test
    void areRefusedFromADeniedNetworkAndFromNoOther() {
        centre =
                centre(
                        FlowFixtures.straightToSales(),
                        0,
                        0,
                        true,
                        denial(new Denial.OfNetwork(NetworkBlock.parse("192.0.2.64/26")), null));
        centre.arrives("d1", Office.CUSTOMER, ELSEWHERE, "offer", null);

        assertRefused("d1");
        centre.calls("d2");
        assertThat(isIn("d2")).isTrue();
    }

    @Test
    void mayTakeThePlaceOfACallHoweverOftenTheyDo() {
        centre = centre(FlowFixtures.straightToSales(), 1, 1, true);
        var call = centre.calls("d1");

        centre.farEnds.replaces("d2", "d1", "offer");
        centre.farEnds.replaces("d3", "d2", "offer");

        assertThat(centre.dialog(call, "customer")).isEqualTo("d3");
        assertThat(centre.office.errands.counted(Errand.Counted.DENIED)).isZero();
    }

    @Test
    void areKnownToTheFlowByWhatTheyWereWhenTheyCalled() {
        centre =
                centre(
                        FlowScript.flows()
                                .flow(
                                        "inbound",
                                        """
                                        wait 10
                                        compare $.Crosspoint.ContactsFromNumber | 1 first, 2 second, NoMatchingCondition many
                                        first: say first
                                        second: say second
                                        many: say many
                                        """)
                                .book(),
                        0,
                        0,
                        true);
        var first = centre.calls("d1");
        centre.pass(1);
        var second = centre.calls("d2");
        centre.pass(1);
        var third = centre.calls("d3");
        centre.pass(10);

        centre.sounds(first, "customer:first");
        centre.sounds(second, "customer:second");
        centre.sounds(third, "customer:many");
    }

    @Test
    void areKnownToTheFlowByAddressAndDenialWhereItDecides() {
        centre =
                centre(
                        FlowScript.flows()
                                .flow(
                                        "inbound",
                                        """
                                        compare $.Crosspoint.Denied | True denied, NoMatchingCondition free
                                        denied: say denied
                                        bye
                                        free: compare $.Crosspoint.ContactsFromAddress | 2 second, NoMatchingCondition first
                                        first: say first
                                        bye
                                        second: say second
                                        """)
                                .book(),
                        0,
                        0,
                        false,
                        denial(new Denial.OfNumber(new PhoneNumber(OTHER)), null));
        var first = centre.calls("d1");
        centre.sounds(first, "customer:first");
        centre.calls("d2", "anonymous");
        centre.sounds(centre.call("d2"), "customer:second");

        centre.calls("d3", OTHER);

        centre.sounds(centre.call("d3"), "customer:denied");
        assertThat(centre.office.errands.counted(Errand.Counted.DENIED)).isZero();
    }

    @Test
    void areKnownToTheFlowsOfLaterAgentsToo() {
        centre =
                centre(
                        FlowScript.flows()
                                .flow(
                                        "inbound",
                                        "hook CustomerRemaining remaining\ntarget sales\nenter")
                                .flow(
                                        "remaining",
                                        """
                                        compare $.Crosspoint.ContactsFromNumber | 1 first, NoMatchingCondition many
                                        first: say first
                                        bye
                                        many: say many
                                        """)
                                .book(),
                        0,
                        0,
                        true);
        centre.calls("d1");
        var ann = centre.available("ann");
        centre.takes(ann);
        var second = centre.calls("d2");
        var bob = centre.available("bob");
        centre.takes(bob);

        centre.hangsUp(bob);

        centre.sounds(second, "customer:many");
    }
}
