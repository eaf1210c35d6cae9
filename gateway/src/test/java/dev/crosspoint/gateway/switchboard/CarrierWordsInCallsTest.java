package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.flow.FlowScript;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.TrunkMessage;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a carrier says of a caller, from its INVITE to the flow that decides by it. */
class CarrierWordsInCallsTest {
    private static final String ASSERTED = "<sip:+442079460123@carrier.test>";
    private static final String DIVERTED = "<sip:+4989111@carrier.test>;reason=no-answer";

    private final Centre centre =
            new Centre(
                    FlowScript.flows()
                            .flow(
                                    "inbound",
                                    """
                                    set asserted $.Media.Sip.Headers.P-Asserted-Identity
                                    set privacy $.Media.Sip.Headers.Privacy
                                    set diverted $.Media.Sip.Headers.Diversion
                                    set verdict $.Crosspoint.CallerVerdict
                                    compare $.Crosspoint.CallerVerdict | Failed forged, NoMatchingCondition taken
                                    forged: say forged
                                    bye
                                    taken: target sales
                                    enter
                                    """)
                            .book());

    @AfterEach
    void nothingIsLeft() {
        centre.finish();
    }

    private void calls(String dialog, String from, Map<String, String> said) {
        centre.office.trunks.invited(dialog);
        centre.trunk(
                new TrunkMessage.CallArrived(
                        Office.TENANT,
                        dialog,
                        "carrier",
                        Office.ADDRESS,
                        new Private(from),
                        new Private(Office.OUR_NUMBER),
                        new Private("offer"),
                        said.entrySet().stream()
                                .collect(
                                        Collectors.toMap(
                                                Map.Entry::getKey,
                                                field -> new Private(field.getValue()))),
                        null));
    }

    @Test
    void becomeAttributesThatTheAgentIsShown() {
        var ann = centre.available("ann");
        calls(
                "d1",
                "anonymous",
                Map.of(
                        "P-Asserted-Identity",
                        ASSERTED,
                        "Privacy",
                        "id;critical",
                        "Diversion",
                        DIVERTED,
                        TrunkMessage.CallArrived.VERDICT,
                        "Passed-B"));

        var offered = centre.office.last(ann, AgentMessage.ContactOffered.class);
        assertThat(offered.attributes())
                .containsEntry("asserted", new Private(ASSERTED))
                .containsEntry("privacy", new Private("id;critical"))
                .containsEntry("diverted", new Private(DIVERTED))
                .containsEntry("verdict", new Private("Passed-B"));
    }

    @Test
    void decideWhatBecomesOfACaller() {
        var ann = centre.available("ann");
        calls("d1", Office.CUSTOMER, Map.of(TrunkMessage.CallArrived.VERDICT, "Failed"));

        centre.sounds(centre.call("d1"), "customer:forged");
        assertThat(centre.rings(ann)).isFalse();
    }

    @Test
    void areEmptyWhereItSaysNothing() {
        var ann = centre.available("ann");
        calls("d1", Office.CUSTOMER, Map.of());

        assertThat(centre.rings(ann)).isTrue();
        var offered = centre.office.last(ann, AgentMessage.ContactOffered.class);
        assertThat(offered.attributes()).containsEntry("verdict", new Private(""));
    }
}
