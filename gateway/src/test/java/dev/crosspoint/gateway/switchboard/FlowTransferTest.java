package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.call.EndCause;
import dev.crosspoint.gateway.call.RecordingPolicy;
import dev.crosspoint.gateway.call.Role;
import dev.crosspoint.gateway.flow.FlowScript;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Agent;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.ContactVerb;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Target;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Customers whom agents send into flows, and flows that do not come to an end. */
class FlowTransferTest {
    private final Centre centre =
            new Centre(
                    FlowScript.flows()
                            .flow(
                                    "inbound",
                                    """
                                    hook CustomerHold onhold
                                    set noted yes
                                    record Customer
                                    target sales
                                    enter
                                    """)
                            .flow(
                                    "survey",
                                    """
                                    menu survey 10 | 1 more, InputTimeLimitExceeded over
                                    over: bye
                                    more: target service
                                    enter
                                    """)
                            .flow("onhold", "round please")
                            .flow("circle", "again: set round yes -> again")
                            .flow("gone", "bye")
                            .book());
    private final Agent ann = centre.available("ann");
    private CallId call = new CallId("none");

    @BeforeEach
    void annTalks() {
        call = centre.calls("d1");
        centre.takes(ann);
    }

    @AfterEach
    void nothingIsLeft() {
        centre.finish();
    }

    private static ContactVerb to(String flow) {
        return new ContactVerb.Transfer(new Target.ToFlow(flow));
    }

    @Test
    void goOnInTheFlowAndTheAgentIsFree() {
        centre.does(ann, to("survey"));

        centre.sounds(call, "customer:survey");
        assertThat(centre.people(call)).containsExactly("customer");
        assertThat(centre.ended(ann)).isEqualTo("transferred");
        assertThat(centre.state(ann)).isEqualTo("available");
        assertThat(centre.office.state(call).facts().recording())
                .isEqualTo(RecordingPolicy.CUSTOMER);
        assertThat(centre.office.state(call).facts().data().attributes())
                .containsEntry("noted", new Private("yes"));

        centre.ends(call, "customer");
        centre.pass(10);

        assertThat(centre.isOver(call)).isTrue();
        assertThat(centre.office.errands.ends()).containsExactly(EndCause.FLOW_DISCONNECTED);
    }

    @Test
    void goOnFromHoldWhereTheyWereMuted() {
        centre.does(ann, new ContactVerb.Hold(null, true));
        centre.does(ann, new ContactVerb.Mute(centre.party(call, "customer").id().value(), true));

        centre.does(ann, to("survey"));

        centre.sounds(call, "customer:survey");
        assertThat(centre.party(call, "customer").held()).isFalse();
        assertThat(centre.party(call, "customer").muted()).isFalse();
    }

    @Test
    void comeToTheNextAgentAsAContactOfTheSameChain() {
        var first = centre.office.contactOf(ann);
        centre.does(ann, to("survey"));
        var cat = centre.available("cat");
        centre.becomes(ann, "lunch");

        centre.presses(call, "customer", "1");
        centre.takes(cat);

        centre.sounds(call, "cat+customer");
        assertThat(centre.party(call, "cat").role())
                .isInstanceOfSatisfying(
                        Role.Agent.class,
                        role -> assertThat(role.contact().previousId()).isEqualTo(first));
        assertThat(centre.office.last(cat, AgentMessage.ContactOffered.class).direction())
                .isEqualTo("transfer");
    }

    @Test
    void hangUpInTheFlow() {
        centre.does(ann, to("survey"));

        centre.hangsUp("d1");

        assertThat(centre.office.errands.ends()).containsExactly(EndCause.CUSTOMER_HUNG_UP);
    }

    @Test
    void areHungUpOnByAFlowThatDoesNothingElse() {
        centre.does(ann, to("gone"));

        assertThat(centre.isOver(call)).isTrue();
        assertThat(centre.office.errands.ends()).containsExactly(EndCause.FLOW_DISCONNECTED);
        assertThat(centre.ended(ann)).isEqualTo("transferred");
    }

    @Test
    void areHungUpOnByAFlowThatRunsInCircles() {
        centre.does(ann, to("circle"));

        assertThat(centre.isOver(call)).isTrue();
        assertThat(centre.office.errands.ends()).containsExactly(EndCause.FAILED);
        assertThat(centre.ended(ann)).isEqualTo("transferred");
    }

    @ParameterizedTest
    @CsvSource({"none,NOT_FOUND", "onhold,NOT_FOUND"})
    void stayWhenTheFlowIsNoneForThem(String flow, AgentError error) {
        assertThat(centre.asks(ann, to(flow)))
                .isEqualTo(
                        new AgentMessage.Reply.Refused(
                                error, "there is no such flow for transfers"));

        centre.sounds(call, "ann+customer");
    }

    @Test
    void stayWhileSomebodyElseIsThereOrOnTheWay() {
        centre.does(ann, new ContactVerb.Add(new Target.ToNumber(new Private("+442079460777"))));
        assertThat(centre.asks(ann, to("survey"))).isEqualTo(notAlone());

        centre.answers();
        assertThat(centre.asks(ann, to("survey"))).isEqualTo(notAlone());

        centre.sounds(call, "777+ann+customer");
    }

    @Test
    void mayBeSomebodyElseThanTheCustomerOnceTheyAreAlone() {
        centre.does(ann, new ContactVerb.Add(new Target.ToNumber(new Private("+442079460777"))));
        centre.answers();
        centre.hangsUp("d1");

        centre.does(ann, to("survey"));

        centre.sounds(call, "777:survey");
    }

    private static AgentMessage.Reply notAlone() {
        return new AgentMessage.Reply.Refused(
                AgentError.CONFLICT, "only a customer alone can go on in a flow");
    }
}
